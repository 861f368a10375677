"""The bank's file: what its encoding cannot write or its layout forbids stops the batch and names the line (§9)."""

from typing import Any

import pytest

from relief.payouts.bankfile import Row, amount_text, write
from workflows.errors import NotPossible

COLUMNS = [{"title": "序号", "field": "line_no"}, {"title": "户名", "field": "payee_name"},
           {"title": "账号", "field": "card_no"}, {"title": "金额", "field": "amount_fen"}]  # fmt: skip
TEMPLATE: dict[str, Any] = {
    "encoding": "GB18030", "separator": ",", "newline": "\r\n", "header": True, "amount_format": "yuan2",
    "name_title": "户名", "name_length": 20, "forbidden": ",'|", "total_line": "合计,{count},{total}",
    "columns": COLUMNS,
}  # fmt: skip


def row(**changed: Any) -> Row:
    values = {"line_no": 1, "payee_name": "王喆祎", "card_no": "6222020508000000127", "bank": "农商行", "bank_code": "",
              "amount_fen": 360_000, "purpose": ""}  # fmt: skip
    return Row(**{**values, **changed})


def written(*rows: Row, **template: Any) -> bytes:
    total = sum(r.amount_fen for r in rows)
    return write({**TEMPLATE, **template}, rows, {"total_fen": total})


def test_header_rows_total_in_the_banks_encoding() -> None:
    text = written(row(), row(line_no=2, amount_fen=5)).decode("gb18030")
    assert text == ("序号,户名,账号,金额\r\n1,王喆祎,6222020508000000127,3600.00\r\n"
                    "2,王喆祎,6222020508000000127,0.05\r\n合计,2,3600.05\r\n")  # fmt: skip


def test_a_character_beyond_the_basic_plane_goes_into_gb18030() -> None:
    assert "𠮷" in written(row(payee_name="王𠮷")).decode("gb18030")


@pytest.mark.parametrize(("name", "code"), [("王𠮷", "20BB7"), ("王😀", "1F600"), ("王\ue000", "E000")])
def test_a_name_that_the_encoding_cannot_write_stops_the_file_and_names_the_line(name: str, code: str) -> None:
    with pytest.raises(NotPossible) as refused:
        written(row(), row(line_no=7, payee_name=name), encoding="GBK")
    assert f"第7笔({name})的户名中“{name[1]}”(U+{code})无法用银行文件的编码书写" in refused.value.message


def test_a_lone_surrogate_is_in_no_encoding() -> None:
    with pytest.raises(NotPossible):
        written(row(payee_name="王\ud800"))


@pytest.mark.parametrize("bad", [",", "'", "|", "\n", "\t", "\x00"])
def test_what_would_break_the_layout_is_refused(bad: str) -> None:
    with pytest.raises(NotPossible) as refused:
        written(row(payee_name=f"王{bad}祎"))
    assert "含有银行不接受的字符" in refused.value.message


def test_the_length_of_a_name_counts_in_bytes() -> None:
    assert written(row(payee_name="王" * 10))
    with pytest.raises(NotPossible) as refused:
        written(row(payee_name="王" * 11))
    assert "超过银行允许的长度" in refused.value.message


@pytest.mark.parametrize(("fen", "yuan"), [(1, "0.01"), (100, "1.00"), (123_456_789_012, "1234567890.12")])
def test_amounts_are_exact(fen: int, yuan: str) -> None:
    assert amount_text(fen, "yuan2") == yuan and amount_text(fen, "fen") == str(fen)
