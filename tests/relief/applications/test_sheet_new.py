"""新建公示表: several cases signed together on one sheet, all or nothing; and the slots of the signed papers."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from relief.applications.models import Application, PublicitySheet
from relief.documents.models import Document
from tests.factories import PNG, PUBLISH, SISTER, START, Office, load_version
from workflows.models import Event

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]


def text(answer: Any) -> str:
    return answer.content.decode()


@pytest.fixture
def waiting(house: Office) -> list[Application]:
    """Three cases that the base reviews."""
    return [house.ready("grassroots_review") for _n in range(3)]


def opened(browser: Client) -> Any:
    return browser.get(reverse("sheet_new"), follow=True)


def typed(page: Any, *cases: Application, **values: Any) -> dict[str, Any]:
    """The form as it stands on the page, with the cases ticked."""
    form = page.context["form"]
    as_shown = {n: form[n].value() for n in form.fields if form[n].value() is not None and n != "case"}
    return {**as_shown, "organisation": page.context["organisation"].pk, "case": [c.pk for c in cases],
            "place": "公示栏", "complaint_phone": "0358-0000000", **values}  # fmt: skip


def states(cases: list[Application]) -> list[str]:
    return list(Application.objects.filter(pk__in=[c.pk for c in cases]).order_by("pk").values_list("state", flat=True))


def test_the_chair_signs_several_cases_onto_one_sheet(waiting: list[Application], signed_in: SignedIn) -> None:
    chair = signed_in("chair")
    assert reverse("sheet_new") in text(chair.get(reverse("sheets")))
    page = opened(chair)
    assert [row["number"] for row in page.context["rows"]] == [c.number for c in waiting]
    first, second, third = waiting
    sent = typed(page, first, second, **{f"amount_{second.pk}": "1,200.00"}, opinion="符合条件，同意。")
    answer = chair.post(reverse("sheet_new"), sent)
    sheet = PublicitySheet.objects.get()
    assert answer.status_code == 302 and answer["Location"] == reverse("sheet", args=[sheet.pk])
    assert states(waiting) == ["publicity", "publicity", "grassroots_review"]
    listed = dict(sheet.entries.values_list("application_id", "amount_fen"))
    assert listed == {first.pk: 150_000, second.pk: 120_000}
    told = [e.facts["opinion"] for e in Event.objects.filter(verb="publish").order_by("pk")]
    assert told == ["符合条件，同意。"] * 2
    assert "2件申请开始公示" in text(chair.get(answer["Location"]))
    assert [row["number"] for row in opened(chair).context["rows"]] == [third.number]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"case": []}, "请至少选择一项"),
        ({"place": ""}, "请填写这一项"),
        ({"amount": ""}, "金额须大于0"),
        ({"amount": "0"}, "金额须大于0"),
        ({"amount": "999,999"}, "不超过测算上限"),
        ({"amount": "许多"}, "金额请写成数字"),
    ],
)
def test_what_lacks_is_told_and_nothing_hangs(
    waiting: list[Application], signed_in: SignedIn, changed: dict[str, Any], told: str
) -> None:
    chair = signed_in("chair")
    amount = {f"amount_{waiting[0].pk}": changed["amount"]} if "amount" in changed else {}
    rest = {k: v for k, v in changed.items() if k != "amount"}
    answer = chair.post(reverse("sheet_new"), {**typed(opened(chair), *waiting), **amount, **rest})
    assert answer.status_code == 422 and told in text(answer)
    assert not PublicitySheet.objects.exists()
    assert set(states(waiting)) == {"grassroots_review"}


def test_a_case_that_moved_meanwhile_holds_back_the_whole_sheet(
    house: Office, waiting: list[Application], signed_in: SignedIn
) -> None:
    chair = signed_in("chair")
    sent = typed(opened(chair), *waiting)
    house.perform(waiting[2], "note", "clerk", text="来电询问进度。")
    answer = chair.post(reverse("sheet_new"), sent)
    assert answer.status_code == 409
    assert not PublicitySheet.objects.exists() and set(states(waiting)) == {"grassroots_review"}


def test_the_clerk_keys_what_the_chair_signed_on_paper(house: Office, signed_in: SignedIn) -> None:
    """Where the 办法 lets the chair sign on paper; elsewhere the page is not the clerk's."""
    clerk = signed_in("clerk")
    assert opened(clerk).status_code == 403
    load_version(2, since=START, paper_entry={"roles": ["chair"], "within": {"n": 10, "unit": "wd"}})
    waiting = [house.ready("grassroots_review") for _n in range(3)]
    page = opened(clerk)
    assert page.context["form"].keyed
    sent = typed(page, *waiting[:2], signed_by=house.by("chair").pk, occurred_on="2026-03-20")
    refused = clerk.post(reverse("sheet_new"), sent)
    assert refused.status_code == 422 and not PublicitySheet.objects.exists()
    answer = clerk.post(reverse("sheet_new"), {**sent, "scan": SimpleUploadedFile("签字.png", PNG)})
    assert answer.status_code == 302, text(answer)
    event = Event.objects.filter(verb="publish").latest("pk")
    assert (event.actor, event.entered_by) == (house.by("chair"), house.by("clerk"))
    assert PublicitySheet.objects.get().entries.count() == 2
    assert Document.objects.filter(item="SIGNED:publish").count() == 2


def test_a_case_that_cannot_go_says_why(house: Office, signed_in: SignedIn) -> None:
    """Its township has not spoken yet: it is listed, not offered."""
    case = house.at("grassroots_review")
    page = opened(signed_in("chair"))
    assert page.context["form"] is None
    (row,) = page.context["rows"]
    assert row["number"] == case.number and row["lacks"] and "乡镇" in text(page)


def test_nothing_to_publish_is_said(house: Office, signed_in: SignedIn) -> None:
    chair = signed_in("chair")
    assert reverse("sheet_new") not in text(chair.get(reverse("sheets")))
    assert "没有等着公示的申请" in text(opened(chair))


def test_cases_of_other_unions_are_not_there(house: Office, waiting: list[Application], signed_in: SignedIn) -> None:
    sister = signed_in("sister_chair")
    url = f"{reverse('sheet_new')}?organisation={waiting[0].organisation_id}"
    assert "没有等着公示的申请" in text(sister.get(url))
    assert signed_in("approver").get(reverse("sheet_new")).status_code == 403
    assert signed_in("chair").get(f"{reverse('sheet_new')}?organisation={house.units[SISTER].pk}").status_code == 302


# --- the slots of signed papers -----------------------------------------------------------------------------------
def test_the_sheet_leads_to_the_slot_of_its_signed_statement(
    house: Office, waiting: list[Application], signed_in: SignedIn
) -> None:
    sheet = house.perform(waiting[0], "publish", "chair", **PUBLISH).moment.facts.entry.sheet
    clerk, slot = signed_in("clerk"), reverse("paper_scan", args=["publicity_result", sheet.pk])
    assert slot in text(clerk.get(reverse("sheet", args=[sheet.pk])))
    assert clerk.get(slot).status_code == 200


def test_the_minutes_lead_to_the_slot_of_the_signed_list(house: Office, signed_in: SignedIn) -> None:
    meeting = house.meeting(house.ready("approval", total_cost_fen=8_000_000))
    secretary, slot = signed_in("secretary"), reverse("paper_scan", args=["agenda", meeting.pk])
    assert slot in text(secretary.get(reverse("meeting", args=[meeting.pk])))
    assert secretary.get(slot).status_code == 200


def test_a_batch_leads_to_its_slots_and_only_for_those_who_open_it(house: Office, signed_in: SignedIn) -> None:
    case = house.at("approved")
    batch = house.batch(case)
    cashier, page = signed_in("cashier"), reverse("batch", args=[batch.pk])
    for kind in ("payment_list", "payment_approval"):
        slot = reverse("paper_scan", args=[kind, batch.pk])
        assert slot in text(cashier.get(page)) and cashier.get(slot).status_code == 200
    tab = reverse("application", args=[case.pk]) + "?tab=payout"
    assert f'href="{page}"' in text(cashier.get(tab))
    reviewer = text(signed_in("reviewer").get(tab))
    assert batch.number in reviewer and f'href="{page}"' not in reviewer


def test_the_case_names_its_sheet_to_those_who_do_not_open_it(
    house: Office, waiting: list[Application], signed_in: SignedIn
) -> None:
    sheet = house.perform(waiting[0], "publish", "chair", **PUBLISH).moment.facts.entry.sheet
    tab, page = reverse("application", args=[waiting[0].pk]) + "?tab=papers", reverse("sheet", args=[sheet.pk])
    assert f'href="{page}"' in text(signed_in("clerk").get(tab))
    hotline = text(signed_in("hotline").get(tab))
    assert sheet.number in hotline and f'href="{page}"' not in hotline
