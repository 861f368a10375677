"""Drafts: open, edit, submit (relief.md §3, §7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from relief.applications.models import Application, HouseholdMember, Invoice
from relief.notices.numbers import take_number
from relief.people.identity import identity_of
from relief.people.masking import mask_card, mask_id, mask_mobile
from relief.people.secrets import blind
from workflows import roles
from workflows.clock import today
from workflows.engine import Fired, open_cases, verb
from workflows.errors import NotAllowed, NotPossible
from workflows.fsm import Moment

SECRET = {"id_no": mask_id, "household_head_id": mask_id, "mobile": mask_mobile, "card_no": mask_card,
          "address": lambda text: text[:6] + "*"}  # fmt: skip
FORM_FIELDS = (
    "name", "sex", "id_type", "id_no", "household_head_id", "hukou_type", "address", "mobile", "health", "identity",
    "member_no", "insurance_kind", "employer", "work_status", "contract_months", "member_name", "member_relation",
    "household_size",
    "per_capita_monthly_fen", "rigid_spending_fen", "cause", "narrative", "event_date", "event_place",
    "application_date", "total_cost_fen", "medical_insurance_fen", "commercial_insurance_fen", "mutual_aid_fen",
    "other_aid_fen", "loss_fen", "liability", "requested_fen", "bank", "bank_code", "card_no", "account_name",
    "payee_relation", "relative_of_staff", "consent_version", "consent_at", "consent_channel", "organisation",
)  # fmt: skip


def derive(application: Application, on: date | None = None) -> None:
    """What follows from what was typed: blind indexes, sex and birth date from the number, account name."""
    a = application
    known = a._state.adding and a.birth_on and a.sex  # the import has read the number already
    identity = None if known else identity_of(a.id_type, a.id_no, today=on or today())
    if identity is not None:
        a.birth_on = identity.birth_date
        a.sex = a.sex or identity.sex or ""
    a.id_blind = blind("id", a.id_no)
    a.household_blind = blind("id", a.household_head_id) or a.id_blind
    a.mobile_blind = blind("mobile", a.mobile)
    a.card_blind = blind("card", a.card_no)
    a.account_name = a.account_name or a.name


def masked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values fit for the journal: secrets masked."""
    return {k: SECRET[k](v) if k in SECRET and v else v for k, v in values.items()}


def open_drafts(drafts: Sequence[Application], *, actor: Any, given: Mapping[str, Any] | None = None) -> list[Fired]:
    """Write new drafts, each with its first event; all or nothing."""
    day = today()
    for draft in drafts:
        derive(draft, day)
        draft.opened_on = day
    return open_cases(drafts, actor=actor, given=given or {})


@verb("relief_application", "edit")
def edit(m: Moment, *, values: Mapping[str, Any] | None = None, members: Sequence[Mapping[str, Any]] | None = None,
         invoices: Sequence[Mapping[str, Any]] | None = None) -> dict[str, Any]:  # fmt: skip
    """Write the form's fields, the household and the bills, as they were typed."""
    a: Application = m.case
    changed = {k: v for k, v in (values or {}).items() if k in FORM_FIELDS and getattr(a, k) != v}
    if "organisation" in changed:
        _moved(m, changed["organisation"])
    for key, value in changed.items():
        setattr(a, key, value)
    derive(a)
    a.save(update_fields=[f.name for f in a._meta.concrete_fields if f.editable and f.name != "id"] + [
        "birth_on", "id_blind", "household_blind", "mobile_blind", "card_blind"])  # fmt: skip
    told: dict[str, Any] = {"changed": masked(changed)}
    if members is not None:
        told["members"] = len(members)
        a.members.all().delete()
        HouseholdMember.objects.bulk_create(
            HouseholdMember(application=a, id_blind=blind("id", row.get("id_no", "")), **row) for row in members
        )
    if invoices is not None:
        told["invoices"] = [row.get("number", "") for row in invoices]
        a.invoices.all().delete()
        Invoice.objects.bulk_create(Invoice(application=a, **row) for row in invoices)
    return told


def _moved(m: Moment, union: Any) -> None:
    """A draft goes to another union only by somebody who takes in applications there too."""
    person = m.actor or m.entered_by
    grants = roles.grants_of(person.pk, m.today)
    if not any(g.role in roles.KEYERS[roles.Pseudo.APPLICANT] and union.path.startswith(g.path) for g in grants):
        raise NotAllowed(_("您不能把申请登记到%(union)s。") % {"union": union})
    m.facts.__dict__.pop("line", None)


@verb("relief_application", "submit")
def submit(m: Moment) -> dict[str, Any]:
    """Give the case its number and keep a snapshot of the form as it was submitted."""
    a: Application = m.case
    line = m.facts.line
    if not a.number:
        a.number = take_number(line.at("county"), "case", m.today.year).text
        a.save(update_fields=["number"])
    if m.facts.missing_fields:
        raise NotPossible(_("还不能提交：请填写%(what)s。") % {"what": "、".join(m.facts.missing_fields)},
                          missing=m.facts.missing_fields)  # fmt: skip
    if m.facts.missing_papers:
        raise NotPossible(_("还不能提交：缺材料%(what)s。") % {"what": "、".join(m.facts.missing_papers)},
                          missing=m.facts.missing_papers)  # fmt: skip
    snapshot = masked({k: getattr(a, k) for k in FORM_FIELDS if k != "organisation"})
    return {"number": a.number, "snapshot": {k: v for k, v in snapshot.items() if v not in (None, "")}}
