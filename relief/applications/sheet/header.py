"""Where the table begins, which column is which, and which rows are data."""

from collections.abc import Iterator
from dataclasses import dataclass

from relief.applications.sheet.faults import FileFault
from relief.applications.sheet.ruleset import SheetRules, header_key
from relief.applications.sheet.text import BLANKS, clean, squeeze, without_control
from relief.applications.sheet.workbook import Sheet
from relief.applications.sheet.xml_cells import BOOLEAN, FALSE, FORMULA, TEXT, RawCell

HEADER_ROWS = 10
KNOWN_NAMES = 5
MAX_ROWS = 5000
TOTALS = ("合计", "小计", "总计")


@dataclass(frozen=True)
class Header:
    """`columns`: identifier → column number; `unknown`: texts of the ignored columns, in order."""

    row: int
    columns: dict[str, int]
    unknown: list[str]


def find_header(sheet: Sheet, rules: SheetRules) -> Header:
    """The first of rows 1–10 with five known names. Raises E_HEADER, E_COLUMN_TWICE."""
    for number, row in sheet.rows.items():
        if number > HEADER_ROWS:
            break
        texts = {column: shown_text(cell) for column, cell in sorted(row.items())}
        known = {column: rules.headers.get(header_key(text)) for column, text in texts.items()}
        if len(set(known.values()) - {None}) >= KNOWN_NAMES:
            return _header(number, texts, known)
    raise FileFault("E_HEADER")


def _header(number: int, texts: dict[int, str], known: dict[int, str | None]) -> Header:
    columns: dict[str, int] = {}
    for column, identifier in known.items():
        if identifier in columns:
            raise FileFault("E_COLUMN_TWICE", column=identifier)
        if identifier:
            columns[identifier] = column
    unknown = [without_control(text).strip(BLANKS) for column, text in texts.items() if not known[column]]
    return Header(number, columns, [text for text in unknown if text])


def shown_text(cell: RawCell | None) -> str:
    """What a reader of the sheet sees, uncleaned; the cached value of a formula."""
    if cell is None:
        return ""
    kind, value = cell
    if kind == FORMULA:
        return shown_text(value[1])
    if kind == BOOLEAN:
        return "FALSE" if value in FALSE else "TRUE"
    return str(value)


def split_rows(sheet: Sheet, header: Header) -> tuple[list[int], list[int]]:
    """Data rows, and skipped rows (totals, and rows blank in all known columns) below the header.

    Raises E_TOO_MANY_ROWS. Rows after the last one that holds anything are not listed.
    """
    known = set(header.columns.values())
    filled = [number for number in sheet.rows if number > header.row]
    data = [number for number in filled if _is_data(sheet.rows[number], known)]
    if len(data) > MAX_ROWS:
        raise FileFault("E_TOO_MANY_ROWS")
    wanted = set(data)
    last = filled[-1] if filled else header.row
    return data, [number for number in range(header.row + 1, last + 1) if number not in wanted]


def _is_data(row: dict[int, RawCell], known: set[int]) -> bool:
    return not known.isdisjoint(row) and not _is_total(row)


def _is_total(row: dict[int, RawCell]) -> bool:
    first = next(_texts(row), "")
    return squeeze(clean(first, fold=True)) in TOTALS


def _texts(row: dict[int, RawCell]) -> Iterator[str]:
    """Texts of a row from the left, numbers and dates passed over."""
    for _column, cell in sorted(row.items()):
        if cell[0] == FORMULA:
            cell = cell[1][1]
        if cell and cell[0] == TEXT:
            yield cell[1]
