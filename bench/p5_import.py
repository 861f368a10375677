"""P5: a sheet of 5,000 applications from the file to drafts, against reading and storing the same rows without a rule."""

from __future__ import annotations

import io
import time
from decimal import Decimal
from typing import Any

import openpyxl
import psutil
from django.db import connection
from django.utils import timezone
from python_calamine import CalamineWorkbook

from bench import cast
from bench.harness import Measured, Sample, interleaved, row
from bench.models import PlainApplication
from bench.sheets import HEADERS, workbook
from relief import office
from relief.applications.importing import import_sheet
from relief.applications.models import Application
from relief.organisations.models import Organisation
from workflows.desks import DeskTask
from workflows.models import Event

ROWS, PLAIN_ROWS = 5000, 300
COPIED = {
    "name": "姓名*", "id_no": "身份证号码", "mobile": "联系电话", "union_id": "所属工会", "employer": "工作单位",
    "cause": "致困原因", "event_date": "发生日期", "application_date": "申请日期", "household_size": "家庭人口",
    "hukou": "户口类型", "per_capita_monthly": "家庭月人均收入", "total_cost": "费用总额(元)",
    "medical_insurance": "医保报销", "loss": "损失金额(元)", "requested": "申请金额\n(元)", "invoice_no": "票据号码",
    "account_name": "户名", "bank": "开户银行", "card_no": "银行卡号", "narrative": "情况说明",
}  # fmt: skip
OURS, LIMIT, PLAIN = "Relief", "calamine + COPY", "openpyxl + ORM, a row at a time"


class Sheets:
    """A new file every time: the same file is imported once only."""

    def __init__(self) -> None:
        self.county = Organisation.objects.get(code=cast.COUNTY)
        below = Organisation.objects.filter(path__startswith=self.county.path, level="grassroots")
        self.unions = {u.name: u for u in below}
        self.made = 0

    def next(self, rows: int) -> bytes:
        self.made += 1
        return workbook(rows, unions=list(self.unions), seed=self.made)


def run(rounds: int) -> list[dict[str, Any]]:
    """Measure, print, return the lines of results.json."""
    clerk = cast.hire()["county_clerk"]
    sheets, memory = Sheets(), psutil.Process().memory_info
    sides = {
        OURS: lambda: relief(sheets.next(ROWS), sheets.county, clerk),
        LIMIT: lambda: copied(sheets.next(ROWS), sheets.unions),
        PLAIN: lambda: row_by_row(sheets.next(PLAIN_ROWS), sheets.unions),
    }
    before = memory().rss
    sides[OURS]()
    first = memory().rss
    measured = interleaved(sides, rounds)
    _print(measured)
    print(f"  memory of the process: {before >> 20} MB, after one import {first >> 20} MB, at the end {memory().rss >> 20} MB")
    return [row("P5", f"import of {ROWS} applications; plain: {PLAIN} ({PLAIN_ROWS} rows)", measured[OURS].rate,
                measured[PLAIN].rate, measured[LIMIT].rate, "rows/s", rounds)]  # fmt: skip


def relief(sheet: bytes, county: Organisation, clerk: Any) -> Sample:
    """Everything: checks, duplicates, preview, encryption, drafts, events, desks; and is it all there?"""
    before = [model.objects.count() for model in (Application, Event, DeskTask)]
    began = time.perf_counter()
    done = office.carry_out(import_sheet, source=sheet, organisation=county, received_on=timezone.localdate(),
                            actor=clerk)  # fmt: skip
    seconds = time.perf_counter() - began
    after = [model.objects.count() for model in (Application, Event, DeskTask)]
    if done.written != ROWS or [b - a for a, b in zip(before, after, strict=True)] != [ROWS] * 3:
        faults = [(r.row, [f.code for f in r.errors]) for r in done.report.bad_rows][:5]
        raise SystemExit(f"{done.outcome}: {done.written} rows written, first faults {faults}")
    return Sample(ROWS, seconds)


def copied(sheet: bytes, unions: dict[str, Organisation]) -> Sample:
    """The limit: calamine reads, COPY writes to a table of typed columns, nobody looks."""
    began = time.perf_counter()
    cells = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()[2:]
    columns = [HEADERS.index(label) for label in COPIED.values()]
    keys = {name: unit.pk for name, unit in unions.items()}
    lines = io.StringIO()
    for line in cells:
        values = [keys.get(line[n], line[n]) if line[n] != "" else "\\N" for n in columns]
        lines.write("\t".join(map(str, values)) + "\n")
    lines.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_from(lines, PlainApplication._meta.db_table, columns=tuple(COPIED))
    return Sample(len(cells), time.perf_counter() - began)


def row_by_row(sheet: bytes, unions: dict[str, Organisation]) -> Sample:
    """What an import library does: read, look for the instance, check its fields, save it; in one transaction a row."""
    began = time.perf_counter()
    lines = openpyxl.load_workbook(io.BytesIO(sheet), read_only=True).worksheets[0].iter_rows(min_row=3, values_only=True)
    done = 0
    for line in lines:
        values = dict(zip(HEADERS, line, strict=False))
        _save(values, unions)
        done += 1
    return Sample(done, time.perf_counter() - began)


def _save(v: dict[str, Any], unions: dict[str, Organisation]) -> None:
    key = {"id_no": v["身份证号码"], "cause": v["致困原因"], "event_date": v["发生日期"].date()}
    application = PlainApplication.objects.filter(**key).first() or PlainApplication(**key)
    application.union = unions[v["所属工会"]]
    application.application_date = v["申请日期"].date()
    for column, label in COPIED.items():
        if column not in (*key, "union_id", "application_date"):
            value = v[label]
            setattr(application, column, Decimal(str(value)) if isinstance(value, float) else value)
    application.full_clean()
    application.save()


def _print(measured: dict[str, Measured]) -> None:
    ours = measured[OURS]
    print("                                     rows/s   Relief ÷ it (lowest–highest round)")
    for name, side in measured.items():
        low, middle, high = ours.ratio(side)
        print(f"  {name:32} {side.rate:9.0f}   {middle:.3f} ({low:.3f}–{high:.3f})")
