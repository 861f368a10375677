"""Numbers of cases, batches and papers: per organisation, kind and year, without unexplained gaps.

A number is taken inside the transaction that uses it, with its series locked: what rolls back gives it back.
"""

from __future__ import annotations

from dataclasses import dataclass

from relief.notices.models import NumberSeries
from relief.organisations.models import Organisation

MARKS = {"case": "救", "batch": "付", "publicity": "公示", "acceptance": "受", "supplement": "补",
         "non_acceptance": "不受", "refusal": "不救", "decision": "批", "payment": "发"}  # fmt: skip
ENDINGS = ("联合基层工会", "有限公司工会", "总工会", "工会")
AREAS = "省市县区镇乡"


@dataclass(frozen=True)
class Number:
    """``n`` is its place in the series; ``text`` the whole 字号, such as 汾阳工救〔2026〕12号."""

    n: int
    text: str


def mark_of(name: str) -> str:
    """The short mark of a union: 汾阳市总工会 → 汾阳工."""
    for ending in ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            name = name[: -len(ending)]
            break
    short = name[:-1] if len(name) > 2 and name[-1] in AREAS else name
    return f"{short}工"


def take_number(organisation: Organisation, kind: str, year: int) -> Number:
    """The next number of the series, locked until the transaction ends."""
    NumberSeries.objects.get_or_create(organisation=organisation, kind=kind, year=year)
    series = NumberSeries.objects.select_for_update().get(organisation=organisation, kind=kind, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return Number(series.last, f"{mark_of(organisation.name)}{MARKS[kind]}〔{year}〕{series.last}号")
