"""The page of a letter: its parts, its panel, its paper; who sees what, in how many queries."""

import hashlib

import pytest
from django.urls import reverse

from relief.letters.models import SupervisionLetter
from relief.letters.room import ROOM
from relief.supervision.models import Recusal
from tests.relief.letters.cast import OTHER
from tests.relief.letters.screens import Screens, text
from workflows import clock
from workflows.supervision_letter import State

pytestmark = pytest.mark.django_db
QUERIES, LIST_QUERIES = 32, 14
PEOPLE = ("supervisor", "case_office", "counsel", "director", "seal_keeper")
COUNTED = ("draft", "numbered", "partial", "objection")
PAGES = ("letter", "letter_print", "letter_journal", "letter_pages", "letter_pdf", "letter_edit")


@pytest.fixture
def house(db: None) -> Screens:
    return Screens()


def links(answer) -> list[str]:
    acts = answer.context["actions"]
    return [m["url"] for m in [acts["primary"], *acts["secondary"], *acts["acts"]] if m]


@pytest.mark.parametrize("state", [s for s in State if not s.startswith("department")])
def test_every_part_and_every_form_of_every_state(house: Screens, state: str) -> None:
    letter = house.office.to(str(state))
    for who in PEOPLE:
        page = house.get(who, "letter", letter.pk)
        assert page.status_code == 200
        for url in links(page):
            assert house.signed_in(who).get(url).status_code == 200, url
    for tab in ROOM.tabs if state in COUNTED else ROOM.tabs[:1]:
        assert house.queries("director", f"{reverse('letter', args=[letter.pk])}?tab={tab.key}") <= QUERIES
    assert "文书审批表" in text(house.get("director", "letter_print", letter.pk))
    assert house.get("director", "letter_journal", letter.pk).status_code == 200


@pytest.mark.parametrize("state", [s for s in State if s.startswith("department")])
def test_a_recommendation_has_its_own_forms(house: Screens, state: str) -> None:
    letter = house.office.recommended(str(state))
    for who in PEOPLE:
        for url in links(house.get(who, "letter", letter.pk)):
            assert house.signed_in(who).get(url).status_code == 200, url
    assert house.get("director", "letter", letter.pk, tab="replies").status_code == 200


def test_every_form_says_what_follows() -> None:
    for verb, form in ROOM.forms.items():
        assert isinstance(form.consequence, property) or str(form.consequence).endswith("。"), verb


def test_head_panel_and_strip(house: Screens) -> None:
    letter = house.office.to("signing")
    page = house.get("director", "letter", letter.pk)
    assert page.context["case"]["who"] == letter.addressee and page.context["case"]["due"]["why_url"]
    assert page.context["actions"]["primary"]["label"] == "签发" and page.context["actions"]["primary"]["whole"]
    assert "规则待确认" in text(page) and "意见书（未编号）" in text(page)
    assert house.get("director", "due_why", "supervision_letter", letter.pk).status_code == 200
    signed = text(house.form("director", letter, "sign"))
    assert reverse("letter_pages", args=[letter.pk]) in signed and "签发后取得文号" in signed


def test_a_draft_says_what_lacks(house: Screens) -> None:
    letter = house.office.to("draft")
    house.office.perform(letter, "edit", "supervisor", values={"consequence": ""})
    page = house.get("supervisor", "letter", letter.pk)
    assert "不改正的后果：必须填写" in text(page)
    blocked = page.context["actions"]["blocked"][0]["missing"][0]
    assert blocked["url"] == reverse("letter_edit", args=[letter.pk]) and blocked["whole"]


def test_a_foreign_letter_does_not_exist(house: Screens) -> None:
    letter = house.office.to("draft", at=OTHER)
    house.office.newcomer("elsewhere")
    house.office.grant("elsewhere", "supervisor", "GH990101-01-001")
    for page in PAGES:
        assert house.get("elsewhere", page, letter.pk).status_code == 404, page
    assert house.form("elsewhere", letter, "discard").status_code == 404
    assert letter.addressee not in text(house.get("elsewhere", "letters"))


def test_who_stands_aside_finds_nothing(house: Screens) -> None:
    letter = house.office.to("sealed")
    Recusal.objects.create(case=letter.case, person=house.office.by("director2"), reason="近亲属", by=house.office.by("director"),
                           at=clock.office_now())  # fmt: skip
    for page in PAGES:
        assert house.get("director2", page, letter.pk).status_code == 404, page
    assert letter.number not in text(house.get("director2", "letters"))
    register = house.get("director2", "number_register", letter.numbers.get().series_id)
    assert letter.number in text(register) and letter.addressee not in text(register)


def test_of_another_state_409_of_another_role_403_and_unknown_404(house: Screens) -> None:
    letter = house.office.to("review")
    assert house.form("director", letter, "seal").status_code == 409
    assert house.form("seal_keeper", letter, "return_draft").status_code == 403
    assert house.form("director", letter, "lapse").status_code in (404, 409)
    assert house.form("director", letter, "wonder").status_code == 404


def test_the_draft_is_marked_and_the_sealed_paper_is_the_stored_one(house: Screens) -> None:
    letter = house.office.to("numbered")
    draft = house.get("director", "letter_pdf", letter.pk)
    assert draft["Content-Type"] == "application/pdf" and draft.content.startswith(b"%PDF") and "inline" in draft["Content-Disposition"]
    assert house.get("director", "letter_pdf", letter.pk, final=1).status_code == 403, "not the keeper of a physical seal"
    house.office.to_sealed(letter)
    sealed = house.get("director", "letter_pdf", letter.pk, download=1)
    assert hashlib.sha256(sealed.content).hexdigest() == letter.pdf_digest and "attachment" in sealed["Content-Disposition"]
    assert "no-store" in sealed["Cache-Control"]
    shown = text(house.get("director", "letter_pages", letter.pk))
    assert "不能显示为图片" in shown, "the invented bytes of this cast are no pages"


def test_slips_and_the_approval_form_are_printed(house: Screens) -> None:
    letter = house.office.to("numbered")
    shown = house.get("supervisor", "letter", letter.pk, tab="service").context["slips"]
    assert [s["label"] for s in shown] == ["送达回证（空白）", "回执（空白）"]
    printed = [*(s["url"] for s in shown), house.get("director", "letter", letter.pk, tab="approval").context["print_url"]]
    for url in printed:
        assert house.signed_in("supervisor").get(url).content.startswith(b"%PDF"), url
    assert house.get("supervisor", "letter", house.office.to("draft").pk).context["slips"] == []


def test_the_list_filters_and_costs_the_same_for_many(house: Screens) -> None:
    office = house.office
    first = office.to("overdue")
    before = house.queries("director", reverse("letters"))
    for _n in range(3):
        office.to("draft")
    assert house.queries("director", reverse("letters")) <= max(before, LIST_QUERIES)
    one = text(house.get("director", "letters", state="overdue"))
    assert first.number in one and "未编号" not in one
    assert first.number not in text(house.get("director", "letters", kind="recommendation"))
    assert first.number in text(house.get("director", "letters", number=first.number[-4:], to=first.addressee[:4]))
    assert "没有符合筛选条件的" in text(house.get("director", "letters", number="没有这个号"))
    assert SupervisionLetter.objects.count() == 4 and house.get("director", "letters", late="1").status_code == 200


def test_the_desk_and_the_search_know_letters(house: Screens) -> None:
    letter = house.office.to("signing")
    desk = text(house.get("director", "desk", tab="open"))
    assert "意见书" in desk and letter.addressee in desk
    found = house.signed_in("director").post(reverse("search"), {"q": letter.addressee}, follow=True)
    assert found.status_code == 200 and "意见书" in text(found)
