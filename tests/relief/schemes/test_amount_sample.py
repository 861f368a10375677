"""The preview amounts of the example sheet: its good rows, read with plain openpyxl and the least of cleaning."""

import json
import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from relief.schemes.amounts import AmountCase, calculate

EXAMPLES = Path(__file__).resolve().parents[3] / "fixtures" / "examples"
EXPECTED = json.loads((EXAMPLES / "applications-small.expected.json").read_text(encoding="utf-8"))
GOOD_ROWS = [row for row in EXPECTED["rows"] if row["status"] == "ok"]
MONEY = {
    "per_capita_monthly": "per_capita_monthly_fen",
    "total_cost": "total_cost_fen",
    "medical_insurance": "medical_insurance_fen",
    "commercial_insurance": "commercial_insurance_fen",
    "mutual_aid": "mutual_aid_fen",
    "other_aid": "other_aid_fen",
    "loss": "loss_fen",
    "requested_amount": "requested_amount_fen",
}


def words(value: Any) -> str:
    return re.sub(r"[\s\u200b\ufeff]", "", unicodedata.normalize("NFKC", str(value if value is not None else "")))


def fen(value: Any) -> int | None:
    digits = re.sub(r"[¥,元]", "", words(value))
    return int(Decimal(digits) * 100) if digits else None


def day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    text = words(value)
    if re.fullmatch(r"\d{5}", text):
        return date(1899, 12, 30) + timedelta(days=int(text))
    numbers = re.fullmatch(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})日?", text)
    assert numbers, text
    return date(*map(int, numbers.groups()))


@pytest.fixture(scope="module")
def rows(demo) -> dict[int, dict[str, Any]]:
    """Excel row number → identifier → cell."""
    sheet = openpyxl.load_workbook(EXAMPLES / "applications-small.xlsx").worksheets[0]
    columns = demo.import_sheet.columns
    headers = [re.sub(r"\(元\)|\*", "", words(cell.value)) for cell in sheet[EXPECTED["header_row"]]]
    names = [columns[demo.import_sheet.aliases.get(header, header)] for header in headers]
    return {
        number: dict(zip(names, (cell.value for cell in sheet[number]), strict=True))
        for number in range(EXPECTED["header_row"] + 1, sheet.max_row + 1)
    }


@pytest.mark.parametrize("expected", GOOD_ROWS, ids=lambda row: f"row{row['row']}")
def test_preview_amount(demo, rows, expected):
    cells = rows[expected["row"]]
    sheet = demo.import_sheet
    applied = day(cells["application_date"])
    money = {name: fen(cells[key]) for key, name in MONEY.items()}
    case = AmountCase(
        cause=demo.cause_by_label(words(cells["cause"])).code,
        area="141182",
        hukou=sheet.hukou_labels.get(words(cells["hukou_type"])),
        application_date=applied,
        as_of=applied,
        liability=sheet.liability_labels.get(words(cells["liability"])),
        household_size=int(words(cells["household_size"]).removesuffix("人")),
        **{name: value for name, value in money.items() if value is not None},
    )
    result = calculate(demo, case)
    found = {
        "cause": case.cause,
        "rule": result.rule,
        "net_fen": result.net_fen,
        "suggested_fen": result.suggested_fen,
        "ceiling_fen": result.ceiling_fen,
        "decided_by": result.decided_by,
    }
    assert found == {key: expected[key] for key in found}
    assert ("W_ZERO" in expected["warnings"]) == (result.suggested_fen == 0)


def test_total_of_the_good_rows():
    assert sum(row["suggested_fen"] for row in GOOD_ROWS) == EXPECTED["summary"]["suggested_total_fen_of_ok_rows"]
