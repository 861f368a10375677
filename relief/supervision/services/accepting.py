"""受理: a lead opens a case, or joins an open one (supervision.md §3, §13.8, §13.9)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from relief.notices.numbers import take_number
from relief.supervision.employers import employer_of
from relief.supervision.models import PriorityReport, Recusal, SupervisionCase, SupervisionLead
from relief.supervision.pseudonyms import bearers, next_pseudonym, redacted
from relief.supervision.services.filing import CASE, LEAD
from workflows.engine import fire, open_cases, verb
from workflows.errors import NotAllowed, NotPossible
from workflows.fsm import Moment
from workflows.supervision_case import LIVE

BY_URGENCY = (SupervisionLead.Urgency.NORMAL, SupervisionLead.Urgency.GROUP, SupervisionLead.Urgency.DANGER)


@verb(LEAD, "accept")
def accept(m: Moment, *, join: SupervisionCase | None = None, separate: bool = False) -> dict[str, Any]:
    """Open a case of the employer, or join: ``join`` names an open case of this union (a contractor's, say); otherwise
    the employer's own open case is joined unless this one is to be ``separate``."""
    lead: SupervisionLead = m.case
    _complete(m)
    employer = employer_of(lead)
    known = join or (None if separate else open_case_of(employer, lead.organisation_id))
    case = _joined(m, known) if known else _opened(m, employer)
    leads = [lead, *followers(lead)]
    SupervisionLead.objects.filter(pk__in=[x.pk for x in leads]).update(case=case)
    lead.case = case
    name_complainants(case, leads)
    _summarise(case, lead)
    return {"case": case, "joined": known is not None, **_reported(m, lead)}


def open_case_of(employer: Any, organisation_id: int) -> SupervisionCase | None:
    """The open case that a union has of an employer; the oldest, if there are several."""
    found = SupervisionCase.objects.filter(employer=employer, organisation=organisation_id, state__in=LIVE)
    return found.order_by("pk").first()


def _complete(m: Moment) -> None:
    """A case is not opened on a form that lacks its fields: the guard would say so, but later than the case is made."""
    gaps = m.facts.missing_fields
    if gaps:
        raise NotPossible(_("还不能受理：登记表缺%(what)s。") % {"what": "、".join(gaps)}, missing=gaps)


def _opened(m: Moment, employer: Any) -> SupervisionCase:
    lead = m.case
    case = SupervisionCase(
        organisation=lead.organisation, employer=employer, matter_codes=lead.matter_codes, urgency=lead.urgency,
        opened_on=m.occurred_on, number=take_number(lead.organisation, CASE, m.today.year).text)  # fmt: skip
    given = {"number": case.number, "lead": lead, "employer": employer, "matter_codes": lead.matter_codes}
    open_cases([case], actor=m.actor, occurred_on=m.occurred_on, because=m, given=given)
    return case


def _joined(m: Moment, wanted: SupervisionCase) -> SupervisionCase:
    """The case takes the lead's matters in; its journal says from which lead."""
    if wanted.organisation_id != m.case.organisation_id:
        raise NotPossible(_("只能并入本会正在办理的案件。"))
    if Recusal.objects.filter(case=wanted.pk, person__in=m.persons).exists():
        raise NotAllowed(_("您已在该案回避，不能并入。"))
    told = {"text": _("并入线索%(lead)s") % {"lead": m.case}}
    case: SupervisionCase = fire(wanted, "note", actor=m.actor, because=m, given=told).case
    case.matter_codes = sorted({*case.matter_codes, *m.case.matter_codes})
    case.urgency = max(case.urgency, m.case.urgency, key=BY_URGENCY.index)
    case.save(update_fields=["matter_codes", "urgency"])
    return case


def followers(lead: SupervisionLead) -> list[SupervisionLead]:
    """Leads merged into this one, and those merged into them."""
    found: list[SupervisionLead] = []
    for merged in SupervisionLead.objects.filter(survivor=lead).order_by("pk"):
        found += [merged, *followers(merged)]
    return found


def name_complainants(case: SupervisionCase, leads: Iterable[SupervisionLead]) -> None:
    """In this case they are 职工甲, 职工乙 …; a case knows no names."""
    for lead in leads:
        if lead.identity is not None:
            lead.identity.pseudonym = next_pseudonym(case)
            lead.identity.save(update_fields=["pseudonym"])


def _summarise(case: SupervisionCase, lead: SupervisionLead) -> None:
    """What is reported, without names; of a joined case the first report stands."""
    if not case.summary:
        case.summary = redacted(lead.request, bearers(case))
        case.save(update_fields=["summary"])


def _reported(m: Moment, lead: SupervisionLead) -> dict[str, Any]:
    """Priority matters are reported to the next higher union at acceptance (§3)."""
    rules, above = m.facts.rules_on(m.today), m.facts.line.parent
    urgent = sorted(set(lead.matter_codes) & set(rules.priority_matters)) if rules else []
    if not urgent or above is None:
        return {}
    PriorityReport.objects.create(lead=lead, to=above, matter_codes=urgent, at=m.at)
    return {"reported_to": above, "priority_matters": urgent}
