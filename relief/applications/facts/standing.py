"""Where a case stands, whose work it is, what time it has."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from relief.applications.models import Application
from relief.organisations.lines import Line, line_of, line_reading
from relief.organisations.selectors import small_office_reading
from relief.schemes.models import SchemeVersion
from relief.schemes.selectors import scheme_on, version_by_key
from workflows.clock import today as office_today
from workflows.facts import Facts, Limit
from workflows.fsm import Stage
from workflows.reading import Reading, one
from workflows.relief_application import (
    APPROVAL,
    COUNTY_REVIEW,
    INVESTIGATING,
    PAID,
    PUBLICITY,
    RELIEF_APPLICATION,
    SUPPLEMENT,
)
from workflows.roles import Place

WAITING_FOR_CHECK = "waiting_for_check"
ASKING = (INVESTIGATING, COUNTY_REVIEW)
BATCHES_TOO = """%s::text || ARRAY(
    SELECT 'payout_batch:' || batch_id FROM payouts_payoutline WHERE application_id = %s AND batch_id IS NOT NULL)"""

FAMILY = "SELECT ARRAY(SELECT id_blind FROM applications_householdmember WHERE application_id = %s)"


class Standing(Facts):
    """The scheme, the tree, the desks, the clocks. The annotated facts are read by the rooms built on this one."""

    proposed_fen: Any
    followed_up: Any
    has_opinion: Any
    _term_over: Any

    case: Application
    kept = Facts.kept | {"line", "version", "small_office"}

    @cached_property
    def version(self) -> SchemeVersion:
        """Frozen at acceptance; before that, the one in force today."""
        return version_by_key(self.case.scheme_id) if self.case.scheme_id else scheme_on(office_today())

    @property
    def scheme(self) -> Any:
        return self.version.rules

    @cached_property
    def line(self) -> Line:
        """The accepting union and those above it."""
        return line_of(self.case.organisation_id)

    def readings(self) -> dict[str, Reading]:
        own = self.case.organisation_id
        return {**super().readings(), "line": line_reading(own), "family": Reading(FAMILY, [self.case.pk], list),
                "small_office": small_office_reading(own, office_today())}  # fmt: skip

    @property
    def organisation_name(self) -> str:  # type: ignore[override]
        return self.line.own.name

    @property
    def area(self) -> str:
        return self.line.own.area

    @property
    def stopping(self) -> frozenset[str]:  # type: ignore[override]
        """Waiting for another office's answer stops the clock of the desks that ask, not of those after them."""
        kinds = frozenset(self.scheme.stops_clock)
        return kinds if self.case.state in ASKING else kinds - {WAITING_FOR_CHECK}

    def place(self, at: str) -> Place:
        if at == "base":
            return Place(self.line.own.path)
        if at == "county":
            return Place(self.line.at("county").path)
        return Place(self.line.at(self.matrix_row.level).path, exact=True)

    @cached_property
    def small_office(self) -> bool:
        """Is a permit in force under which cells may be joined here?"""
        return one(self.readings()["small_office"])

    def mode(self, on: date) -> str:
        return "small_office" if self.small_office else self.scheme.separation.mode

    @cached_property
    def matrix_row(self) -> Any:
        """Who decides the proposed amount."""
        return self.scheme.matrix_row(
            self.proposed_fen, bool(self.case.relative_of_staff), small_office=self.small_office)  # fmt: skip

    def desk_role(self, stage: Stage, today: date) -> str:
        if stage.state == COUNTY_REVIEW:
            return "head" if self.has_opinion("county") else "reviewer"
        if stage.state == APPROVAL:
            return self.matrix_row.by
        if stage.state == PUBLICITY:
            return "clerk" if self._term_over(today) else "CLOCK"
        if stage.state == PAID:
            return "archivist" if self.followed_up else "clerk"
        return stage.by

    @cached_property
    def family(self) -> list[str]:
        """Blind indexes of the members of the household that the form lists."""
        return one(self.readings()["family"])

    def concerned(self) -> set[str]:
        return {self.case.id_blind, self.case.household_blind, *self.family} - {""}

    @cached_property
    def batches(self) -> list[int]:
        """The payout batches in which lines of this case lie."""
        return list(self.case.lines.exclude(batch=None).values_list("batch_id", flat=True).distinct())

    def dossiers(self) -> list[str]:
        return [self.dossier(), *(f"payout_batch:{b}" for b in self.batches)]

    def dossiers_sql(self) -> tuple[str, list[Any]]:
        return BATCHES_TOO, [self.dossier(), self.case.pk]

    def limit(self, stage: Stage, start: date, start_at: datetime) -> Limit | None:
        key = stage.limit
        if stage.state == APPROVAL and self.matrix_row.meeting:
            key = "approval_meeting"
        clock = self.scheme.clock(key)
        return Limit(start, clock.n, clock.unit, start_at)

    def passed(self, stage: Stage) -> str:
        """supplement.on_expiry: tell – the clock only tells those who may decline or go on (relief.md §3)."""
        if stage.state == SUPPLEMENT and self.scheme.clock(stage.limit).on_expiry == "tell":
            return "tell clerk chair reviewer"
        return stage.passed

    def extension_left(self, role: str, *, writing: bool) -> bool:
        """Does the clock of this state allow this role one more? The one that is being written is not yet used."""
        key = RELIEF_APPLICATION.stage(self.case.state).limit
        extend = self.scheme.clock(key).extend if key else None
        used = sum(1 for x in self.timekeeping.extensions if x.clock == key) - writing
        return extend is not None and extend.by == role and used < extend.times

    def paper_entry(self, row_name: str, role: str, today: date) -> str:
        allowed = set(self.scheme.paper_entry.roles) - {"approver", "cashier", "payment_reviewer"}
        return "" if role in allowed else _("办法未允许该岗位纸质签字后补录。")
