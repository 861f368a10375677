"""监督员证 (supervision.md §2): entered and corrected by the administrator of the supervisor's union, each act an event."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from relief.organisations.administering import administer
from relief.organisations.models import Grant, Organisation
from relief.organisations.rules import require_dates, require_reason
from relief.organisations.selectors import in_force
from relief.people.models import User
from relief.supervision.models import Certificate
from workflows import clock
from workflows.engine import verb
from workflows.errors import NotPossible
from workflows.fsm import Moment
from workflows.roles import Role


def register_certificate(*, organisation: Organisation, actor: Any, person: User, number: str, issuer: str,
                         valid_from: date, valid_to: date) -> Certificate:  # fmt: skip
    """The certificate that a supervisor of this union was given."""
    fired = administer("register_certificate", organisation=organisation, actor=actor, person=person, number=number,
                       issuer=issuer, valid_from=valid_from, valid_to=valid_to)  # fmt: skip
    return Certificate.objects.get(pk=fired.event.facts["certificate"])


@verb("administration", "register_certificate")
def write_certificate(m: Moment, *, person: User, number: str, issuer: str, valid_from: date,
                      valid_to: date) -> dict[str, Any]:  # fmt: skip
    """Only of who holds the role there today. The number is unique; the database says so to two at once."""
    number, issuer = number.strip(), issuer.strip()
    if not number or not issuer:
        raise NotPossible(_("请写明证号和发证机关。"))
    require_dates(valid_from, valid_to)
    if not _posts(m, person).filter(in_force(clock.today())).exists():
        raise NotPossible(_("%(person)s不是%(unit)s的劳动法律监督员，请先授予岗位。")
                          % {"person": person, "unit": m.case.organisation})  # fmt: skip
    if Certificate.objects.filter(number=number).exists():
        raise NotPossible(_("证号“%(number)s”已登记，请核对证件。") % {"number": number})
    made = Certificate.objects.create(person=person, number=number, issuer=issuer, valid_from=valid_from,
                                      valid_to=valid_to)  # fmt: skip
    return {"certificate": made, "person": person, "number": number, "issuer": issuer, "valid_from": valid_from,
            "valid_to": valid_to}  # fmt: skip


def correct_certificate(*, organisation: Organisation, actor: Any, certificate: Certificate, valid_to: date,
                        reason: str) -> Certificate:  # fmt: skip
    """Another last day: given up or withdrawn early, or mistyped."""
    administer("correct_certificate", organisation=organisation, actor=actor, certificate=certificate,
               valid_to=valid_to, reason=reason)  # fmt: skip
    return Certificate.objects.get(pk=certificate.pk)


@verb("administration", "correct_certificate")
def write_correction(m: Moment, *, certificate: Certificate, valid_to: date, reason: str) -> dict[str, Any]:
    """Days that have passed stand: supervisors acted on them. The event says which last day stood before."""
    require_reason(reason)
    row = Certificate.objects.select_for_update(of=("self",)).select_related("person").get(pk=certificate.pk)
    if not _posts(m, row.person).exists():
        raise NotPossible(_("%(person)s不是%(unit)s的监督员。") % {"person": row.person, "unit": m.case.organisation})
    require_dates(row.valid_from, valid_to)
    if valid_to == row.valid_to:
        raise NotPossible(_("有效期没有改动，无须保存。"))
    if valid_to < min(row.valid_to, clock.today() - timedelta(days=1)):
        raise NotPossible(_("截止日期不能早于昨天：此前的监督工作以当时的证件为准。"))
    was, row.valid_to = row.valid_to, valid_to
    row.save(update_fields=["valid_to"])
    return {"certificate": row, "person": row.person_id, "number": row.number, "valid_to": valid_to, "was": was,
            "reason": reason.strip()}  # fmt: skip


def _posts(m: Moment, person: User) -> Any:
    """The grants as a supervisor at the record's own union, those that never held left out."""
    known = Grant.objects.filter(role=Role.SUPERVISOR, person=person, organisation=m.case.organisation)
    return known.exclude(valid_to__lt=F("valid_from"))
