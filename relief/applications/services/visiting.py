"""Investigation: the visit and its signatures, checks, the stored calculation (relief.md §3, §7)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from relief.applications import calculating
from relief.applications.facts.standing import WAITING_FOR_CHECK
from relief.applications.models import Check, Visit, VisitSignature
from relief.schemes.errors import AmountError
from workflows.engine import close_pause, open_pause, verb
from workflows.errors import NotAllowed, NotPossible
from workflows.fsm import Moment
from workflows.models import Event

VISIT_FIELDS = ("place", "present", "housing", "income", "spending", "neighbours", "conclusion", "proposed_fen",
                "refusal_of_signature")  # fmt: skip


@verb("relief_application", "record_visit")
def record_visit(m: Moment, *, place: str, present: str, conclusion: str, **more: Any) -> dict[str, Any]:
    """Write the visit and the recorder's own signature; the county's re-visit is a visit of its own."""
    values = {"place": place, "present": present, "conclusion": conclusion, **more}
    visit = Visit.objects.create(
        application=m.case, on=m.occurred_on, round=m.facts.visit_round, by_county=m.role == "reviewer",
        **{k: v for k, v in values.items() if k in VISIT_FIELDS})  # fmt: skip
    if m.actor is not None:
        VisitSignature.objects.create(visit=visit, person=m.actor, signed_on=m.occurred_on)
    m.facts.__dict__.pop("last_signed", None)
    compute(m)
    return {"visit": visit.pk, "conclusion": conclusion, "by_county": visit.by_county}


@verb("relief_application", "sign_visit")
def sign_visit(m: Moment) -> dict[str, Any]:
    """Another visitor signs the latest visit; who stands in for the first one is no other."""
    visit = m.facts.visit
    if visit is None:
        raise NotPossible(_("还没有登记入户调查，请先登记。"))
    signed = Event.objects.filter(dossier=m.facts.dossier(), facts__visit=visit.pk)
    before = {p for pair in signed.values_list("actor_id", "principal_id") for p in pair if p}
    if before & m.persons:
        raise NotPossible(_("您(或您所代理的人)已在这份调查表上签字，须由另一名调查员签字。"))
    VisitSignature.objects.create(visit=visit, person=m.actor, signed_on=m.occurred_on)
    m.facts.__dict__.pop("last_signed", None)
    return {"visit": visit.pk}


def compute(m: Moment) -> None:
    """Calculate the amount from the form as it stands and keep it (§5, "stored per calculation")."""
    facts = m.facts
    try:
        found = calculating.work_out(m.case, facts.version, area=facts.area, as_of=m.today)
    except AmountError as error:
        raise NotPossible(_("无法测算救助金额：%(why)s。请先更正申请表。") % {"why": error.message}) from error
    calculating.store(m.case, facts.version, found, m.today)
    facts.__dict__.pop("calculation", None)


@verb("relief_application", "finish_visit")
def finish_visit(m: Moment) -> dict[str, Any]:
    """The investigation ends with the amount as the facts now give it."""
    if not m.facts.calculation_current:
        compute(m)
    stored = m.facts.calculation
    return {"suggested_fen": stored.suggested_fen, "ceiling_fen": stored.ceiling_fen, "sentence": stored.sentence}


@verb("relief_application", "request_check")
def request_check(m: Moment, *, kind: str, authorisation: str = "") -> dict[str, Any]:
    """Ask another office; the answer is awaited."""
    _known(m, kind)
    Check.objects.update_or_create(
        application=m.case, kind=kind,
        defaults={"status": Check.Status.WAITING, "on": m.occurred_on, "authorisation": authorisation})  # fmt: skip
    m.facts.__dict__.pop("settled_checks", None)
    if m.facts.timekeeping.open_pause(WAITING_FOR_CHECK) is None:
        open_pause(m, WAITING_FOR_CHECK)
    return {"kind": kind}


@verb("relief_application", "settle_check")
def settle_check(m: Moment, *, kind: str, status: str, result: str = "") -> dict[str, Any]:
    """Record an answer: matched, clean, unavailable, or waived with a reason."""
    _known(m, kind)
    if status not in Check.Status.values or status == Check.Status.WAITING:
        raise NotPossible(_("请选择核对结果。"))
    if status == Check.Status.WAIVED and not result.strip():
        raise NotPossible(_("免于核对须写明理由。"))
    if m.facts.scheme.checks[kind].by == "county" and m.role != "reviewer":
        raise NotAllowed(_("这项核对由县级审核员登记。"))
    Check.objects.update_or_create(
        application=m.case, kind=kind,
        defaults={"status": status, "result": result, "settled_on": m.occurred_on},
        create_defaults={"status": status, "result": result, "settled_on": m.occurred_on, "on": m.occurred_on},
    )  # fmt: skip
    m.facts.__dict__.pop("settled_checks", None)
    waiting = Check.objects.filter(application=m.case, status=Check.Status.WAITING).exists()
    if not waiting and m.facts.timekeeping.open_pause(WAITING_FOR_CHECK) is not None:
        close_pause(m, WAITING_FOR_CHECK)
    return {"kind": kind, "status": status, "result": result}


def _known(m: Moment, kind: str) -> None:
    if kind not in m.facts.scheme.checks:
        raise NotPossible(_("办法没有这项核对。"))
