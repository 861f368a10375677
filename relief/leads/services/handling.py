"""Leads taken in, assigned, answered, closed, reopened (relief.md §4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from relief.leads.models import Lead, LeadContact
from relief.notices.numbers import take_number
from relief.organisations.lines import line_of
from relief.people.identifiers import clean_name, parse_mobile
from relief.people.secrets import blind
from relief.supervision.pseudonyms import refuse_names
from workflows.clock import office_now, today
from workflows.engine import open_cases, verb
from workflows.errors import NotAllowed, NotPossible
from workflows.fsm import Moment

LEAD = "lead"
FORM_FIELDS = ("source", "source_ref", "received_at", "subject", "text", "employer_name", "wage_arrears", "urgent",
               "person_name", "person_phone")  # fmt: skip
CALLER = "反映人"


def open_lead(*, organisation: Any, actor: Any, values: Mapping[str, Any], role: str = "") -> Lead:
    """Register what somebody said. Who it was is encrypted; the journal does not tell."""
    lead = Lead(organisation=organisation, opened_on=today(), received_at=office_now())
    for key in [k for k in FORM_FIELDS if k in values]:
        setattr(lead, key, values[key])
    _tidy(lead)
    lead.number = take_number(line_of(organisation.pk).at("county"), LEAD, today().year).text
    given = {"number": lead.number, "source": lead.source, "urgent": lead.urgent, "wage_arrears": lead.wage_arrears}
    open_cases([lead], actor=actor, role=role, given=given)
    return lead


def _tidy(lead: Lead) -> None:
    lead.person_name = clean_name(lead.person_name)
    lead.person_phone = parse_mobile(lead.person_phone) or lead.person_phone.strip()
    lead.phone_blind = blind("mobile", lead.person_phone)
    lead.employer_name = " ".join(lead.employer_name.split())
    if lead.received_at > office_now():
        raise NotPossible(_("接收时间不能晚于现在。"))
    try:
        lead.clean_fields(exclude=["state", "number", "organisation"])
    except ValidationError as error:
        raise NotPossible("；".join(error.messages)) from error


def names_kept_out(lead: Lead, *texts: Any) -> None:
    """The journal names no caller."""
    refuse_names({lead.person_name: CALLER}, *texts)


@verb(LEAD, "assign")
def assign(m: Moment, *, handler: Any, organisation: Any = None) -> dict[str, Any]:
    """Give the lead to somebody, with ``organisation`` to another union that the assigning person covers."""
    lead: Lead = m.case
    lead.handler = handler
    if organisation is not None and organisation.pk != lead.organisation_id:
        if m.grant is None or not organisation.path.startswith(m.grant.path):
            raise NotAllowed(_("您不能把线索分派到%(union)s。") % {"union": organisation})
        lead.organisation = organisation
        m.facts.__dict__.pop("line", None)
    lead.save(update_fields=["handler", "organisation"])
    return {"handler": handler.pk, "organisation": organisation}


@verb(LEAD, "hand_back")
def hand_back(m: Moment, *, reason: str = "") -> dict[str, Any]:
    """退回分派: nobody has it in hand."""
    names_kept_out(m.case, reason)
    m.case.handler = None
    m.case.save(update_fields=["handler"])
    return {"reason": reason.strip()}


@verb(LEAD, "contact_note")
def contact_note(m: Moment, *, how: str, said: str, reached: bool = True) -> dict[str, Any]:
    """联系记录: it ends the limit for contact."""
    if not how.strip() or not said.strip():
        raise NotPossible(_("请填写联系方式和沟通内容。"))
    row = LeadContact.objects.create(lead=m.case, on=m.occurred_on, how=how.strip(), said=said.strip(), reached=reached,
                                     by=m.actor or m.entered_by, at=m.at)  # fmt: skip
    return {"contact": row.pk, "how": row.how, "reached": reached}


@verb(LEAD, "note")
def note(m: Moment, *, text: str) -> dict[str, Any]:
    """A remark in the timeline."""
    if not text.strip():
        raise NotPossible(_("请填写备注内容。"))
    names_kept_out(m.case, text)
    return {"text": text.strip()}


@verb(LEAD, "answer")
def answer(m: Moment, *, text: str) -> dict[str, Any]:
    """答复: what the person was told."""
    m.case.answer = text.strip()
    m.case.save(update_fields=["answer"])
    return {"answered": bool(text.strip())}


@verb(LEAD, "close")
def close(m: Moment, *, told: bool = False, rating: int | None = None, unreachable: bool = False) -> dict[str, Any]:
    """办结: the person was told how it ended and said how content they are, or cannot be reached."""
    if rating is not None and (isinstance(rating, bool) or rating not in range(1, 6)):
        raise NotPossible(_("评价须为1至5分。"))
    m.case.outcome_told, m.case.rating, m.case.unreachable = told is True, rating, unreachable is True
    m.case.save(update_fields=["outcome_told", "rating", "unreachable"])
    return {"told": told, "rating": rating, "unreachable": unreachable}


@verb(LEAD, "reopen")
def reopen(m: Moment, *, reason: str = "") -> dict[str, Any]:
    """重新办理: it is answered and told anew. The rating stays until the next one: it is why."""
    names_kept_out(m.case, reason)
    m.case.answer, m.case.outcome_told, m.case.unreachable, m.case.reopened_at = "", False, False, m.at
    m.case.save(update_fields=["answer", "outcome_told", "unreachable", "reopened_at"])
    return {"reason": reason.strip(), "rating": m.case.rating}
