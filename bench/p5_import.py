"""P5: a sheet of 5,000 applications from the file to drafts, against reading and storing the same rows without a rule."""

from __future__ import annotations

import io
import time
from datetime import date
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
TABLE = f"CREATE TABLE bench_copied ({', '.join(f'c{n} text' for n in range(len(HEADERS)))})"
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
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    sheets, memory = Sheets(), psutil.Process().memory_info
    sides = {
        OURS: lambda: relief(sheets.next(ROWS), sheets.county, clerk),
        LIMIT: lambda: copied(sheets.next(ROWS)),
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


def copied(sheet: bytes) -> Sample:
    """The limit: calamine reads, COPY writes, nobody looks."""
    began = time.perf_counter()
    cells = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()[2:]
    lines = io.StringIO()
    for line in cells:
        lines.write("\t".join(str(cell).replace("\n", " ") for cell in line) + "\n")
    lines.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_from(lines, "bench_copied", null="")
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
    found = PlainApplication.objects.filter(id_no=v["身份证号码"], cause=v["致困原因"], event_date=_day(v["发生日期"])).first()
    application = found or PlainApplication()
    application.name, application.id_no, application.mobile = v["姓名*"], v["身份证号码"], v["联系电话"]
    application.union, application.employer, application.cause = unions[v["所属工会"]], v["工作单位"], v["致困原因"]
    application.event_date, application.application_date = _day(v["发生日期"]), _day(v["申请日期"])
    application.household_size = int(v["家庭人口"])
    application.per_capita_monthly = Decimal(str(v["家庭月人均收入"]))
    application.total_cost = None if v["费用总额(元)"] is None else Decimal(str(v["费用总额(元)"]))
    application.invoice_no, application.card_no = v["票据号码"] or "", v["银行卡号"]
    application.narrative = v["情况说明"]
    application.full_clean()
    application.save()


def _day(value: Any) -> date:
    return value.date()


def _print(measured: dict[str, Measured]) -> None:
    ours = measured[OURS]
    print("                                     rows/s   Relief ÷ it (lowest–highest round)")
    for name, side in measured.items():
        low, middle, high = ours.ratio(side)
        print(f"  {name:32} {side.rate:9.0f}   {middle:.3f} ({low:.3f}–{high:.3f})")
