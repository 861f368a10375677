"""The facts that the guards of a general lead ask for (relief.md §4)."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from relief.leads.models import Lead
from relief.schemes.selectors import scheme_on
from relief.supervision.facts.standing import Standing
from workflows import roles
from workflows.clock import today as office_today
from workflows.facts import Limit, facts_for
from workflows.fsm import Stage
from workflows.lead import ASSIGNED, CONVERTED, LEAD, OPEN
from workflows.roles import Role

LOW_RATING = 2
HANDLERS = frozenset({Role.CLERK, Role.REVIEWER})


@facts_for(LEAD)
class LeadFacts(Standing):
    """Facts of one lead."""

    case: Lead

    @cached_property
    def scheme(self) -> Any:
        return scheme_on(office_today()).rules

    def limit(self, stage: Stage, start: date, start_at: datetime) -> Limit | None:
        """The scheme's clocks lead_contact and lead_contact_urgent: from when the person spoke (or the lead was
        reopened) until the office has contacted them."""
        if not stage.limit or self.contacted:
            return None
        clock = self.scheme.clock("lead_contact_urgent" if self.case.urgent else "lead_contact")
        if self.case.reopened_at:
            return Limit(start, clock.n, clock.unit, start_at)
        return Limit(localdate(self.case.received_at), clock.n, clock.unit, self.case.received_at)

    @cached_property
    def contacted(self) -> bool:
        """Was the person contacted, since the lead was last reopened?"""
        made = self.case.contacts.all()
        return (made.filter(at__gte=self.case.reopened_at) if self.case.reopened_at else made).exists()

    @property
    def handler_named(self) -> bool:
        """Somebody who takes in or reviews work of the union with which the lead now lies."""
        if self.case.handler_id is None:
            return False
        grants = roles.grants_of(self.case.handler_id, office_today())
        return any(g.role in HANDLERS and self.line.own.path.startswith(g.path) for g in grants)

    @cached_property
    def duplicate_open(self) -> Lead | None:
        """An earlier lead in hand: the same ticket of the same source, or the same caller on the same employer."""
        lead = self.case
        same = Q(pk__in=[])
        if lead.source_ref:
            same |= Q(source=lead.source, source_ref=lead.source_ref)
        if lead.phone_blind:
            same |= Q(phone_blind=lead.phone_blind, employer_name=lead.employer_name, wage_arrears=lead.wage_arrears)
        live = Lead.objects.filter(same, pk__lt=lead.pk, state__in=(OPEN, ASSIGNED, CONVERTED))
        return live.order_by("pk").first()

    @property
    def linked(self) -> bool:
        return hasattr(self.case, "supervision_lead") or self.case.application_id is not None

    @property
    def answer_written(self) -> bool:
        return bool(self.case.answer.strip())

    @property
    def outcome_told(self) -> bool:
        return self.case.outcome_told or self.case.unreachable

    @property
    def rating_or_unreachable(self) -> bool:
        return self.case.rating is not None or self.case.unreachable

    @property
    def rating_low(self) -> bool:
        return self.case.rating is not None and self.case.rating <= LOW_RATING
