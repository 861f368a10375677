"""What banks send back: csv in two encodings, xlsx; every fault with row, column, code and message, none raised."""

import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from relief.payouts import results_reading
from relief.payouts.results_reading import read_results

HEADER = ["序号", "账号", "户名", "金额", "结果", "日期", "失败原因", "回单号"]
GOOD = ["1", "6222020508000000127", "王喆祎", "3,600.00", "成功", "2026-04-07", "", "HD01"]
FAILED = ["2", "622202****3645", "李秀英", "1000", "失败", "20260407", "账户状态异常", ""]


def csv(*rows: list[Any], encoding: str = "utf-8", separator: str = ",") -> bytes:
    return "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows).encode(encoding)


def xlsx(*rows: list[Any]) -> bytes:
    book = Workbook()
    for values in rows:
        book.active.append(values)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def faults(content: bytes) -> list[tuple[int, str, str]]:
    return [(e.row, e.column, e.code) for e in read_results(content).errors]


def changed(column: str, value: Any, base: list[str] = GOOD) -> list[Any]:
    return [value if name == column else cell for name, cell in zip(HEADER, base, strict=True)]


# --- what is read -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "content",
    [
        csv(HEADER, GOOD, FAILED), csv(HEADER, GOOD, FAILED, encoding="utf-8-sig"),
        csv(HEADER, GOOD, FAILED, encoding="gb18030"),
        csv(HEADER, GOOD, FAILED, separator="\t"), csv(HEADER, GOOD, FAILED, separator=";"), xlsx(HEADER, GOOD, FAILED),
    ],
)  # fmt: skip
def test_every_usual_kind_of_file_says_the_same(content: bytes) -> None:
    sheet = read_results(content)
    assert not sheet.errors and len(sheet.digest) == 64
    first, second = sheet.rows
    assert (first.row, first.line_no, first.amount_fen, first.tail, first.outcome, first.on, first.receipt) == (
        2, 1, 360_000, "0127", "paid", date(2026, 4, 7), "HD01")  # fmt: skip
    assert (second.row, second.tail, second.outcome, second.reason) == (3, "3645", "failed", "账户状态异常")


def test_columns_stand_in_any_order_and_others_are_ignored() -> None:
    header = ["银行流水", "日期", "结果", "金额", "账号末四位", "序号"]
    sheet = read_results(csv(["批次回盘"], header, ["X9", "2026/4/7", "成功", "3600.00元", "127", "1"]))
    assert not sheet.errors and sheet.rows[0].tail == "0127" and sheet.rows[0].row == 3


def test_cells_that_a_spreadsheet_typed() -> None:
    sheet = read_results(xlsx(HEADER, [1, "6222020508000000127", "王", 3600, "成功", date(2026, 4, 7), None, 12345]))
    assert not sheet.errors and sheet.rows[0].amount_fen == 360_000 and sheet.rows[0].receipt == "12345"


def test_blank_rows_and_the_total_are_skipped() -> None:
    total = ["合计", "", "", "3600.00", "", "", "", ""]
    assert len(read_results(csv(HEADER, GOOD, [""] * 8, total)).rows) == 1


def test_a_guarded_number_loses_its_guard() -> None:
    text = '序号,账号,金额,结果,日期\n1,"=""0127""",3600.00,成功,2026-04-07\n'
    assert read_results(text.encode()).rows[0].tail == "0127"


# --- what is refused ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("序号", "0", "E_LINE"), ("序号", "一", "E_LINE"), ("序号", "1.5", "E_LINE"), ("序号", "", "E_REQUIRED"),
        ("账号", "62220205080000", None), ("账号", "****", "E_TAIL"), ("账号", "", "E_REQUIRED"),
        ("金额", "三千", "E_AMOUNT"), ("金额", "-1", "E_AMOUNT_NEGATIVE"), ("金额", "1.005", "E_AMOUNT_PRECISION"),
        ("金额", "", "E_REQUIRED"), ("结果", "已成功", "E_RESULT"), ("结果", "", "E_REQUIRED"),
        ("日期", "2026-13-01", "E_DATE"), ("日期", "昨天", "E_DATE"), ("日期", "", "E_REQUIRED"),
        ("失败原因", "长" * 201, "E_TOO_LONG"), ("回单号", "9" * 61, "E_TOO_LONG"), ("回单号", "A\x07B", "E_CONTROL"),
    ],
)  # fmt: skip
def test_each_fault_names_row_column_and_code(column: str, value: str, code: str | None) -> None:
    assert faults(csv(HEADER, changed(column, value))) == ([(2, column, code)] if code else [])


def test_a_failure_says_why() -> None:
    assert faults(csv(HEADER, changed("失败原因", "", FAILED))) == [(2, "失败原因", "E_REQUIRED")]


def test_all_faults_of_all_rows_are_told_at_once() -> None:
    bad = csv(HEADER, changed("金额", "x"), changed("结果", "y", changed("序号", "z")), GOOD, GOOD)
    assert faults(bad) == [
        (2, "金额", "E_AMOUNT"),
        (3, "序号", "E_LINE"),
        (3, "结果", "E_RESULT"),
        (5, "序号", "E_TWICE"),
    ]


def test_cells_that_only_a_workbook_has() -> None:
    formula, error = changed("金额", "=1+1"), changed("日期", "#N/A")
    long = changed("账号", 6222020508000000127)
    assert faults(xlsx(HEADER, formula, error, long)) == [
        (2, "金额", "E_FORMULA"), (3, "日期", "E_CELL_ERROR"), (4, "账号", "E_PRECISION")]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", (0, "", "E_HEADER")),
        (csv(["序号", "户名"], ["1", "王"]), (0, "", "E_HEADER")),
        (csv(HEADER[:1] + HEADER[2:], GOOD[:1] + GOOD[2:]), (0, "账号", "E_HEADER")),
        (csv([*HEADER, "金额"], [*GOOD, "1"]), (0, "金额", "E_COLUMN_TWICE")),
        (csv(HEADER), (0, "", "E_EMPTY")),
        (b"\xff\xfe\x00\x01\xff", (0, "", "E_FILE")),
        (b"PK\x03\x04 broken", (0, "", "E_FILE")),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", (0, "", "E_FILE")),
    ],
)
def test_a_file_that_is_none_is_refused_whole(content: bytes, fault: tuple[int, str, str]) -> None:
    assert faults(content) == [fault] and not read_results(content).rows


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results_reading, "MAX_BYTES", 10)
    assert faults(csv(HEADER, GOOD)) == [(0, "", "E_FILE")]


CELLS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
SHEETS = st.lists(st.lists(CELLS, max_size=9), max_size=6).map(lambda rows: csv(HEADER, *rows))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=400), SHEETS))
def test_no_content_makes_it_raise(content: bytes) -> None:
    sheet = read_results(content)
    assert sheet.errors or sheet.rows
