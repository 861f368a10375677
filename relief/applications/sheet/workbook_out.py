"""The error workbook: the uploaded sheet as plain values, bad cells red with their message, 「问题」 in front.

Rows keep their places, so that the corrected file can be uploaded again: 「问题」 is an unknown column there. No
formula is ever written. A formula cell becomes the value it showed, to be checked by the uploader; a cell without
a value to show becomes an error cell, which the import refuses again.
"""

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill

from relief.applications.sheet.cells import cell_date, float_of
from relief.applications.sheet.faults import FileFault
from relief.applications.sheet.header import shown_text
from relief.applications.sheet.report import SheetReport, SheetRow
from relief.applications.sheet.ruleset import header_key
from relief.applications.sheet.text import prefixed, without_control
from relief.applications.sheet.workbook import Sheet, read_first_sheet
from relief.applications.sheet.xml_cells import BOOLEAN, DATE, ERROR, FALSE, FORMULA, ISO_DATE, NUMBER, RawCell

PROBLEMS = "问题"
NO_VALUE = "#N/A"
_TITLE_FORBIDDEN = re.compile(r"[\\/?*:\[\]]")
# Characters XML cannot carry, a carriage return (it would come back as a line feed), and text that looks escaped.
_TO_ESCAPE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_RED, _DARK_RED = PatternFill("solid", fgColor="FFC7CE"), "9C0006"
_HUGE = 1e308
_AUTHOR = "导入检查"


def error_workbook(source: Path | bytes, report: SheetReport) -> bytes:
    """The marked sheet of a report; for a file refused as a whole, a sheet that says why."""
    book = Workbook(write_only=True)
    for style in _styles():
        book.add_named_style(style)
    try:
        sheet = None if report.errors else read_first_sheet(source)
    except FileFault:  # the source is not the file of the report: its faults can still be told
        sheet = None
    page = book.create_sheet(_title(report.sheet or PROBLEMS))
    if sheet is None:
        page.append([PROBLEMS])
        for fault in report.errors:
            page.append([_cell(page, prefixed(fault.message), "bad")])
    else:
        _Page(page, sheet, report).write()
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


class _Page:
    """Writes one sheet; columns move right by one unless the sheet has 「问题」 already."""

    def __init__(self, page: Any, sheet: Sheet, report: SheetReport) -> None:
        self.page, self.sheet, self.report = page, sheet, report
        self.found = {row.row: row for row in report.rows}
        header = sheet.rows.get(report.header_row or 0, {})
        self.old_problems = next(
            (column for column, cell in header.items() if header_key(shown_text(cell)) == PROBLEMS), None
        )

    def write(self) -> None:
        self.page.column_dimensions["A"].width = 50
        self.page.freeze_panes = f"B{(self.report.header_row or 0) + 1}"
        last = max(self.sheet.rows, default=0)
        for number in range(1, last + 1):
            self.page.append(self._row(number))

    def _row(self, number: int) -> list[Any]:
        cells, found = self.sheet.rows.get(number, {}), self.found.get(number)
        marks = self._marks(found)
        kept = {column: cell for column, cell in cells.items() if column != self.old_problems}
        width = max((*kept, *marks), default=0)
        shift = [column for column in range(1, width + 1) if column != self.old_problems]
        written = [self._value(kept.get(column), marks.get(column, "")) for column in shift]
        return [self._problems(number, found), *written]

    def _marks(self, found: SheetRow | None) -> Mapping[int, str]:
        """Column → messages of a bad row's cells, as far as the sheet has the column."""
        marks: dict[int, str] = {}
        for fault in found.errors if found else ():
            column = self.report.columns.get(fault.column or "")
            if column:
                marks[column] = "\n".join(filter(None, (marks.get(column), fault.message)))
        return marks

    def _problems(self, number: int, found: SheetRow | None) -> Any:
        if number == self.report.header_row:
            return _cell(self.page, PROBLEMS, "head")
        if not found or not (found.errors or found.warnings):
            return None
        texts = [fault.message for fault in found.errors]
        texts += [_("提醒:%s") % self.report.warning_texts.get(code, code) for code in found.warnings]
        return _cell(self.page, prefixed("；".join(texts)), "problems")

    def _value(self, cell: RawCell | None, mark: str) -> Any:
        if cell and cell[0] == FORMULA:
            cell = cell[1][1] or (ERROR, NO_VALUE)
            mark = "\n".join((mark, _("原为公式,此处是它显示的值,请核对"))) if mark else ""
        if cell is None and not mark:
            return None
        written = self._plain(cell)
        if mark:
            written.style = "bad_date" if written.style == "date" else "bad"
            written.comment = Comment(mark, _AUTHOR, height=80, width=240)
        return written

    def _plain(self, cell: RawCell | None) -> Any:
        """The cell's value in its own type: what was a number, a date or an error stays one."""
        if cell is None:
            return WriteOnlyCell(self.page)
        kind, value = cell
        if kind in (DATE, ISO_DATE) and (day := cell_date((kind, value), self.sheet)):
            return _cell(self.page, day, "date")
        if kind in (NUMBER, DATE) and (number := float_of(value)) is not None:
            # As it is read: at 15 digits, which openpyxl's 16 keep; the clamp keeps the rounding finite.
            return WriteOnlyCell(self.page, float(format(max(-_HUGE, min(_HUGE, number)), ".15g")))
        if kind == BOOLEAN:
            return WriteOnlyCell(self.page, value not in FALSE)
        if kind == ERROR:
            return WriteOnlyCell(self.page, value if value in ERROR_CODES else NO_VALUE)
        return _cell(self.page, prefixed(value), "text")


def _cell(page: Any, value: Any, style: str) -> WriteOnlyCell:
    """A cell of one of our styles; text is text, whatever it looks like."""
    if not isinstance(value, str):
        cell = WriteOnlyCell(page, value)
    else:
        cell = WriteOnlyCell(page, _TO_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", value))
        cell.data_type = "s"
    cell.style = style
    return cell


def _title(name: str) -> str:
    return _TITLE_FORBIDDEN.sub("_", without_control(name))[:31] or PROBLEMS


def _styles() -> list[NamedStyle]:
    """Text cells are formatted as text, so that numbers typed over them keep every digit."""
    bad = {"fill": _RED, "font": Font(color=_DARK_RED)}
    return [
        NamedStyle("text", number_format="@"),
        NamedStyle("date", number_format="yyyy-mm-dd"),
        NamedStyle("bad", number_format="@", **bad),
        NamedStyle("bad_date", number_format="yyyy-mm-dd", **bad),
        NamedStyle("head", font=Font(bold=True)),
        NamedStyle("problems", font=Font(color=_DARK_RED), alignment=Alignment(wrap_text=True, vertical="top")),
    ]
