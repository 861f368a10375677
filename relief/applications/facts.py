"""The facts that the guards of relief_application ask for, each read from the office's tables, lazily and once."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from relief.applications import calculating, limits
from relief.applications.models import Application, Award, Check, HouseholdLock, SheetEntry, SupplementItem
from relief.applications.requirements import index_gaps, missing_fields, missing_papers
from relief.organisations.lines import Line, line_of
from relief.organisations.selectors import small_office_on
from relief.payouts.models import BudgetLine
from relief.people.identity import identity_of
from relief.people.masking import mask_name
from relief.schemes.models import SchemeVersion
from relief.schemes.selectors import scheme_on, version_by_key
from relief.schemes.windows import window_start
from workflows.clock import today as office_today
from workflows.facts import Facts, Limit, facts_for
from workflows.fsm import Moment, Stage
from workflows.relief_application import APPROVAL, COUNTY_REVIEW, PAID, PUBLICITY, RELIEF_APPLICATION, SUPPLEMENT
from workflows.roles import Place

MONEY_OUT = ("exported", "paid")


@facts_for(RELIEF_APPLICATION)
class ApplicationFacts(Facts):
    """Facts of one application."""

    case: Application
    kept = Facts.kept | {"line", "version"}

    @classmethod
    def prefetched(cls, cases: list[Any]) -> list[Facts]:
        """Cases share their unions' lines and, before acceptance, the scheme in force: read once for all."""
        found = [cls(case) for case in cases]
        lines: dict[int, Line] = {}
        versions: dict[int | None, SchemeVersion] = {}
        for facts in found if len(found) > 1 else ():
            case = facts.case
            if case.organisation_id not in lines:
                lines[case.organisation_id] = facts.line
            if case.scheme_id not in versions:
                versions[case.scheme_id] = facts.version
            facts.__dict__.update(line=lines[case.organisation_id], version=versions[case.scheme_id])
        return list(found)

    # --- the scheme and the tree ------------------------------------------------------------------------
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

    @property
    def organisation_name(self) -> str:  # type: ignore[override]
        return self.line.own.name

    @property
    def area(self) -> str:
        return self.line.own.area

    @property
    def stopping(self) -> frozenset[str]:  # type: ignore[override]
        return frozenset(self.scheme.stops_clock)

    def place(self, at: str) -> Place:
        if at == "base":
            return Place(self.line.own.path)
        if at == "county":
            return Place(self.line.at("county").path)
        return Place(self.line.at(self.matrix_row.level).path, exact=True)

    @property
    def small_office(self) -> bool:
        return small_office_on(self.line.own.path, office_today()) is not None

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

    def concerned(self) -> set[str]:
        blinds = {self.case.id_blind, self.case.household_blind, *(m.id_blind for m in self.case.members.all())}
        return blinds - {""}

    def dossiers(self) -> list[str]:
        batches = self.case.lines.exclude(batch=None).values_list("batch_id", flat=True)
        return [self.dossier(), *(f"payout_batch:{b}" for b in batches.distinct())]

    def shared_past(self) -> Q:
        batches = self.case.lines.exclude(batch=None).values("batch_id")
        return Q(dossier=self.dossier()) | Q(machine="payout_batch", case_id__in=batches)

    # --- time -----------------------------------------------------------------------------------------------
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

    def extension_left(self, role: str) -> bool:
        """Does the clock of this state allow this role one more extension?"""
        key = RELIEF_APPLICATION.stage(self.case.state).limit
        extend = self.scheme.clock(key).extend if key else None
        used = sum(1 for x in self.timekeeping.extensions if x.clock == key)
        return extend is not None and extend.by == role and used <= extend.times

    def paper_entry(self, row_name: str, role: str, today: date) -> str:
        allowed = set(self.scheme.paper_entry.roles) - {"approver", "cashier", "payment_reviewer"}
        return "" if role in allowed else _("办法未允许该岗位纸质签字后补录。")

    # --- the form ------------------------------------------------------------------------------------------
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

    # --- intake -------------------------------------------------------------------------------------------
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

    def times(self, verb: str) -> int:
        from workflows.models import Event

        return Event.objects.filter(dossier=self.dossier(), verb=verb).count()

    # --- investigation --------------------------------------------------------------------------------------
    @cached_property
    def visit_signers(self) -> set[int]:
        from relief.applications.models import VisitSignature

        signed = VisitSignature.objects.filter(visit__application=self.case, visit__by_county=False)
        return set(signed.values_list("person_id", flat=True))

    @property
    def visitors_min(self) -> int:
        return self.scheme.investigation.visitors_min

    @property
    def county_visited(self) -> bool:
        return self.case.visit_set.filter(by_county=True).exists()

    @property
    def drawn_for_sample(self) -> bool:
        return self.case.drawn_for_sample

    def open_checks(self, by: str) -> list[Any]:
        """Required checks of the base or the county that are not settled yet."""
        required = [c for c in self.scheme.checks.values() if c.required and c.by == by]
        settled = Check.objects.filter(application=self.case).exclude(status=Check.Status.WAITING)
        done = set(settled.values_list("kind", flat=True))
        return [c for c in required if c.key not in done]

    @cached_property
    def calculation(self) -> Any:
        return self.case.storedcalculation_set.order_by("id").last()

    @property
    def calculation_current(self) -> bool:
        case = calculating.amount_case(self.case, area=self.area, as_of=office_today())
        return self.calculation is not None and calculating.still_holds(self.calculation, case)

    # --- review and publicity ---------------------------------------------------------------------------------
    @cached_property
    def _opinions(self) -> set[str]:
        return set(self.case.opinion_set.filter(current=True).values_list("of", flat=True))

    def has_opinion(self, of: str) -> bool:
        return of in self._opinions

    @property
    def township_opinion_needed(self) -> bool:
        needed = self.scheme.township_opinion == "required_when_parent_is_township"
        return needed and self.line.parent is not None and self.line.parent.level == "township"

    @property
    def proposed_fen(self) -> int:
        if self.case.proposed_fen is not None:
            return self.case.proposed_fen
        return self.calculation.suggested_fen if self.calculation else 0

    @property
    def ceiling_fen(self) -> int:
        return self.calculation.ceiling_fen if self.calculation else 0

    @property
    def round(self) -> int:
        return self.case.round

    @cached_property
    def entry(self) -> SheetEntry | None:
        """The case as it was last published."""
        return SheetEntry.objects.filter(application=self.case).select_related("sheet").order_by("id").last()

    @property
    def before_publish(self) -> bool:
        return self.entry is None

    def published_fields(self) -> dict[str, Any]:
        """The whitelisted fields as they stand today (I10)."""
        cause = self.scheme.causes[self.case.cause]
        label = self.scheme.publicity.restricted_cause_label if cause.restricted else cause.label
        return {"name_masked": mask_name(self.case.name), "employer": self.case.employer, "cause_label": label,
                "amount_fen": self.proposed_fen}  # fmt: skip

    @property
    def content_changed(self) -> bool:
        if self.entry is None:
            return False
        now = self.published_fields()
        amount = now.pop("amount_fen")
        rules = self.scheme.publicity
        if any(getattr(self.entry, key) != value for key, value in now.items()):
            return True
        up, down = amount > self.entry.amount_fen, amount < self.entry.amount_fen
        return (up and rules.amount_up_republish) or (down and rules.amount_down_republish)

    def _term_over(self, today: date) -> bool:
        due = self.due_on(today)
        return due is not None and due < today

    def term_served(self, today: date) -> bool:
        sheet = self.entry.sheet if self.entry else None
        if sheet is None or not self._term_over(today):
            return False
        in_term = sheet.start_photo_on and sheet.end_photo_on and sheet.start_photo_on <= sheet.end_photo_on
        return bool(in_term and sheet.result and sheet.result_signed_by_id)

    # --- decision and money -------------------------------------------------------------------------------------
    @property
    def duplicates_searched(self) -> bool:
        return self.case.searched_at_count > 0

    @property
    def named_source(self) -> str:
        return self.case.proposed_source

    @property
    def second_publicity(self) -> bool:
        return self.scheme.publicity.second

    def matrix_obeyed(self, m: Moment) -> bool:
        row = self.matrix_row
        if m.role != row.by or m.grant is None or m.grant.path != self.line.at(row.level).path:
            return False
        return not row.meeting or self._meeting_valid(m.given.get("agenda_item"), row)

    def _meeting_valid(self, item: Any, row: Any) -> bool:
        if item is None or item.application_id != self.case.pk or item.decision != "agree":
            return False
        meeting = item.meeting
        quorum = meeting.present * 10000 >= meeting.entitled * (row.quorum_bp or 0)
        numbered = bool(meeting.number) or self.scheme.minutes_number_by != "approve"
        voted = not self.scheme.meeting_votes or (
            item.votes_for > item.votes_against
            and item.votes_for + item.votes_against + item.abstentions <= meeting.present
        )
        return quorum and numbered and voted

    @cached_property
    def award(self) -> Award | None:
        return Award.objects.filter(application=self.case, revoked_on=None).first()

    @property
    def funds_free(self) -> bool:
        if self.award is None:
            return False
        line = BudgetLine.objects.select_for_update().get(pk=self.award.budget_line_id)
        return line.available >= self.award.amount_fen

    @cached_property
    def line_states(self) -> list[str]:
        return list(self.case.lines.values_list("state", flat=True))

    @property
    def money_out(self) -> bool:
        return any(s in MONEY_OUT for s in self.line_states)

    @property
    def all_lines_paid(self) -> bool:
        live = [s for s in self.line_states if s not in ("cancelled", "reissued")]
        return bool(live) and set(live) == {"paid"}

    @cached_property
    def followed_up(self) -> bool:
        return self.case.followup_set.exists()

    @property
    def index_gaps(self) -> list[str]:
        return index_gaps(self.case, self.scheme)
