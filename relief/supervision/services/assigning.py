"""Who investigates, and for how long: assignment, recusal, extension (supervision.md §4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from relief.supervision.models import Assignment, Recusal
from relief.supervision.services.filing import CASE, names_kept_out
from workflows import roles
from workflows.engine import verb
from workflows.errors import NotAllowed, NotPossible
from workflows.fsm import Moment
from workflows.models import Extension
from workflows.roles import HeldGrant, Role

MAY_RECUSE_OTHERS = frozenset({Role.CASE_OFFICE, Role.DIRECTOR})


@verb(CASE, "assign")
def assign(m: Moment, *, supervisors: Sequence[Any], unannounced: bool = False) -> dict[str, Any]:
    """Name the supervisors; the second may be one of the higher union (§13.2)."""
    m.case.unannounced = unannounced
    m.case.save(update_fields=["unannounced"])
    return {**_staff(m, supervisors), "unannounced": unannounced}


@verb(CASE, "reassign")
def reassign(m: Moment, *, supervisors: Sequence[Any], reason: str = "") -> dict[str, Any]:
    """Other supervisors from now on; what the former ones did stands."""
    names_kept_out(m, reason)
    return {**_staff(m, supervisors), "reason": reason.strip()}


def _staff(m: Moment, supervisors: Sequence[Any]) -> dict[str, Any]:
    wanted = {person.pk: person for person in supervisors}
    open_rows = m.case.assignments.filter(ended_at=None)
    open_rows.exclude(supervisor__in=wanted).update(ended_at=m.at)
    staying = set(open_rows.values_list("supervisor_id", flat=True))
    for key in wanted.keys() - staying:
        held = _held_over(m, wanted[key])
        higher = all(g.path != m.facts.line.own.path for g in held)
        Assignment.objects.create(case=m.case, by=m.actor, at=m.at, supervisor_id=key, from_higher=higher)
    return {"supervisors": sorted(wanted)}


def _held_over(m: Moment, person: Any) -> list[HeldGrant]:
    """The grants by which this person supervises here; NotPossible where there is none."""
    own = m.facts.line.own.path
    grants = [g for g in roles.grants_of(person.pk, m.today) if g.role == Role.SUPERVISOR and own.startswith(g.path)]
    if not grants:
        raise NotPossible(_("%(who)s不是本会或上级工会的劳动法律监督员。") % {"who": person})
    return grants


@verb(CASE, "recuse")
def recuse(m: Moment, *, reason: str, person: Any = None) -> dict[str, Any]:
    """回避: somebody stands aside, themselves or by decision of the office; an assignment ends with it."""
    names_kept_out(m, reason)
    who = person or m.actor
    if who != m.actor and m.role not in MAY_RECUSE_OTHERS:
        raise NotAllowed(_("他人的回避由监督委员会办公室或主任登记。"))
    if Recusal.objects.filter(case=m.case, person=who).exists():
        raise NotPossible(_("该人员已经回避。"))
    Recusal.objects.create(case=m.case, by=m.actor, at=m.at, person=who, reason=reason.strip())
    m.case.assignments.filter(supervisor=who, ended_at=None).update(ended_at=m.at)
    return {"person": who.pk, "reason": reason.strip()}


@verb(CASE, "prolong")
def prolong(m: Moment, *, n: int, reason: str) -> dict[str, Any]:
    """Lengthen the clock of this stage by ``n`` of the units that the rules name; the rules say how far."""
    names_kept_out(m, reason)
    if not reason.strip():
        raise NotPossible(_("请写明延长的理由。"))
    if isinstance(n, bool) or not m.facts.limit_running(m.today) or not m.facts.extension_left(m.role, {}):
        raise NotPossible(_("本环节的期限不在计时，或规则不允许再延长。"))
    key = m.case.machine.stage(m.case.state).limit
    terms = m.facts.rules_at_start.limit(key).extension
    if n not in range(1, terms.max_n + 1):
        raise NotPossible(_("延长不能超过%(n)d日。") % {"n": terms.max_n})
    Extension.objects.create(machine=CASE, case_id=m.case.pk, clock=key, started_on=m.occurred_on, n=n,
                             unit=terms.unit, reason=reason.strip())  # fmt: skip
    m.facts.__dict__.pop("timekeeping", None)
    return {"n": n, "unit": terms.unit, "reason": reason.strip()}
