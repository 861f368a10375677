"""A letter's reply clock: due day, extension, objection, overdue (supervision.md §7, §10). Pure: no database, no today.

Used alike by the command letter_clock, by the guards of the letters and by the screens. What happens to a clock is
applied in the order of its dates; an objection ends the running stretch, and its rest begins a new one after the
result was served.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from django.utils.translation import gettext as _

from relief.jurisdictions.errors import BadQuestion
from relief.jurisdictions.terms import LimitRule, RestRule
from workflows.calendar import BadTerm, Calendar, Due, Extension, StartRule, State, due


class ClockState(StrEnum):
    RUNNING = "RUNNING"
    NOT_SERVED = "NOT_SERVED"
    STOPPED = "STOPPED"
    BEYOND_CALENDAR = "BEYOND_CALENDAR"


class Answer(StrEnum):
    """Of a request for an extension; refusals are tested in this order."""

    REFUSED_NONE_ALLOWED = "REFUSED_NONE_ALLOWED"
    REFUSED_LATE = "REFUSED_LATE"
    REFUSED_TOO_LONG = "REFUSED_TOO_LONG"
    GRANTED = "GRANTED"


@dataclass(frozen=True, slots=True)
class Request:
    """An extension asked for."""

    requested_on: date
    n: int


@dataclass(frozen=True, slots=True)
class Objection:
    """It pauses the clock from the day after it to the day its result is served, both included; None = still open."""

    objected_on: date
    result_served_on: date | None = None


@dataclass(frozen=True, slots=True)
class Extended:
    """The answer to a request, and the day it led to; granted past the calendar without a day."""

    request: Request
    answer: Answer
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Resumed:
    """What an objection did: units used and left, and the day after the result; the least rest may be the later."""

    objection: Objection
    used: int | None
    rest: int | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A clock with everything that happened to it. ``base`` is the plain limit, ``stretches`` every later count."""

    served_on: date
    limit: LimitRule
    base: Due
    stretches: tuple[Due, ...]
    stopped: bool
    extended: tuple[Extended, ...]
    resumed: tuple[Resumed, ...]

    @property
    def in_force(self) -> Due:
        """The count that decides now."""
        return self.stretches[-1]

    @property
    def due_on(self) -> date | None:
        """The day in force; None while the clock is stopped, and past the calendar."""
        return None if self.stopped else self.in_force.due

    @property
    def state(self) -> ClockState:
        """Of the plain limit, or stopped: what happened later has days of its own."""
        if self.stopped:
            return ClockState.STOPPED
        return ClockState.RUNNING if self.base.state is State.RUNNING else ClockState.BEYOND_CALENDAR

    def overdue(self, at: date) -> bool:
        """23:59 on the due day is in time; where there is no due day nothing is overdue."""
        return self.due_on is not None and at > self.due_on


def reckon(served_on: date, limit: LimitRule, *, calendar: Calendar, min_rest: RestRule,
           requests: Iterable[Request] = (), objections: Iterable[Objection] = ()) -> Reckoning:  # fmt: skip
    """The clock of a letter served on a day. Raises BadQuestion for happenings that cannot be."""
    asked, objected = sorted(requests, key=lambda r: r.requested_on), sorted(objections, key=lambda o: o.objected_on)
    _require_order(served_on, asked, objected)
    clock = _Clock(served_on, limit, min_rest, calendar)
    # On one day the request goes first: the pause begins on the day after the objection.
    days = sorted({*(request.requested_on for request in asked), *(objection.objected_on for objection in objected)})
    for day in days:
        for request in (one for one in asked if one.requested_on == day):
            clock.extend(request)
        for objection in (one for one in objected if one.objected_on == day):
            clock.object(objection)
    return Reckoning(served_on, limit, clock.base, tuple(clock.stretches), clock.stopped, tuple(clock.extended),
                     tuple(clock.resumed))  # fmt: skip


def known_at(at: date, requests: Iterable[Request], objections: Iterable[Objection]
             ) -> tuple[list[Request], list[Objection]]:  # fmt: skip
    """What had happened by a day: a result served later leaves the objection open."""
    asked = [request for request in requests if request.requested_on <= at]
    open_later = [replace(o, result_served_on=None) if o.result_served_on and o.result_served_on > at else o
                  for o in objections if o.objected_on <= at]  # fmt: skip
    return asked, open_later


class _Clock:
    """The running stretch: where it began, the steps it counts, and its due day."""

    def __init__(self, served_on: date, limit: LimitRule, min_rest: RestRule, calendar: Calendar) -> None:
        self.limit, self.min_rest, self.calendar = limit, min_rest, calendar
        self.start, self.start_rule = served_on, limit.start_rule
        self.steps = [Extension(limit.n, limit.unit)]
        self.stopped = False
        self.extended: list[Extended] = []
        self.resumed: list[Resumed] = []
        self.base = self._count(self.steps)
        self.stretches = [self.base]

    @property
    def now(self) -> Due:
        return self.stretches[-1]

    def extend(self, request: Request) -> None:
        """Counted from the due day in force: the day after it is day 1, the same roll rule (the YAML's words)."""
        answer, rule = self._judge(request), self.limit.extension
        if answer is Answer.GRANTED and rule is not None:
            self.steps = [*self.steps, Extension(request.n, rule.unit)]
            self.stretches.append(self._count(self.steps))
        granted = answer is Answer.GRANTED and not self.stopped
        self.extended.append(Extended(request, answer, self.now.due if granted else None))

    def _judge(self, request: Request) -> Answer:
        rule = self.limit.extension
        granted = sum(one.answer is Answer.GRANTED for one in self.extended)
        if rule is None or granted >= rule.times:
            return Answer.REFUSED_NONE_ALLOWED
        if not self.stopped and self.now.due is not None and request.requested_on > self.now.due:
            return Answer.REFUSED_LATE
        return Answer.REFUSED_TOO_LONG if request.n > rule.max_n else Answer.GRANTED

    def object(self, objection: Objection) -> None:
        """Used counts through the objection day; the rest, or the least rest if later, begins after the result."""
        used, rest = self._spent(objection.objected_on)
        total = sum(step.n for step in self.steps)
        if objection.result_served_on is None:
            self.stopped = True
            left = None if used is None else total - used
            self.resumed.append(Resumed(objection, used, left, None))
            return
        self.start, self.start_rule = objection.result_served_on, StartRule.NEXT_DAY
        least = [Extension(self.min_rest.n, self.min_rest.unit)]
        self.steps = max([rest, least], key=self._length) if rest else least
        self.stretches.append(self._count(self.steps))
        due_on = None if used is None else self.now.due
        self.resumed.append(Resumed(objection, used, None if used is None else total - used, due_on))

    def _spent(self, through: date) -> tuple[int | None, list[Extension]]:
        """Units used through a day, and the steps that are left; unknown for a day past the calendar."""
        if self.now.state is State.BEYOND_CALENDAR and not self.calendar.covers(through):
            return None, self.steps
        used = spent = sum(day <= through for day in self.now.counted)
        left = []
        for step in self.steps:
            taken = min(step.n, spent)
            spent -= taken
            left += [Extension(step.n - taken, step.unit)] if taken < step.n else []
        return used, left

    def _length(self, steps: Sequence[Extension]) -> date:
        """Which rest is the later; an estimate compares where the calendar ends."""
        found = self._count(steps)
        return found.due or found.estimate or date.max

    def _count(self, steps: Sequence[Extension]) -> Due:
        try:
            return due(self.start, steps[0].n, steps[0].unit, calendar=self.calendar, start_rule=self.start_rule,
                       roll_rule=self.limit.roll_rule, extensions=steps[1:])  # fmt: skip
        except BadTerm as error:
            raise BadQuestion(f"limit.{error.field}", error.message) from error


def _require_order(served_on: date, requests: Sequence[Request], objections: Sequence[Objection]) -> None:
    """Nothing happens to a clock before it runs, and objections do not overlap."""
    for request in requests:
        _not_before("extension.requested_on", request.requested_on, served_on)
    for objection in objections:
        _not_before("objection.objected_on", objection.objected_on, served_on)
        if objection.result_served_on is not None:
            _not_before("objection.result_served_on", objection.result_served_on, objection.objected_on)
    for first, then in pairwise(objections):
        if first.result_served_on is None or then.objected_on <= first.result_served_on:
            raise BadQuestion("objection.objected_on", _("前一异议的复核结果尚未送达"))


def _not_before(field: str, day: date, first: date) -> None:
    if day < first:
        words = {"day": day.isoformat(), "first": first.isoformat()}
        raise BadQuestion(field, _("%(day)s早于%(first)s，请核对日期") % words)
