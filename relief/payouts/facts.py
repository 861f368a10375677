"""Facts of payout lines and batches for their guards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Sum

from relief.applications.requirements import DEATH_IN_FAMILY, DEATH_OF_MEMBER
from relief.organisations.lines import Line, line_of, line_reading
from relief.organisations.selectors import small_office_reading
from relief.payouts.models import BankResult, PayoutBatch, PayoutLine
from relief.people.identifiers import name_key, name_rare
from relief.schemes.selectors import scheme_on
from workflows.clock import today as office_today
from workflows.facts import Facts, Limit, facts_for
from workflows.fsm import Stage
from workflows.payout_batch import PAYOUT_BATCH
from workflows.payout_line import PAYOUT_LINE
from workflows.reading import Reading, one
from workflows.roles import Place


class MoneyFacts(Facts):
    """What lines and batches share: they stand at the cash desk of the county."""

    kept = Facts.kept | {"line", "scheme", "small_office"}

    @cached_property
    def line(self) -> Line:
        return line_of(self.case.organisation_id)

    def readings(self) -> dict[str, Reading]:
        return {**super().readings(), "line": line_reading(self.case.organisation_id)}

    @property
    def organisation_name(self) -> str:  # type: ignore[override]
        return self.line.own.name

    @cached_property
    def scheme(self) -> Any:
        return scheme_on(office_today()).rules

    def place(self, at: str) -> Place:
        return Place(self.line.own.path)

    @cached_property
    def small_office(self) -> bool:
        """Is a permit in force under which cells may be joined here?"""
        return one(small_office_reading(self.case.organisation_id, office_today()))

    def mode(self, on: date) -> str:
        return "small_office" if self.small_office else self.scheme.separation.mode


@facts_for(PAYOUT_LINE)
class PayoutLineFacts(MoneyFacts):
    """Facts of one line. Its events are bound into the application's file."""

    case: PayoutLine
    kept = MoneyFacts.kept | {"result"}

    @classmethod
    def prefetched(cls, cases: list[Any]) -> list[Facts]:
        """Lines of one batch share union, scheme, applications and results: read once for all."""
        keys = [c.pk for c in cases]
        full = PayoutLine.objects.select_related("application", "batch", "award").prefetch_related(
            "application__members").in_bulk(keys)  # fmt: skip
        results = {r.line_id: r for r in BankResult.objects.filter(line__in=keys)}
        lines: dict[int, Line] = {}
        permits: dict[int, bool] = {}
        found: list[Facts] = []
        for case in cases:
            facts = cls(case)
            if case.pk in full:  # a line that is being opened is not stored yet: it brings its own
                case._state.fields_cache.update(full[case.pk]._state.fields_cache)
            if case.organisation_id not in lines:
                lines[case.organisation_id] = line_of(case.organisation_id)
                permits[case.organisation_id] = facts.small_office
            facts.line, facts.small_office = lines[case.organisation_id], permits[case.organisation_id]
            facts.result = results.get(case.pk)
            found.append(facts)
        return found

    def place(self, at: str) -> Place:
        """The cash desk; for what the applicant hands in (``file``) the accepting union, whose clerk takes it in (§2)."""
        return Place(self.case.application.organisation.path) if at == "file" else super().place(at)

    def dossier(self) -> str:
        return f"relief_application:{self.case.application_id}"

    def dossiers(self) -> list[str]:
        own = [self.dossier()]
        return [*own, f"payout_batch:{self.case.batch_id}"] if self.case.batch_id else own

    def concerned(self) -> set[str]:
        a = self.case.application
        return {a.id_blind, a.household_blind, *(m.id_blind for m in a.members.all())} - {""}

    @cached_property
    def result(self) -> BankResult | None:
        return BankResult.objects.filter(line=self.case).first()

    @property
    def held(self) -> bool:
        """A hold on the case holds its money."""
        from workflows import timekeeping

        keeping = timekeeping.read("relief_application", self.case.application_id)
        return keeping.open_pause("held") is not None

    @property
    def account_confirmed(self) -> bool:
        x = self.case
        stated = bool(x.card_no and x.bank and x.payee_name)
        return stated and (not name_rare(x.payee_name) or x.account_confirmed_by_id is not None)

    @property
    def payee_allowed(self) -> bool:
        a = self.case.application
        return name_key(self.case.payee_name) == name_key(a.name) or bool(a.payee_relation)

    @property
    def payee_alive(self) -> bool:
        """§11.2: neither the member whose death is the cause, nor an applicant found dead by the register.

        Where somebody else's death is the cause, a match in the register speaks of that one.
        """
        a = self.case.application
        payee = name_key(self.case.payee_name)
        if a.cause == DEATH_OF_MEMBER:
            return payee != name_key(a.member_name)
        if a.cause == DEATH_IN_FAMILY or payee != name_key(a.name):
            return True
        return not a.check_set.filter(kind="population_death", status="matched").exists()

    @property
    def one_source(self) -> bool:
        return self.case.batch is not None and self.case.award.source == self.case.batch.source

    @property
    def batch_state(self) -> str:
        return self.case.batch.state if self.case.batch is not None else "voided"

    def result_matches(self, verb: str) -> bool:
        wanted = BankResult.Outcome.PAID if verb == "succeed" else BankResult.Outcome.FAILED
        r = self.result
        return r is not None and r.outcome == wanted and r.amount_fen == self.case.amount_fen

    @property
    def new_account_proved(self) -> bool:
        return bool(self.case.new_account.get("proof"))


@facts_for(PAYOUT_BATCH)
class PayoutBatchFacts(MoneyFacts):
    """Facts of one batch."""

    case: PayoutBatch

    def dossiers(self) -> list[str]:
        applications = self.case.lines.values_list("application_id", flat=True)
        return [self.dossier(), *(f"relief_application:{a}" for a in applications)]

    def concerned(self) -> set[str]:
        rows = self.case.lines.values_list(
            "application__id_blind", "application__household_blind", "application__members__id_blind")  # fmt: skip
        return {blind for row in rows for blind in row if blind}

    def limit(self, stage: Stage, start: date, start_at: datetime) -> Limit | None:
        clock = self.scheme.clock(stage.limit)
        return Limit(start, clock.n, clock.unit, start_at)

    @cached_property
    def totals(self) -> tuple[int, int]:
        found = self.case.lines.aggregate(n=Count("id"), fen=Sum("amount_fen"))
        return found["n"], found["fen"] or 0

    @property
    def totals_agree(self) -> bool:
        return self.totals == (self.case.count, self.case.total_fen) and self.case.count > 0

    @property
    def exported_before(self) -> bool:
        return self.times("export") > 0

    @property
    def unanswered(self) -> Sequence[Any]:
        return list(self.case.lines.filter(state="exported").values_list("line_no", flat=True))
