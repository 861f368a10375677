"""Drafting: the form holds the whole letter, the page stands beside it, warnings stand at the field and block nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from relief.letters.forms.content import ContentForm
from relief.letters.models import SupervisionLetter
from relief.letters.pages.words import place_words, told
from relief.letters.terms import Fault
from tests.relief.letters.cast import OTHER
from tests.relief.letters.screens import Screens, text, typed
from workflows.models import Event

pytestmark = pytest.mark.django_db
NAMED = "司徒示例反映拖欠工资。"


@pytest.fixture
def house(db: None) -> Screens:
    return Screens()


@pytest.fixture
def draft(house: Screens) -> SupervisionLetter:
    return house.office.to("draft")


def sent(house: Screens, letter: SupervisionLetter, page: str = "letter_edit", by: str = "supervisor", **changed):
    """The form as it stands, changed and sent."""
    letter.refresh_from_db()
    values = {"seen": letter.event_count, **typed(ContentForm(letter=letter)), **changed}
    answer = house.signed_in(by).post(reverse(page, args=[letter.pk]), values)
    letter.refresh_from_db()
    return answer


@pytest.mark.parametrize("kind", ["reminder_letter", "opinion", "recommendation"])
def test_what_is_stored_comes_back_as_it_was(house: Screens, kind: str) -> None:
    office = house.office
    letter = office.recommended() if kind == "recommendation" else office.drafted(office.planned(kind))
    before = dict(letter.content)
    assert sent(house, letter, then="save").status_code == 302
    assert {k: v for k, v in letter.content.items() if k in before} == before
    assert letter.machine.facts(letter).all_faults("submit") == []


def test_a_plan_becomes_a_draft_by_one_button(house: Screens) -> None:
    plan = house.office.planned("reminder_letter")
    url = f"{reverse('letter_new')}?plan={plan.pk}"
    assert plan.addressee in text(house.signed_in("supervisor").get(url))
    answer = house.signed_in("supervisor").post(url)
    letter = SupervisionLetter.objects.get(plan=plan)
    assert answer.url == reverse("letter_edit", args=[letter.pk])
    assert house.signed_in("supervisor").get(url).url == reverse("letter", args=[letter.pk]), "one plan, one letter"
    assert house.signed_in("director").post(url).status_code == 403
    unknown = f"{reverse('letter_new')}?plan=999999"
    assert house.signed_in("supervisor").get(unknown).status_code == 404


def test_a_reminder_without_a_case(house: Screens) -> None:
    browser, url = house.signed_in("case_office"), reverse("letter_new")
    unit = str(house.office.units[OTHER].pk)
    page = browser.get(url)
    assert "不立案的提示函" in text(page)
    assert browser.post(url, {"organisation": unit, "scope": "", "organ": "COMMITTEE"}).status_code == 422
    assert browser.post(url, {"organisation": unit, "scope": "PUBLIC", "organ": "COMMITTEE"}).status_code == 302
    assert SupervisionLetter.objects.get().scope == "PUBLIC"


def test_the_preview_shows_the_pages_and_writes_nothing(house: Screens, draft: SupervisionLetter) -> None:
    events = Event.objects.count()
    answer = sent(house, draft, "letter_preview", consequence="", investigation_summary=f"{NAMED}拖欠\ue000。",
                  **{"facts-0-text": "电话13800000009。"})  # fmt: skip
    said = text(answer)
    assert answer.status_code == 200 and "data:image/png;base64," in said and "有4处要改" in said
    assert 'id="w-consequence" role="status" hx-swap-oob="true"><p>必须填写' in said
    assert "“司徒示例”是职工姓名，请改用代称“职工乙”" in said and "第14个字（U+E000）印不出" in said
    assert 'id="w-facts-0-text" role="status" hx-swap-oob="true"><p>“13800000009”是电话号码' in said
    assert Event.objects.count() == events and NAMED not in str(draft.content)


def test_without_a_script_a_button_shows_the_page(house: Screens, draft: SupervisionLetter) -> None:
    answer = sent(house, draft, then="look", consequence="", reply_rule_text="请尽快答复")
    assert answer.status_code == 200 and "data:image/png" in text(answer) and "请尽快答复" in text(answer)
    assert draft.content["reply_rule_text"] != "请尽快答复"


def test_an_unfinished_draft_is_kept_and_not_submitted(house: Screens, draft: SupervisionLetter) -> None:
    answer = sent(house, draft, then="submit", consequence="", investigation_summary=NAMED)
    assert answer.status_code == 409 and draft.state == "draft" and draft.content["investigation_summary"] == NAMED
    assert "草稿已保存，还不能送审" in text(answer) and "不改正的后果：必须填写" in text(answer)
    assert sent(house, draft, then="submit", consequence="将依法处理。", investigation_summary="已调查。").status_code == 302
    assert draft.state == "review"


def test_citations_are_chosen_and_a_dead_one_is_shown(house: Screens, draft: SupervisionLetter) -> None:
    form = ContentForm(letter=draft)
    own = form.catalogue.own[-1]
    other = form.catalogue.foreign[0]
    rows = {"others-TOTAL_FORMS": "1", "others-0-provision": str(other.pk)}
    first = draft.content["violations"][0]
    sent(house, draft, then="save", violations=[str(own.pk), *form.catalogue.ticked], **rows)
    assert [c["article"] for c in draft.content["violations"]] == [first["article"], own.article, other.article]
    dead = {"law": "中华人民共和国旧法", "article": "第一条", "clause": ""}
    house.office.perform(draft, "edit", "supervisor", values={"violations": [first, dead]})
    page = text(house.get("supervisor", "letter_edit", draft.pk))
    assert "现在不能引用，请取消" in page and "《中华人民共和国旧法》第一条在" in page
    sent(house, draft, then="save", violations=[v for v in ContentForm(letter=draft).catalogue.ticked if "old" not in v])
    assert draft.content["violations"] == [first]


def test_a_typed_citation_is_no_choice(house: Screens, draft: SupervisionLetter) -> None:
    answer = sent(house, draft, then="save", violations=["《劳动法》第五十条"], consequence="留着这句话")
    assert answer.status_code == 422 and "请从列表中选择" in text(answer) and "留着这句话" in text(answer)


def test_what_cannot_be_read_is_said_and_nothing_is_lost(house: Screens, draft: SupervisionLetter) -> None:
    answer = sent(house, draft, then="save", **{"facts-0-workers": "许多"}, consequence="留着这句话")
    assert answer.status_code == 422 and "事实第1行人数" in text(answer) and "留着这句话" in text(answer)


def test_a_stale_form_keeps_what_was_typed(house: Screens, draft: SupervisionLetter) -> None:
    answer = sent(house, draft, then="save", seen="1", consequence="留着这句话")
    assert answer.status_code == 409 and "留着这句话" in text(answer) and "没有保存" in text(answer)
    assert draft.content["consequence"] != "留着这句话"


def test_the_addressee_of_a_plan_is_not_asked(house: Screens, draft: SupervisionLetter) -> None:
    sent(house, draft, then="save", **{"addressees-TOTAL_FORMS": "1", "addressees-0-name": "别的单位"})
    assert [a["name"] for a in draft.content["addressees"]] == [draft.plan.addressee]


def test_who_may_not_write(house: Screens, draft: SupervisionLetter) -> None:
    for page in ("letter_edit", "letter_preview"):
        assert sent(house, draft, page, by="director").status_code == 403
        assert sent(house, draft, page, by="clerk").status_code == 404
    assert "sign-in" in Client().get(reverse("letter_edit", args=[draft.pk])).url
    review = house.office.to("review")
    assert sent(house, review).status_code == 409


def test_faults_are_told_in_words_of_the_form() -> None:
    assert place_words("facts[0].text") == "事实第1行内容" and place_words("employer.uscc") == "用人单位统一社会信用代码"
    assert place_words("issuer.level") == "制发机关" and place_words("nothing_known") == ""
    assert told([Fault("x", "reason", "必须填写"), Fault("y", "reason", "必须填写")]) == ["事由：必须填写"]
