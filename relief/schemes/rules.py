"""Scheme: one version of the federation's 办法, read as typed values. No number of the 办法 stands in code.

The data is the validated content of a scheme file (loader.py); dates are ISO strings, as JSON keeps them.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from relief.schemes import readers
from relief.schemes.case_terms import (
    Cause,
    Check,
    Clock,
    Eligibility,
    EvidenceNeed,
    Exclusion,
    ImportSheet,
    Investigation,
    Masking,
    PaperEntry,
    Publicity,
    Satisfaction,
    Separation,
)
from relief.schemes.dibao import household_class, standard_on
from relief.schemes.matrix import Matrix
from relief.schemes.money_terms import AmountRule, Caps, Cash, DibaoRow, FundSource, Limit, MatrixRow

DEMONSTRATION = ("(演示)", "（演示）")


class Scheme:
    """Read-only. `confirmed` is the standing of the stored version, never of the file."""

    def __init__(self, data: Mapping[str, Any], *, confirmed: bool = False) -> None:
        self.data = data
        self.confirmed = confirmed
        self.code: str = data["scheme"]["code"]
        self.version: int = data["scheme"]["version"]
        self.name: str = data["scheme"]["name"]

    @property
    def unconfirmed(self) -> bool:
        return not self.confirmed

    @property
    def banner(self) -> str:
        """The strip every screen and notice shows while the version is unconfirmed; empty afterwards."""
        if self.confirmed:
            return ""
        return _("依据未确认办法:%(name)s第%(version)s版,各项数值尚未由管理员核定确认") % {
            "name": self.name,
            "version": self.version,
        }

    @property
    def title(self) -> str:
        """演示办法第1版: a demonstration says so; any other scheme goes by its own name."""
        name = "演示办法" if self.name.endswith(DEMONSTRATION) else self.name
        return f"{name}第{self.version}版"

    def label(self, section: str, code: str) -> str:
        """Chinese name of a code of the scheme, such as label("household_classes", "deep"); the code if it has none."""
        return self.data["labels"].get(section, {}).get(code, code)

    @cached_property
    def causes(self) -> Mapping[str, Cause]:
        return {code: readers.cause(code, row) for code, row in self.data["causes"].items()}

    @cached_property
    def _causes_by_label(self) -> Mapping[str, Cause]:
        return {cause.label: cause for cause in self.causes.values()}

    def cause_by_label(self, label: str) -> Cause | None:
        return self._causes_by_label.get(label)

    @cached_property
    def amount_rules(self) -> tuple[AmountRule, ...]:
        return tuple(readers.amount_rule(row) for row in self.data["amount_rules"])

    @cached_property
    def _rules_by_cause(self) -> Mapping[str, AmountRule]:
        return {cause: rule for rule in self.amount_rules for cause in rule.causes}

    def rule_for(self, cause: str) -> AmountRule:
        """The one amount rule of a cause."""
        return self._rules_by_cause[cause]

    @cached_property
    def dibao_rows(self) -> tuple[DibaoRow, ...]:
        return tuple(readers.dibao_row(row) for row in self.data["dibao"])

    def dibao(self, area: str, hukou: str, on: date) -> int | None:
        """低保标准 in fen a month and person; None where no row covers the area that day."""
        return standard_on(self.dibao_rows, area, hukou, on)

    def household_class(self, per_capita_monthly_fen: int, area: str, hukou: str, on: date) -> str | None:
        """deep, relative, wider or over; None where there is no dibao row."""
        standard = self.dibao(area, hukou, on)
        if standard is None:
            return None
        return household_class(self.eligibility.household_classes, per_capita_monthly_fen, standard)

    @cached_property
    def clocks(self) -> Mapping[str, Clock]:
        return {key: readers.clock(key, row) for key, row in self.data["clocks"].items()}

    def clock(self, key: str) -> Clock:
        return self.clocks[key]

    @property
    def stops_clock(self) -> tuple[str, ...]:
        return tuple(self.data["stops_clock"])

    @cached_property
    def matrix(self) -> Matrix:
        """Who decides: ordinary rows, relatives of staff, small offices, emergencies, above the computed amount."""
        return Matrix(self.data)

    def matrix_row(self, amount_fen: int, relative_of_staff: bool = False, *, small_office: bool = False) -> MatrixRow:
        """The matrix row that decides this amount for this case (Matrix.row)."""
        return self.matrix.row(amount_fen, relative_of_staff=relative_of_staff, small_office=small_office)

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        return tuple(readers.limit(row) for row in self.data["limits"])

    @property
    def limit_date(self) -> str:
        return self.data["limit_date"]

    @cached_property
    def caps(self) -> Caps:
        return readers.caps(self.data["caps"])

    @property
    def rounding_unit_fen(self) -> int:
        return self.data["rounding"]["unit"]

    @property
    def minimum_payable_fen(self) -> int:
        return self.data["minimum_payable"]

    def evidence_for(self, cause: str) -> list[EvidenceNeed]:
        """What every case needs, then what the cause needs; the cause's word on an item prevails."""
        evidence = self.data["evidence"]
        needs = {**evidence["all"], **evidence.get(cause, {})}
        return [readers.evidence_need(code, self.label("evidence", code), kind) for code, kind in needs.items()]

    @property
    def evidence_paper_seen(self) -> tuple[str, ...]:
        return tuple(self.data["evidence_paper_seen"])

    @cached_property
    def exclusions(self) -> Mapping[str, Exclusion]:
        return {code: readers.exclusion(code, row) for code, row in self.data["exclusions"].items()}

    def exclusions_for(self, cause: str) -> list[Exclusion]:
        """Active exclusions that are asked for this cause."""
        return [row for row in self.exclusions.values() if row.active and (not row.causes or cause in row.causes)]

    @cached_property
    def fund_sources(self) -> Mapping[str, FundSource]:
        return {code: readers.fund_source(code, row) for code, row in self.data["fund_sources"].items()}

    @cached_property
    def cash(self) -> Cash:
        return readers.cash(self.data["cash"])

    @cached_property
    def checks(self) -> Mapping[str, Check]:
        return {key: readers.check(key, row) for key, row in self.data["checks"].items()}

    @cached_property
    def publicity(self) -> Publicity:
        return readers.publicity(self.data["publicity"])

    @cached_property
    def masking(self) -> Masking:
        return readers.masking(self.data["masking"])

    @cached_property
    def paper_entry(self) -> PaperEntry:
        return readers.paper_entry(self.data["paper_entry"])

    @cached_property
    def separation(self) -> Separation:
        return readers.separation(self.data["separation"])

    @cached_property
    def eligibility(self) -> Eligibility:
        return readers.eligibility(self.data["eligibility"])

    @cached_property
    def investigation(self) -> Investigation:
        return readers.investigation(self.data["investigation"])

    @cached_property
    def satisfaction(self) -> Satisfaction:
        return readers.satisfaction(self.data["satisfaction"])

    @cached_property
    def import_sheet(self) -> ImportSheet:
        return readers.import_sheet(self.data["import_sheet"])

    @property
    def meeting_votes(self) -> bool:
        return self.data["meeting"]["votes"]

    @property
    def minutes_number_by(self) -> str:
        """approve: the minutes' number is needed at the decision; export: before the bank file."""
        return self.data["meeting"]["minutes_number_by"]

    @property
    def notices_delivery(self) -> Mapping[str, list[str]]:
        return self.data["notices_delivery"]

    @property
    def township_opinion(self) -> str:
        return self.data["township_opinion"]

    @property
    def budget_year_by(self) -> str:
        return self.data["budget_year_by"]

    @property
    def bar_months_after_fraud(self) -> int:
        return self.data["bar_months_after_fraud"]

    @property
    def reuse_of_bills(self) -> bool:
        return self.data["reuse_of_bills"]

    @property
    def retention_years(self) -> Mapping[str, int]:
        return self.data["retention_years"]
