"""The cells of one worksheet, read from its XML: what each cell is, before anything is made of it.

Formulas and error cells are seen here with certainty (a faster reader returns some of them as blanks), escapes
are decoded once, phonetic guides are left out, and only cells that hold something are kept.
"""

import re
from bisect import bisect_left, bisect_right
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from relief.applications.sheet.faults import FileFault, unreadable
from relief.applications.sheet.text import BLANKS, unescape
from relief.applications.sheet.xml_parse import main_names, parse_xml

TEXT, NUMBER, DATE, ISO_DATE, BOOLEAN, ERROR, FORMULA = "text", "number", "date", "iso", "boolean", "error", "formula"
FALSE = ("0", "false")  # of a BOOLEAN
# (kind, value): the text; the number as written (DATE: under a date format); for FORMULA (formula, cached cell).
RawCell = tuple[str, Any]
Rows = dict[int, dict[int, RawCell]]

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
# Far above what 5,000 rows with titles and subtotals can need; they bound the memory of a hostile sheet.
MAX_FILLED_ROWS, MAX_FILLED_CELLS = 20_000, 1_000_000

_DIGITS = "0123456789"
_REFERENCE = re.compile("([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
_FIXED_KINDS = {"b": BOOLEAN, "e": ERROR, "d": ISO_DATE}


def column_number(letters: str) -> int:
    """A → 1, AA → 27; 0 when it is no column."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z" or number > MAX_COLUMN:
            return 0
        number = number * 26 + ord(letter) - 64
    return number


class Range(NamedTuple):
    """A block of cells, borders included."""

    top: int
    bottom: int
    left: int
    right: int


class _SheetReader:
    """Expat handlers. One start and one end call per element: this is the hot loop of the import."""

    def __init__(self, strings: list[str], date_styles: frozenset[str]) -> None:
        self.strings = strings
        self.date_styles = date_styles
        self.rows: Rows = {}
        self.formula_ranges: list[Range] = []
        self.text: list[str] = []
        self.names = main_names("row", "c", "v", "f", "t", "rPh")
        self.columns: dict[str | None, int] = {}
        self.row_number = self.column = self.filled_cells = self.phonetic = 0
        self.row: dict[int, RawCell] = {}
        self.cell: dict[str, str] = {}
        self.value: str | None = None
        self.formula: str | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = self.names.get(name)
        if local == "c":
            self.cell = attributes
            self.value = self.formula = None
        elif local == "row":
            self._start_row(attributes.get("r"))
        elif local == "rPh":
            self.phonetic += 1
        elif local:
            self.text.clear()
            if local == "f" and "ref" in attributes and attributes.get("t") in ("array", "dataTable"):
                self.formula_ranges.append(_range(attributes["ref"]))

    def end(self, name: str) -> None:
        local = self.names.get(name)
        if local == "c":
            reference = self.cell.get("r")
            letters = reference.rstrip(_DIGITS) if reference else None
            self.column = self.columns.get(letters) or self._column(letters)
            cell = None if self.value is None else self._cell(self.value)
            if self.formula is not None:
                cell = (FORMULA, (self.formula, cell))
            if cell is not None:
                self.row[self.column] = cell
        elif local == "v":
            self.value = "".join(self.text)
        elif local == "t":
            if not self.phonetic:
                self.value = (self.value or "") + unescape("".join(self.text))
        elif local == "f":
            self.formula = "".join(self.text)
        elif local == "rPh":
            self.phonetic -= 1
        elif local == "row" and self.row:
            self._keep_row()

    def _start_row(self, number: str | None) -> None:
        try:
            self.row_number = int(number) if number else self.row_number + 1
        except ValueError:
            self.row_number = 0
        if not 1 <= self.row_number <= MAX_ROW:
            raise unreadable(_("行号异常"))
        self.column = 0
        self.row = {}

    def _keep_row(self) -> None:
        self.rows.setdefault(self.row_number, {}).update(self.row)
        self.filled_cells += len(self.row)
        if len(self.rows) > MAX_FILLED_ROWS:
            raise FileFault("E_TOO_MANY_ROWS")
        if self.filled_cells > MAX_FILLED_CELLS:
            raise unreadable(_("单元格过多"))

    def _column(self, letters: str | None) -> int:
        """The number of a column seen for the first time; without a reference, the one after the last."""
        if letters is None:
            return self.column + 1
        column = column_number(letters)
        if not 1 <= column <= MAX_COLUMN:
            raise unreadable(_("列号异常"))
        self.columns[letters] = column
        return column

    def _cell(self, value: str) -> RawCell | None:
        """The cell by its type; None when it is blank."""
        kind = self.cell.get("t")
        if kind == "s":
            try:
                value = self.strings[int(value) if value.isdecimal() else -1 - len(self.strings)]
            except IndexError as error:
                raise unreadable(_("文字索引异常")) from error
        elif kind is None or kind == "n":
            value = value.strip()
            return (DATE if self.cell.get("s") in self.date_styles else NUMBER, value) if value else None
        elif kind in _FIXED_KINDS:
            value = value.strip()
            return (_FIXED_KINDS[kind], value) if value else None
        elif kind == "str":
            value = unescape(value)
        return (TEXT, value) if value.strip(BLANKS) else None


def _range(reference: str) -> Range:
    """A1 or A1:C9; a reference that is none covers nothing (the cell that carries it is a formula anyway)."""
    match = _REFERENCE.fullmatch(reference.replace("$", ""))
    if not match:
        return Range(0, 0, 0, 0)
    left, top, right, bottom = match.groups()
    return Range(int(top), int(bottom or top), column_number(left), column_number(right or left))


def read_cells(data: bytes, *, strings: list[str], date_styles: frozenset[str]) -> Rows:
    """Row number → column number → cell, rows in order, blanks left out."""
    reader = _SheetReader(strings, date_styles)
    parse_xml(data, start=reader.start, end=reader.end, text=reader.text.append)
    rows = dict(sorted(reader.rows.items()))
    _mark_formulas(rows, reader.formula_ranges)
    return rows


def _mark_formulas(rows: Rows, blocks: list[Range]) -> None:
    """The cells of an array formula belong to it although only the first one carries it."""
    numbers = list(rows)
    marked = 0
    for block in blocks:
        covered = numbers[bisect_left(numbers, block.top) : bisect_right(numbers, block.bottom)]
        marked += len(covered)
        if marked > MAX_FILLED_CELLS:
            raise unreadable(_("公式过多"))
        for number in covered:
            row = rows[number]
            for column in [column for column in row if block.left <= column <= block.right]:
                if row[column][0] != FORMULA:
                    row[column] = (FORMULA, ("", row[column]))
