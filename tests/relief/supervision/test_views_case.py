"""A case through its screens: from the lead's form to the archive, each act by its form, each tab read."""

from datetime import date

import pytest
from django.urls import reverse

from relief.jurisdictions.models import Provision
from relief.notices import services as notices
from relief.supervision.models import SupervisionCase, SupervisionLead
from tests.relief.supervision.screens import ENTRY, Desks, rows, scan, text
from tests.supervision_cast import COMPLAINANT, WORKER, Committee
from workflows import clock

pytestmark = pytest.mark.django_db
TABS = ("overview", "investigation", "letters", "ending", "workers", "documents", "timeline")
RECORD = {"held_at": "2026-06-01T08:40", "place": "单位会议室", "person": "示例经理", "told": "已告知权利义务",
          "text": "问：……答：……", "read_back": "READ"}  # fmt: skip


@pytest.fixture
def desks(house: Committee) -> Desks:
    return Desks(house)


def provision() -> Provision:
    return Provision.objects.filter(matter__code="WAGE", kind="duty", citable=True).earliest("pk")


def report(house: Committee, **typed):
    return {"violations": [str(provision().pk)], "workers": "12", "amount_fen": "36000", "employer_view": "承认拖欠。",
            "route": "LETTER", "reason": "经协商未支付。", "second": str(house.by("supervisor2").pk),
            **rows("facts", [{"text": "拖欠2026年2月至4月工资。", "evidence_ref": "工资表"}]), **rows("others", [{}]),
            **typed}  # fmt: skip


def test_from_the_lead_to_the_archive(house: Committee, desks: Desks) -> None:
    answer = desks("case_office").post(reverse("supervision_lead_new"), {
        "organisation": str(house.units["GH990101"].pk), **ENTRY})  # fmt: skip
    lead = SupervisionLead.objects.get()
    assert answer.url == reverse("supervision_lead", args=[lead.pk])
    desks.does("case_office", lead, "accept", into="auto")
    case = SupervisionCase.objects.get()
    investigated(house, desks, case)
    desks.does("director", case, "open_letters", kind="opinion", addressee=case.employer.name,
               skip_reminder="PRIORITY_MATTER", skip_note="拖欠工资，属重点事项。", **rows("also", [{}]))  # fmt: skip
    plan = case.plans.get()
    assert (plan.skip_reminder, plan.skip_decided_by) == ("PRIORITY_MATTER", house.by("director"))
    house.letter(plan, state="satisfied")
    desks.does("case_office", case, "conclude_letters")
    ended(house, desks, case)
    assert case.state == "archived"
    for tab in TABS:
        page = text(desks("case_office").get(
            reverse("supervision_case", args=[case.pk]) + f"?tab={tab}"))  # fmt: skip
        assert WORKER not in page and COMPLAINANT["name"] not in page and COMPLAINANT["contact"] not in page, tab


def investigated(house: Committee, desks: Desks, case: SupervisionCase) -> None:
    people = [str(house.by("supervisor").pk), str(house.by("supervisor2").pk)]
    desks.does("case_office", case, "assign", supervisors=people)
    desks.does("supervisor", case, "add_worker", name=WORKER, owed_fen="3000", period="2026年2月至4月")
    desks.does("supervisor", case, "record", **RECORD, paper=scan("笔录.png"))
    desks.does("supervisor2", case, "sign_record", record=str(case.records.get().pk))
    desks.does("supervisor", case, "add_paper", item="工资表", uploads=scan("工资表.png"))
    desks.does("supervisor", case, "report", **report(house))
    found = case.findings.get()
    assert found.violations == [{"law": provision().law, "article": provision().article, "clause": provision().clause}]
    assert (found.amount_fen, found.second, case.state) == (3_600_000, house.by("supervisor2"), "finding")


def ended(house: Committee, desks: Desks, case: SupervisionCase) -> None:
    items = case.machine.facts(case).items
    desks.does("supervisor", case, "check_items", **rows("checks", [
        {"source": i.source, "n": str(i.n), "text": i.text, "done": "yes", "evidence": "银行回单"} for i in items]))  # fmt: skip
    desks.does("supervisor2", case, "verify")
    desks.does("supervisor2", case, "record_visit", visited_at="2026-06-01T08:50", mode="PHONE", pseudonyms=["职工甲"],
               breach_ended="on", **rows("items", [{"text": i.text, "done": "yes"} for i in items]))  # fmt: skip
    desks.does("supervisor", case, "visit")
    desks.does("case_office", case, "feed_back", lead=str(case.leads.get().pk), channel="电话", text="已告知办理结果。")
    first = desks.act("director", case, "close", **CLOSING)
    assert first.status_code == 422 and "叁万陆仟元" in text(first), "the sum is shown in words before it is confirmed"
    wrong = desks.act("director", case, "close", **{**CLOSING, "fen_WAGES": "35000"}, confirmed="1", confirmed_fen="3600000")
    assert wrong.status_code == 422 and case.state == "closing", "another sum than the one that was shown"
    desks.does("director", case, "close", **CLOSING, confirmed="1", confirmed_fen="3600000")
    assert case.closings.get().recovered == {"WAGES": 3_600_000}
    house.wait(1)
    notices.sweep()
    desks.does("archivist", case, "archive")


CLOSING = {"outcome": "RECTIFIED", "workers": "12", "fen_WAGES": "36,000", "feedback": "已向职工甲反馈。"}


def test_every_tab_in_few_queries(house: Committee, desks: Desks, django_assert_max_num_queries) -> None:
    case = house.ready("letters_open")
    browser = desks("director")
    browser.get(reverse("supervision_case", args=[case.pk]))
    for tab in TABS:
        with django_assert_max_num_queries(40):
            assert browser.get(reverse("supervision_case", args=[case.pk]) + f"?tab={tab}").status_code == 200, tab


def test_the_day_of_the_clock_is_told(house: Committee, desks: Desks) -> None:
    page = desks("case_office").get(reverse("supervision_case", args=[house.at("accepted").pk]))
    assert page.context["case"]["due"]["on"] == date(2026, 6, 3), "two working days to assign"
    assert clock.today() == date(2026, 6, 1)
