"""Who investigates, what was recorded and found, what was agreed (supervision.md §4, §11)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any

from relief.documents.models import Document
from relief.jurisdictions.rules import Rules
from relief.supervision.facts.standing import Standing, holders
from relief.supervision.models import Assignment, Finding, InvestigationRecord, Recusal, Settlement, SupervisionCase
from workflows.calendar import State as ClockState
from workflows.clock import today as office_today
from workflows.fsm import Row
from workflows.models import Event
from workflows.reading import Reading, one
from workflows.roles import Role

LETTERS_TOO = """%s::text || ARRAY(
    SELECT 'supervision_letter:' || id FROM letters_supervisionletter WHERE case_id = %s)"""
RECUSED = "SELECT ARRAY(SELECT person_id FROM supervision_recusal WHERE case_id = %s)"
# What only those do who were assigned to the case.
OF_THE_ASSIGNED = frozenset({
    "record", "sign_record", "report", "settle", "break_off", "check_items", "verify", "record_visit", "visit"
})  # fmt: skip
MIN_SUPERVISORS = 2


class Investigation(Standing):
    """The file and its people; the inquiry."""

    case: SupervisionCase

    # --- the file ------------------------------------------------------------------------------------------
    def dossiers(self) -> list[str]:
        """Separation looks through the case and its letters."""
        return [self.dossier(), *(f"supervision_letter:{x}" for x in self.case.letters.values_list("pk", flat=True))]

    def dossiers_sql(self) -> tuple[str, list[Any]]:
        return LETTERS_TOO, [self.dossier(), self.case.pk]

    def readings(self) -> dict[str, Reading]:
        return {**super().readings(), "recused": Reading(RECUSED, [self.case.pk], set)}

    @cached_property
    def recused(self) -> set[int]:
        """Everybody who stands aside."""
        return one(Reading(RECUSED, [self.case.pk], set))

    def concerned(self) -> set[str]:
        return {f"person:{key}" for key in self.recused}

    def since(self, state: str) -> datetime | None:
        """When the case last came to ``state``."""
        began = self.timekeeping.clocks.get(str(state), "")
        return datetime.fromisoformat(began.partition(" ")[2]) if began else None

    def doers(self, verb: str, state: str) -> list[frozenset[int]]:
        """Who did this since the case came to ``state``: of each deed the actor and whom they stood in for."""
        began = self.since(state)
        if began is None:
            return []
        done = Event.objects.filter(machine=self.case.machine.name, case_id=self.case.pk, verb=verb, at__gte=began)
        return [frozenset({a, b} - {None}) for a, b in done.values_list("actor_id", "principal_id")]  # type: ignore[arg-type]

    @property
    def rules_today(self) -> Rules | None:
        return self.rules_on(office_today())

    # --- who investigates ----------------------------------------------------------------------------------
    @cached_property
    def assigned(self) -> list[Assignment]:
        return list(self.case.assignments.filter(ended_at=None).select_related("supervisor").order_by("pk"))

    @property
    def supervisors(self) -> set[int]:
        return {a.supervisor_id for a in self.assigned}

    def unfit(self, row: Row, role: str, persons: frozenset[int], on: date) -> str:
        """An inquiry is made by those assigned to it."""
        if role == Role.SUPERVISOR and row.name in OF_THE_ASSIGNED and not persons & self.supervisors:
            return "您没有被指派办理本案，请由指派的监督员办理或先改派。"
        return super().unfit(row, role, persons, on)

    @property
    def enough_supervisors(self) -> bool:
        """§7 investigation: how many, and whether the higher union's count."""
        terms = self.rules_today.investigation if self.rules_today else None
        counted = [a for a in self.assigned if terms is None or terms.second_from_higher_union or not a.from_higher]
        return len(counted) >= (terms.min_supervisors if terms else MIN_SUPERVISORS)

    def without_certificate(self, on: date) -> set[int]:
        """Supervisors of the case who hold no certificate valid that day, where the rules ask for one."""
        rules = self.rules_on(on)
        if rules is None or not rules.investigation.certificate_required:
            return set()
        return self.supervisors - holders(self.supervisors, on)

    @property
    def nobody_recused(self) -> bool:
        return not self.supervisors & set(Recusal.objects.filter(case=self.case).values_list("person_id", flat=True))

    # --- what was found ------------------------------------------------------------------------------------
    @cached_property
    def records(self) -> list[InvestigationRecord]:
        return list(self.case.records.prefetch_related("signatures").order_by("pk"))

    @property
    def records_signed(self) -> bool:
        """At least one record, and each signed, or its refusal noted, with two investigators under it."""
        return bool(self.records) and all(
            (r.signed_scan_id or r.refusal_note.strip()) and len({s.person_id for s in r.signatures.all()}) > 1
            for r in self.records
        )

    @property
    def evidence_listed(self) -> bool:
        """Papers filed with the case or with the leads that opened it; signed forms are none."""
        files = [self.dossier(), *(f"supervision_lead:{x}" for x in self.case.leads.values_list("pk", flat=True))]
        papers = Document.objects.filter(dossier__in=files, removed_at=None)
        return papers.exclude(item__startswith="SIGNED:").exists()

    @cached_property
    def finding(self) -> Finding | None:
        """The latest counts: a case sent back gets a new one."""
        return self.case.findings.order_by("pk").last()

    @property
    def finding_complete(self) -> bool:
        f = self.finding
        if f is None or not (f.facts and f.employer_view.strip() and f.reason.strip()):
            return False
        told = all(str(x.get("text") or "").strip() and str(x.get("evidence_ref") or "").strip() for x in f.facts)
        return told and f.route in Finding.Route.values and f.second_id != f.by_id and f.second_id in self.supervisors

    @property
    def facts_proved(self) -> bool:
        """§1: the finding names violations, or proposes a letter because of a risk."""
        f = self.finding
        return f is not None and f.route != Finding.Route.DROP and bool(f.violations or f.route == Finding.Route.LETTER)

    # --- what was agreed -----------------------------------------------------------------------------------
    @property
    def both_sides_willing(self) -> bool:
        return self.case.talks_agreed_on is not None

    @cached_property
    def settlement(self) -> Settlement | None:
        return self.case.settlements.order_by("pk").last()

    @property
    def settlement_recorded(self) -> bool:
        s = self.settlement
        return s is not None and bool(s.terms and s.agreed_by.strip()) and s.agreed_on is not None

    # --- time ------------------------------------------------------------------------------------------------
    @property
    def began_on(self) -> date | None:
        """The day on which the clock of the case's state began."""
        began = self.timekeeping.clocks.get(str(self.case.state), "")
        return date.fromisoformat(began.partition(" ")[0]) if began else None

    @property
    def rules_at_start(self) -> Rules | None:
        """Case limits take the version in force when the stage began (§7)."""
        return self.rules_on(self.began_on) if self.began_on else None

    def limit_running(self, today: date) -> bool:
        """The stage has a clock that is neither stopped nor passed; past the calendar it runs without a day."""
        due = self.deadline
        if due.why is None or due.why.state == ClockState.STOPPED:
            return False
        return due.due_on is None or due.due_on >= today

    def extension_left(self, role: str, given: Mapping[str, Any]) -> bool:
        """§7 Limit.extension: who grants it, how far and how often. The one that is being written is not yet used."""
        key, rules = self.case.machine.stage(self.case.state).limit, self.rules_at_start
        terms = rules.limit(key).extension if rules and key else None
        start = self.began_on
        if terms is None or start is None or terms.granted_by != role:
            return False
        used = sum(x.clock == key and x.started_on >= start for x in self.timekeeping.extensions) - bool(given)
        return used < terms.times and (not given or given.get("n") in range(1, terms.max_n + 1))
