"""Explain the amount of a case, or of a list of cases, without writing anything."""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from relief.schemes.amounts import Calculation, Question, calculate, read_question
from relief.schemes.errors import AmountError, SchemeError
from relief.schemes.rules import Scheme
from relief.schemes.selectors import scheme_on
from workflows.clock import today

# The cause of campaign payments, which count in the limits without being a cause of any scheme (relief.md §4).
CAMPAIGN = "CAMPAIGN"
KEYS = {"case", "prior", "budget_available"}


class Command(BaseCommand):
    help = "Explain amounts: FILE.json holds one question or a list; money in fen. Exit code 2 for bad input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.json")
        parser.add_argument("--scheme", metavar="CODE", help="default: the latest version in force on the case's date")
        parser.add_argument("--json", action="store_true", help="print JSON instead of sentences")

    def handle(self, *, file: Path, scheme: str | None, json: bool, **options: Any) -> None:
        data = _read(file)
        rows = data if isinstance(data, list) else [data]
        # A list asks for the same few versions over and over.
        find = cache(lambda day: scheme_on(day, scheme).rules)
        results = [self._explain(row, find, f"[{index}]" if data is rows else "") for index, row in enumerate(rows)]
        if not json:
            for result in results:
                self.stdout.write(result.sentence)
            return
        answers = [result.answer() for result in results]
        self.stdout.write(_dump(answers if data is rows else answers[0]))

    def _explain(self, row: Any, find: Callable[[date], Scheme], where: str) -> Calculation:
        """One question, answered by the scheme of its date. Raises CommandError naming the key at fault."""
        for key in set(row) - KEYS if isinstance(row, Mapping) else ():
            self.stderr.write(_("%(where)s%(key)s:不认识的键,未使用") % {"where": where, "key": key})
        try:
            question = read_question(row)
            scheme = _scheme_for(question, find)
            _check_prior(scheme, question)
            return calculate(scheme, question.case, question.prior, question.budget_available_fen)
        except AmountError as error:
            raise CommandError(f"{where}{error.key}:{error.message}", returncode=2) from error
        except SchemeError as error:
            raise CommandError(f"{where}{error.message}", returncode=2) from error


def _dump(answer: Any) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=1)


def _scheme_for(question: Question, find: Callable[[date], Scheme]) -> Scheme:
    """The version in force on the application date, else as_of.

    Acceptance, which chooses the version, lies between the two; where only one of them has a version in force,
    it is that one. Without any date, today's.
    """
    case = question.case
    days = [day for day in (case.application_date, case.as_of) if day] or [today()]
    try:
        return find(days[0])
    except SchemeError:
        return find(days[-1])


def _check_prior(scheme: Scheme, question: Question) -> None:
    """A misspelt cause or source of an earlier payment would silently leave a limit open."""
    for index, payment in enumerate(question.prior):
        if payment.cause and payment.cause not in {*scheme.causes, CAMPAIGN}:
            raise AmountError(f"prior[{index}].cause", _("办法中没有致困原因%s") % payment.cause)
        if payment.source and payment.source not in scheme.fund_sources:
            raise AmountError(f"prior[{index}].source", _("办法中没有资金来源%s") % payment.source)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
    except OSError as error:
        raise CommandError(_("文件无法读取:%s") % error.strerror, returncode=2) from error
    except (ValueError, RecursionError) as error:
        raise CommandError(_("不是有效的JSON:%s") % error, returncode=2) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key that stands twice would hide one of two amounts."""
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _value in pairs]
        raise ValueError(_("键%s出现两次") % next(key for key in keys if keys.count(key) > 1))
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(_("%s不是金额") % name)
