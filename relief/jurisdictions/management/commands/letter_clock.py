"""letter_clock FILE.json [--json]: day of service, due day, extension, objection, overdue; writes nothing."""

import json
from argparse import ArgumentParser
from functools import cache
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from relief.jurisdictions.clock_questions import KEYS, answer, read_question
from relief.jurisdictions.errors import BadQuestion, ProfileError
from relief.jurisdictions.rules import Rules
from relief.jurisdictions.selectors import profile_named
from workflows.calendar import Calendar, load_calendar

FAILED, REFUSED = 1, 2


class Command(BaseCommand):
    help = "按地区规则和工作日历计算文书的送达日、答复截止日、延期、异议和逾期：一个问题或一组问题（JSON文件）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.json", help="一个对象或对象数组")
        parser.add_argument("--json", action="store_true", help="只输出一个JSON值")

    def handle(self, *, file: Path, json: bool, **options: Any) -> None:
        asked = _read(file)
        rows = asked if isinstance(asked, list) else [asked]
        calendar, rules = _calendar(), cache(_rules)
        answers = []
        for n, row in enumerate(rows, 1):
            at = _("第%(n)d项 ") % {"n": n} if rows is asked else ""
            self._tell_unknown(row, at)
            answers.append(_answer(row, at, calendar, rules))
        if json:
            self.stdout.write(_dump(answers if rows is asked else answers[0]))
            return
        for found in answers:
            self.stdout.write(_sentence(found))

    def _tell_unknown(self, row: Any, at: str) -> None:
        """A key beside the question, such as its name, is no error; a misspelt one should be seen."""
        for key in set(row) - KEYS if isinstance(row, dict) else ():
            self.stderr.write(_printable(_("%(at)s%(key)s：不认识的键，未使用") % {"at": at, "key": key}))


def _answer(row: Any, at: str, calendar: Calendar, rules: Any) -> dict[str, Any]:
    """The answer to one question; whatever is wrong with it refuses the whole file, naming item and field."""
    try:
        return answer(read_question(row, rules), calendar)
    except BadQuestion as error:
        raise _refusal(f"{at}{error.field}：{error.message}") from None
    except ProfileError as error:
        raise _refusal(f"{at}{error.message}") from None


def _rules(name: str) -> Rules:
    rules: Rules = profile_named(name).rules
    return rules


def _calendar() -> Calendar:
    try:
        calendar = load_calendar()
    except DatabaseError as error:
        raise CommandError(_("无法读取工作日历：%(why)s") % {"why": error}, returncode=FAILED) from None
    if not calendar:
        raise CommandError(_("工作日历尚未装入，请先运行 make setup"), returncode=FAILED)
    return calendar


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
    except OSError as error:
        raise _refusal(_("文件无法读取：%(why)s") % {"why": error.strerror}) from None
    except (ValueError, RecursionError) as error:
        raise _refusal(_("不是有效的JSON：%(why)s") % {"why": error}) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key that stands twice would hide one of two days."""
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _value in pairs]
        raise ValueError(_("键%s出现两次") % next(key for key in keys if keys.count(key) > 1))
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(_("%s不是数") % name)


def _dump(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1)


def _sentence(found: dict[str, Any]) -> str:
    """The answer in words."""
    words = {
        "RUNNING": _("%(served_on)s送达，截止%(due_on)s"),
        "NOT_SERVED": _("未送达"),
        "STOPPED": _("%(served_on)s送达，计时已停"),
        "BEYOND_CALENDAR": _("%(served_on)s送达，截止日超出已装入的工作日历"),
    }[found["state"]] % found
    if found.get("extended_due_on"):
        words += _("，延期至%(extended_due_on)s") % found
    if found.get("due_after_objection"):
        words += _("，异议后至%(due_after_objection)s") % found
    return f"{words}，已逾期" if found.get("overdue") else words


def _refusal(message: str) -> CommandError:
    return CommandError(_printable(message), returncode=REFUSED)


def _printable(text: str) -> str:
    """JSON may bring half a surrogate pair, which no terminal takes."""
    return text.encode("utf-8", "backslashreplace").decode()
