"""The calendar of this database: its rows, kept in memory and read again when they change."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count, Max, QuerySet, Sum

from workflows.calendar.days import Calendar
from workflows.calendar.seeding import calendar_rows_from_file

if TYPE_CHECKING:
    from workflows.models import CalendarDay

RECHECK_SECONDS = 5.0
"""How long a process may rely on the rows it read; the process that changes them calls `forget_calendar`."""


@dataclass
class _Cache:
    calendar: Calendar
    stamp: tuple[int, ...]
    checked_at: float


_cache: _Cache | None = None


def load_calendar() -> Calendar:
    """The calendar in force. Costs a query only every few seconds, and reads the rows only when they changed."""
    global _cache
    now = time.monotonic()
    if _cache is not None and now - _cache.checked_at < RECHECK_SECONDS:
        return _cache.calendar
    stamp = _stamp()
    if _cache is None or _cache.stamp != stamp:
        rows = _days().values("date", "kind", "name", "version")
        _cache = _Cache(Calendar(rows), stamp, now)
    _cache.checked_at = now
    return _cache.calendar


def forget_calendar() -> None:
    """Ask the database again at the next use: call it after writing rows, and between tests."""
    if _cache is not None:
        _cache.checked_at = -RECHECK_SECONDS


def install_calendar(rows: Iterable[dict[str, Any]] | None = None) -> int:
    """Add the rows that are missing, of the shipped file by default; returns how many days then stand.

    A day that is there stays as it is, so that set-up run twice never undoes an administrator's change.
    """
    days = _days()
    wanted = calendar_rows_from_file(shipped_file()) if rows is None else rows
    days.bulk_create([days.model(**row) for row in wanted], ignore_conflicts=True)
    forget_calendar()
    return days.count()


def shipped_file() -> Path:
    """The rows that come with the product."""
    return Path(settings.BASE_DIR) / "fixtures" / "calendar" / "CN.csv"


def _days() -> QuerySet[CalendarDay]:
    """Imported late: the journal's models are not loaded when the machines import the calendar."""
    from workflows.models import CalendarDay

    return CalendarDay.objects.all()


def _stamp() -> tuple[int, ...]:
    """Changes whenever a row is added, removed or given a new version (every change raises its version)."""
    sums = _days().aggregate(Count("id"), Max("id"), Max("version"), Sum("version"))
    return tuple(value or 0 for value in sums.values())
