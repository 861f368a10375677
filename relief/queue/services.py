"""Claim, lay back, and the same step for many files: what the desk writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from relief import office
from workflows import desks, journal
from workflows.desks import OPEN, DeskTask
from workflows.engine import Fired
from workflows.errors import Stale


def claim(*, task_id: int, person: Any) -> None:
    """Take a file that lies before this person. Raises Stale when somebody was quicker."""
    if not desks.claim(task_id, person):
        raise Stale(_who_has(task_id, person))


def release(*, task_id: int, person: Any) -> None:
    """Lay one's own file back on the desk. Raises Stale when it is no longer one's own."""
    if not desks.release(task_id, person):
        raise Stale(_who_has(task_id, person))


def claim_many(*, task_ids: Sequence[int], person: Any) -> int:
    """Take those of the files that nobody has yet; returns how many."""
    return sum(desks.claim(task_id, person) for task_id in task_ids)


def release_many(*, task_ids: Sequence[int], person: Any) -> int:
    """Lay back those of the files that are one's own; returns how many."""
    return sum(desks.release(task_id, person) for task_id in task_ids)


def act_on_many(*, model: Any, seen: Mapping[int, int], verb: str, actor: Any, role: str) -> list[Fired]:
    """One verb on many cases, each as it stood on the page (``seen``: key → event count); all or nothing."""
    return office.carry_out(_unchanged, model=model, seen=seen, verb=verb, actor=actor, role=role)


def _unchanged(*, model: Any, seen: Mapping[int, int], verb: str, actor: Any, role: str) -> list[Fired]:
    cases = list(model.objects.select_for_update().filter(pk__in=seen).order_by("pk"))
    for case in cases:
        if case.event_count != seen[case.pk]:
            raise Stale(journal.stale_message(case))
    return office.perform_many(cases, verb, actor=actor, role=role)


def _who_has(task_id: int, person: Any) -> str:
    """Why a claim or a release did not work."""
    task = DeskTask.objects.filter(pk=task_id, status__in=OPEN).select_related("owner").first()
    if task is None:
        return _("这件事已经办过，不在这张桌上了，请刷新后再看。")
    if task.owner is None:
        return _("这件事现在没有人领取，请刷新后再办。")
    if task.owner_id == person.pk:
        return _("这件事已经在您手上。")
    return _("这件事已由%(who)s领取，请刷新后看别的待办。") % {"who": task.owner}
