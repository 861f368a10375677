"""转办: a lead opens a relief draft, a supervision lead, or both, linked both ways (relief.md §4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from relief.applications.models import Application
from relief.applications.services.drafting import open_drafts
from relief.leads.models import Lead
from relief.leads.services.handling import LEAD
from relief.supervision.facts.lead import WAGE
from relief.supervision.models import SupervisionLead
from relief.supervision.services.leading import open_supervision_lead
from workflows.engine import verb
from workflows.errors import NotPossible
from workflows.fsm import Moment

SUPERVISION, RELIEF = "supervision", "relief"
Form = SupervisionLead
SOURCES = {Lead.Source.HOTLINE: Form.Source.HOTLINE, Lead.Source.STATION: Form.Source.ONLINE,
           Lead.Source.SCOUT: Form.Source.OTHER, Lead.Source.VISIT: Form.Source.VISIT}  # fmt: skip
ASKED_OF_RELIEF = ("name", "cause", "event_date")


def offered(lead: Lead) -> list[str]:
    """What a lead may become: arrears of wages always offer the supervision lead first."""
    return [SUPERVISION, RELIEF] if lead.wage_arrears or lead.employer_name else [RELIEF, SUPERVISION]


@verb(LEAD, "convert")
def convert(m: Moment, *, into: Sequence[str], supervision: Mapping[str, Any] | None = None,
            relief: Mapping[str, Any] | None = None) -> dict[str, Any]:  # fmt: skip
    """Open what ``into`` names. ``supervision`` and ``relief`` hold what the lead itself does not know."""
    if not into or set(into) - {SUPERVISION, RELIEF}:
        raise NotPossible(_("请选择转为救助申请或监督线索。"))
    if m.facts.duplicate_open:
        raise NotPossible(_("这条线索与在办线索%(other)s相同。") % {"other": m.facts.duplicate_open})
    opened: dict[str, Any] = {}
    if SUPERVISION in into:
        opened["supervision_lead"] = _supervision_lead(m, dict(supervision or {}))
    if RELIEF in into:
        opened["application"] = _draft(m, dict(relief or {}))
    m.case._state.fields_cache.clear()
    return opened


def _supervision_lead(m: Moment, values: dict[str, Any]) -> SupervisionLead:
    """Registered with the county union; its case office completes the form."""
    lead: Lead = m.case
    known = {
        "received_at": lead.received_at, "source": SOURCES[Lead.Source(lead.source)], "urgency": Form.Urgency.NORMAL,
        "source_ref": lead.source_ref or lead.number, "employer_name": lead.employer_name, "request": lead.text[:2000],
        "naming": Form.Naming.NAMED if lead.person_name else Form.Naming.ANONYMOUS,
        "matter_codes": [WAGE] if lead.wage_arrears else [], "other_channels": Form.Channels.NONE}  # fmt: skip
    union = values.pop("organisation", None) or m.facts.line.at("county")
    form = {**known, **values}
    if not str(form["employer_name"]).strip():
        raise NotPossible(_("请填写单位名称。"))
    who = {"name": lead.person_name, "contact": lead.person_phone}
    anonymous = form["naming"] == Form.Naming.ANONYMOUS
    return open_supervision_lead(organisation=union, actor=m.actor, values=form, lead=lead, because=m,
                                 identity=None if anonymous else who)  # fmt: skip


def _draft(m: Moment, values: dict[str, Any]) -> Application:
    """A relief draft with the little that is known: who, why, since when. The clerk goes on from there."""
    lead: Lead = m.case
    form = {"name": lead.person_name, "mobile": lead.person_phone, "employer": lead.employer_name[:100],
            "narrative": lead.text[:2000], "id_type": "resident", "application_date": m.occurred_on}  # fmt: skip
    form |= {k: v for k, v in values.items() if v}
    if not all(form.get(key) for key in ASKED_OF_RELIEF):
        raise NotPossible(_("转为救助申请须填写姓名、致困原因和发生日期。"))
    draft = Application(organisation=lead.organisation, **form)
    open_drafts([draft], actor=m.actor)
    lead.application = draft
    lead.save(update_fields=["application"])
    return draft
