"""One cell to its text, number, amount or date (relief.md §14, cleaning). Each refusal is a CellFault."""

import math
import re
from datetime import date
from decimal import Decimal

from relief.applications.sheet.faults import CellFault
from relief.applications.sheet.text import clean, has_control, squeeze
from relief.applications.sheet.workbook import Sheet
from relief.applications.sheet.xml_cells import BOOLEAN, DATE, ERROR, FALSE, FORMULA, ISO_DATE, NUMBER, TEXT, RawCell
from relief.money import MoneyFault, parse_yuan

PRECISION_LIMIT = 10**15
FIRST_YEAR = 1900
PERSONS = range(1, 21)

_PLAIN_NUMBER = re.compile("[1-9][0-9]{0,14}")
_DAY = re.compile(
    r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{4})([-/.])([0-9]{1,2})\5([0-9]{1,2})|([0-9]{4})([0-9]{2})([0-9]{2})"
)
_DAY_PARTS = ((1, 2, 3), (4, 6, 7), (8, 9, 10))
_SERIAL = re.compile(r"([3-5][0-9]{4})(?:\.[0-9]+)?")
_ISO_START = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PERSONS = re.compile("[0-9]{1,2}")


def float_of(raw: str) -> float | None:
    """The number of a number cell; None where the file lies about it."""
    try:
        number = float(raw)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in raw else None


def number_text(raw: str) -> str:
    """A number cell at 15 significant digits, without exponent; integers without .0."""
    if _PLAIN_NUMBER.fullmatch(raw):
        return raw
    number = float_of(raw)
    if number is None:
        return clean(raw, fold=True)
    if number == 0:
        return "0"
    text = format(number, ".15g")
    return format(Decimal(text), "f") if "e" in text else text


def cell_text(cell: RawCell, sheet: Sheet, *, fold: bool, keep_lines: bool = False) -> str:
    """Any cell as cleaned text. Refused: E_FORMULA, E_CELL_ERROR, E_CONTROL. A date cell is its ISO date."""
    kind, value = cell
    if kind == TEXT:
        if has_control(value):
            raise CellFault("E_CONTROL")
        return clean(value, fold=fold, keep_lines=keep_lines)
    if kind == NUMBER:
        return number_text(value)
    if kind == FORMULA:
        raise CellFault("E_FORMULA")
    if kind == ERROR:
        raise CellFault("E_CELL_ERROR")
    if kind == BOOLEAN:
        return "FALSE" if value in FALSE else "TRUE"
    day = cell_date(cell, sheet)
    return day.isoformat() if day else number_text(value)


def cell_date(cell: RawCell, sheet: Sheet) -> date | None:
    """The day of a date cell, time dropped; None where it is none."""
    kind, value = cell
    if kind == DATE and (serial := float_of(value)) is not None:
        return sheet.date_of(serial)
    if kind == ISO_DATE and (match := _ISO_START.match(value)):
        return _calendar_day(match[0].split("-"))
    return None


def refuse_lost_precision(cell: RawCell) -> None:
    """E_PRECISION: a number of 16 and more digits has already lost the last ones."""
    kind, value = cell
    if kind in (NUMBER, DATE) and (len(value) > 15 or "e" in value.lower()):
        number = float_of(value)
        if number is not None and abs(number) >= PRECISION_LIMIT:
            raise CellFault("E_PRECISION")


def parse_money(text: str) -> int:
    """Fen, typed as relief.money takes it."""
    try:
        return parse_yuan(text)
    except MoneyFault as fault:
        raise CellFault(fault.code) from fault


def parse_date(text: str, sheet: Sheet) -> date:
    """2026年3月5日, 2026-3-5, 2026/3/5, 2026.3.5, 20260305 or a serial number 30000–59999."""
    if match := _DAY.fullmatch(text):
        parts = next([match[part] for part in group] for group in _DAY_PARTS if match[group[0]])
        day = _calendar_day(parts)
    elif serial := _SERIAL.fullmatch(text):
        day = sheet.date_of(int(serial[1]))
    else:
        day = None
    if day is None or day.year < FIRST_YEAR:
        raise CellFault("E_DATE")
    return day


def parse_persons(text: str) -> int:
    """Household size, 人 allowed."""
    text = squeeze(text).removesuffix("人")
    if not _PERSONS.fullmatch(text) or int(text) not in PERSONS:
        raise CellFault("E_NUMBER")
    return int(text)


def _calendar_day(parts: list[str]) -> date | None:
    try:
        return date(*map(int, parts))
    except ValueError:
        return None
