"""due_date FILE.json [--json]: due days with their why, working days between two dates, elapsed hours."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from workflows.calendar import (
    BadTerm,
    BeyondCalendar,
    Calendar,
    Due,
    Pause,
    State,
    between,
    between_estimate,
    due,
    hours,
    load_calendar,
)

FAILED, REFUSED = 1, 2
Question = dict[str, Any]


class Command(BaseCommand):
    help = _("按工作日历计算期限：一个问题或一组问题(JSON文件)，回答截止日及其理由")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help=_("JSON文件：一个对象或对象数组，op为due、between或hours"))
        parser.add_argument("--json", action="store_true", help=_("只输出一个JSON值"))

    def handle(self, *args: Any, **options: Any) -> None:
        asked = _read(options["file"])
        answers = [_answer(item, at) for item, at in _items(asked)]
        if options["json"]:
            value = answers if isinstance(asked, list) else answers[0]
            self.stdout.write(json.dumps(value, ensure_ascii=False, indent=2))
            return
        for answer in answers:
            self.stdout.write(_sentence(answer))


def _read(name: str) -> Any:
    try:
        return json.loads(Path(name).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise _refusal(_("无法读取文件%(name)s：%(why)s") % {"name": name, "why": error.strerror}) from None
    except (ValueError, RecursionError) as error:
        raise _refusal(_("文件%(name)s不是有效的JSON：%(why)s") % {"name": name, "why": error}) from None


def _items(asked: Any) -> list[tuple[Any, str]]:
    """Each question with the words that say which one it is."""
    if isinstance(asked, list):
        return [(item, _("第%(n)d项 ") % {"n": n}) for n, item in enumerate(asked, 1)]
    return [(asked, "")]


def _answer(question: Any, at: str) -> dict[str, Any]:
    """The answer to one question; whatever is wrong with it refuses the whole file, naming item and field."""
    try:
        if not isinstance(question, dict):
            raise BadTerm("op", _("每个问题应为一个JSON对象"))
        answer = ANSWERS.get(question.get("op")) if isinstance(question.get("op"), str) else None
        if answer is None:
            raise BadTerm("op", _("应为due、between或hours"))
        return answer(question)
    except BadTerm as error:
        raise _refusal(f"{at}{error.field}：{error.message}") from None


def _answer_due(question: Question) -> dict[str, Any]:
    found = due(
        _date(question, "start"),
        _number(question),
        _text(question, "unit"),
        calendar=_calendar(question),
        pauses=_pauses(question),
    )
    return _due_as_json(found)


def _due_as_json(found: Due) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "due": found.due and found.due.isoformat(),
        "state": found.state.value,
        "counted": [day.isoformat() for day in found.counted],
        "skipped": [[day.isoformat(), reason] for day, reason in found.skipped],
        "rolled": [day.isoformat() for day, _reason in found.rolled],
        "makeup": [day.isoformat() for day in found.makeup],
        "sentence": found.sentence,
    }
    if found.estimate is not None:
        answer["estimate"] = found.estimate.isoformat()
    return answer


def _answer_between(question: Question) -> dict[str, Any]:
    start, end, calendar = _date(question, "start"), _date(question, "end"), _calendar(question)
    try:
        return {"working_days": between(start, end, calendar)}
    except BeyondCalendar:
        estimate = between_estimate(start, end, calendar)
        return {"working_days": None, "state": State.BEYOND_CALENDAR.value, "estimate": estimate}


def _answer_hours(question: Question) -> dict[str, Any]:
    try:
        start = datetime.fromisoformat(_text(question, "start"))
    except ValueError:
        raise BadTerm("start", _("应为时刻，如2026-03-20T10:00")) from None
    return {"due_at": hours(start, _number(question)).isoformat()}


ANSWERS: dict[Any, Callable[[Question], dict[str, Any]]] = {
    "due": _answer_due,
    "between": _answer_between,
    "hours": _answer_hours,
}


def _calendar(question: Question) -> Calendar:
    """The calendar of the database, read only up to `calendar_to` where the question says so."""
    loaded = _loaded()
    return loaded.read_to(_date(question, "calendar_to")) if question.get("calendar_to") is not None else loaded


def _loaded() -> Calendar:
    try:
        calendar = load_calendar()
    except DatabaseError as error:
        raise CommandError(_("无法读取工作日历：%(why)s") % {"why": error}, returncode=FAILED) from None
    if not calendar:
        raise CommandError(_("工作日历尚未装入，请先运行 make setup"), returncode=FAILED)
    return calendar


def _pauses(question: Question) -> list[Pause]:
    given = question.get("pauses")
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in given):
        raise BadTerm("pauses", _('应为日期对的数组，如[["2026-02-24","2026-02-26"],["2026-03-02",null]]'))
    return [
        Pause(_as_date(first, "pauses"), None if last is None else _as_date(last, "pauses")) for first, last in given
    ]


def _date(question: Question, field: str) -> date:
    return _as_date(question.get(field), field)


def _as_date(value: Any, field: str) -> date:
    """A date written YYYY-MM-DD, and no other of the forms that ISO 8601 knows."""
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        day = None
    if day is None or day.isoformat() != value:
        raise BadTerm(field, _("应为日期，如2026-03-20"))
    return day


def _number(question: Question) -> int:
    value = question.get("n")
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadTerm("n", _("应为整数"))
    return value


def _text(question: Question, field: str) -> str:
    value = question.get(field)
    if not isinstance(value, str):
        raise BadTerm(field, _("应为文字"))
    return value


def _sentence(answer: dict[str, Any]) -> str:
    """The answer in words."""
    if "sentence" in answer:
        return str(answer["sentence"])
    if "due_at" in answer:
        return _("截止%(due_at)s") % answer
    if answer["working_days"] is None:
        return _("超出已装入的工作日历，按周一至周五暂定%(estimate)d个工作日") % answer
    return _("%(working_days)d个工作日") % answer


def _refusal(message: str) -> CommandError:
    return CommandError(message, returncode=REFUSED)
