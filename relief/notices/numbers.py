"""Numbers of cases, batches and papers: per organisation, kind and year, without unexplained gaps.

A number is taken inside the transaction that uses it, with its series locked: what rolls back gives it back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F

from relief.notices.models import NumberSeries
from relief.organisations.models import Organisation

MARKS = {
    "case": "救",
    "batch": "付",
    "publicity": "公示",
    "lead": "线",
    "supervision_lead": "监线",
    "supervision_case": "监",
}
"""What stands before 〔year〕, by kind; notices bring their own (``kinds.register``)."""
ENDINGS = ("联合基层工会", "有限公司工会", "总工会", "工会")
AREAS = "省市县区镇乡"
TAIL = re.compile(r"(\d+)号$")


@dataclass(frozen=True)
class Number:
    """``n`` is its place in the series; ``text`` the whole 字号, such as 汾阳工救〔2026〕12号."""

    n: int
    text: str


def short_name(name: str) -> str:
    """What tells a union from its neighbours: 汾阳市总工会 → 汾阳, 城区总工会 → 城区."""
    for ending in ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            name = name[: -len(ending)]
            break
    return name[:-1] if len(name) > 2 and name[-1] in AREAS else name


def mark_of(organisation: Organisation) -> str:
    """机关代字: 汾阳工, the same in every series of a union: the word it was given, else its short name. Where another
    union of that short name was first (城区总工会 is many), its superior's name stands before it, at last its code."""
    own = NumberSeries.objects.filter(organisation=organisation).exclude(mark="").order_by("-id").first()
    if own is not None:
        return own.mark
    short, parent = organisation.abbr or short_name(organisation.name), Organisation.objects.get_parent(organisation)
    wanted = [f"{short}工", f"{short_name(parent.name) if parent else ''}{short}工", f"{short}{organisation.code}工"]
    taken = set(NumberSeries.objects.filter(mark__in=wanted).values_list("mark", flat=True))
    return next((mark for mark in wanted if mark not in taken), wanted[-1])


def take_number(organisation: Organisation, kind: str, year: int) -> Number:
    """The next number of the series, locked until the transaction ends."""
    row = {"organisation": organisation, "kind": kind, "year": year}
    series = NumberSeries.objects.filter(**row)
    if not series.update(last=F("last") + 1):
        _open_series(row)
        series.update(last=F("last") + 1)
    mark, n = series.values_list("mark", "last").get()
    return Number(n, number_text(mark, kind, year, n))


def number_text(mark: str, kind: str, year: int, n: int) -> str:
    """The whole 字号 from the mark of its series."""
    return f"{mark}{MARKS[kind]}〔{year}〕{n}号"


def _open_series(row: dict[str, Any]) -> None:
    """One at a time, so that no two unions choose the same mark."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('relief.notices.numbers'))")
    NumberSeries.objects.get_or_create(**row, defaults={"mark": mark_of(row["organisation"])})


def place_of(number: str) -> int:
    """The place in its series of a number's text: 汾阳工救〔2026〕12号 → 12."""
    found = TAIL.search(number)
    if found is None:
        raise ValueError(number)
    return int(found.group(1))
