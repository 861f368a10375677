"""Where the calendar's first rows come from: the yearly notices of the State Council as chinesecalendar records them.

The package is read once, into a file under version control; the product reads the file, and later years are
entered from the notice itself. A test holds the file and the package together.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from workflows.calendar.days import HOLIDAY, MAKEUP

SOURCE = "依据 chinesecalendar 1.11 软件包所录国务院办公厅历年节假日安排通知装入"
COLUMNS = ("date", "kind", "name", "source_document", "version")
FULL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}
"""The package's short names as the notices write them."""


def calendar_rows_from_package(first_year: int = 2004, last_year: int = 2026) -> Iterator[dict[str, Any]]:
    """One row a holiday or make-up day of the years asked for, in order of date."""
    from chinese_calendar.constants import Holiday, holidays, workdays

    kinds = {HOLIDAY: holidays, MAKEUP: workdays}
    dated = sorted((day, kind, feast) for kind, days in kinds.items() for day, feast in days.items())
    for day, kind, feast in dated:
        if first_year <= day.year <= last_year:
            name = Holiday(feast).chinese
            yield _row(day, kind, FULL_NAMES.get(name, name), SOURCE, 1)


def calendar_rows_from_file(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a calendar file (csv, UTF-8, one row a day that differs from its weekday)."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            day = date.fromisoformat(row["date"])
            yield _row(day, row["kind"], row["name"], row["source_document"], int(row["version"]))


def _row(day: date, kind: str, name: str, source_document: str, version: int) -> dict[str, Any]:
    return dict(zip(COLUMNS, (day, kind, name, source_document, version), strict=True))
