"""Facts of the form and of intake (relief.md §5, §7)."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from relief.applications import calculating, limits
from relief.applications.facts.standing import Standing
from relief.applications.models import HouseholdLock, SupplementItem
from relief.applications.requirements import missing_fields, missing_papers
from relief.people.identity import identity_of
from relief.schemes.windows import window_start
from workflows.clock import today as office_today


class Intake(Standing):
    """What submit, accept and the supplements ask."""

    @property
    def missing_fields(self) -> list[str]:
        return missing_fields(self.case, self.scheme)

    @cached_property
    def missing_papers(self) -> list[str]:
        return missing_papers(self.case, self.scheme)

    @property
    def identity_valid(self) -> bool:
        return identity_of(self.case.id_type, self.case.id_no, today=office_today()) is not None

    @property
    def consent_given(self) -> bool:
        a = self.case
        return bool(a.consent_version and a.consent_at and a.consent_channel)

    @property
    def is_member(self) -> bool:
        return not self.scheme.eligibility.member_required or bool(self.case.member_no)

    @property
    def exception_allowed(self) -> bool:
        return self.case.exception in self.scheme.eligibility.member_exceptions

    @property
    def within_claim_window(self) -> bool:
        window = self.scheme.eligibility.claim_window
        a = self.case
        return window_start(a.application_date, window.n, window.unit) <= a.event_date <= a.application_date

    @property
    def exclusions_cleared(self) -> bool:
        return all(self.excluded(x) is False for x in self.scheme.exclusions_for(self.case.cause))

    def excluded(self, exclusion: Any) -> bool | None:
        """Is this exclusion true? None = not asked yet. A class exclusion is answered by the income alone."""
        a = self.case
        if exclusion.household_class:
            if a.per_capita_monthly_fen is None or not a.hukou_type:
                return None
            found = self.scheme.household_class(
                a.per_capita_monthly_fen, self.area, a.hukou_type, a.application_date)  # fmt: skip
            return None if found is None else found == exclusion.household_class
        return a.exclusions.get(exclusion.code)

    @property
    def household_free(self) -> bool:
        a = self.case
        locks = HouseholdLock.objects.filter(
            household_blind=a.household_blind, cause=a.cause, event_date=a.event_date)  # fmt: skip
        return not locks.exclude(application=a).exists()

    def limits_open(self, today: date) -> bool:
        return not self.used_up_limits(today)

    def used_up_limits(self, today: date) -> list[str]:
        case = calculating.amount_case(self.case, area=self.area, as_of=today)
        return limits.used_up(self.scheme, case, limits.prior_payments(self.case, self.scheme.limit_date))

    @cached_property
    def open_items(self) -> list[SupplementItem]:
        return list(SupplementItem.objects.filter(application=self.case, answered_on=None))

    @property
    def accepted(self) -> bool:
        return self.case.accepted_on is not None
