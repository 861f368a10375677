"""From the rows of a validated scheme to typed values: one reader a row, no rule of its own."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from relief.schemes import case_terms as case
from relief.schemes import money_terms as money

Row = Mapping[str, Any]


def cause(code: str, row: Row) -> case.Cause:
    return case.Cause(
        code=code,
        label=row["label"],
        type=row["type"],
        event_label=row.get("event_label", ""),
        restricted=row.get("restricted", False),
        advance=row.get("advance", False),
    )


def clock(key: str, row: Row) -> case.Clock:
    extend = row.get("extend")
    return case.Clock(
        key=key,
        n=row["n"],
        unit=row["unit"],
        on_expiry=row.get("on_expiry", ""),
        extend=case.Extension(n=extend["n"], unit=extend["unit"], by=extend["by"], times=extend["times"])
        if extend
        else None,
    )


def band(row: Row) -> money.Band:
    return money.Band(from_fen=row["from"], to_fen=row["to"], bp=row.get("bp"), fixed_fen=row.get("fixed"))


def amount_rule(row: Row) -> money.AmountRule:
    return money.AmountRule(
        id=row["id"],
        causes=tuple(row["causes"]),
        kind=row["kind"],
        basis=row["basis"],
        cap_fen=row.get("cap"),
        minimum_fen=row.get("minimum"),
        liability=row.get("liability"),
        bp=row.get("bp", 0),
        bands=tuple(band(entry) for entry in row.get("bands", ())),
        amount_fen=row.get("amount", 0),
        by_class=row.get("by_class"),
        min_fen=row.get("min", 0),
        max_fen=row.get("max", 0),
        default_fen=row.get("default", 0),
        multiple_bp=row.get("multiple_bp", 0),
        per_person=row.get("per_person", False),
        max_persons=row.get("max_persons"),
    )


def dibao_row(row: Row) -> money.DibaoRow:
    return money.DibaoRow(
        area=row["area"], start=date.fromisoformat(row["from"]), urban_fen=row["urban"], rural_fen=row["rural"]
    )


def matrix_row(row: Row) -> money.MatrixRow:
    return money.MatrixRow(
        upto_fen=row["upto"],
        level=row["level"],
        by=row["by"],
        meeting=row.get("meeting", ""),
        quorum_bp=row.get("quorum_bp"),
    )


def limit(row: Row) -> money.Limit:
    return money.Limit(
        id=row["id"],
        scope=row["scope"],
        key=row["key"],
        source=row.get("source", ""),
        window=row["window"],
        count=row["count"],
        sum_fen=row["sum"],
        override=row["override"],
    )


def caps(row: Row) -> money.Caps:
    return money.Caps(
        case_fen=row["case"], requested=row["requested"], remaining=row["remaining"], emergency_fen=row["emergency"]
    )


def fund_source(code: str, row: Row) -> money.FundSource:
    return money.FundSource(
        code=code,
        label=row["label"],
        per_time_fen=row["per_time"],
        year_person_fen=row["year_person"],
        needs_archive=row.get("needs_archive", False),
        carry=row["carry"],
        reuse_returns=row["reuse_returns"],
        earmark=row.get("earmark") == "allowed",
    )


def cash(row: Row) -> money.Cash:
    return money.Cash(allowed=row["allowed"], per_time_fen=row["per_time"], witnesses=row["witnesses"])


def evidence_need(code: str, label: str, kind: str) -> case.EvidenceNeed:
    return case.EvidenceNeed(code=code, label=label, kind=kind, group=kind if kind.startswith("A") else "")


def exclusion(code: str, row: Row) -> case.Exclusion:
    return case.Exclusion(
        code=code,
        label=row["label"],
        active=row["active"],
        household_class=row.get("class", ""),
        causes=tuple(row.get("causes", ())),
    )


def check(key: str, row: Row) -> case.Check:
    return case.Check(
        key=key,
        label=row["label"],
        by=row["by"],
        required=row["required"],
        needs_authorisation=row.get("needs_authorisation", False),
        automatic=row.get("automatic", False),
    )


def publicity(row: Row) -> case.Publicity:
    return case.Publicity(
        levels=tuple(row["levels"]),
        second=row["second"],
        second_period=clock("second_publicity", row["second_period"]),
        fields=tuple(row["fields"]),
        photos_start=row["photos"]["start"],
        photos_end=row["photos"]["end"],
        statement_for_end=row["photos"]["statement_for_end"],
        amount_up_republish=row["amount_up_republish"],
        amount_down_republish=row["amount_down_republish"],
        restricted_cause_label=row["restricted_cause_label"],
    )


def masking(row: Row) -> case.Masking:
    return case.Masking(
        publicity=row["publicity"],
        list=row["list"],
        full_needs_reason=row["full"]["needs_reason"],
        full_logged=row["full"]["logged"],
        full_per_hour=row["full"]["per_hour"],
    )


def paper_entry(row: Row) -> case.PaperEntry:
    return case.PaperEntry(roles=tuple(row["roles"]), within=clock("paper_entry", row["within"]))


def separation(row: Row) -> case.Separation:
    return case.Separation(mode=row["mode"], meeting_above_fen=row["meeting_above"])


def eligibility(row: Row) -> case.Eligibility:
    return case.Eligibility(
        member_required=row["member_required"],
        member_exceptions=tuple(row["member_exceptions"]),
        contract_months_min=row["contract_months_min"],
        medical_insurance_required=row["medical_insurance_required"],
        age_min=row["age_min"],
        age_max=row["age_max"],
        claim_window=clock("claim_window", row["claim_window"]),
        jurisdiction=tuple(row["jurisdiction"]),
        hardship_archive_excludes=row["hardship_archive_excludes"],
        family=tuple(row["family"]),
        # By bound, not by name: JSON in PostgreSQL does not keep the order of keys.
        household_classes=tuple(sorted(row["household_classes"].items(), key=lambda item: item[1])),
    )


def investigation(row: Row) -> case.Investigation:
    return case.Investigation(
        visitors_min=row["visitors_min"],
        county_sample_bp=row["county_sample_bp"],
        relatives_sample_bp=row["relatives_sample_bp"],
    )


def satisfaction(row: Row) -> case.Satisfaction:
    return case.Satisfaction(
        scale=tuple(row["scale"]),
        reopen_at_or_below=row["reopen_at_or_below"],
        reopen_times=row["reopen_times"],
    )


def import_sheet(row: Row) -> case.ImportSheet:
    return case.ImportSheet(
        columns=row["columns"],
        aliases=row["aliases"],
        messages=row["messages"],
        liability_labels=row["liability_labels"],
        hukou_labels=row["hukou_labels"],
        extra_columns=tuple(row["extra_columns"]),
    )
