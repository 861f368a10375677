"""Writing a batch as the bank wants it: templates are data (relief.md §9). Pure: rows in, bytes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from workflows.errors import NotPossible


@dataclass(frozen=True)
class Row:
    """One payment as the file states it. ``amount_fen`` in fen."""

    line_no: int
    payee_name: str
    card_no: str
    bank: str
    bank_code: str
    amount_fen: int
    purpose: str


def amount_text(amount_fen: int, form: str) -> str:
    """yuan2 = 3600.00, fen = 360000."""
    return f"{amount_fen // 100}.{amount_fen % 100:02d}" if form == "yuan2" else str(amount_fen)


def write(template: Mapping[str, Any], rows: Sequence[Row], totals: Mapping[str, Any]) -> bytes:
    """The file's bytes. A name that the encoding cannot write, or that is too long, stops the batch, naming the line."""
    separator = template.get("separator", ",")
    lines = [separator.join(c["title"] for c in template["columns"])] if template.get("header") else []
    lines += [separator.join(_cell(c, row, template) for c in template["columns"]) for row in rows]
    if template.get("total_line"):
        lines.append(template["total_line"].format(
            count=len(rows), total=amount_text(totals["total_fen"], template["amount_format"])))  # fmt: skip
    text = template.get("newline", "\r\n").join(lines) + template.get("newline", "\r\n")
    return text.encode(template["encoding"])


def _cell(column: Mapping[str, Any], row: Row, template: Mapping[str, Any]) -> str:
    value = getattr(row, column["field"])
    text = amount_text(value, template["amount_format"]) if column["field"] == "amount_fen" else str(value)
    _check(text, column["title"], row, template)
    return text


def _check(text: str, title: str, row: Row, template: Mapping[str, Any]) -> None:
    where = {"n": row.line_no, "who": row.payee_name, "what": title}
    bad = [c for c in text if c in template.get("forbidden", "") or ord(c) < 32]
    if bad:
        raise NotPossible(_("第%(n)d笔(%(who)s)的%(what)s含有银行不接受的字符“%(bad)s”，请更正后再导出。")
                          % {**where, "bad": bad[0]})  # fmt: skip
    try:
        size = len(text.encode(template["encoding"]))
    except UnicodeEncodeError as error:
        bad_text = text[error.start : error.end]
        raise NotPossible(_("第%(n)d笔(%(who)s)的%(what)s中“%(bad)s”(U+%(code)s)无法用银行文件的编码书写，"
                            "请核对银行户名后登记银行写法。")
                          % {**where, "bad": bad_text, "code": f"{ord(bad_text[0]):04X}"}) from error  # fmt: skip
    limit = template.get("name_length")
    if limit and title == template.get("name_title", title) and size > limit:
        raise NotPossible(_("第%(n)d笔(%(who)s)的%(what)s超过银行允许的长度。") % where)
