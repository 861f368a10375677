"""Reading leads and cases of supervision: what a person's grants cover, and nothing of a case they stand aside from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from relief.organisations.models import Grant
from relief.organisations.selectors import in_force
from relief.queue.sitting import Sitting
from relief.supervision.employers import employer_key
from relief.supervision.facts.standing import holders
from relief.supervision.models import (
    Certificate,
    Employer,
    LetterPlan,
    PriorityReport,
    Recusal,
    SupervisionCase,
    SupervisionLead,
)
from workflows.models import Event
from workflows.roles import Role
from workflows.supervision_case import LIVE

CASE_READERS = frozenset({
    Role.SUPERVISOR, Role.CASE_OFFICE, Role.COUNSEL, Role.DIRECTOR, Role.LEADER, Role.SEAL_KEEPER, Role.ARCHIVIST,
    Role.AUDITOR,
})  # fmt: skip
"""Roles that read cases of their subtree (supervision.md §2)."""
LEAD_READERS = frozenset({Role.SUPERVISOR, Role.CASE_OFFICE, Role.DIRECTOR, Role.LEADER, Role.ARCHIVIST, Role.AUDITOR})
OFFICE = frozenset({Role.CASE_OFFICE, Role.DIRECTOR})


def cases_for(sitting: Sitting, roles: Iterable[str] = CASE_READERS) -> QuerySet[SupervisionCase]:
    """Cases, the latest first."""
    found = SupervisionCase.objects.filter(_covered(sitting, roles, "pk"))
    return found.select_related("employer", "organisation").order_by("-pk")


def case_for(sitting: Sitting, pk: int) -> SupervisionCase:
    """One case; a foreign one, or one's own recusal's, does not exist (404)."""
    return get_object_or_404(cases_for(sitting), pk=pk)


def leads_for(sitting: Sitting) -> QuerySet[SupervisionLead]:
    """Leads, the latest first: of the unions covered, and those that one has registered oneself (status of own)."""
    own = Event.objects.filter(machine="supervision_lead", verb="open", actor=sitting.person_id, case_id=OuterRef("pk"))
    mine = Exists(own) & ~Exists(Recusal.objects.filter(case=OuterRef("case"), person=sitting.person_id))
    found = SupervisionLead.objects.filter(_covered(sitting, LEAD_READERS, "case") | Q(mine))
    return found.select_related("organisation", "case").order_by("-pk")


def lead_for(sitting: Sitting, pk: int) -> SupervisionLead:
    """One lead; a foreign one does not exist (404)."""
    return get_object_or_404(leads_for(sitting), pk=pk)


def _covered(sitting: Sitting, roles: Iterable[str], case: str) -> Q:
    """Rows that a grant covers whose holder, and whom they stand in for, are not recused from the row's ``case``."""
    covered = Q(pk__in=[])
    for grant in sitting.grants:
        if grant.role in roles:
            recused = Recusal.objects.filter(case=OuterRef(case), person__in=grant.persons)
            covered |= Q(organisation__path__startswith=grant.path) & ~Q(Exists(recused))
    return covered


def open_plans_for(sitting: Sitting) -> QuerySet[LetterPlan]:
    """Letters that were decided and wait to be drafted, the oldest first."""
    waiting = LetterPlan.objects.filter(letter=None, case__in=cases_for(sitting).order_by().values("pk"))
    return waiting.select_related("case__employer", "issuer").order_by("pk")


def employers_for(sitting: Sitting) -> QuerySet[Employer]:
    """Employers of the cases one reads, by name."""
    return Employer.objects.filter(cases__in=cases_for(sitting).order_by().values("pk")).distinct().order_by("name", "pk")


def cases_to_join(lead: SupervisionLead) -> QuerySet[SupervisionCase]:
    """Open cases of the lead's union that it may join; those of the same employer come first."""
    same = Q(employer__name_key=employer_key(lead.employer_name))
    same |= Q(employer__uscc=lead.uscc) if lead.uscc else Q(pk__in=[])
    found = SupervisionCase.objects.filter(organisation=lead.organisation_id, state__in=LIVE).select_related("employer")
    return found.alias(same=Exists(SupervisionCase.objects.filter(same, pk=OuterRef("pk")))).order_by("-same", "pk")


def priority_reports_for(sitting: Sitting) -> QuerySet[PriorityReport]:
    """What lower unions reported of matters of priority to the unions in whose office one sits, the latest first."""
    addressed = Q(pk__in=[])
    for grant in sitting.grants:
        if grant.role in OFFICE:
            addressed |= Q(to__path=grant.path)
    return PriorityReport.objects.filter(addressed).select_related("lead__organisation", "lead__case", "to").order_by("-pk")


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be assigned to a case. ``higher``: of a higher union; ``fit``: certificate valid that day."""

    person: Any
    higher: bool
    fit: bool


def supervisors_for(case: SupervisionCase, on: date) -> list[Candidate]:
    """Supervisors of the union and of those above it, the own ones first; nobody who stands aside."""
    own = case.organisation.path
    recused = set(case.recusals.values_list("person_id", flat=True))
    grants = Grant.objects.filter(in_force(on), role=Role.SUPERVISOR).select_related("person", "organisation")
    near: dict[int, Grant] = {}
    for grant in grants.order_by("-organisation__depth", "person__name"):
        if own.startswith(grant.organisation.path) and grant.person_id not in recused and grant.person.is_active:
            near.setdefault(grant.person_id, grant)
    fit = holders(near, on)
    return [Candidate(g.person, g.organisation.path != own, key in fit) for key, g in near.items()]


def certificates_of(person: Any) -> QuerySet[Certificate]:
    """The certificates of a person, the latest first."""
    return Certificate.objects.filter(person=person).order_by("-valid_from")
