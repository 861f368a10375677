"""Reading general leads: what a person's grants cover; who spoke only where the file allows it (relief.md §4)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from relief.leads.models import Lead
from relief.queue.sitting import Sitting
from workflows.roles import Role

READERS = frozenset({Role.HOTLINE, Role.CLERK, Role.REVIEWER, Role.HEAD, Role.AUDITOR})
KNOW_CALLERS = frozenset({Role.HOTLINE, Role.CLERK, Role.REVIEWER})
KNOW_SCOUTS = frozenset({Role.HOTLINE, Role.REVIEWER})


@dataclass(frozen=True)
class Caller:
    """Who spoke; without name and phone where the reader may not know."""

    name: str
    phone: str


def general_leads_for(sitting: Sitting) -> QuerySet[Lead]:
    """Leads of the unions covered, the latest first."""
    covered = Q(pk__in=[])
    for grant in sitting.grants:
        if grant.role in READERS:
            covered |= Q(organisation__path__startswith=grant.path)
    return Lead.objects.filter(covered).select_related("organisation", "handler").order_by("-pk")


def general_lead_for(sitting: Sitting, pk: int) -> Lead:
    """One lead; a foreign one does not exist (404)."""
    return get_object_or_404(general_leads_for(sitting), pk=pk)


def caller_of(lead: Lead, sitting: Sitting) -> Caller:
    """A scout's identity is known to hotline and reviewer only."""
    may = KNOW_SCOUTS if lead.source == Lead.Source.SCOUT else KNOW_CALLERS
    if any(g.role in may and lead.organisation.path.startswith(g.path) for g in sitting.grants):
        return Caller(lead.person_name, lead.person_phone)
    return Caller(_("已保密"), "")
