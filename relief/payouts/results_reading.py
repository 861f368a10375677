"""What the bank sent back, read whole before anything is written: csv (UTF-8 or GB18030) or xlsx (relief.md §9).

Columns 序号, 账号 or 账号末四位, 金额, 结果 (成功 | 失败), 日期, 失败原因, 回单号, in any order; others are ignored.
The same suspicion and the same cleaning as the import sheet. Pure: bytes in, rows and errors out; no content makes
it raise.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.applications.sheet.cells import cell_text, parse_date, parse_money, refuse_lost_precision
from relief.applications.sheet.faults import CellFault, FileFault, unreadable
from relief.applications.sheet.header import Header, find_header, split_rows
from relief.applications.sheet.workbook import Sheet, read_first_sheet
from relief.applications.sheet.xml_cells import TEXT, RawCell
from relief.payouts.services.results import ResultRow

MAX_BYTES = 5 * 1024 * 1024
ENCODINGS = ("utf-8-sig", "gb18030")
SEPARATORS = ",\t;"
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
OUTCOMES = {"成功": "paid", "失败": "failed"}
LABELS = {"line_no": "序号", "account": "账号", "tail": "账号末四位", "amount": "金额", "outcome": "结果", "on": "日期",
          "reason": "失败原因", "receipt": "回单号"}  # fmt: skip
HEADERS = {label: identifier for identifier, label in LABELS.items()}
LENGTHS = {"reason": 200, "receipt": 60}
MESSAGES = {
    "E_FILE": gettext_lazy("文件不能读取：%(why)s"),
    "E_HEADER": gettext_lazy(
        "没有找到表头。须有这些列：序号、账号（或账号末四位）、金额、结果、日期、失败原因、回单号。"
    ),
    "E_COLUMN_TWICE": gettext_lazy("同一列出现了两次"),
    "E_TOO_MANY_ROWS": gettext_lazy("行数太多"),
    "E_EMPTY": gettext_lazy("文件里没有结果行"),
    "E_REQUIRED": gettext_lazy("不能为空"),
    "E_FORMULA": gettext_lazy("是公式，请改成数值"),
    "E_CELL_ERROR": gettext_lazy("是错误值"),
    "E_CONTROL": gettext_lazy("含有不能识别的字符"),
    "E_PRECISION": gettext_lazy("长数字存成了数值，末几位已丢失，请改用文本"),
    "E_TOO_LONG": gettext_lazy("太长"),
    "E_LINE": gettext_lazy("不是序号，或本批次没有这个序号"),
    "E_TWICE": gettext_lazy("与第%(row)d行的序号重复"),
    "E_TAIL": gettext_lazy("末四位不是数字，或与发放明细不符"),
    "E_AMOUNT": gettext_lazy("不是金额，或与发放明细不符"),
    "E_AMOUNT_NEGATIVE": gettext_lazy("金额不能为负数"),
    "E_AMOUNT_PRECISION": gettext_lazy("金额最多两位小数"),
    "E_RESULT": gettext_lazy("只能是“成功”或“失败”"),
    "E_CONTRADICTION": gettext_lazy("与已登记的结果矛盾"),
    "E_DATE": gettext_lazy("不是日期，或不在导出日与今天之间"),
}
_LINE_NO = re.compile("[1-9][0-9]{0,5}")
_TAIL = re.compile("[0-9]{4}")
_SHORT = re.compile("[0-9]{1,4}")
_WRAPPED = re.compile('="(.*)"')


@dataclass(frozen=True)
class ResultError:
    """One fault: the row of the file (0: the file itself), the column, code and message."""

    row: int
    column: str
    code: str
    message: str


@dataclass(frozen=True)
class ResultSheet:
    """A file as it was read: rows only count when there is no error."""

    digest: str
    rows: list[ResultRow] = field(default_factory=list)
    errors: list[ResultError] = field(default_factory=list)


@dataclass(frozen=True)
class _Names:
    """What ``find_header`` asks of a rule book."""

    headers: Mapping[str, str]


def read_results(content: bytes) -> ResultSheet:
    """Read a whole result file."""
    digest = hashlib.sha256(content).hexdigest()
    try:
        sheet = _open(content)
        header = find_header(sheet, _Names(HEADERS))  # type: ignore[arg-type]
        if missing := _missing(header):
            raise FileFault("E_HEADER", column=missing)
        numbers, _skipped = split_rows(sheet, header)
    except FileFault as fault:
        return ResultSheet(digest, errors=[_file_error(fault)])
    if not numbers:
        return ResultSheet(digest, errors=[_error(0, "", "E_EMPTY")])
    rows, errors = [], []
    for number in numbers:
        row = _Row(number, sheet, header.columns)
        errors += row.errors
        if not row.errors:
            rows.append(row.result())
    return ResultSheet(digest, rows, sorted([*errors, *_twice(rows)], key=lambda e: e.row))


def _open(content: bytes) -> Sheet:
    if len(content) > MAX_BYTES:
        raise unreadable(_("文件超过%(size)s兆字节") % {"size": MAX_BYTES // 1024 // 1024})
    return read_first_sheet(content) if content.startswith(WORKBOOKS) else _read_csv(_decoded(content))


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise unreadable(_("不是csv或xlsx文件，或编码不是UTF-8、GB18030"))


def _read_csv(text: str) -> Sheet:
    """Rows by their place in the file, as a sheet of text cells."""
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    rows: dict[int, dict[int, RawCell]] = {}
    try:
        for number, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            cells = {n: (TEXT, _unwrapped(value)) for n, value in enumerate(values, 1) if value.strip()}
            if cells:
                rows[number] = cells
    except csv.Error as error:
        raise unreadable(_("不是csv文件，或文件已损坏")) from error
    return Sheet("csv", rows)


def _unwrapped(value: str) -> str:
    """Banks write ="0127" so that a spreadsheet keeps the zero."""
    match = _WRAPPED.fullmatch(value.strip())
    return match[1] if match else value


def _missing(header: Header) -> str:
    there = set(header.columns)
    wanted = [name for name in ("line_no", "amount", "outcome", "on") if name not in there]
    return (wanted or ([] if there & {"account", "tail"} else ["account"]) or [""])[0]


def _file_error(fault: FileFault) -> ResultError:
    column = LABELS.get(fault.column or "", "")
    return ResultError(0, column, fault.code, str(MESSAGES[fault.code]) % {"why": fault.reason})


def _error(at: int, column: str, code: str, **words: Any) -> ResultError:
    return ResultError(at, column, code, str(MESSAGES[code]) % words)


def _twice(rows: list[ResultRow]) -> list[ResultError]:
    first: dict[int, int] = {}
    found = []
    for row in rows:
        if row.line_no in first:
            found.append(_error(row.row, LABELS["line_no"], "E_TWICE", row=first[row.line_no]))
        first.setdefault(row.line_no, row.row)
    return found


class _Row:
    """One row: its cells cleaned and parsed, every fault of it."""

    def __init__(self, number: int, sheet: Sheet, columns: Mapping[str, int]) -> None:
        self.number, self.sheet, self.columns = number, sheet, columns
        self.errors: list[ResultError] = []
        self.values: dict[str, Any] = {
            "line_no": self._read("line_no", _line_no),
            "tail": self._read("tail", _tail) if "tail" in columns else self._read("account", _account),
            "amount": self._read("amount", parse_money),
            "outcome": self._read("outcome", _outcome),
            "on": self._read("on", self._day),
        }
        failed = self.values["outcome"] == "failed"
        self.values["reason"] = self._read("reason", str, required=failed) or ""
        self.values["receipt"] = self._read("receipt", str, required=False) or ""

    def result(self) -> ResultRow:
        v = self.values
        return ResultRow(row=self.number, line_no=v["line_no"], amount_fen=v["amount"], tail=v["tail"],
                         outcome=v["outcome"], on=v["on"], reason=v["reason"], receipt=v["receipt"])  # fmt: skip

    def _read(self, name: str, parse: Callable[[str], Any], *, required: bool = True) -> Any:
        column = self.columns.get(name)
        cell = self.sheet.rows[self.number].get(column) if column else None
        try:
            if cell is not None and name in ("account", "receipt"):
                refuse_lost_precision(cell)
            text = cell_text(cell, self.sheet, fold=name != "reason") if cell is not None else ""
            if not text and required:
                raise CellFault("E_REQUIRED")
            if len(text) > LENGTHS.get(name, len(text)):
                raise CellFault("E_TOO_LONG")
            return parse(text) if text else None
        except CellFault as fault:
            self.errors.append(_error(self.number, LABELS[name], fault.code))
            return None

    def _day(self, text: str) -> date:
        return parse_date(text, self.sheet)


def _line_no(text: str) -> int:
    if not _LINE_NO.fullmatch(text):
        raise CellFault("E_LINE")
    return int(text)


def _account(text: str) -> str:
    """The last four of an account, whole or masked."""
    tail = "".join(text.split())[-4:]
    if not _TAIL.fullmatch(tail):
        raise CellFault("E_TAIL")
    return tail


def _tail(text: str) -> str:
    """Four digits; a spreadsheet may have dropped leading zeros."""
    if not _SHORT.fullmatch(text):
        raise CellFault("E_TAIL")
    return text.zfill(4)


def _outcome(text: str) -> str:
    if text not in OUTCOMES:
        raise CellFault("E_RESULT")
    return OUTCOMES[text]
