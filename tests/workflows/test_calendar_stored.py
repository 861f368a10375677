"""The calendar of the database: read rarely, read again when its rows change."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from workflows.calendar import forget_calendar, install_calendar, load_calendar
from workflows.models import CalendarDay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    CalendarDay.objects.all().delete()
    forget_calendar()
    yield
    forget_calendar()


def test_nothing_installed_is_an_empty_calendar() -> None:
    assert not load_calendar()


def test_installing_twice_changes_nothing_and_keeps_what_was_changed() -> None:
    assert install_calendar() == 771
    CalendarDay.objects.filter(date=date(2026, 10, 7)).update(name="改期", version=2)
    assert install_calendar() == 771
    assert CalendarDay.objects.get(date=date(2026, 10, 7)).name == "改期"
    assert load_calendar().version == 2


def test_it_is_read_once() -> None:
    install_calendar()
    first = load_calendar()
    with CaptureQueriesContext(connection) as queries:
        assert load_calendar() is first
    assert len(queries) == 0
    forget_calendar()
    with CaptureQueriesContext(connection) as queries:
        assert load_calendar() is first
    assert len(queries) == 1


def test_a_changed_row_is_seen() -> None:
    install_calendar()
    assert not load_calendar().works(date(2026, 10, 7))
    CalendarDay.objects.filter(date=date(2026, 10, 7)).update(kind=CalendarDay.MAKEUP, version=2)
    forget_calendar()
    assert load_calendar().works(date(2026, 10, 7))
    row = CalendarDay.objects.get(date=date(2026, 10, 7))
    row.delete()
    forget_calendar()
    assert load_calendar().works(date(2026, 10, 7))
    assert not load_calendar().is_makeup(date(2026, 10, 7))
    CalendarDay.objects.filter(date=date(2026, 10, 6)).update(kind=CalendarDay.MAKEUP, version=2)
    forget_calendar()
    assert load_calendar().is_makeup(date(2026, 10, 6))


def test_another_process_is_heard_within_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    install_calendar()
    load_calendar()
    CalendarDay.objects.filter(date=date(2026, 10, 7)).update(kind=CalendarDay.MAKEUP, version=2)
    assert not load_calendar().works(date(2026, 10, 7))
    monkeypatch.setattr("workflows.calendar.stored.RECHECK_SECONDS", 0.0)
    assert load_calendar().works(date(2026, 10, 7))
