"""The columns of the import sheet: how each is cleaned, parsed and refused."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from relief.applications.sheet.cells import (
    cell_text,
    parse_date,
    parse_money,
    parse_persons,
    refuse_lost_precision,
)
from relief.applications.sheet.faults import CellFault
from relief.applications.sheet.ruleset import SheetRules
from relief.applications.sheet.text import formula_like
from relief.applications.sheet.unions import UnionIndex
from relief.applications.sheet.workbook import Sheet
from relief.applications.sheet.xml_cells import RawCell
from relief.people.identifiers import clean_name, name_allowed, parse_card, parse_mobile

MONEY = (
    "per_capita_monthly",
    "total_cost",
    "medical_insurance",
    "commercial_insurance",
    "mutual_aid",
    "other_aid",
    "loss",
    "requested_amount",
)
RECEIVED = ("medical_insurance", "commercial_insurance", "mutual_aid", "other_aid")
DATES = ("event_date", "application_date")
# Stored as typed: full-width characters stay, and a leading = + - @ is only warned of.
UNFOLDED = frozenset(("name", "employer", "bank", "account_name", "narrative"))
MAX_LENGTH = {"employer": 100, "bank": 100, "account_name": 50, "invoice_no": 200, "narrative": 2000}
EXTRA_MAX_LENGTH = 200
# A long number loses its last digits in a number cell.
_DIGITS_MATTER = frozenset(("id_no", "household_head_id", "mobile", "card_no", "invoice_no"))
_SEPARATORS = re.compile(r"[、,;\s]+")

Parser = Callable[[str], Any]


class Reading(NamedTuple):
    """What one cell holds: its value, or the error that refuses it. `blank`: nothing is left after cleaning."""

    value: Any = None
    error: str = ""
    formula_like: bool = False
    blank: bool = False


class Columns:
    """Reads single cells of known columns. Most cells of a sheet repeat: unions, causes, banks, dates are read once."""

    def __init__(self, rules: SheetRules, unions: UnionIndex, sheet: Sheet) -> None:
        self.sheet = sheet
        self.limits = MAX_LENGTH | dict.fromkeys(rules.extra, EXTRA_MAX_LENGTH)
        self._known: dict[str, dict[RawCell, Reading]] = {identifier: {} for identifier in rules.labels}
        self._parsers: dict[str, Parser] = {
            "name": _name,
            "id_type": _one_of(rules.id_types, "E_ID_TYPE"),
            "mobile": _required(parse_mobile, "E_MOBILE"),
            "card_no": _required(parse_card, "E_CARD"),
            "union": _required(unions.lookup, "E_UNION"),
            "hukou_type": _one_of(rules.hukou, "E_HUKOU"),
            "household_size": parse_persons,
            "cause": _one_of(rules.causes, "E_CAUSE"),
            "liability": _one_of(rules.liabilities, "E_LIABILITY"),
            "invoice_no": _invoices,
            **dict.fromkeys(MONEY, parse_money),
            **dict.fromkeys(DATES, lambda text: parse_date(text, sheet)),
        }

    def read_row(self, positions: Mapping[str, int], cells: Mapping[int, RawCell]) -> Iterator[tuple[str, Reading]]:
        """The cells of a row that are not blank, by identifier."""
        for identifier, position in positions.items():
            cell = cells.get(position)
            if cell is not None:
                known = self._known[identifier]
                reading = known.get(cell)
                if reading is None:
                    reading = known[cell] = self._read(identifier, cell)
                if not reading.blank:
                    yield identifier, reading

    def _read(self, identifier: str, cell: RawCell) -> Reading:
        text = ""
        try:
            text = self._text(identifier, cell)
            if not text:
                return Reading(blank=True)
            parser = self._parsers.get(identifier)
            value, error = parser(text) if parser else text, ""
        except CellFault as fault:
            value, error = None, fault.code
        return Reading(value, error, identifier in UNFOLDED and formula_like(text))

    def _text(self, identifier: str, cell: RawCell) -> str:
        """The cleaned text of a cell; refused as formula, error, control, precision or length."""
        if identifier in _DIGITS_MATTER:
            refuse_lost_precision(cell)
        fold = identifier not in UNFOLDED
        text = cell_text(cell, self.sheet, fold=fold, keep_lines=identifier == "narrative")
        if identifier in self.limits and len(text) > self.limits[identifier]:
            raise CellFault("E_TOO_LONG")
        return text


def _name(text: str) -> str:
    name = clean_name(text)
    if not name_allowed(name):
        raise CellFault("E_NAME")
    return name


def _invoices(text: str) -> tuple[str, ...]:
    """Several numbers by 、 , ; or blank; one written twice in a cell is one."""
    return tuple(dict.fromkeys(number for number in _SEPARATORS.split(text) if number))


def _one_of(labels: dict[str, Any], code: str) -> Parser:
    return _required(labels.get, code)


def _required(find: Parser, code: str) -> Parser:
    def parse(text: str) -> Any:
        value = find(text)
        if value is None:
            raise CellFault(code)
        return value

    return parse
