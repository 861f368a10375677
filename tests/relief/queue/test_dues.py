"""A due day in words, and 为什么是这一天."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from relief.queue.dues import day_rows, due_cell, left_until, why_of
from tests.factories import Office, calendar_rows
from workflows import calendar, clock
from workflows.calendar import Calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYS = Calendar(calendar_rows())
FRIDAY = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("on", "today", "left"),
    [
        (date(2026, 3, 25), FRIDAY, (3, "wd", "running")),
        (FRIDAY, FRIDAY, (0, "wd", "running")),
        (date(2026, 3, 18), FRIDAY, (-2, "wd", "running")),
        (FRIDAY, date(2026, 3, 23), (-1, "wd", "running")),
        (FRIDAY, date(2026, 3, 22), (-2, "d", "running")),
        (date(2026, 2, 24), date(2026, 2, 13), (2, "wd", "running")),  # 14 February is a make-up day, then the feast
        (date(2027, 1, 5), date(2026, 12, 31), (3, "wd", "beyond_calendar")),
    ],
)
def test_working_days_left_or_over(on: date, today: date, left: tuple[int, str, str]) -> None:
    assert left_until(on, today, DAYS) == left


@pytest.mark.parametrize(
    ("minutes", "left", "words"),
    [(150, 2, ""), (61, 1, ""), (30, 0, "还剩不到1小时"), (-30, -1, "逾期不到1小时"), (-120, -2, "")],
)
def test_hours_are_counted_to_the_instant(db, minutes: int, left: int, words: str) -> None:
    now = datetime(2026, 3, 20, 9, tzinfo=SHANGHAI)
    cell = due_cell(None, now + timedelta(minutes=minutes), today=FRIDAY, now=now)
    assert cell and (cell["left"], cell["unit"], cell["words"]) == (left, "h", words)


def test_no_clock_no_cell_and_a_stopped_clock_says_so(db) -> None:
    now = datetime(2026, 3, 20, 9, tzinfo=SHANGHAI)
    assert due_cell(None, None, today=FRIDAY, now=now) is None
    stopped = due_cell(None, None, today=FRIDAY, now=now, stopped=True)
    assert stopped and stopped["state"] == "stopped"


def test_every_day_is_told_with_its_reason() -> None:
    due = calendar.due(date(2026, 2, 13), 3, "wd", calendar=DAYS)
    rows = day_rows(due)
    kinds = {row["date"]: row["kind"] for row in rows}
    assert kinds[date(2026, 2, 13)] == "start" and kinds[date(2026, 2, 14)] == "makeup"
    assert kinds[date(2026, 2, 17)] == "skipped" and kinds[due.due] == "due"
    assert [row["n"] for row in rows if row["n"]] == [1, 2, 3]
    assert rows[0]["weekday"] == "周五" and [row["date"] for row in rows] == sorted(kinds)
    assert {row["reason"] for row in rows if row["kind"] == "skipped"} == {"春节"}


def test_a_long_term_in_days_lists_only_what_it_does_not_count() -> None:
    rows = day_rows(calendar.due(FRIDAY, 90, "d", calendar=DAYS))
    assert [row["kind"] for row in rows] == ["start", "due"]


def test_a_case_explains_its_day_and_its_pause(house: Office) -> None:
    case = house.at("investigating")
    why = why_of(case.machine.facts(case), today=clock.today(), now=clock.office_now())
    assert why["on"] == case.due_on and "10个工作日" in why["sentence"] and why["words"] == "还剩10个工作日"
    house.perform(case, "hold", "clerk", reason="住院", review_on=clock.today() + timedelta(days=5))
    why = why_of(case.machine.facts(case), today=clock.today(), now=clock.office_now())
    assert why["on"] is None and why["words"] == "计时已停" and "计时已停" in why["sentence"]
    assert why["notes"] == ["暂停：2026-03-20 至 未结束，住院"]


def test_an_ended_case_has_no_day(house: Office) -> None:
    case = house.at("withdrawn")
    why = why_of(case.machine.facts(case), today=clock.today(), now=clock.office_now())
    assert (why["on"], why["words"], why["days"]) == (None, "没有期限", [])
