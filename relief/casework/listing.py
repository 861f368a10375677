"""A list of one machine's cases: filters that live in the address, pages by key, who has the file and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from relief.casework.shown import Counted
from relief.organisations.models import Organisation
from relief.queue.dues import due_cell
from relief.queue.filters import units
from relief.queue.pages import why_url
from relief.queue.paging import CAP, PAGE, capped
from relief.queue.sitting import Sitting
from workflows.desks import open_tasks
from workflows.fsm import Machine
from workflows.models import Pause
from workflows.roles import Pseudo, label

LIVE, ENDED, OVERDUE = "live", "ended", "1"


@dataclass(frozen=True)
class Listed:
    """A page of a list."""

    rows: list[Any]
    total: int
    previous: int | None
    next: int | None


def asked(words: Mapping[str, str], keys: Iterable[str]) -> dict[str, str]:
    """The filters of an address; empty ones are none."""
    return {k: words[k].strip() for k in keys if words.get(k, "").strip()}


def narrowed(found: QuerySet[Any], machine: Machine, wanted: Mapping[str, str], sitting: Sitting) -> QuerySet[Any]:
    """By state, by union (with those below it), by what is overdue."""
    state, unit = wanted.get("state", ""), wanted.get("unit", "")
    if state in (LIVE, ENDED):
        ends = Q(state__in=machine.ends)
        found = found.filter(ends if state == ENDED else ~ends)
    elif state:
        found = found.filter(state=state)
    if unit:
        own = Organisation.objects.filter(pk=unit).first() if unit.isdecimal() and len(unit) < 10 else None
        found = found.filter(Q(organisation__path__startswith=own.path) if own else Q(pk__in=[]))
    if wanted.get("late") == OVERDUE:
        found = found.filter(due_on__lt=sitting.on)
    return found


def page_of(found: QuerySet[Any], machine: Machine, at: str) -> Listed:
    """A page by key, the latest first. ``at``: 120 = those below case 120, -120 = those above it."""
    key, back = at.removeprefix("-"), at.startswith("-")
    desk = open_tasks().filter(machine=machine.name, case_id=OuterRef("pk"))
    paused = Pause.objects.filter(machine=machine.name, case_id=OuterRef("pk"), ended_on=None)
    rows = found.select_related("organisation").annotate(
        paused=Exists(paused), owner=Subquery(desk.values("owner__name")[:1]),
        desk_role=Subquery(desk.values("role")[:1]), desk_due_at=Subquery(desk.values("due_at")[:1]),
        total=Counted(found.order_by().values("pk")[: CAP + 1]))  # fmt: skip
    if key.isdecimal() and len(key) < 19:
        rows = rows.filter(pk__gt=key) if back else rows.filter(pk__lt=key)
    read = list(rows.order_by("pk" if back else "-pk")[: PAGE + 1])
    more, shown = len(read) > PAGE, read[:PAGE]
    if back:
        shown.reverse()
    before, after = (more, True) if back else (bool(key), more)
    if not shown:
        return Listed([], 0, None, None)
    return Listed(shown, shown[0].total, shown[0].pk if before else None, shown[-1].pk if after else None)


def holder(row: Any) -> str:
    """Who has the file on the table, or who is to take it."""
    if row.owner or not row.desk_role:
        return row.owner or ""
    outside = row.desk_role in Pseudo.values
    return (_("等%(who)s") if outside else _("待%(who)s领取")) % {"who": label(row.desk_role)}


def due(row: Any, sitting: Sitting) -> Any:
    """The due cell of a row."""
    return due_cell(row.due_on, row.desk_due_at, today=sitting.on, now=sitting.now, stopped=row.paused,
                    why_url=why_url(row.machine.name, row.pk))  # fmt: skip


def pager(listed: Listed, url: str, wanted: Mapping[str, str]) -> dict[str, Any]:
    """Earlier and later pages keep the filters."""
    def at(key: str) -> str:
        return f"{url}?{urlencode({**wanted, 'at': key})}"

    return {"shown": len(listed.rows), "total": capped(listed.total),
            "previous_url": at(f"-{listed.previous}") if listed.previous else "",
            "next_url": at(str(listed.next)) if listed.next else ""}  # fmt: skip


def select(name: str, word: Any, options: Iterable[tuple[str, Any]], chosen: str) -> dict[str, Any]:
    """A filter that is chosen from a list."""
    listed = [("", _("全部")), *options]
    return {"name": name, "label": word,
            "options": [{"value": v, "label": w, "selected": v == chosen} for v, w in listed]}  # fmt: skip


def usual_filters(machine: Machine, wanted: Mapping[str, str], sitting: Sitting) -> list[dict[str, Any]]:
    """State, union, overdue (one query: the units)."""
    states = [(LIVE, _("在办")), (ENDED, _("已办结")), *machine.states.choices]
    chosen = wanted.get("unit", "")
    named = units(sitting, int(chosen) if chosen.isdecimal() and len(chosen) < 10 else None)
    found = [select("state", _("状态"), states, wanted.get("state", "")),
             select("unit", _("单位"), named if len(named) > 1 else [], chosen),
             select("late", _("期限"), [(OVERDUE, _("已逾期"))], wanted.get("late", ""))]  # fmt: skip
    return [s for s in found if len(s["options"]) > 1]


def typed(name: str, word: Any, wanted: Mapping[str, str]) -> dict[str, Any]:
    """A filter that is typed."""
    return {"name": name, "label": word, "type": "search", "value": wanted.get(name, "")}
