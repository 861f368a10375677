"""The filters of the desk: they live in the address, so that a filtered desk can be kept as a bookmark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.organisations.models import Organisation
from relief.queue.registry import KINDS
from relief.queue.sitting import Sitting
from workflows.roles import Pseudo, Role, label

# Bands of the list, in yuan; no rule of any 办法.
BANDS = {
    "0-3000": gettext_lazy("3,000元以下"),
    "3000-10000": gettext_lazy("3,000至1万元"),
    "10000-30000": gettext_lazy("1万至3万元"),
    "30000-": gettext_lazy("3万元以上"),
}
TERMS = {
    "late": gettext_lazy("已逾期"),
    "today": gettext_lazy("今天到期"),
    "week": gettext_lazy("本周内到期"),
    "stopped": gettext_lazy("没有期限"),
}
ROLES = frozenset({*Role.values, *Pseudo.values})
SUNDAY = 6
UNITS_LISTED = 300


@dataclass(frozen=True)
class Filters:
    """What the address asks for; anything unknown there is no filter. ``low``–``high`` are fen, high not included."""

    role: str = ""
    machine: str = ""
    state: str = ""
    unit: int | None = None
    low: int | None = None
    high: int | None = None
    amount: str = ""
    due: str = ""

    @property
    def on(self) -> bool:
        return self != Filters()

    @property
    def matter(self) -> str:
        return f"{self.machine}.{self.state}" if self.machine else ""

    def query(self) -> dict[str, str]:
        """As they stand in the address."""
        words = {"role": self.role, "matter": self.matter, "unit": str(self.unit or ""), "amount": self.amount,
                 "due": self.due}  # fmt: skip
        return {key: value for key, value in words.items() if value}


def read_filters(words: Mapping[str, str]) -> Filters:
    """The filters of an address."""
    matter = words.get("matter", "")
    machine, _dot, state = matter.partition(".")
    known = matter in dict(matters(ended=True))
    amount = words.get("amount", "") if words.get("amount", "") in BANDS else ""
    low, _dash, high = amount.partition("-")
    unit = words.get("unit", "")
    return Filters(
        role=words.get("role", "") if words.get("role", "") in ROLES else "",
        machine=machine if known else "",
        state=state if known else "",
        unit=int(unit) if unit.isdecimal() and len(unit) < 10 else None,
        low=int(low) * 100 if low else None,
        high=int(high) * 100 if high else None,
        amount=amount,
        due=words.get("due", "") if words.get("due", "") in TERMS else "",
    )


def matters(*, ended: bool = False) -> list[tuple[str, str]]:
    """Every stage with a desk, or every state, ends included: (machine.state, its Chinese name)."""
    found = []
    for machine in (kind.machine for kind in KINDS.values()):
        states = [s for s in machine.states if ended or machine.stage(s).has_desk]
        found += [(f"{machine.name}.{s.value}", str(s.label)) for s in states]
    return found


def week_end(on: date) -> date:
    """The Sunday of the week."""
    return on + timedelta(days=SUNDAY - on.weekday())


def controls(sitting: Sitting, chosen: Filters, tab: str) -> list[dict[str, Any]]:
    """The selects above the list (one query: the units). What one has handled differs by matter only."""
    if tab == "done":
        return [_control("matter", _("事项"), matters(ended=True), chosen.matter)]
    roles = [(role, label(role)) for role in [*sitting.roles, *Pseudo.values]]
    amounts = [(key, str(word)) for key, word in BANDS.items()]
    terms = [(key, str(word)) for key, word in TERMS.items()]
    return [
        _control("role", _("岗位"), roles, chosen.role),
        _control("matter", _("事项"), matters(), chosen.matter),
        _control("unit", _("单位"), units(sitting, chosen.unit), str(chosen.unit or "")),
        _control("amount", _("金额"), amounts, chosen.amount),
        _control("due", _("期限"), terms, chosen.due),
    ]


def units(sitting: Sitting, chosen: int | None) -> list[tuple[str, str]]:
    """Unions to choose from: those where grants are held, and the ones directly below them and below the chosen one.

    A province has tens of thousands of unions; one comes down to them step by step.
    """
    held = {g.organisation_id for g in sitting.grants}
    rows = Organisation.objects.raw(UNITS, {"ids": [*held, *([chosen] if chosen else [])], "tops": sitting.covered,
                                            "step": Organisation.steplen, "limit": UNITS_LISTED})  # fmt: skip
    return [(str(row.pk), row.name) for row in rows]


UNITS = """
SELECT o.id, o.name FROM organisations_organisation o
 WHERE o.path IN (SELECT p.path FROM organisations_organisation p WHERE p.id = ANY(%(ids)s)
                  UNION SELECT c.path FROM organisations_organisation p JOIN organisations_organisation c
                     ON c.path LIKE p.path || repeat('_', %(step)s) WHERE p.id = ANY(%(ids)s))
   AND EXISTS (SELECT 1 FROM unnest(%(tops)s::text[]) top WHERE starts_with(o.path, top))
 ORDER BY o.path LIMIT %(limit)s
"""


def _control(name: str, word: str, options: Iterable[tuple[str, str]], chosen: str) -> dict[str, Any]:
    listed = [{"value": "", "label": _("全部"), "selected": not chosen}]
    listed += [{"value": value, "label": text, "selected": value == chosen} for value, text in options]
    return {"name": name, "label": word, "options": listed}
