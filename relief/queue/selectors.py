"""The desk in one statement: which open files lie before this person, most urgent first, at any depth.

Grants come in as arrays, so that the statement is one and the same for everybody. A file is seen where a grant of
its role covers its place (exactly there, where it must be); files that wait for an outsider are seen by those who
may key the answer or whose desk comes next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import connection

from relief.queue.filters import Filters, week_end
from relief.queue.paging import CAP, PAGE, ByDue, Page, cut
from relief.queue.sitting import Sitting
from relief.queue.summaries import AMOUNT_OF_TASK
from workflows.desks import OPEN
from workflows.fsm import MACHINES, Stage
from workflows.roles import KEYERS, Pseudo, Role

NO_DAY = date.max
"""Where files without a due day stand in the order: last."""

DUE_DAY = "coalesce(t.due_on, (t.due_at AT TIME ZONE 'Asia/Shanghai')::date)"
HELD = """EXISTS (SELECT 1 FROM unnest(%(roles)s::text[], %(paths)s::text[]) g(role, path)
    WHERE g.role = t.role AND CASE WHEN t.exact THEN t.path = g.path ELSE starts_with(t.path, g.path) END)"""
AWAITED = """(t.role = ANY(%(outsiders)s) AND EXISTS (SELECT 1
    FROM unnest(%(wait_machines)s::text[], %(wait_states)s::text[], %(wait_paths)s::text[]) w(machine, state, path)
    WHERE w.machine = t.machine AND w.state = t.state AND starts_with(t.path, w.path)))"""
# Whom deadlines.run has told of a passed limit (workflows.deadlines.overdue_for says the same for alerts).
TOLD = f"""EXISTS (SELECT 1 FROM workflows_alert x, unnest(%(roles)s::text[], %(paths)s::text[]) g(role, path)
    WHERE x.task_id = t.id AND x."on" = {DUE_DAY} AND starts_with(x.path, g.path)
      AND (g.role = ANY(string_to_array(x.told, ' ')) OR (x.path <> g.path AND g.role = ANY(%(deciders)s)
           AND 'level_above' = ANY(string_to_array(x.told, ' ')))))"""
LATE = "(t.due_on < %(today)s OR t.due_at < %(now)s)"

TABS = {
    "mine": f"t.owner_id = %(me)s AND {HELD}",
    "open": f"t.owner_id IS NULL AND {HELD}",
    "overdue": f"{LATE} AND ({HELD} OR {AWAITED} OR {TOLD})",
    "waiting": f"((t.owner_id <> %(me)s AND {HELD}) OR {AWAITED})",
}
ON_DESK = f"t.status IN {OPEN}"
UNIT_OF_CASE = " ".join(
    f"WHEN '{name}' THEN (SELECT o.path FROM {{{name}}} c JOIN organisations_organisation o"
    f" ON o.id = c.organisation_id WHERE c.id = t.case_id)"
    for name in AMOUNT_OF_TASK
)

FRAME = """
SELECT {counts},
       (SELECT json_object_agg(id, name) FROM organisations_organisation WHERE id = ANY(%(units)s)),
       (SELECT max(id) FROM workflows_desktask)
""".format(
    counts=", ".join(
        f"(SELECT count(*) FROM (SELECT 1 FROM workflows_desktask t WHERE {ON_DESK} AND {seen} LIMIT %(cap)s) n)"
        for seen in TABS.values()
    )
)

LIST = """
WITH seen AS NOT MATERIALIZED (
    SELECT t.id, t.machine, t.case_id, t.state, t.role, t.path, t.exact, t.owner_id, t.created, t.due_on, t.due_at,
           coalesce({due_day}, %(no_day)s) AS due
      FROM workflows_desktask t WHERE {on_desk} AND {where}
)
SELECT s.id, s.machine, s.case_id, s.state, s.role, s.path, s.exact, s.owner_id, s.created, s.due_on, s.due_at, s.due,
       u.name,
       s.due_on IS NULL AND s.due_at IS NULL AND EXISTS (SELECT 1 FROM workflows_pause p
           WHERE p.machine = s.machine AND p.case_id = s.case_id AND p.ended_on IS NULL),
       (SELECT count(*) FROM (SELECT 1 FROM seen LIMIT %(cap)s) n)
  FROM seen s LEFT JOIN people_user u ON u.id = s.owner_id
 WHERE {keyset} ORDER BY s.due {way}, s.id {way} LIMIT {limit}
"""


@dataclass(frozen=True)
class Line:
    """A file on a desk. ``due`` is its place in the order."""

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
    due: date
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
        cursor.execute(FRAME, values)
        *counts, units, newest = cursor.fetchone()
    return Frame(dict(zip(TABS, counts, strict=True)), {int(k): v for k, v in (units or {}).items()}, newest or 0)


def page_of(sitting: Sitting, tab: str, filters: Filters, cursor: ByDue | None = None) -> Page:
    """A page of a tab of the desk: one statement."""
    where, values = _filtered(filters, sitting)
    values |= _values(sitting)
    back = cursor is not None and cursor.back
    keyset = "TRUE"
    if cursor:
        keyset = f"(s.due, s.id) {'<' if back else '>'} (%(at_due)s, %(at_id)s)"
        values |= {"at_due": cursor.due, "at_id": cursor.id}
    lines = _lines([TABS[tab], *where], values, keyset, "DESC" if back else "ASC", PAGE + 1)
    return cut(lines, cursor, lambda line, backwards: ByDue(line.due, line.id, backwards))


def lines_by_key(sitting: Sitting, keys: Sequence[int]) -> list[Line]:
    """Those of these tasks that lie before this person, held by whomever."""
    seen = f"({HELD} OR {AWAITED}) AND t.id = ANY(%(keys)s)"
    return _lines([seen], {**_values(sitting), "keys": list(keys)}, "TRUE", "ASC", len(keys) or 1)


def new_since(sitting: Sitting, tab: str, newest: int) -> int:
    """How many files have come to a tab of the desk since the page was made, up to 100."""
    statement = f"SELECT count(*) FROM (SELECT 1 FROM workflows_desktask t WHERE {ON_DESK} AND {TABS[tab]}"
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} AND t.id > %(newest)s LIMIT %(cap)s) n", {**_values(sitting), "newest": newest})
        return int(cursor.fetchone()[0])


def _lines(where: list[str], values: dict[str, Any], keyset: str, way: str, limit: int) -> list[Line]:
    statement = LIST.format(
        due_day=DUE_DAY, on_desk=ON_DESK, where=" AND ".join(where), keyset=keyset, way=way, limit=limit
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Line(*row) for row in cursor.fetchall()]


def _filtered(filters: Filters, sitting: Sitting) -> tuple[list[str], dict[str, Any]]:
    """The filters as conditions, each with its values."""
    where: list[str] = []
    if filters.role:
        where.append("t.role = %(f_role)s")
    if filters.machine:
        where.append("t.machine = %(f_machine)s AND t.state = %(f_state)s")
    if filters.unit:
        unit = "(SELECT path FROM organisations_organisation WHERE id = %(f_unit)s)"
        tables = {name: MACHINES[name].model._meta.db_table for name in AMOUNT_OF_TASK}
        where.append(f"starts_with(CASE t.machine {UNIT_OF_CASE.format(**tables)} END, {unit})")
    if filters.amount:
        amounts = " ".join(f"WHEN '{name}' THEN {amount}" for name, amount in AMOUNT_OF_TASK.items())
        where.append(f"int8range(%(f_low)s, %(f_high)s) @> (CASE t.machine {amounts} END)")
    if filters.due:
        where.append(TERM[filters.due])
    values = {"f_role": filters.role, "f_machine": filters.machine, "f_state": filters.state, "f_unit": filters.unit,
              "f_low": filters.low, "f_high": filters.high, "f_week": week_end(sitting.on)}  # fmt: skip
    return where, values


TERM = {
    "late": LATE,
    "today": f"{DUE_DAY} = %(today)s",
    "week": f"{DUE_DAY} BETWEEN %(today)s AND %(f_week)s",
    "stopped": f"{DUE_DAY} IS NULL",
}


def _values(sitting: Sitting) -> dict[str, Any]:
    """The grants as arrays, and the moment."""
    waits = sorted({(machine, state, g.path) for g in sitting.held for machine, state in _awaited_by(g.role)})
    return {
        "me": sitting.person_id,
        "today": sitting.on,
        "now": sitting.now,
        "cap": CAP + 1,
        "no_day": NO_DAY,
        "roles": [g.role for g in sitting.held],
        "paths": [g.path for g in sitting.held],
        "deciders": [Role.APPROVER.value, Role.SECRETARY.value],
        "outsiders": Pseudo.values,
        "wait_machines": [w[0] for w in waits],
        "wait_states": [w[1] for w in waits],
        "wait_paths": [w[2] for w in waits],
    }


@cache
def _awaited_by(role: str) -> frozenset[tuple[str, str]]:
    """Stages that wait for an outsider and concern a role: it keys the answer, moves on, or has the next desk."""
    found = set()
    for machine in MACHINES.values():
        for stage in machine.stages:
            nexts = [m for m in machine.moves if stage.state in m.from_ and not m.danger]
            concerned = {r for m in nexts for r in (*m.by, machine.stage(m.to).by)}
            concerned |= {keyer for r in _outsiders(stage, nexts) for keyer in KEYERS[r]}
            if stage.by in Pseudo.values and role in concerned:
                found.add((machine.name, str(stage.state)))
    return frozenset(found)


def _outsiders(stage: Stage, moves: list[Any]) -> set[str]:
    return {r for r in (stage.by, *(r for m in moves for r in m.by)) if r in KEYERS}
