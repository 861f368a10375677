"""Supervision leads: registered, mended, ended without a case (supervision.md §3, §11 线索登记表)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from relief.notices.numbers import take_number
from relief.organisations.lines import line_of
from relief.people.identifiers import clean_name
from relief.supervision.duplicates import note_candidates
from relief.supervision.employers import employer_key
from relief.supervision.models import Identity, SupervisionLead
from relief.supervision.pseudonyms import UNPLACED, bearers_of_lead, refuse_names
from relief.supervision.services.accepting import followers, name_complainants
from relief.supervision.services.filing import LEAD, names_kept_out
from workflows.clock import office_now, today
from workflows.engine import open_cases, verb
from workflows.errors import NotPossible
from workflows.fsm import Moment

FORM_FIELDS = (
    "received_at", "source", "source_ref", "naming", "employer_name", "uscc", "address", "industry", "has_union",
    "matter_codes", "workers", "request", "other_channels", "urgency", "project", "amount_fen", "period_from",
    "period_to", "why_missing",
)  # fmt: skip
# What the journal tells of the form: nothing that is written freely, for it may name somebody.
JOURNALLED = ("source", "naming", "employer_name", "matter_codes", "workers", "other_channels", "urgency")


def open_supervision_lead(*, organisation: Any, actor: Any, values: Mapping[str, Any],
                          identity: Mapping[str, str] | None = None, lead: Any = None, role: str = "",
                          because: Moment | None = None) -> SupervisionLead:  # fmt: skip
    """Register a lead with a union. ``identity`` (name, contact) goes into the vault; ``lead`` is the general lead it
    came from."""
    row = SupervisionLead(organisation=organisation, lead=lead, opened_on=today(), received_at=office_now())
    _fill(row, values)
    _hide(row, identity)
    refuse_names(bearers_of_lead(row), *(getattr(row, key) for key in JOURNALLED))
    row.number = take_number(organisation, LEAD, today().year).text
    given = {"number": row.number, **{key: getattr(row, key) for key in JOURNALLED}, "lead": lead}
    open_cases([row], actor=actor, role=role, because=because, given=given)
    note_candidates(row, line_of(organisation.pk).at("county").path)
    return row


@verb(LEAD, "edit")
def edit(m: Moment, *, values: Mapping[str, Any] | None = None, identity: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Write the form as it was typed; candidates for duplicates are sought anew."""
    lead: SupervisionLead = m.case
    changed = {k for k, v in (values or {}).items() if k in FORM_FIELDS and getattr(lead, k) != v}
    _fill(lead, values or {})
    _hide(lead, identity)
    names_kept_out(m, *(getattr(lead, key) for key in JOURNALLED))
    lead.save(update_fields=[*FORM_FIELDS, "name_key", "identity"])
    note_candidates(lead, m.facts.line.at("county").path)
    told = {key: getattr(lead, key) for key in JOURNALLED if key in changed}
    return {"changed": sorted(changed), **told, "identity": identity is not None}


def _fill(lead: SupervisionLead, values: Mapping[str, Any]) -> None:
    """The values of the form, of their types and lengths, of their choices."""
    meta: Any = lead._meta
    for key in [k for k in FORM_FIELDS if k in values]:
        try:
            field = meta.get_field(key)
            empty = values[key] in (None, "") or isinstance(values[key], list | dict)
            setattr(lead, key, values[key] if empty else field.clean(values[key], lead))
        except ValidationError as error:
            raise NotPossible(f"{field.verbose_name}：" + "；".join(error.messages)) from error
    lead.employer_name = " ".join(lead.employer_name.split())
    lead.name_key = employer_key(lead.employer_name)
    if lead.amount_fen is not None and lead.amount_fen < 0:
        raise NotPossible(_("金额不能为负数。"))
    if lead.period_from and lead.period_to and lead.period_from > lead.period_to:
        raise NotPossible(_("欠薪期间的起止日期颠倒。"))


def _hide(lead: SupervisionLead, identity: Mapping[str, str] | None) -> None:
    """The complainant's name and contact go into the vault; whoever stays anonymous leaves none."""
    if identity is None:
        return
    if lead.naming == lead.Naming.ANONYMOUS:
        raise NotPossible(_("匿名线索不登记反映人身份。"))
    row = lead.identity or Identity(pseudonym=UNPLACED)
    row.name, row.contact = clean_name(identity.get("name", "")), identity.get("contact", "").strip()
    row.save()
    lead.identity = row


@verb(LEAD, "decide_duplicates")
def decide_duplicates(m: Moment, *, decisions: Mapping[int, bool]) -> dict[str, Any]:
    """A person says of each candidate whether it is the same lead."""
    waiting = {row.pk: row for row in m.facts.undecided_duplicates}
    for key, same in decisions.items():
        row = waiting.get(key)
        if row is None or not isinstance(same, bool):
            raise NotPossible(_("疑似重复的线索已有变动，请刷新后再核对。"))
        row.is_same, row.decided_by = same, m.actor
        row.save(update_fields=["is_same", "decided_by"])
    return {"same": [waiting[k].other_id for k, same in decisions.items() if same],
            "other": [waiting[k].other_id for k, same in decisions.items() if not same]}  # fmt: skip


@verb(LEAD, "decline")
def decline(m: Moment, *, ground: str, text: str) -> dict[str, Any]:
    """不予受理: one of the grounds, in words."""
    names_kept_out(m, text)
    m.case.ground, m.case.ground_text = ground, text.strip()
    m.case.save(update_fields=["ground", "ground_text"])
    return {"ground": ground, "text": text.strip()}


@verb(LEAD, "pass_on")
def pass_on(m: Moment, *, recipient: str, reason: str = "") -> dict[str, Any]:
    """转其他单位."""
    names_kept_out(m, recipient, reason)
    m.case.recipient = recipient.strip()
    m.case.save(update_fields=["recipient"])
    return {"recipient": recipient.strip(), "reason": reason}


@verb(LEAD, "merge")
def merge(m: Moment, *, survivor: SupervisionLead) -> dict[str, Any]:
    """并入: the other lead lives on; where it has a case, this one's complainant belongs to it too."""
    other = SupervisionLead.objects.select_for_update().filter(pk=survivor.pk).first()
    if other is None or not other.organisation.path.startswith(m.facts.line.at("county").path):
        raise NotPossible(_("只能并入本县范围内的线索。"))
    m.case.survivor, m.case.case = other, other.case
    m.case.save(update_fields=["survivor", "case"])
    if other.case is not None:
        moved = [m.case, *followers(m.case)]
        SupervisionLead.objects.filter(pk__in=[x.pk for x in moved]).update(case=other.case)
        name_complainants(other.case, moved)
    return {"survivor": other, "case": other.case}


@verb(LEAD, "review_decline")
def review_decline(m: Moment, *, reason: str = "") -> dict[str, Any]:
    """撤销不予受理: the lead is looked at again."""
    names_kept_out(m, reason)
    m.case.ground = m.case.ground_text = ""
    m.case.save(update_fields=["ground", "ground_text"])
    return {"reason": reason}
