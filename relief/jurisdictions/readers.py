"""From the rows of merged rules to typed values: one reader a row, no rule of its own."""

from relief.jurisdictions import terms
from relief.jurisdictions.terms import Row
from relief.jurisdictions.vocabulary import LimitUnit
from workflows.calendar import RollRule, StartRule


def unit(word: str) -> str:
    """CALENDAR_DAY and WORKING_DAY as the calendar calls them."""
    return LimitUnit(word).code


def extension(row: Row | None) -> terms.ExtensionRule | None:
    if row is None:
        return None
    return terms.ExtensionRule(row["max_n"], unit(row["unit"]), row["times"], row["granted_by"], row["request_by"])


def limit(key: str, row: Row) -> terms.LimitRule:
    return terms.LimitRule(
        key=key,
        n=row["n"],
        unit=unit(row["unit"]),
        start_rule=StartRule(row["start_rule"]),
        roll_rule=RollRule(row["roll_rule"]),
        extension=extension(row["extension"]),
        binds=row["binds"],
    )


def method(code: str, row: Row) -> terms.Method:
    deemed = row.get("deemed_after")
    return terms.Method(
        code=code,
        zh=row["zh"],
        served_on=row["served_on"],
        evidence=tuple(row["evidence"]),
        servers=row["servers"],
        one_of=tuple(row.get("one_of", ())),
        refused_rule=row.get("refused_rule", "NOT_SERVED"),
        unclaimed_rule=row.get("unclaimed_rule", "NOT_SERVED"),
        deemed_after_days=deemed["n"] if deemed else 0,
        approved_by=row.get("approved_by", ""),
        after_failed_methods=row.get("after_failed_methods", 0),
    )


def skip(row: Row) -> terms.SkipRule:
    return terms.SkipRule(row["decided_by"], tuple(row["reasons"]))


def ladder(row: Row) -> terms.Ladder:
    return terms.Ladder(
        skip_reminder=skip(row["skip_reminder"]),
        skip_opinion=skip(row["skip_opinion"]),
        recommendation_grounds=tuple(row["recommendation_grounds"]),
        repeat_window_months=row["repeat_window_months"],
        group_size=row["group_size"],
    )
