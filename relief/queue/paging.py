"""Paging by keys: a page begins after a row, not after a number of rows, and is as quick at the end as at the top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

PAGE = 25
CAP = 99
"""Counts end here and go on as 99+."""


@dataclass(frozen=True)
class ByDue:
    """Where a page of the desk begins: after this (due day, task), or before it."""

    due: date
    id: int
    back: bool = False

    def __str__(self) -> str:
        return f"{'-' if self.back else ''}{self.due.isoformat()}.{self.id}"


@dataclass(frozen=True)
class ByEvent:
    """Where a page of 我办过的 begins: below this event, or above it."""

    last: int
    back: bool = False

    def __str__(self) -> str:
        return f"{'-' if self.back else ''}{self.last}"


Cursor = ByDue | ByEvent


def read_by_due(text: str) -> ByDue | None:
    """The cursor of an address; one that is none begins at the top."""
    day, _dot, key = text.removeprefix("-").partition(".")
    try:
        return ByDue(date.fromisoformat(day), int(key), text.startswith("-"))
    except ValueError:
        return None


def read_by_event(text: str) -> ByEvent | None:
    """The cursor of an address; one that is none begins at the top."""
    key = text.removeprefix("-")
    return ByEvent(int(key), text.startswith("-")) if key.isdecimal() and len(key) < 19 else None


@dataclass(frozen=True)
class Page:
    """A page, how many rows there are in all (up to 100), and where its neighbours begin."""

    rows: Sequence[Any]
    total: int
    previous: Cursor | None
    next: Cursor | None


def cut(read: Sequence[Any], cursor: Cursor | None, at: Callable[[Any, bool], Cursor]) -> Page:
    """A page out of the rows that were read: one more than it shows, in reverse when it was paged back to."""
    back = cursor is not None and cursor.back
    more = len(read) > PAGE
    rows = list(read[:PAGE])
    if back:
        rows.reverse()
    if not rows:
        return Page([], 0, None, None)
    before = more if back else cursor is not None
    after = back or more
    return Page(rows, rows[0].total, at(rows[0], True) if before else None, at(rows[-1], False) if after else None)


def capped(n: int) -> str:
    """A count as it is shown: 99+."""
    return f"{CAP}+" if n > CAP else str(n)
