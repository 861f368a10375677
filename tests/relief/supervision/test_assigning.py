"""Who investigates: two supervisors with certificates, nobody recused; how long (supervision.md §2, §4, §13)."""

from datetime import date, timedelta

import pytest

from relief.documents.services import Upload
from relief.organisations.models import Delegation
from tests.supervision_cast import BASE, COUNTY, FINDING, PDF, REASON, RECORD, START, Committee
from workflows import clock, deadlines
from workflows.errors import NotAllowed, NotPossible
from workflows.models import Alert


def test_one_supervisor_is_not_enough_and_the_second_may_come_from_above(house: Committee) -> None:
    case = house.case()
    with pytest.raises(NotPossible, match="两名监督员"):
        house.perform(case, "assign", "case_office", supervisors=[house.by("supervisor")])
    pair = [house.by("supervisor"), house.by("city_supervisor")]
    house.perform(case, "assign", "case_office", supervisors=pair)
    rows = case.assignments.order_by("supervisor__username")
    assert [(a.supervisor.username, a.from_higher) for a in rows] == [("city_supervisor", True), ("supervisor", False)]


def test_nobody_below_or_beside_is_assigned(house: Committee) -> None:
    for stranger in ("base_supervisor", "clerk"):
        with pytest.raises(NotPossible, match="不是本会或上级工会"):
            house.perform(house.case(), "assign", "case_office",
                          supervisors=[house.by("supervisor"), house.by(stranger)])  # fmt: skip


def test_an_expired_certificate_assigns_nobody(house: Committee) -> None:
    house.by("supervisor2").certificates.update(valid_to=START - timedelta(days=1))
    with pytest.raises(NotPossible, match="证件当日无效"):
        house.perform(house.case(), "assign", "case_office",
                      supervisors=[house.by("supervisor"), house.by("supervisor2")])  # fmt: skip


def test_a_certificate_that_expires_in_mid_case_stops_later_acts_alone(house: Committee) -> None:
    """§13.1: the last day counts; what was done before stands."""
    case = house.at("investigating")
    house.by("supervisor").certificates.update(valid_to=START)
    house.perform(case, "record", "supervisor", **RECORD, held_at=clock.office_now(), paper=Upload("a.pdf", PDF))
    house.wait(1)
    with pytest.raises(NotAllowed, match="监督员证当日无效"):
        house.perform(case, "record", "supervisor", **RECORD, held_at=clock.office_now())
    house.perform(case, "sign_record", "supervisor2")
    assert case.machine.facts(case).records_signed
    house.perform(case, "add_worker", "supervisor", name="某某")


def test_a_recused_supervisor_is_not_assigned_and_one_who_is_leaves(house: Committee) -> None:
    case = house.at("investigating")
    house.perform(case, "recuse", "case_office", person=house.by("supervisor2"), reason="近亲属在该单位任职。")
    assert case.machine.facts(case).supervisors == {house.by("supervisor").pk}
    with pytest.raises(NotPossible, match="回避"):
        house.perform(case, "reassign", "case_office", supervisors=[house.by("supervisor"), house.by("supervisor2")])
    house.perform(case, "reassign", "case_office", supervisors=[house.by("supervisor"), house.by("supervisor3")])
    assert case.machine.facts(case).enough_supervisors


def test_who_stands_aside_does_nothing_and_nobody_recuses_others_but_the_office(house: Committee) -> None:
    case = house.at("investigating")
    with pytest.raises(NotAllowed, match="办公室或主任"):
        house.perform(case, "recuse", "supervisor", person=house.by("supervisor2"), **REASON)
    house.perform(case, "recuse", "supervisor", **REASON)
    for verb, given in (("note", {"text": "备注"}), ("record", {**RECORD, "held_at": clock.office_now()})):
        with pytest.raises(NotAllowed, match="须回避"):
            house.perform(case, verb, "supervisor", **given)
    with pytest.raises(NotPossible, match="理由"):
        house.perform(case, "recuse", "supervisor2", reason=" ")


def test_nobody_acts_for_the_recused_either(house: Committee) -> None:
    case = house.at("finding")
    house.perform(case, "recuse", "director", **REASON)
    stand_in = house.newcomer("stand_in")
    Delegation.objects.create(
        principal=house.by("director"), delegate=stand_in, role="director", organisation=house.units[COUNTY],
        valid_from=START, valid_to=START + timedelta(days=9), set_by=house.by("director"))  # fmt: skip
    with pytest.raises(NotAllowed, match="须回避"):
        house.perform(case, "send_back", "stand_in", **REASON)


def test_only_the_assigned_investigate(house: Committee) -> None:
    case = house.ready("investigating")
    with pytest.raises(NotAllowed, match="没有被指派"):
        house.perform(case, "report", "supervisor3", **FINDING, second=house.by("supervisor2"))
    house.perform(case, "reassign", "case_office", supervisors=[house.by("supervisor3"), house.by("supervisor2")])
    with pytest.raises(NotAllowed, match="没有被指派"):
        house.perform(case, "report", "supervisor", **FINDING, second=house.by("supervisor2"))
    house.perform(case, "report", "supervisor3", **FINDING, second=house.by("supervisor2"))


@pytest.mark.parametrize(("state", "due"), [
    ("accepted", date(2026, 6, 3)), ("investigating", date(2026, 7, 1)), ("finding", date(2026, 6, 8)),
    ("negotiating", date(2026, 6, 23)), ("letters_open", None), ("verifying", date(2026, 6, 15)),
    ("revisiting", date(2026, 6, 15)), ("closing", date(2026, 6, 8)), ("closed", date(2026, 7, 1)), ("archived", None),
])  # fmt: skip
def test_the_limits_are_those_of_the_profile(house: Committee, state: str, due: date | None) -> None:
    """From 2026-06-01: 2 WD, 30 CD, 5 WD, 15 WD (19 June is a holiday), 10 WD, 30 CD."""
    assert house.at(state).due_on == due


def test_the_clock_begins_when_the_stage_does(house: Committee) -> None:
    case = house.case()
    house.on(date(2026, 6, 2))
    house.perform(case, "assign", "case_office", supervisors=[house.by("supervisor"), house.by("supervisor2")])
    assert case.due_on == date(2026, 7, 2)


def test_an_inquiry_is_prolonged_once_up_to_what_the_rules_allow(house: Committee) -> None:
    case = house.at("investigating")
    with pytest.raises(NotPossible, match="15日"):
        house.perform(case, "prolong", "director", n=16, **REASON)
    with pytest.raises(NotPossible, match="理由"):
        house.perform(case, "prolong", "director", n=5, reason=" ")
    house.perform(case, "prolong", "director", n=15, **REASON)
    assert case.due_on == date(2026, 7, 16)
    with pytest.raises(NotPossible, match="不允许再延长"):
        house.perform(case, "prolong", "director", n=1, **REASON)


def test_what_has_passed_is_not_prolonged_but_told_to_the_director(house: Committee) -> None:
    case = house.at("investigating")
    house.on(date(2026, 7, 1))
    assert case.machine.facts(case).limit_running(clock.today())
    house.on(date(2026, 7, 2))
    with pytest.raises(NotPossible, match="不在计时"):
        house.perform(case, "prolong", "director", n=5, **REASON)
    deadlines.run()
    assert Alert.objects.get(machine="supervision_case").told == "director"
    case.refresh_from_db()
    assert case.state == "investigating", "passing a limit moves nothing"


def test_talks_are_prolonged_in_working_days(house: Committee) -> None:
    case = house.at("negotiating")
    house.perform(case, "prolong", "director", n=10, **REASON)
    assert case.due_on == date(2026, 7, 7)


def test_a_role_marked_with_a_lozenge_is_held_at_the_handling_union_itself(house: Committee) -> None:
    case = house.at("investigating")
    with pytest.raises(NotAllowed):
        house.perform(case, "prolong", "city_director", n=5, **REASON)
    low = house.case(by="base_office", at=BASE)
    with pytest.raises(NotAllowed):
        house.perform(low, "drop", "director", ground="WITHDRAWN", **REASON)
    house.perform(low, "drop", "base_director", ground="WITHDRAWN", **REASON)
