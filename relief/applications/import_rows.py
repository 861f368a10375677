"""The sheet as the import page shows it: each known column, bad cells with their message, bad rows first.

Good identity, phone and account numbers are masked. A number that is refused is shown as it was typed, so that it
can be found and corrected; it is nobody's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relief.applications.sheet import SheetReport, SheetRow
from relief.applications.sheet.cells import cell_date, number_text
from relief.applications.sheet.columns import UNFOLDED
from relief.applications.sheet.header import shown_text
from relief.applications.sheet.text import clean, formula_like, without_control
from relief.applications.sheet.workbook import Sheet, read_first_sheet
from relief.applications.sheet.xml_cells import DATE, ISO_DATE, NUMBER, RawCell
from relief.people.masking import mask_card, mask_id, mask_mobile
from relief.schemes.rules import Scheme

MASKS: dict[str, Callable[[str], str]] = {
    "id_no": mask_id, "household_head_id": mask_id, "mobile": mask_mobile, "card_no": mask_card,
}  # fmt: skip
# Errors that stand on a number which is itself in order: another person's data is not shown for them.
ON_GOOD_NUMBER = frozenset({"E_AGE", "E_DUP_ROW", "E_DUP_HOUSEHOLD"})
WARNED_COLUMN = {
    "W_ID15": "id_no", "W_FOREIGN_CHECK": "id_no", "W_NAME_RARE": "name", "W_CARD_LUHN": "card_no",
    "W_DUP_ACCOUNT": "card_no", "W_PAYEE": "account_name",
}  # fmt: skip
FORMULA_TEXT, ZERO = "W_FORMULA_TEXT", "W_ZERO"
LONGEST = 120

Cell = tuple[str, str, str]
"""Text, error, warning."""


def found_json(report: SheetReport) -> dict[str, Any]:
    """Counts and texts that say nothing of any person."""
    counts = report.summary()
    return {
        "sheet": report.sheet, "unknown_columns": report.unknown_columns, "rows": counts["rows"], "ok": counts["ok"],
        "error": counts["error"], "warned": sum(bool(row.warnings) for row in report.rows),
        "fen": counts["suggested_total_fen_of_ok_rows"], "columns": columns_of(report),
        "errors": [{"code": fault.code, "message": fault.message} for fault in report.errors],
    }  # fmt: skip


def columns_of(report: SheetReport) -> list[str]:
    """The known columns as the sheet orders them, then those that it lacks and errors stand on."""
    there = sorted(report.columns, key=report.columns.__getitem__)
    named = {f.column for row in report.bad_rows for f in row.errors if f.column}
    return [*there, *sorted(named - set(there))]


def shown_rows(report: SheetReport, content: bytes, scheme: Scheme) -> list[dict[str, Any]]:
    """Every data row of the sheet, bad rows first; none where the whole file is refused."""
    if report.errors:
        return []
    sheet = read_first_sheet(content)
    identifiers = scheme.import_sheet.columns
    columns = [(label, identifiers.get(label, ""), report.columns.get(label, 0)) for label in columns_of(report)]
    rows = sorted(report.rows, key=lambda row: (row.ok, row.row))
    return [_row(row, sheet, columns, report.warning_texts) for row in rows]


def _row(row: SheetRow, sheet: Sheet, columns: list[tuple[str, str, int]], texts: dict[str, str]) -> dict[str, Any]:
    raw = sheet.rows.get(row.row, {})
    cells = [_cell(row, identifier, label, raw.get(number), sheet, texts) for label, identifier, number in columns]
    preview = row.preview
    return {"row": row.row, "bad": not row.ok, "warned": bool(row.warnings), "cells": cells,
            "fen": preview.suggested_fen if preview else None,
            "note": texts[ZERO] if ZERO in row.warnings else ""}  # fmt: skip


def _cell(row: SheetRow, identifier: str, label: str, raw: RawCell | None, sheet: Sheet, texts: dict[str, str]) -> Cell:
    text = _text(raw, sheet)
    faults = [fault for fault in row.errors if fault.column == label]
    mask = MASKS.get(identifier)
    if mask and text and all(fault.code in ON_GOOD_NUMBER for fault in faults):
        text = mask("".join(text.split()))
    warnings = [texts[code] for code in row.warnings if WARNED_COLUMN.get(code) == identifier]
    if FORMULA_TEXT in row.warnings and identifier in UNFOLDED and formula_like(clean(text, fold=False)):
        warnings.append(texts[FORMULA_TEXT])
    return text, "；".join(fault.message for fault in faults), "；".join(warnings)


def _text(raw: RawCell | None, sheet: Sheet) -> str:
    """What a reader of the sheet sees: days as days, numbers without exponent."""
    if raw is None:
        return ""
    kind, value = raw
    if kind in (DATE, ISO_DATE) and (day := cell_date(raw, sheet)):
        return day.isoformat()
    text = number_text(value) if kind in (NUMBER, DATE) else shown_text(raw)
    text = without_control(text)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
