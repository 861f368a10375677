"""Questions about a letter's clock, as data: read strictly, answered by clock.py (commands.md: letter_clock)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from relief.jurisdictions import readers
from relief.jurisdictions.clock import Objection, Reckoning, Request, known_at, reckon
from relief.jurisdictions.errors import BadQuestion, Problem
from relief.jurisdictions.rules import Rules
from relief.jurisdictions.schema import EXTENSION_FIELDS, LIMIT_FIELDS, MOST, PROFILE_KEY
from relief.jurisdictions.service_days import Events, served, shanghai_day
from relief.jurisdictions.terms import LimitRule
from relief.jurisdictions.vocabulary import Kind
from relief.schemes.shapes import nullable, record
from workflows.calendar import Calendar

KEYS = frozenset({"kind", "profile", "method", "events", "limit_key", "limit", "extension", "objection", "at",
                  "calendar_to"})  # fmt: skip
# Who grants and whom it binds say nothing to the clock: a limit given as data may leave them out.
EXTENSION_ASKED = record(
    {name: EXTENSION_FIELDS[name] for name in ("max_n", "unit", "times")},
    {name: EXTENSION_FIELDS[name] for name in ("granted_by", "request_by")},
)
LIMIT_ASKED = record(
    {name: LIMIT_FIELDS[name] for name in ("n", "unit", "start_rule", "roll_rule")},
    {"binds": LIMIT_FIELDS["binds"], "extension": nullable(EXTENSION_ASKED)},
)
EVENTS = tuple(field.name for field in fields(Events))
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ClockQuestion:
    """A checked question."""

    rules: Rules
    method: str
    events: Events
    limit: LimitRule
    request: Request | None
    objection: Objection | None
    at: date | None
    calendar_to: date | None


def read_question(row: Any, rules_named: Callable[[str], Rules]) -> ClockQuestion:
    """One question. Raises BadQuestion naming the field at fault, ProfileError for a profile that is not there."""
    if not isinstance(row, Mapping):
        raise BadQuestion("", _("每个问题应为一个JSON对象"))
    _choice(row, "kind", Kind.values)
    rules = rules_named(_profile(row))
    return ClockQuestion(
        rules=rules,
        method=_choice(row, "method", rules.methods),
        events=_events(row),
        limit=_limit(row, rules),
        request=_request(row),
        objection=_objection(row),
        at=_at(row),
        calendar_to=_day_or_none(row, "calendar_to", "calendar_to"),
    )


def answer(question: ClockQuestion, calendar: Calendar) -> dict[str, Any]:
    """The answer to the letter of commands.md. Raises BadQuestion for dates that cannot be."""
    if question.calendar_to is not None:
        calendar = calendar.read_to(question.calendar_to)
    served_on = served(question.method, question.rules, question.events).on
    overdue: dict[str, Any] = {} if question.at is None else {"overdue": False}
    if served_on is None:
        return {"served_on": None, "due_on": None, "rolled": False, "last_day_before_roll": None,
                "state": "NOT_SERVED", **overdue}  # fmt: skip
    requests = [question.request] if question.request else []
    objections = [question.objection] if question.objection else []

    def count(asked: Iterable[Request], objected: Iterable[Objection]) -> Reckoning:
        return reckon(served_on, question.limit, calendar=calendar, min_rest=question.rules.objection_min_rest,
                      requests=asked, objections=objected)  # fmt: skip

    found = count(requests, objections)
    if question.at is not None:
        overdue = {"overdue": count(*known_at(question.at, requests, objections)).overdue(question.at)}
    return {**_plain(found), **_happened(found), **overdue}


def _plain(found: Reckoning) -> dict[str, Any]:
    """The limit itself. Where there is no due day nothing is rolled."""
    runs = found.state == "RUNNING"
    return {
        "served_on": found.served_on.isoformat(),
        "due_on": _iso(found.base.due) if runs else None,
        "rolled": bool(runs and found.base.rolled),
        "last_day_before_roll": _iso(found.base.counted[-1]) if runs else None,
        "state": found.state.value,
    }


def _happened(found: Reckoning) -> dict[str, Any]:
    """Extension and objection, where they were asked."""
    told: dict[str, Any] = {}
    for extended in found.extended:
        told |= {"extension": extended.answer.value, "extended_due_on": _iso(extended.due_on)}
    for resumed in found.resumed:
        told |= {"used": resumed.used, "rest": resumed.rest, "due_after_objection": _iso(resumed.due_on)}
    return told


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# --- reading --------------------------------------------------------------------------------------------------
def _profile(row: Row) -> str:
    name = row.get("profile")
    if not isinstance(name, str) or not re.fullmatch(PROFILE_KEY, name):
        raise BadQuestion("profile", _("应为规则的代码和版本，如demo-province@1"))
    return name


def _choice(row: Row, key: str, allowed: Iterable[str]) -> str:
    value, known = row.get(key), list(allowed)
    if not isinstance(value, str) or value not in known:
        raise BadQuestion(key, _("只能是%(allowed)s") % {"allowed": "、".join(known)})
    return value


def _events(row: Row) -> Events:
    given = _mapping(row.get("events"), "events", EVENTS)
    readings: dict[str, Callable[[Row, str, str], Any]] = {"arrived_at": _instant, "consent": _boolean}
    return Events(**{name: readings.get(name, _day_or_none)(given, name, f"events.{name}") for name in EVENTS})


def _limit(row: Row, rules: Rules) -> LimitRule:
    """By its key, or given as data; not both, not neither."""
    key, data = row.get("limit_key"), row.get("limit")
    if (key is None) == (data is None):
        raise BadQuestion("limit_key", _("limit_key与limit须有且只有一个"))
    if key is not None:
        return rules.limit(_choice(row, "limit_key", rules.limits))
    problems: list[Problem] = []
    LIMIT_ASKED(data, "limit", problems)
    if problems or not isinstance(data, Mapping):
        raise BadQuestion(problems[0].path, problems[0].message)
    more = data.get("extension")
    rest = {"granted_by": "", "request_by": "DUE_DATE", **more} if more else None
    return readers.limit("", {"binds": "THEIR", **data, "extension": rest})


def _request(row: Row) -> Request | None:
    if row.get("extension") is None:
        return None
    given = _mapping(row["extension"], "extension", ("requested_on", "n"))
    n = given.get("n")
    if not isinstance(n, int) or isinstance(n, bool) or n < 1:
        raise BadQuestion("extension.n", _("应为不小于1的整数"))
    # Whatever is longer than any rule allows is too long all the same.
    return Request(_day(given, "requested_on", "extension.requested_on"), min(n, MOST + 1))


def _objection(row: Row) -> Objection | None:
    if row.get("objection") is None:
        return None
    given = _mapping(row["objection"], "objection", ("objected_on", "result_served_on"))
    return Objection(
        _day(given, "objected_on", "objection.objected_on"),
        _day_or_none(given, "result_served_on", "objection.result_served_on"),
    )


def _at(row: Row) -> date | None:
    """A day, or an instant of which the office's day counts."""
    value = row.get("at")
    return shanghai_day(_as_instant(value, "at")) if isinstance(value, str) and "T" in value else (
        _day_or_none(row, "at", "at"))  # fmt: skip


def _mapping(value: Any, field: str, known: Iterable[str]) -> Row:
    """An object with known keys: a misspelt event would silently not count."""
    if not isinstance(value, Mapping):
        raise BadQuestion(field, _("应为JSON对象"))
    for name in value:
        if name not in known:
            raise BadQuestion(f"{field}.{name}", _("不认识的键；这里只有%(known)s") % {"known": "、".join(known)})
    return value


def _day_or_none(row: Row, key: str, field: str) -> date | None:
    return None if row.get(key) is None else _day(row, key, field)


def _day(row: Row, key: str, field: str) -> date:
    """A date written YYYY-MM-DD, and no other of the forms that ISO 8601 knows."""
    value = row.get(key)
    try:
        day = date.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        day = None
    if day is None or day.isoformat() != value:
        raise BadQuestion(field, _("应为日期，如2026-03-20"))
    return day


def _instant(row: Row, key: str, field: str) -> datetime | None:
    return None if row.get(key) is None else _as_instant(row[key], field)


def _as_instant(value: Any, field: str) -> datetime:
    """A date and a time; its day in the office must exist."""
    try:
        instant = datetime.fromisoformat(value)
        shanghai_day(instant)
    except (TypeError, ValueError, OverflowError):
        instant = None
    if instant is None or not {"T", " "} & set(value):
        raise BadQuestion(field, _("应为时刻，如2026-03-20T10:00:00+08:00"))
    return instant


def _boolean(row: Row, key: str, field: str) -> bool | None:
    value = row.get(key)
    if value is not None and not isinstance(value, bool):
        raise BadQuestion(field, _("应为true或false"))
    return value
