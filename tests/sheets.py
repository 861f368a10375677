"""Import sheets to upload: good rows, each changed as a test asks."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook

from tests.factories import id_number

HEADER = [
    "姓名",
    "证件号码",
    "手机号码",
    "所属工会",
    "户口类型",
    "家庭人口",
    "致困原因",
    "发生日期",
    "申请日期",
    "费用总额",
]


def good_row(n: int) -> dict[str, Any]:
    """The n-th invented applicant, of a cost that gives 3,000 yuan."""
    return {"姓名": "王喆祎", "证件号码": id_number(n), "手机号码": f"1380000{n:04d}", "所属工会": "东塬镇联合基层工会",
            "户口类型": "城镇", "家庭人口": 3, "致困原因": "意外伤害", "发生日期": "2026-02-10",
            "申请日期": "2026-03-20", "费用总额": 20000}  # fmt: skip


def workbook(*rows: dict[str, Any]) -> bytes:
    """A sheet of good rows, each changed as asked."""
    book = Workbook()
    book.active.append(HEADER)
    for n, changed in enumerate(rows, 1):
        values = {**good_row(n), **changed}
        book.active.append([values[name] for name in HEADER])
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The workbook as a file."""
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
