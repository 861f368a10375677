"""低保标准 and the household classes measured by it (relief.md §5)."""

from collections.abc import Iterable, Sequence
from datetime import date

from relief.schemes.money_terms import DibaoRow

TOP_CLASS = "over"
HUKOU = ("urban", "rural")


def standard_on(rows: Iterable[DibaoRow], area: str, hukou: str, on: date) -> int | None:
    """Among rows that have begun: the longest area prefix, then the latest. Fen a month and person."""
    standing = [row for row in rows if row.start <= on and area.startswith(row.area)]
    if not standing:
        return None
    row = max(standing, key=lambda row: (len(row.area), row.start))
    return row.urban_fen if hukou == "urban" else row.rural_fen


def household_class(classes: Sequence[tuple[str, int]], per_capita_fen: int, standard_fen: int) -> str:
    """The first class whose bound (exclusive, basis points of dibao) lies above the income; else over."""
    for name, below_bp in classes:
        if per_capita_fen * 10000 < standard_fen * below_bp:
            return name
    return TOP_CLASS
