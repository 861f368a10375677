"""check_desks [--fix] [--json]: does every file lie on the desk that its state and facts ask for? (I16)"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from workflows import engine, timekeeping
from workflows.clock import clock_read_once, office_now, today
from workflows.desks import STATUS, DeskTask, open_tasks
from workflows.fsm import MACHINES, Machine
from workflows.roles import Place

AT_ONCE = 200
Desk = dict[str, Any] | None


class Command(BaseCommand):
    help = _("核对每件在办案件是否在应在的岗位；--fix 按状态重建岗位（从不反过来改状态）")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fix", action="store_true", help=_("按状态重建不对的岗位"))
        parser.add_argument("--json", action="store_true", help=_("只输出一个JSON值"))

    def handle(self, *args: Any, **options: Any) -> None:
        machines = [m for m in MACHINES.values() if m.stages]
        with clock_read_once():
            wrong = [(m, key, want, have) for m in machines for key, want, have in _wrong(m)]
        fixed = sum(_fix(m, key) for m, key, _want, _have in wrong) if options["fix"] else 0
        found = {
            "cases": sum(m.model.objects.count() for m in machines),
            "wrong": [{"case": f"{m.name}:{key}", "want": want, "have": have} for m, key, want, have in wrong],
            "fixed": fixed,
        }
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) if options["json"] else _in_words(found))
        if len(wrong) > fixed:
            sys.exit(1)


def _wrong(machine: Machine) -> Iterator[tuple[int, Desk, Desk]]:
    """(case, the desk it should be on, the desk it is on) wherever the two differ."""
    live = machine.model.objects.exclude(state__in=machine.ends)
    ended = open_tasks().filter(machine=machine.name).exclude(case_id__in=live.values("pk"))
    for task in ended:
        yield task.case_id, None, _have(task)
    cases = live.order_by("pk").iterator(chunk_size=AT_ONCE)
    while some := list(islice(cases, AT_ONCE)):
        tasks = {t.case_id: t for t in open_tasks().filter(machine=machine.name, case_id__in=[c.pk for c in some])}
        for facts in machine.facts.prefetched(some):
            want, have = _want(facts), _have(tasks.get(facts.case.pk))
            if want != have:
                yield facts.case.pk, want, have


def _want(facts: Any) -> Desk:
    _with_clocks(facts)
    desk = engine.desired(facts.case, facts, today())
    place = desk.place or Place("")
    return _as_data(desk.state, desk.role, place.path, place.exact, desk.due_on, desk.due_at)


def _have(task: DeskTask | None) -> Desk:
    return _as_data(task.state, task.role, task.path, task.exact, task.due_on, task.due_at) if task else None


def _as_data(state: str, role: str, path: str, exact: bool, due_on: Any, due_at: Any) -> Desk:
    return {
        "state": str(state),
        "role": str(role),
        "path": path,
        "exact": exact,
        "due": (due_on or due_at).isoformat() if due_on or due_at else None,
    }


def _with_clocks(facts: Any) -> None:
    """A lost docket has lost its clocks: the journal still knows them."""
    keeping = facts.timekeeping
    if not keeping.clocks:
        keeping.clocks = timekeeping.clocks_from_journal(facts.case.machine, facts.case.pk)


def _fix(machine: Machine, key: int) -> bool:
    """Put the file on its desk; a task that no case belongs to is taken off."""
    with transaction.atomic(), clock_read_once():
        case = machine.model.objects.select_for_update().filter(pk=key).first()
        if case is None:
            return bool(open_tasks().filter(machine=machine.name, case_id=key).update(status=STATUS.CANCELED))
        facts = machine.facts(case)
        _with_clocks(facts)
        engine.settle(case, facts, today(), office_now())
        return True


def _in_words(found: dict[str, Any]) -> str:
    lines = [_("%(case)s 应在 %(want)s，实在 %(have)s") % row for row in found["wrong"]]
    lines.append(
        _("核对%(cases)d件案卷，%(wrong)d件岗位不对，已修复%(fixed)d件。")
        % {"cases": found["cases"], "wrong": len(found["wrong"]), "fixed": found["fixed"]}
    )
    return "\n".join(lines)
