"""What the clock does when a stage's limit has passed (relief.md §3): it fires ``expire`` and ``lapse``, or tells.

Nothing is decided by a passed limit otherwise. Many runners may run at once and as often as they like: each case is
locked for its turn (one that is being worked on waits for the next round), and somebody is told once a task and day.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils.timezone import localdate

from workflows import engine
from workflows.clock import clock_read_once, office_now
from workflows.desks import OPEN, DeskTask, open_tasks
from workflows.errors import WorkflowError
from workflows.fsm import MACHINES, Machine, Moment
from workflows.models import Alert
from workflows.roles import HeldGrant

logger = logging.getLogger(__name__)
TELL = "tell"
LEVEL_ABOVE = "level_above"
DUE_DAY = Coalesce(F("due_on"), TruncDate("due_at"), output_field=DateField())


def run() -> Counter[str]:
    """Attend to every case whose limit has passed; returns how many were fired, told, settled, busy or failed."""
    done: Counter[str] = Counter()
    for machine, case_id in _waiting(office_now()):
        try:
            done[attend(MACHINES[machine], case_id)] += 1
        except WorkflowError as refusal:
            done["failed"] += 1
            logger.warning("%s:%s: %s", machine, case_id, refusal.message)
        except Exception:
            done["failed"] += 1
            logger.exception("%s:%s", machine, case_id)
    return done


def _waiting(now: datetime) -> list[tuple[str, int]]:
    """Open tasks past their limit of which nobody was told yet, the longest overdue first."""
    told = Alert.objects.filter(task=OuterRef("pk"), on=OuterRef("due_day"))
    tasks = open_tasks().filter(_overdue(now)).annotate(due_day=DUE_DAY).exclude(Exists(told))
    return list(tasks.order_by("due_day", "id").values_list("machine", "case_id"))


def _overdue(now: datetime) -> Q:
    """Days are due at their end, hours at their instant."""
    return Q(due_on__lt=localdate(now)) | Q(due_at__lt=now)


def attend(machine: Machine, case_id: int) -> str:
    """One case's turn, in one transaction: put its desk right for today, then fire or tell."""
    with transaction.atomic(), clock_read_once():
        case = machine.model.objects.select_for_update(skip_locked=True).filter(pk=case_id).first()
        if case is None:
            return "busy"
        now, facts = office_now(), machine.facts(case)
        engine.settle(case, facts, localdate(now), now)
        task = _untold(machine, case_id, now)
        if task is None:
            return "settled"
        what, *roles = facts.passed(machine.stage(case.state)).split()
        given = {"task": task, "told": roles} if what == TELL else {}
        engine.fire(case, what, actor=None, given=given)
        return "told" if what == TELL else "fired"


def _untold(machine: Machine, case_id: int, now: datetime) -> DeskTask | None:
    tasks = open_tasks().filter(_overdue(now), machine=machine.name, case_id=case_id).annotate(due_day=DUE_DAY)
    return tasks.exclude(alerts__on=F("due_day")).first()


def tell(m: Moment, *, task: DeskTask, told: list[str]) -> dict[str, Any]:
    """Write who is told that the limit has passed."""
    on: date = task.due_on or localdate(task.due_at)
    Alert.objects.create(task=task, machine=task.machine, case_id=task.case_id, state=task.state, path=task.path,
                         told=" ".join(told), on=on, at=m.at)  # fmt: skip
    return {"told": told, "due_on": on}


for _machine in MACHINES.values():
    if TELL in _machine.by_act:
        engine.verb(_machine.name, TELL)(tell)


def overdue_for(grants: Iterable[HeldGrant]) -> QuerySet[Alert]:
    """已逾期: alerts that stand and of which these grants are told, the longest overdue first.

    A role is told where its grant covers the file; ``level_above`` are those who decide, above where the file lies.
    """
    alerts = Alert.objects.filter(task__status__in=OPEN).annotate(
        due_day=Coalesce(F("task__due_on"), TruncDate("task__due_at"), output_field=DateField())
    )
    mine = Q(pk__in=[])
    for grant in grants:
        covered = Q(path__startswith=grant.path)
        mine |= covered & Q(told__regex=rf"\m{grant.role}\M")
        if grant.role in ("approver", "secretary"):
            mine |= covered & ~Q(path=grant.path) & Q(told__contains=LEVEL_ABOVE)
    return alerts.filter(mine, on=F("due_day")).order_by("on", "id")
