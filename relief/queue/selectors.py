"""The desk: which open files lie before this person, most urgent first, at any depth; one statement a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import connection

from relief.queue.filters import Filters, week_end
from relief.queue.paging import CAP, PAGE, ByDue, Page, cut
from relief.queue.sitting import Sitting
from relief.queue.statements import (
    BEFORE_ME,
    BEYOND,
    COLUMNS,
    DUE_DAY,
    LIST,
    TABS,
    TERM,
    amount_of_case,
    arms,
    count,
    frame,
    unit_of_case,
)
from workflows.fsm import MACHINES
from workflows.roles import KEYERS, Pseudo, Role

NO_DAY = date.max
"""Where files without a due day stand in the order: last."""


@dataclass(frozen=True)
class Line:
    """A file on a desk. ``due`` is its place in the order."""

    due: date
    id: int
    machine: str
    case_id: int
    state: str
    role: str
    path: str
    exact: bool
    owner_id: int | None
    created: datetime
    due_on: date | None
    due_at: datetime | None
    owner: str | None
    stopped: bool
    total: int


@dataclass(frozen=True)
class Frame:
    """What every page shows of the desk: counts up to 100, names of one's unions, the newest task."""

    counts: dict[str, int]
    units: dict[int, str]
    newest: int


def frame_of(sitting: Sitting) -> Frame:
    """Counts and names: one statement."""
    values = {**_values(sitting), "units": sorted({g.organisation_id for g in sitting.grants})}
    with connection.cursor() as cursor:
        cursor.execute(frame(), values)
        *counts, units, newest = cursor.fetchone()
    return Frame(dict(zip(TABS, counts, strict=True)), {int(k): v for k, v in (units or {}).items()}, newest or 0)


def page_of(sitting: Sitting, tab: str, filters: Filters, cursor: ByDue | None = None) -> Page:
    """A page of a tab of the desk: one statement."""
    narrowed, values = _filtered(filters, sitting)
    values |= _values(sitting)
    back = cursor is not None and cursor.back
    where = narrowed
    if cursor:
        place = f"(coalesce({DUE_DAY}, %(no_day)s), t.id)"
        where = f"{narrowed} AND {place} {'<' if back else '>'} (%(at_due)s, %(at_id)s)"
        values |= {"at_due": cursor.due, "at_id": cursor.id}
    lines = _lines(TABS[tab], where, values, total=count(TABS[tab], narrowed), back=back, limit=PAGE + 1)
    return cut(lines, cursor, lambda line, backwards: ByDue(line.due, line.id, backwards))


def lines_by_key(sitting: Sitting, keys: Sequence[int]) -> list[Line]:
    """Those of these tasks that lie before this person, held by whomever."""
    values = {**_values(sitting), "keys": list(keys)}
    return _lines(BEFORE_ME, "t.id = ANY(%(keys)s)", values, total="0", limit=len(keys) or 1)


def new_since(sitting: Sitting, tab: str, newest: int) -> int:
    """How many files have come to a tab of the desk since the page was made, up to 100."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {count(TABS[tab], 't.id > %(newest)s')}", {**_values(sitting), "newest": newest})
        return int(cursor.fetchone()[0])


def _lines(ways: Mapping[str, str], where: str, values: Mapping[str, Any], *, total: str, limit: int,
           back: bool = False) -> list[Line]:  # fmt: skip
    way = "DESC" if back else "ASC"
    first = f"ORDER BY coalesce({DUE_DAY}, %(no_day)s) {way}, t.id {way} LIMIT {limit}"
    files = arms(ways, COLUMNS, where, first)
    with connection.cursor() as cursor:
        cursor.execute(LIST.format(total=total, files=files, way=way, limit=f"LIMIT {limit}"), values)
        return [Line(*row) for row in cursor.fetchall()]


def _filtered(filters: Filters, sitting: Sitting) -> tuple[str, dict[str, Any]]:
    """The filters as a condition, with its values."""
    where = ["TRUE"]
    if filters.role:
        where.append("t.role = %(f_role)s")
    if filters.machine:
        where.append("t.machine = %(f_machine)s AND t.state = %(f_state)s")
    if filters.unit:
        unit = "(SELECT path FROM organisations_organisation WHERE id = %(f_unit)s)"
        where.append(f"starts_with({unit_of_case()}, {unit})")
    if filters.amount:
        where.append(f"int8range(%(f_low)s, %(f_high)s) @> {amount_of_case()}")
    if filters.due:
        where.append(TERM[filters.due])
    values = {"f_role": filters.role, "f_machine": filters.machine, "f_state": filters.state, "f_unit": filters.unit,
              "f_low": filters.low, "f_high": filters.high, "f_week": week_end(sitting.on)}  # fmt: skip
    return " AND ".join(where), values


def _values(sitting: Sitting) -> dict[str, Any]:
    """The grants as arrays, and the moment."""
    tops = _tops((g.role, g.path) for g in sitting.held)
    waits = _tops((*stage, g.path) for g in sitting.held for stage in _awaited_by(g.role))
    return {
        "me": sitting.person_id,
        "today": sitting.on,
        "now": sitting.now,
        "cap": CAP + 1,
        "no_day": NO_DAY,
        "beyond": BEYOND,
        "roles": [role for role, _top in tops],
        "tops": [top for _role, top in tops],
        "held_roles": [g.role for g in sitting.held],
        "held_paths": [g.path for g in sitting.held],
        "deciders": [Role.APPROVER.value, Role.SECRETARY.value],
        **{name: [wait[n] for wait in waits] for n, name in enumerate(WAITS)},
    }


WAITS = ("wait_roles", "wait_machines", "wait_states", "wait_tops")


def _tops(places: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Without those that lie below another one of the same kind; the path stands last."""
    tops: list[tuple[str, ...]] = []
    for place in sorted(set(places)):
        if not (tops and tops[-1][:-1] == place[:-1] and place[-1].startswith(tops[-1][-1])):
            tops.append(place)
    return tops


@cache
def _awaited_by(role: str) -> frozenset[tuple[str, str, str]]:
    """Stages (outsider, machine, state) that concern a role: it keys the answer, moves on, or has the next desk."""
    found = set()
    for machine in MACHINES.values():
        for stage in machine.stages:
            nexts = [m for m in machine.moves if stage.state in m.from_ and not m.danger]
            outsiders = {r for r in (stage.by, *(r for m in nexts for r in m.by)) if r in KEYERS}
            concerned = {r for m in nexts for r in (*m.by, machine.stage(m.to).by)}
            concerned |= {keyer for r in outsiders for keyer in KEYERS[r]}
            if stage.by in Pseudo.values and role in concerned:
                found.add((str(stage.by), machine.name, str(stage.state)))
    return frozenset(found)
