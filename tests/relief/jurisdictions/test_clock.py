"""Reply clocks: the vectors of supervision.md §15, extension, objection, and both in the order of their dates."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from relief.jurisdictions.clock import Answer, ClockState, Objection, Reckoning, Request, known_at, reckon
from relief.jurisdictions.errors import BadQuestion
from relief.jurisdictions.explaining import explain
from relief.jurisdictions.rules import Rules
from relief.jurisdictions.terms import ExtensionRule, RestRule
from workflows.calendar import Calendar, RollRule

D = date.fromisoformat
REST = RestRule(5, "wd")
Ask = tuple[str, int]


def clock(rules: Rules, key: str, served: str, calendar: Calendar, *, asked: Sequence[Ask] = (),
          objected: Sequence[tuple[str, str | None]] = ()) -> Reckoning:  # fmt: skip
    return reckon(
        D(served), rules.limit(key), calendar=calendar, min_rest=rules.objection_min_rest,
        requests=[Request(D(day), n) for day, n in asked],
        objections=[Objection(D(first), D(last) if last else None) for first, last in objected],
    )  # fmt: skip


VECTORS = [
    ("reminder_reply", "2026-06-05", "2026-06-22"),
    ("reminder_reply", "2026-09-25", "2026-10-10"),
    ("opinion_reply", "2026-09-14", "2026-10-10"),
    ("opinion_reply", "2025-12-22", "2026-01-13"),
    ("opinion_reply", "2026-12-11", None),
    ("recommendation_filing", "2026-04-30", "2026-05-11"),
    ("opinion_reply", "2026-05-20", "2026-06-10"),
    ("opinion_reply", "2026-04-09", "2026-04-30"),
]


@pytest.mark.parametrize(("key", "served", "due"), VECTORS)
def test_vectors_of_the_province(province: Rules, calendar: Calendar, key: str, served: str, due: str | None) -> None:
    found = clock(province, key, served, calendar)
    assert found.due_on == (D(due) if due else None)
    assert found.state is (ClockState.RUNNING if due else ClockState.BEYOND_CALENDAR)


@pytest.mark.parametrize(("served", "due"), [("2026-09-05", "2026-10-08"), ("2026-06-12", "2026-07-12")])
def test_vectors_of_the_city(city: Rules, calendar: Calendar, served: str, due: str) -> None:
    assert clock(city, "opinion_reply", served, calendar).due_on == D(due)


def test_an_extension_counts_from_the_due_day(province: Rules, calendar: Calendar) -> None:
    found = clock(province, "opinion_reply", "2026-06-01", calendar, asked=[("2026-06-23", 10)])
    assert (found.base.due, found.due_on) == (D("2026-06-23"), D("2026-07-07"))
    assert [(one.answer, one.due_on) for one in found.extended] == [(Answer.GRANTED, D("2026-07-07"))]


REFUSALS = [
    ("2026-06-24", 10, Answer.REFUSED_LATE),
    ("2026-06-23", 16, Answer.REFUSED_TOO_LONG),
    # In the order of the refusals: late before too long.
    ("2026-06-24", 16, Answer.REFUSED_LATE),
    ("2026-06-23", 15, Answer.GRANTED),
]


@pytest.mark.parametrize(("asked_on", "n", "answer"), REFUSALS)
def test_refused_extensions(province: Rules, calendar: Calendar, asked_on: str, n: int, answer: Answer) -> None:
    found = clock(province, "opinion_reply", "2026-06-01", calendar, asked=[(asked_on, n)])
    assert found.extended[0].answer is answer
    if answer is not Answer.GRANTED:
        assert found.extended[0].due_on is None and found.due_on == D("2026-06-23")


def test_none_allowed_goes_first(city: Rules, calendar: Calendar) -> None:
    found = clock(city, "opinion_reply", "2026-06-12", calendar, asked=[("2026-12-01", 999)])
    assert found.extended[0].answer is Answer.REFUSED_NONE_ALLOWED


def test_a_second_extension_is_refused(province: Rules, calendar: Calendar) -> None:
    asked = [("2026-06-10", 5), ("2026-06-12", 5)]
    found = clock(province, "opinion_reply", "2026-06-01", calendar, asked=asked)
    assert [one.answer for one in found.extended] == [Answer.GRANTED, Answer.REFUSED_NONE_ALLOWED]


def test_an_extension_past_the_calendar_is_granted_without_a_day(province: Rules, calendar: Calendar) -> None:
    found = clock(province, "opinion_reply", "2026-12-08", calendar, asked=[("2026-12-20", 10)])
    assert (found.base.due, found.state) == (D("2026-12-29"), ClockState.RUNNING)
    assert (found.extended[0].answer, found.extended[0].due_on, found.due_on) == (Answer.GRANTED, None, None)
    assert not found.overdue(D("2027-06-01"))


def test_an_extension_of_a_clock_past_the_calendar_is_never_late(province: Rules, calendar: Calendar) -> None:
    found = clock(province, "opinion_reply", "2026-12-11", calendar, asked=[("2027-03-01", 10)])
    assert (found.extended[0].answer, found.extended[0].due_on) == (Answer.GRANTED, None)


def test_the_objection_of_the_vectors(province: Rules, calendar: Calendar) -> None:
    found = clock(province, "opinion_reply", "2026-06-01", calendar, objected=[("2026-06-08", "2026-06-24")])
    only = found.resumed[0]
    assert (only.used, only.rest, only.due_on, found.due_on) == (5, 10, D("2026-07-08"), D("2026-07-08"))
    assert (found.base.due, found.state) == (D("2026-06-23"), ClockState.RUNNING)


OBJECTIONS = [
    # On the day of service nothing is used.
    ("2026-06-01", "2026-06-24", 0, 15, "2026-07-15"),
    # Late in the limit the least rest of five working days is the later.
    ("2026-06-23", "2026-06-30", 15, 0, "2026-07-07"),
    ("2026-06-22", "2026-06-30", 14, 1, "2026-07-07"),
    # After the due day: at most n are used.
    ("2026-06-29", "2026-06-30", 15, 0, "2026-07-07"),
    # A result on the day of the objection leaves no pause.
    ("2026-06-08", "2026-06-08", 5, 10, "2026-06-23"),
]


@pytest.mark.parametrize(("objected", "result", "used", "rest", "due"), OBJECTIONS)
def test_used_rest_and_least_rest(
    province: Rules, calendar: Calendar, objected: str, result: str, used: int, rest: int, due: str
) -> None:
    only = clock(province, "opinion_reply", "2026-06-01", calendar, objected=[(objected, result)]).resumed[0]
    assert (only.used, only.rest, only.due_on) == (used, rest, D(due))


def test_calendar_days_used_on_days_off(province: Rules, calendar: Calendar) -> None:
    """15 calendar days end on Saturday 20 June; an objection on the rolled Sunday has used them all."""
    only = clock(province, "reminder_reply", "2026-06-05", calendar, objected=[("2026-06-21", "2026-07-01")]).resumed[0]
    assert (only.used, only.rest, only.due_on) == (15, 0, D("2026-07-08"))
    only = clock(province, "reminder_reply", "2026-06-05", calendar, objected=[("2026-06-10", "2026-07-01")]).resumed[0]
    assert (only.used, only.rest, only.due_on) == (5, 10, D("2026-07-13"))


def test_an_open_objection_stops_the_clock(province: Rules, calendar: Calendar) -> None:
    found = clock(province, "opinion_reply", "2026-06-01", calendar, objected=[("2026-06-08", None)])
    assert (found.state, found.due_on, found.resumed[0].used, found.resumed[0].rest) == (
        ClockState.STOPPED, None, 5, 10)  # fmt: skip
    assert not found.overdue(D("2026-12-31"))


def test_an_objection_past_the_calendar(province: Rules, calendar: Calendar) -> None:
    known = clock(province, "opinion_reply", "2026-12-11", calendar, objected=[("2026-12-14", "2026-12-16")])
    assert (known.resumed[0].used, known.resumed[0].rest, known.due_on) == (1, 14, None)
    unknown = clock(province, "opinion_reply", "2026-12-11", calendar, objected=[("2027-01-05", None)])
    assert (unknown.resumed[0].used, unknown.state) == (None, ClockState.STOPPED)


def test_extension_then_objection(province: Rules, calendar: Calendar) -> None:
    """25 days in force; five used, twenty left from 24 June."""
    found = clock(province, "opinion_reply", "2026-06-01", calendar, asked=[("2026-06-05", 10)],
                  objected=[("2026-06-08", "2026-06-24")])  # fmt: skip
    assert found.extended[0].due_on == D("2026-07-07")
    assert (found.resumed[0].used, found.resumed[0].rest, found.due_on) == (5, 20, D("2026-07-22"))


def test_objection_then_extension(province: Rules, calendar: Calendar) -> None:
    """Counted from the day after the objection, and in time until that day."""
    found = clock(province, "opinion_reply", "2026-06-01", calendar, asked=[("2026-07-08", 10)],
                  objected=[("2026-06-08", "2026-06-24")])  # fmt: skip
    assert (found.resumed[0].due_on, found.due_on) == (D("2026-07-08"), D("2026-07-22"))
    late = clock(province, "opinion_reply", "2026-06-01", calendar, asked=[("2026-07-09", 10)],
                 objected=[("2026-06-08", "2026-06-24")])  # fmt: skip
    assert (late.extended[0].answer, late.due_on) == (Answer.REFUSED_LATE, D("2026-07-08"))


def test_a_request_on_the_day_of_the_objection_goes_first(province: Rules, calendar: Calendar) -> None:
    found = clock(province, "opinion_reply", "2026-06-01", calendar, asked=[("2026-06-08", 10)],
                  objected=[("2026-06-08", "2026-06-24")])  # fmt: skip
    assert (found.extended[0].due_on, found.resumed[0].rest) == (D("2026-07-07"), 20)


def test_a_second_objection_uses_what_the_first_left(province: Rules, calendar: Calendar) -> None:
    found = clock(province, "opinion_reply", "2026-06-01", calendar,
                  objected=[("2026-06-08", "2026-06-24"), ("2026-06-26", "2026-06-30")])  # fmt: skip
    assert [(one.used, one.rest) for one in found.resumed] == [(5, 10), (2, 8)]
    assert found.due_on == D("2026-07-10")


def test_overdue_is_the_day_after_the_due_day(province: Rules, calendar: Calendar) -> None:
    found = clock(province, "opinion_reply", "2026-06-01", calendar)
    assert [found.overdue(D(day)) for day in ("2026-06-23", "2026-06-24")] == [False, True]


@pytest.mark.parametrize(
    ("at", "late"),
    [("2026-06-23", False), ("2026-06-24", True), ("2026-06-26", False), ("2026-07-07", False), ("2026-07-08", True)],
)
def test_overdue_by_what_was_known_that_day(province: Rules, calendar: Calendar, at: str, late: bool) -> None:
    """Due 23 June; objected on the 25th, the result on the 30th, so five more days until 7 July."""
    happened = known_at(D(at), [], [Objection(D("2026-06-25"), D("2026-06-30"))])
    found = reckon(D("2026-06-01"), province.limit("opinion_reply"), calendar=calendar, min_rest=REST,
                   requests=happened[0], objections=happened[1])  # fmt: skip
    assert found.overdue(D(at)) is late


def test_roll_rules_hold_for_extensions_and_rests(province: Rules, calendar: Calendar) -> None:
    limit = replace(province.limit("opinion_reply"), n=30, unit="d", roll_rule=RollRule.NONE,
                    extension=ExtensionRule(20, "d", 1, "director", "DUE_DATE"))  # fmt: skip
    found = reckon(D("2026-09-05"), limit, calendar=calendar, min_rest=REST, requests=[Request(D("2026-10-05"), 5)])
    assert (found.base.due, found.due_on) == (D("2026-10-05"), D("2026-10-10"))


OUT_OF_ORDER = [
    ([("2026-05-31", 5)], [], "extension.requested_on"),
    ([], [("2026-05-31", None)], "objection.objected_on"),
    ([], [("2026-06-08", "2026-06-07")], "objection.result_served_on"),
    ([], [("2026-06-08", None), ("2026-06-09", None)], "objection.objected_on"),
    ([], [("2026-06-08", "2026-06-10"), ("2026-06-09", None)], "objection.objected_on"),
]


@pytest.mark.parametrize(("asked", "objected", "field"), OUT_OF_ORDER)
def test_what_cannot_have_happened_is_refused(
    province: Rules, calendar: Calendar, asked: list[Ask], objected: list[tuple[str, str | None]], field: str
) -> None:
    with pytest.raises(BadQuestion) as refusal:
        clock(province, "opinion_reply", "2026-06-01", calendar, asked=asked, objected=objected)
    assert refusal.value.field == field


def test_a_clock_explains_itself(province: Rules, calendar: Calendar) -> None:
    found = clock(province, "opinion_reply", "2026-06-01", calendar, asked=[("2026-07-01", 10)],
                  objected=[("2026-06-08", "2026-06-24")])  # fmt: skip
    why = explain(found, province)
    assert why.trigger == "送达日2026-06-01" and why.version == "示例省地区规则第1版（规则待确认）"
    assert "意见书答复15个工作日，次日起算" in why.rule and why.due_on == D("2026-07-22")
    assert any("已用5，剩余10" in note for note in why.notes)
    assert any("延至2026-07-22" in note for note in why.notes)
    assert "截止2026-07-22" in why.sentence and len(why.stretches) == 3
