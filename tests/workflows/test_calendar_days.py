"""Which days work, how far the calendar reaches, and the shipped file against the package it came from."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from workflows.calendar import (
    BeyondCalendar,
    Calendar,
    calendar_rows_from_file,
    calendar_rows_from_package,
)

SHIPPED = Path(__file__).parents[2] / "fixtures" / "calendar" / "CN.csv"
FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)


def test_the_shipped_file_is_what_the_package_says() -> None:
    assert list(calendar_rows_from_file(SHIPPED)) == list(calendar_rows_from_package())


def test_every_day_of_the_shipped_file_works_as_the_package_says() -> None:
    calendar = Calendar(calendar_rows_from_file(SHIPPED))
    assert (calendar.covered_from, calendar.covered_to, calendar.version) == (FIRST, LAST, 1)
    for step in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=step)
        assert calendar.works(day) == chinese_calendar.is_workday(day), day


def test_names_are_the_notices_own() -> None:
    names = {row["name"] for row in calendar_rows_from_package(2025, 2026)}
    assert names == {"元旦", "春节", "清明节", "劳动节", "端午节", "国庆节", "中秋节"}


def test_an_unknown_year_warns_and_is_never_guessed() -> None:
    calendar = Calendar(calendar_rows_from_package())
    for day in (date(2003, 12, 31), date(2027, 1, 1)):
        with pytest.raises(BeyondCalendar, match=day.isoformat()):
            calendar.works(day)
    assert calendar.seems_to_work(date(2027, 1, 1))


def test_new_years_rows_of_the_next_year_do_not_load_that_year() -> None:
    rows = [*calendar_rows_from_package(), {"date": date(2027, 1, 1), "kind": "holiday", "name": "元旦", "version": 2}]
    calendar = Calendar(rows)
    assert calendar.covered_to == LAST
    assert calendar.version == 2


def test_a_gap_ends_the_calendar() -> None:
    rows = [*calendar_rows_from_package(2004, 2020), *calendar_rows_from_package(2022, 2026)]
    assert Calendar(rows).covered_to == date(2020, 12, 31)


def test_no_rows_are_no_calendar() -> None:
    assert not Calendar(())
    assert Calendar((), covered_from=FIRST, covered_to=LAST)
    with pytest.raises(BeyondCalendar):
        Calendar(()).works(FIRST)
