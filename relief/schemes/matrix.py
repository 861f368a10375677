"""Who may decide an amount: the approval matrix and its exceptions (relief.md §2, §3 `matrix_obeyed`, §11.22)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from relief.schemes import readers
from relief.schemes.money_terms import LEVELS, AboveComputed, MatrixRow

ONE_UP = "one_level_up"
MEETING_BY = "secretary"


def level_above(level: str) -> str:
    """The next level; the province decides for itself."""
    return LEVELS[min(LEVELS.index(level) + 1, len(LEVELS) - 1)]


class Matrix:
    """The rows of `approval_matrix` in order, with `approval_overrides` and `above_computed`."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.rows: tuple[MatrixRow, ...] = tuple(readers.matrix_row(row) for row in data["approval_matrix"])
        self._overrides = data["approval_overrides"]
        self._above = data["above_computed"]
        self._meeting_above_fen: int = data["separation"]["meeting_above"]

    def row(self, amount_fen: int, *, relative_of_staff: bool = False, small_office: bool = False) -> MatrixRow:
        """First row whose upper limit is not exceeded, made stricter for small offices and relatives of staff."""
        found = next(row for row in self.rows if row.upto_fen is None or amount_fen <= row.upto_fen)
        if small_office and amount_fen > self._meeting_above_fen:
            found = self._by_meeting(found)
        if relative_of_staff and self._overrides["relative_of_staff"] == ONE_UP:
            found = replace(found, level=level_above(found.level))
        return found

    def emergency_row(self) -> MatrixRow:
        """Who decides a payment made first."""
        row = self._overrides["emergency"]
        return MatrixRow(upto_fen=None, level=row["level"], by=row["by"], meeting="", quorum_bp=None)

    def above_computed(self, amount_fen: int, *, relative_of_staff: bool = False) -> AboveComputed:
        """Who may award `amount_fen` when it exceeds the computed ceiling, and whether in writing."""
        level = self._above["level"]
        if level == ONE_UP:
            level = level_above(self.row(amount_fen, relative_of_staff=relative_of_staff).level)
        return AboveComputed(by=self._above["by"], level=level, reason_required=self._above["reason_required"])

    def _by_meeting(self, row: MatrixRow) -> MatrixRow:
        """The row as a meeting's: the body and quorum of the nearest meeting row, preferably of its own level."""
        if row.by == MEETING_BY:
            return row
        meetings = [other for other in self.rows if other.by == MEETING_BY]
        own = [other for other in meetings if other.level == row.level]
        model = next(iter(own or meetings), None)
        return replace(
            row,
            by=MEETING_BY,
            meeting=model.meeting if model else "",
            quorum_bp=model.quorum_bp if model else None,
        )
