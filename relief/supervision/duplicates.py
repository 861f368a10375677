"""疑似重复: leads that may be the same, stored on write, decided by a person (supervision.md §3)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from relief.supervision.models import LeadDuplicate, SupervisionLead
from workflows.supervision_lead import ACCEPTED, REGISTERED

LOOKED_THROUGH = (REGISTERED, ACCEPTED)


def note_candidates(lead: SupervisionLead, county_path: str) -> None:
    """Write the candidates anew; what a person has decided stands."""
    found = {other.pk: same for other in _namesakes(lead, county_path) if (same := _same(lead, other))}
    lead.duplicates.filter(is_same=None).exclude(other__in=found).delete()
    known = set(lead.duplicates.values_list("other_id", flat=True))
    LeadDuplicate.objects.bulk_create(
        LeadDuplicate(lead=lead, other_id=key, same=same) for key, same in found.items() if key not in known
    )


def _namesakes(lead: SupervisionLead, county_path: str) -> QuerySet[SupervisionLead]:
    """Leads of the same employer with the unions of one county, the oldest first."""
    named = Q(name_key=lead.name_key) | (Q(uscc=lead.uscc) if lead.uscc else Q(pk__in=[]))
    found = SupervisionLead.objects.filter(named, state__in=LOOKED_THROUGH, organisation__path__startswith=county_path)
    return found.exclude(pk=lead.pk).order_by("pk")


def _same(lead: SupervisionLead, other: SupervisionLead) -> list[str]:
    """What agrees: employer, matter and period all do, or it is no candidate. An unknown period contradicts nothing."""
    if not set(lead.matter_codes) & set(other.matter_codes) or not _overlap(lead, other):
        return []
    same_code = bool(lead.uscc) and lead.uscc == other.uscc
    if lead.uscc and other.uscc and not same_code:
        return []
    period = ["period"] if lead.period_from and other.period_from else []
    return ["uscc" if same_code else "name", *period, "matter"]


def _overlap(one: Any, other: Any) -> bool:
    ends = (one.period_from, one.period_to, other.period_from, other.period_to)
    return not all(ends) or (one.period_from <= other.period_to and other.period_from <= one.period_to)
