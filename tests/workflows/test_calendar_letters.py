"""The same calendar under the rules of a jurisdiction profile: vectors of supervision.md §15, §7 and §10."""

from datetime import date

import pytest

from workflows.calendar import (
    Calendar,
    Extension,
    Pause,
    RollRule,
    StartRule,
    State,
    calendar_rows_from_package,
    due,
)

CN = Calendar(calendar_rows_from_package(2025, 2026))
D = date.fromisoformat


@pytest.mark.parametrize(
    ("served", "n", "unit", "roll", "expected"),
    [
        ("2026-06-05", 15, "d", RollRule.NEXT_WORKING_DAY, "2026-06-22"),
        ("2026-09-25", 15, "d", RollRule.NEXT_WORKING_DAY, "2026-10-10"),
        ("2026-09-14", 15, "wd", RollRule.NEXT_WORKING_DAY, "2026-10-10"),
        ("2025-12-22", 15, "wd", RollRule.NEXT_WORKING_DAY, "2026-01-13"),
        ("2026-04-30", 5, "wd", RollRule.NEXT_WORKING_DAY, "2026-05-11"),
        ("2026-09-05", 30, "d", RollRule.AFTER_STATUTORY_HOLIDAY, "2026-10-08"),
        ("2026-06-12", 30, "d", RollRule.AFTER_STATUTORY_HOLIDAY, "2026-07-12"),
        ("2026-06-12", 30, "d", RollRule.NONE, "2026-07-12"),
        ("2026-09-05", 30, "d", RollRule.NONE, "2026-10-05"),
        ("2026-05-20", 15, "wd", RollRule.NEXT_WORKING_DAY, "2026-06-10"),
        ("2026-04-09", 15, "wd", RollRule.NEXT_WORKING_DAY, "2026-04-30"),
    ],
)
def test_vectors(served: str, n: int, unit: str, roll: RollRule, expected: str) -> None:
    assert due(D(served), n, unit, calendar=CN, roll_rule=roll).due == D(expected)


def test_beyond_the_calendar() -> None:
    assert due(D("2026-12-11"), 15, "wd", calendar=CN).state is State.BEYOND_CALENDAR
    for roll in RollRule:
        found = due(D("2026-12-20"), 15, "d", calendar=CN, roll_rule=roll)
        assert (found.due, found.state) == (None, State.BEYOND_CALENDAR)


def test_an_announcement_is_served_thirty_days_on_wherever_that_falls() -> None:
    assert due(D("2026-03-10"), 30, "d", calendar=CN, roll_rule=RollRule.NONE).due == D("2026-04-09")


def test_an_extended_opinion() -> None:
    assert due(D("2026-06-01"), 15, "wd", calendar=CN).due == D("2026-06-23")
    assert due(D("2026-06-01"), 15, "wd", calendar=CN, extensions=[Extension(10, "wd")]).due == D("2026-07-07")


def test_an_extension_by_days_keeps_the_roll_rule() -> None:
    extended = due(D("2026-06-05"), 15, "d", calendar=CN, extensions=[Extension(10, "d")])
    assert extended.due == D("2026-07-02")  # ten days after Monday 22 June
    stands = due(
        D("2026-06-12"),
        30,
        "d",
        calendar=CN,
        roll_rule=RollRule.AFTER_STATUTORY_HOLIDAY,
        extensions=[Extension(7, "d")],
    )
    assert stands.due == D("2026-07-19")  # from Sunday to Sunday


def test_an_objection_pauses_from_the_day_after_it_to_the_day_its_result_is_served() -> None:
    paused = due(D("2026-06-01"), 15, "wd", calendar=CN, pauses=[Pause(D("2026-06-09"), D("2026-06-24"))])
    least = due(D("2026-06-24"), 5, "wd", calendar=CN)
    assert sum(day <= D("2026-06-08") for day in paused.counted) == 5
    assert paused.due is not None and least.due is not None
    assert max(paused.due, least.due) == D("2026-07-08")


def test_an_open_objection_stops_the_clock() -> None:
    assert due(D("2026-06-01"), 15, "wd", calendar=CN, pauses=[Pause(D("2026-06-09"))]).state is State.STOPPED


@pytest.mark.parametrize(
    ("served", "n", "unit", "expected"),
    [
        ("2026-06-01", 1, "wd", "2026-06-01"),
        ("2026-06-06", 1, "wd", "2026-06-08"),  # a Saturday is not countable
        ("2026-06-01", 15, "wd", "2026-06-22"),
        ("2026-06-01", 5, "d", "2026-06-05"),
        ("2026-06-06", 1, "d", "2026-06-08"),  # counted, then rolled
        ("2026-03-02", 1, "m", "2026-04-01"),
    ],
)
def test_the_same_day_may_be_day_one(served: str, n: int, unit: str, expected: str) -> None:
    assert due(D(served), n, unit, calendar=CN, start_rule=StartRule.SAME_DAY).due == D(expected)


def test_a_same_day_start_holds_for_the_first_interval_only() -> None:
    found = due(D("2026-06-01"), 5, "wd", calendar=CN, start_rule=StartRule.SAME_DAY, extensions=[Extension(5, "wd")])
    assert found.due == D("2026-06-12")


def test_only_notified_holidays_move_and_pauses_after_them() -> None:
    rule = RollRule.AFTER_STATUTORY_HOLIDAY
    found = due(D("2026-09-05"), 30, "d", calendar=CN, roll_rule=rule, pauses=[Pause(D("2026-10-08"), D("2026-10-09"))])
    assert found.due == D("2026-10-10")
    assert [day.day for day, _reason in found.rolled] == [5, 6, 7, 8, 9]
