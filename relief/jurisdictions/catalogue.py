"""The file of provisions: matters and the law they stand on, one article a row (supervision.md §7)."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from relief.jurisdictions.errors import Problem, ProvisionError

CATALOGUE_FILE = Path(__file__).resolve().parents[2] / "fixtures" / "provisions" / "provisions.csv"
COLUMNS = ("matter_code", "matter_name", "law", "law_id", "version_date", "article", "clause", "kind", "summary",
           "authority", "valid_from", "valid_to", "citable", "superseded_by", "note")  # fmt: skip
REQUIRED = ("matter_code", "matter_name", "law", "law_id", "version_date", "article", "kind", "summary", "valid_from")
LONGEST = {"matter_code": 20, "matter_name": 100, "law": 100, "law_id": 20, "article": 40, "clause": 40, "summary": 300,
           "authority": 100, "superseded_by": 100, "note": 300}  # fmt: skip
KINDS = ("authority", "duty", "liability")
YES_NO = {"yes": True, "no": False}
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Key = tuple[str, str, str, str, date]


@dataclass(frozen=True, slots=True)
class ProvisionRow:
    """A checked row of the file."""

    matter_code: str
    matter_name: str
    law: str
    law_id: str
    version_date: date
    article: str
    clause: str
    kind: str
    summary: str
    authority: str
    valid_from: date
    valid_to: date | None
    citable: bool
    superseded_by: str
    note: str

    @property
    def key(self) -> Key:
        """Which version of which article, for which matter."""
        return self.matter_code, self.law, self.article, self.clause, self.version_date


def read_catalogue(path: Path) -> list[ProvisionRow]:
    """Every row of the file, checked. Raises ProvisionError naming each row and column at fault."""
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file, strict=True))
    except OSError as error:
        raise ProvisionError([Problem("", _("文件无法读取:%s") % error.strerror)]) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ProvisionError([Problem("", _("不是UTF-8编码的CSV文件:%s") % error)]) from error
    if not lines or tuple(lines[0]) != COLUMNS:
        raise ProvisionError([Problem("", _("第1行应依次为%(columns)s") % {"columns": ",".join(COLUMNS)})])
    rows, problems = [], []
    for number, cells in enumerate(lines[1:], 2):
        found = [Problem(_("第%(n)d行%(column)s") % {"n": number, "column": c}, why) for c, why in _faults(cells)]
        problems.extend(found)
        if not found:
            rows.append(_row(dict(zip(COLUMNS, cells, strict=True))))
    problems = problems or list(_contradictions(rows))
    if problems:
        raise ProvisionError(problems)
    return rows


def _faults(cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Column and reason of each fault of a row."""
    if len(cells) != len(COLUMNS):
        yield "", _("应有%(n)d列") % {"n": len(COLUMNS)}
        return
    row = dict(zip(COLUMNS, cells, strict=True))
    yield from ((column, _("不能为空")) for column in REQUIRED if not row[column])
    for column, value in row.items():
        if value != value.strip() or "\x00" in value:
            yield column, _("前后有空格或含控制字符,请删去")
        if len(value) > LONGEST.get(column, len(value)):
            yield column, _("过长,最多%(n)d个字") % {"n": LONGEST[column]}
    if row["kind"] not in KINDS:
        yield "kind", _("只能是%(allowed)s") % {"allowed": "、".join(KINDS)}
    if row["citable"] not in YES_NO:
        yield "citable", _("只能是yes或no")
    dates = {c: _day(row[c]) for c in ("version_date", "valid_from", "valid_to") if row[c]}
    yield from ((column, _("应为YYYY-MM-DD格式的日期")) for column, day in dates.items() if day is None)
    begins, ends = dates.get("valid_from"), dates.get("valid_to")
    if begins and ends and ends <= begins:
        yield "valid_to", _("须晚于valid_from(从这一天起不再适用)")


def _row(row: dict[str, str]) -> ProvisionRow:
    days = {column: _day(row[column]) for column in ("version_date", "valid_from", "valid_to")}
    return ProvisionRow(**{**row, **days, "citable": YES_NO[row["citable"]]})  # type: ignore[arg-type]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


def _contradictions(rows: Sequence[ProvisionRow]) -> Iterator[Problem]:
    """A version of an article once a matter; a matter and a law under one name each."""
    keys: set[Key] = set()
    names: dict[tuple[str, str], str] = {}
    for row in rows:
        where = f"{row.matter_code} {row.law}{row.article}{row.clause}"
        if row.key in keys:
            yield Problem(where, _("同一事项同一条款同一文本出现两次"))
        keys.add(row.key)
        for what, code, name in (("matter", row.matter_code, row.matter_name), ("law", row.law_id, row.law)):
            if names.setdefault((what, code), name) != name:
                yield Problem(where, _("%(code)s有两个名称") % {"code": code})
