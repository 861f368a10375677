"""The words of a term: units, rules of start and roll, pauses, extensions (relief.md §6, supervision.md §7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from django.utils.translation import gettext as _

Note = tuple[date, str]
"""A day and why it does not count."""


class BadTerm(ValueError):
    """A term that cannot be computed; `field` names the input at fault, the message says why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class Unit(StrEnum):
    WORKING_DAY = "wd"
    DAY = "d"
    MONTH = "m"


class StartRule(StrEnum):
    """Whether the starting day may be day 1. Relief never counts it."""

    NEXT_DAY = "NEXT_DAY"
    SAME_DAY = "SAME_DAY"


class RollRule(StrEnum):
    """Where a last day that is off goes: the next working day, only out of a notified holiday, or nowhere."""

    NEXT_WORKING_DAY = "NEXT_WORKING_DAY"
    AFTER_STATUTORY_HOLIDAY = "AFTER_STATUTORY_HOLIDAY"
    NONE = "NONE"


class State(StrEnum):
    RUNNING = "running"
    STOPPED = "stopped"
    BEYOND_CALENDAR = "beyond_calendar"


@dataclass(frozen=True, slots=True)
class Step:
    """n units of a term: its own, or those of an extension."""

    n: int
    unit: Unit


class PauseDates(Protocol):
    """What a clock needs of a pause: a recorded row has it, and so has `Pause`."""

    @property
    def started_on(self) -> date: ...

    @property
    def ended_on(self) -> date | None: ...


class ExtensionTerm(Protocol):
    """What a clock needs of an extension: a recorded row has it, and so has `Extension`."""

    @property
    def n(self) -> int: ...

    @property
    def unit(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Pause:
    """An interval of dates in which a clock stands, both ends included; `ended_on` None means still open."""

    started_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """A further interval, counted from the due day in force: the day after it is day 1 (never an edited date)."""

    n: int
    unit: str


class Pauses:
    """All pauses of one clock as a set of days: order and overlaps make no difference (invariant I11)."""

    def __init__(self, pauses: Iterable[PauseDates]) -> None:
        spans: set[tuple[date, date]] = set()
        self.open_from: date | None = None
        for pause in pauses:
            first, last = pause.started_on, pause.ended_on
            if last is None:
                self.open_from = first if self.open_from is None else min(self.open_from, first)
            elif last < first:
                words = {"last": last.isoformat(), "first": first.isoformat()}
                raise BadTerm("pauses", _("暂停的结束日%(last)s早于开始日%(first)s") % words)
            else:
                spans.add((first, last))
        self._spans = tuple(sorted(spans))

    def hold(self, day: date) -> bool:
        """Is the day inside a closed pause? The open one is judged against the due day, by `due`."""
        return any(first <= day <= last for first, last in self._spans)
