"""「为什么是这一天」: a due day told in one Chinese sentence; the full lists stand beside it (relief.md §6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from workflows.calendar.days import ONE_DAY
from workflows.calendar.rules import Note, State, Step, Unit

if TYPE_CHECKING:
    from workflows.calendar.terms import Due

LISTED_RUNS = 12
"""More runs of days than this are told as a number: the sentence stays one."""


def explain(due: Due) -> str:
    """Start and length; days counted, make-up days marked; days skipped, why; the roll; the day or its absence."""
    parts = [_beginning(due)]
    if due.unit is Unit.WORKING_DAY and due.counted:
        makeup = _("调休上班")
        notes = [(day, makeup if day in due.makeup else "") for day in due.counted]
        parts.append(_("计入%(days)s") % {"days": _tell(notes, due.start)})
    if due.skipped:
        parts.append(_("跳过%(days)s") % {"days": _skipped(due)})
    if due.rolled:
        parts.append(_("末日不计%(days)s，顺延") % {"days": _tell(due.rolled, due.start)})
    return "；".join([*parts, _ending(due)])


def _beginning(due: Due) -> str:
    if due.n == 0:
        first = _("期限为%(start)s当日") % {"start": due.start.isoformat()}
    else:
        words = {"start": due.start.isoformat(), "length": _length(Step(due.n, due.unit))}
        first = _("自%(start)s起%(length)s") % words
    return "，".join([first, *(_("延长%(length)s") % {"length": _length(step)} for step in due.extensions)])


def _length(step: Step) -> str:
    words = {Unit.WORKING_DAY: _("%(n)d个工作日"), Unit.DAY: _("%(n)d日"), Unit.MONTH: _("%(n)d个月")}
    return words[step.unit] % {"n": step.n}


def _skipped(due: Due) -> str:
    """Weekends as a number of days, whatever else was skipped with its dates."""
    weekend = _("周末")
    others = [note for note in due.skipped if note[1] != weekend]
    weekends = len(due.skipped) - len(others)
    told = [_("%(reason)s%(n)d天") % {"reason": weekend, "n": weekends}] if weekends else []
    return "、".join([*told, _tell(others, due.start)] if others else told)


def _ending(due: Due) -> str:
    estimate = due.estimate.isoformat() if due.estimate else ""
    if due.state is State.STOPPED:
        since = due.stopped_from.isoformat() if due.stopped_from else ""
        words = {"since": since, "estimate": estimate}
        return _("%(since)s起计时已停，未计此暂停的暂定日期为%(estimate)s") % words
    if due.state is State.BEYOND_CALENDAR:
        return _("超出已装入的工作日历，按周一至周五暂定%(estimate)s") % {"estimate": estimate}
    day = due.due.isoformat() if due.due else ""
    if due.due in due.makeup and due.unit is not Unit.WORKING_DAY:
        return _("截止%(day)s(调休上班)") % {"day": day}
    return _("截止%(day)s") % {"day": day}


def _tell(notes: Iterable[Note], start: date) -> str:
    """Runs of consecutive days with the same note: 9月28日(调休上班)、29日—30日、10月9日—10日."""
    runs = list(_runs(notes))
    if len(runs) > LISTED_RUNS:
        return _("%(n)d天") % {"n": sum((last - first).days + 1 for first, last, _note in runs)}
    told, year, month = [], start.year, 0
    for first, last, note in runs:
        days = _day(first, year, month)
        if last != first:
            days += "—" + _day(last, first.year, first.month)
        told.append(_("%(days)s(%(note)s)") % {"days": days, "note": note} if note else days)
        year, month = last.year, last.month
    return "、".join(told)


def _runs(notes: Iterable[Note]) -> Iterator[tuple[date, date, str]]:
    first = last = None
    reason = ""
    for day, note in notes:
        if last is not None and day == last + ONE_DAY and note == reason:
            last = day
            continue
        if first is not None and last is not None:
            yield first, last, reason
        first, last, reason = day, day, note
    if first is not None and last is not None:
        yield first, last, reason


def _day(day: date, year: int, month: int) -> str:
    """The day without the year and month that were told before it."""
    if day.year != year:
        return _("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day}
    if day.month != month:
        return _("%(month)d月%(day)d日") % {"month": day.month, "day": day.day}
    return _("%(day)d日") % {"day": day.day}
