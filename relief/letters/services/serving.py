"""Service 送达: attempts by method and address, failures, the leave to announce, the receipt that proves (§10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from relief.documents.services import Upload
from relief.jurisdictions.errors import BadQuestion
from relief.jurisdictions.service_days import Events, served
from relief.letters.models import Method, ServiceAttempt, ServiceReceipt, SupervisionLetter
from relief.letters.services.papers import MACHINE, file_one, filed, not_ahead, written
from workflows.engine import verb
from workflows.errors import NotPossible
from workflows.fsm import Moment

# Whose rule a proving event is; what is signed proves direct or entrusted service, whichever was under way.
PROVES = {"left_on": Method.LEFT, "delivered_on": Method.MAIL, "returned_on": Method.MAIL,
          "arrived_at": Method.ELECTRONIC, "published_on": Method.ANNOUNCEMENT}  # fmt: skip


@verb(MACHINE, "dispatch", "retry")
def dispatch(m: Moment, *, method: str, address: str, note: str = "", sent_on: date | None = None) -> dict[str, Any]:
    """A new attempt by one method at one address."""
    letter: SupervisionLetter = m.case
    if method not in Method.values:
        raise NotPossible(_("请选择送达方式。"))
    if m.facts.case_suspended:
        raise NotPossible(_("案件已中止，暂不能送出。"))
    on = not_ahead(m, sent_on or m.occurred_on, _("送出日期"))
    if letter.issued_on is not None and on < letter.issued_on:
        raise NotPossible(_("送出日期不能早于成文日期。"))
    attempt = ServiceAttempt.objects.create(
        letter=letter, n=len(m.facts.attempts) + 1, method=method, address=written(address, _("送达地点")), sent_on=on,
        note=note.strip(), by=m.actor, at=m.at)  # fmt: skip
    return {"n": attempt.n, "method": method, "address": attempt.address, "sent_on": on, "note": note}


@verb(MACHINE, "fail_service")
def fail_service(m: Moment, *, failure: str, failed_on: date | None = None) -> dict[str, Any]:
    """Why the attempt came to nothing."""
    attempt = m.facts.attempt
    on = not_ahead(m, failed_on or m.occurred_on, _("未能送达日期"))
    if on < attempt.sent_on:
        raise NotPossible(_("未能送达日期不能早于送出日期。"))
    attempt.failed_on, attempt.failure = on, failure.strip()
    attempt.save(update_fields=["failed_on", "failure"])
    return {"n": attempt.n, "method": attempt.method, "failed_on": on, "failure": failure}


@verb(MACHINE, "allow_announcement")
def allow_announcement(m: Moment, *, opinion: str = "") -> dict[str, Any]:
    """The director lets the letter be announced after the other methods failed."""
    m.case.announcement_allowed_on = m.occurred_on
    m.case.save(update_fields=["announcement_allowed_on"])
    return {"opinion": opinion, "failed": sorted(m.facts.failed_methods)}


@verb(MACHINE, "serve")
def serve(m: Moment, *, events: Mapping[str, Any], place: str, servers: Sequence[str], method: str = "",
          evidence: Mapping[str, Upload] | None = None, signer: str = "", capacity: str = "", relation: str = "",
          refusal: str = "", witness: str = "", received_at: datetime | None = None) -> dict[str, Any]:  # fmt: skip
    """The receipt: the earliest day that the recorded events prove, with the evidence of the method that proves it.

    An attempt in person that is refused may be left there (LEFT); else the method is one that was tried.
    """
    attempt = m.facts.attempt
    tried = method or attempt.method
    on, event = _proof(m, tried, events)
    by = PROVES.get(event) or (tried if tried in (Method.DIRECT, Method.ENTRUSTED) else Method.DIRECT)
    attempt = _attempt_of(m, by, on)
    _stated(by, signer, capacity, refusal)
    papers = {code: file_one(m, f"SERVICE:{code}", upload) for code, upload in (evidence or {}).items()}
    names = "、".join(name.strip() for name in servers if name.strip())
    receipt = ServiceReceipt.objects.create(
        letter=m.case, attempt=attempt, events=_as_json(events), served_on=on, received_at=received_at,
        place=written(place, _("送达地点")), servers=written(names, _("送达人")), signer=signer, capacity=capacity,
        relation=relation, refusal=refusal, witness=witness, at=m.at,
        evidence={code: d.pk for code, d in papers.items() if d is not None})  # fmt: skip
    return {"method": by, "served_on": receipt.served_on, "proved_by": event, "attempt": attempt.n, "place": place,
            "servers": names, "evidence": filed(papers)}  # fmt: skip


def _proof(m: Moment, method: str, events: Mapping[str, Any]) -> tuple[date, str]:
    """The day of service by the pinned profile and the event that proves it; NotPossible where nothing does."""
    for day in events.values():
        if isinstance(day, date) and not isinstance(day, datetime):
            not_ahead(m, day, _("送达记录的日期"))
    if isinstance(events.get("arrived_at"), datetime) and events["arrived_at"] > m.at:
        raise NotPossible(_("到达时间不能晚于现在。"))
    try:
        found = served(method, m.facts.rules, Events(**events))
    except TypeError:
        raise NotPossible(_("送达记录中有不认识的日期。")) from None
    except BadQuestion as refusal:
        raise NotPossible(refusal.message) from None
    if found.on is None:
        raise NotPossible(_("所登记的情况不能证明已经送达：请按送达方式登记签收、留置、妥投、到达或公告的日期。"))
    if found.on > m.today:
        raise NotPossible(_("公告期满日是%(day)s，届时才能登记送达。") % {"day": found.on.isoformat()})
    return found.on, found.by


def _attempt_of(m: Moment, method: str, on: date) -> ServiceAttempt:
    """The attempt that was proved: the latest by this method. One in person that was refused on the spot may end in
    leaving it there: that is an attempt of its own, at the same place."""
    same = [a for a in m.facts.attempts if a.method == method]
    refused = [a for a in m.facts.attempts if a.method == Method.DIRECT]
    if not same and method == Method.LEFT and refused and method in m.facts.rules.methods:
        return ServiceAttempt.objects.create(
            letter=m.case, n=len(m.facts.attempts) + 1, method=method, address=refused[-1].address, sent_on=on,
            by=m.actor, at=m.at)  # fmt: skip
    if not same:
        raise NotPossible(_("没有以“%(method)s”送出的记录。") % {"method": Method(method).label})
    return same[-1]


def _stated(method: str, signer: str, capacity: str, refusal: str) -> None:
    """§11 送达回证: who signed and as what, or why it was refused."""
    if method == Method.LEFT:
        written(refusal, _("拒收事由"))
    elif method in (Method.DIRECT, Method.ENTRUSTED):
        written(signer, _("签收人"))
        written(capacity, _("签收人身份"))


def _as_json(events: Mapping[str, Any]) -> dict[str, Any]:
    return {name: day.isoformat() if isinstance(day, date) else day for name, day in events.items() if day is not None}
