"""A due day in words: working days left or over, and 为什么是这一天 day by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from relief.queue.templatetags.relief_ui import due_words
from workflows import calendar
from workflows.calendar import Calendar, Due, State
from workflows.facts import Facts
from workflows.timekeeping import Deadline

HOUR = timedelta(hours=1)
WEEKDAYS = "一二三四五六日"
UNIT_OF_WORK = "wd"


def due_cell(on: date | None, at: datetime | None, *, today: date, now: datetime, stopped: bool = False,
             why_url: str = "") -> dict[str, Any] | None:  # fmt: skip
    """What the tag ``due`` needs of a task or a case; None where no clock runs."""
    if on is not None:
        left, unit, state = left_until(on, today, calendar.load_calendar())
        return {"on": on, "left": left, "unit": unit, "state": state, "why_url": why_url}
    if at is not None:
        return {"on": localtime(at).date(), "left": (at - now) // HOUR, "unit": "h", "state": "running",
                "words": _over_by_minutes(at, now), "why_url": why_url}  # fmt: skip
    return {"on": None, "left": None, "unit": UNIT_OF_WORK, "state": "stopped", "why_url": why_url} if stopped else None


def left_until(on: date, today: date, days: Calendar) -> tuple[int, str, str]:
    """(left, unit, state): working days until ``on``, negative once it is over.

    Where no working day lies between (a Friday's term looked at on Saturday) calendar days are told.
    """
    first, last = sorted((on, today))
    n, unit = calendar.between_estimate(first, last, days), UNIT_OF_WORK
    if n == 0 and on != today:
        n, unit = (last - first).days, "d"
    state = "running" if days.covers(first) and days.covers(last) else "beyond_calendar"
    return (n if on >= today else -n), unit, state


def _over_by_minutes(at: datetime, now: datetime) -> str:
    """Less than an hour left or over is said in words: 0 hours would read as 今天到期."""
    if now <= at < now + HOUR:
        return _("还剩不到1小时")
    return _("逾期不到1小时") if now - HOUR < at < now else ""


def why_of(facts: Facts, *, today: date, now: datetime) -> dict[str, Any]:
    """What templates/queue/due_why.html shows of the stage in which a case stands."""
    stage = facts.case.machine.stage(facts.case.state)
    deadline = facts.deadline if stage.has_desk else Deadline()
    due: Due | None = deadline.why
    if due is None:
        sentence = _("这一步没有规定期限。")
        if deadline.due_at:
            until = f"{localtime(deadline.due_at):%Y-%m-%d %H:%M}"
            sentence = _("自进入这一步起连续计算小时，不因节假日停止，至%(at)s。") % {"at": until}
        return {"on": None, "words": _words(deadline.due_on, deadline.due_at, today, now), "sentence": sentence,
                "days": [], "notes": []}  # fmt: skip
    words = _("计时已停") if due.state == State.STOPPED else _words(due.due or due.estimate, None, today, now)
    return {"on": due.due, "words": words, "sentence": due.sentence + _("。"), "days": day_rows(due),
            "notes": notes_of(due, facts.timekeeping.pauses)}  # fmt: skip


def _words(on: date | None, at: datetime | None, today: date, now: datetime) -> str:
    cell = due_cell(on, at, today=today, now=now)
    return (cell["words"] if cell.get("words") else due_words(cell["left"], cell["unit"])) if cell else _("没有期限")


def day_rows(due: Due) -> list[dict[str, Any]]:
    """The days from start to due as the page shows them; of long terms in days only what was not counted."""
    rows = [_row(due.start, "start", reason=_("起算日，不计入"))]
    if due.unit == UNIT_OF_WORK:
        for n, day in enumerate(due.counted, 1):
            makeup = day in due.makeup
            rows.append(_row(day, "makeup" if makeup else "counted", n, _("调休上班") if makeup else ""))
    pause = _("暂停")
    rows += [_row(day, "paused" if why == pause else "skipped", reason=why) for day, why in due.skipped]
    rows += [_row(day, "rolled", reason=_("%(why)s，顺延") % {"why": why}) for day, why in due.rolled]
    if due.due:
        rows = [r for r in rows if r["date"] != due.due or r["kind"] == "start"]
        last = len(due.counted) if due.counted and due.counted[-1] == due.due else None
        rows.append(_row(due.due, "due", last, _("截止日")))
    return sorted(rows, key=lambda r: r["date"])


def _row(day: date, kind: str, n: int | None = None, reason: str = "") -> dict[str, Any]:
    return {"date": day, "weekday": _("周%(day)s") % {"day": WEEKDAYS[day.weekday()]}, "kind": kind, "n": n,
            "reason": reason}  # fmt: skip


def notes_of(due: Due, pauses: Iterable[Any]) -> list[str]:
    """What stands under the days: extensions and pauses that touched the term."""
    notes = [_("延长%(n)d%(unit)s") % {"n": step.n, "unit": UNITS[str(step.unit)]} for step in due.extensions]
    for pause in pauses:
        until = pause.ended_on.isoformat() if pause.ended_on else _("未结束")
        reason = _("，%(why)s") % {"why": pause.reason} if pause.reason else ""
        notes.append(_("暂停：%(since)s 至 %(until)s%(reason)s") % {
            "since": pause.started_on.isoformat(), "until": until, "reason": reason})  # fmt: skip
    return notes


UNITS = {"wd": "个工作日", "d": "天", "m": "个月"}
