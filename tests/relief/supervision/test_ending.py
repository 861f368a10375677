"""Verification, visit, feedback, the closing form, the archive (supervision.md §4, §10, §11)."""

from typing import Any

import pytest

from relief.supervision.models import SupervisionCase
from tests.supervision_cast import CLOSING, COUNTY, REASON, SKIPPED, Committee
from workflows import clock
from workflows.errors import NotAllowed, NotPossible
from workflows.models import Event


def checks(case: SupervisionCase, done: bool = True) -> list[dict[str, Any]]:
    facts = case.machine.facts(case)
    return [{"source": i.source, "n": i.n, "done": done, "evidence": "银行回单"} for i in facts.items]


def test_every_demand_is_proved_by_one_and_concluded_by_another(house: Committee) -> None:
    case = house.at("verifying")
    assert [i.text for i in case.machine.facts(case).items] == ["足额支付拖欠工资", "建立按月支付台账"]
    house.perform(case, "check_items", "supervisor", checks=checks(case)[:1])
    with pytest.raises(NotPossible, match="没有核实"):
        house.perform(case, "verify", "supervisor2")
    house.perform(case, "check_items", "supervisor", checks=checks(case)[1:])
    with pytest.raises(NotPossible, match="两名监督员核实"):
        house.perform(case, "verify", "supervisor")
    house.perform(case, "verify", "supervisor2")
    assert case.state == "revisiting"


def test_the_latest_check_of_an_item_counts(house: Committee) -> None:
    case = house.ready("verifying")
    house.perform(case, "check_items", "supervisor2", checks=checks(case, done=False)[:1])
    facts = case.machine.facts(case)
    assert [i.n for i in facts.unproved] == [1]


@pytest.mark.parametrize("change", [{"n": 9}, {"source": "letter:0"}, {"evidence": " "}, {"done": "yes"}])
def test_a_check_names_its_item_and_its_evidence(house: Committee, change: dict[str, Any]) -> None:
    case = house.at("verifying")
    with pytest.raises(NotPossible, match="逐项|依据"):
        house.perform(case, "check_items", "supervisor", checks=[{**checks(case)[0], **change}])


def test_one_visits_and_another_confirms_that_the_breach_has_ended(house: Committee) -> None:
    case = house.at("revisiting")
    with pytest.raises(NotPossible, match="回访记录"):
        house.perform(case, "visit", "supervisor")
    house.perform(case, "record_visit", "supervisor2", **house.visit(ended=False))
    with pytest.raises(NotPossible, match="没有解决"):
        house.perform(case, "visit", "supervisor")
    house.perform(case, "record_visit", "supervisor2", **house.visit())
    with pytest.raises(NotPossible, match="两名监督员"):
        house.perform(case, "visit", "supervisor2")
    house.perform(case, "visit", "supervisor")


def test_a_visit_of_an_earlier_round_does_not_count(house: Committee) -> None:
    case = house.ready("revisiting")
    house.perform(case, "rethink", "director", reason="又发现新的欠薪。")
    house.wait(1)
    for _ in range(3):
        house.move_on(case)
        house.prepare(case) if case.state != "revisiting" else None
    assert case.state == "revisiting" and not case.machine.facts(case).breach_ended


@pytest.mark.parametrize(("state", "ground", "holds"), [
    ("accepted", "ON_THE_SPOT", True), ("accepted", "PATROL_CLEAN", False), ("accepted", "NOT_PROVED", False),
    ("finding", "NOT_PROVED", True), ("finding", "WITHDRAWN", True), ("negotiating", "EMPLOYER_GONE", True),
    ("investigating", "OTHER_CHANNEL", True), ("finding", "RECTIFIED", False),
])  # fmt: skip
def test_a_case_is_dropped_on_a_ground_with_what_it_needs(house: Committee, state: str, ground: str, holds: bool) -> None:
    case = house.at(state)
    with pytest.raises(NotPossible, match="终结情形"):
        house.perform(case, "drop", "director", ground=ground, reason=" ")
    if holds:
        house.perform(case, "drop", "director", ground=ground, **REASON)
        assert case.state == "closing"
    else:
        with pytest.raises(NotPossible, match="终结情形"):
            house.perform(case, "drop", "director", ground=ground, **REASON)


def test_a_clean_patrol_closes_what_it_opened(house: Committee) -> None:
    case = house.case(source="PATROL", naming="ANONYMOUS", why_missing={"worker_list": "巡查", "contact": "巡查"})
    house.perform(case, "drop", "director", ground="PATROL_CLEAN", **REASON)
    house.perform(case, "close", "director", **{**CLOSING, "outcome": "NOT_PROVED"})
    assert case.outcome == "NOT_PROVED"


@pytest.mark.parametrize(("ground", "outcome"), [
    ("ON_THE_SPOT", "NOT_PROVED"), ("WITHDRAWN", "RECTIFIED"), ("WITHDRAWN", "REFERRED"), ("", "WITHDRAWN"), ("", "FINE"),
])  # fmt: skip
def test_a_case_ends_as_its_way_says(house: Committee, ground: str, outcome: str) -> None:
    case = house.at("finding") if ground else house.ready("closing")
    if ground:
        house.perform(case, "drop", "director", ground=ground, **REASON)
        house.prepare(case)
    with pytest.raises(NotPossible, match="结案审批表"):
        house.perform(case, "close", "director", **{**CLOSING, "outcome": outcome})
    assert case.outcome == "" and not case.closings.exists()


@pytest.mark.parametrize("change", [{"feedback": " "}, {"recovered": {"BONUS": 1}}, {"recovered": {"WAGES": -1}},
                                    {"recovered": {"WAGES": 1.5}}, {"workers": -1}])  # fmt: skip
def test_the_closing_form_is_whole(house: Committee, change: dict[str, Any]) -> None:
    with pytest.raises(NotPossible):
        house.perform(house.ready("closing"), "close", "director", **{**CLOSING, **change})


def test_a_named_complainant_is_told_before_the_end(house: Committee) -> None:
    case = house.at("closing")
    with pytest.raises(NotPossible, match="尚未得到反馈"):
        house.perform(case, "close", "director", **CLOSING)
    foreign = house.lead(matter_codes=["REST"])
    with pytest.raises(NotPossible, match="不属于本案"):
        house.perform(case, "feed_back", "case_office", lead=foreign, channel="电话", text="已告知。")
    lead = case.leads.get()
    house.perform(case, "feed_back", "case_office", lead=lead, channel="电话", text="三次未接通。", reached=False)
    house.perform(case, "close", "director", **CLOSING)
    told = Event.objects.get(machine="supervision_case", verb="feed_back").facts
    assert told["lead"] == lead.pk and told["reached"] is False and "text" not in told


def test_a_case_does_not_close_over_an_open_letter(house: Committee) -> None:
    """§14.11"""
    case = house.ready("closing")
    plan = case.plans.get()
    plan.letter.outcome_row.delete()
    with pytest.raises(NotPossible, match="没有办结"):
        house.perform(case, "close", "director", **CLOSING)


def test_what_comes_back_from_closing_is_judged_anew(house: Committee) -> None:
    case = house.at("finding")
    house.perform(case, "drop", "director", ground="WITHDRAWN", **REASON)
    house.perform(case, "return_closing", "director", **REASON)
    assert (case.state, case.drop_ground) == ("finding", "")
    house.perform(case, "open_letters", "director", plans=[SKIPPED])


def test_an_archived_case_is_bound_and_kept_for_the_years_of_the_rules(house: Committee) -> None:
    case = house.at("closed")
    house.grant("director", "archivist", COUNTY)
    assert case.machine.facts(case).dossier_gaps == ["通知书文件"]
    house.papers_made()
    with pytest.raises(NotAllowed, match="不同"):
        house.perform(case, "archive", "director", role="archivist")
    house.perform(case, "archive", "archivist")
    assert len(case.dossier_digest) == 64 and case.retain_until is not None and case.retain_until.year == 2037
    group = house.at("archived", urgency="GROUP")
    assert group.retain_until is None and group.dossier_digest != case.dossier_digest


def test_a_dossier_names_what_it_lacks(house: Committee) -> None:
    case = house.at("closed")
    house.papers_made()
    assert case.machine.facts(case).dossier_gaps == []
    case.records.get().signatures.all().delete()
    case.visits.all().delete()
    assert case.machine.facts(case).dossier_gaps == ["调查笔录", "回访记录"]
    with pytest.raises(NotPossible, match="案卷材料不齐"):
        house.perform(case, "archive", "archivist")


def test_a_dropped_case_needs_no_visit(house: Committee) -> None:
    case = house.case()
    house.perform(case, "drop", "director", ground="ON_THE_SPOT", **REASON)
    house.prepare(case)
    house.perform(case, "close", "director", **{**CLOSING, "outcome": "SETTLED"})
    house.papers_made()
    house.perform(case, "archive", "archivist")
    assert case.state == "archived" and clock.today().year == 2026
