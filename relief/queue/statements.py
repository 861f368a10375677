"""The SQL of the desk. Grants come in as arrays, so that a statement is one and the same for everybody.

A file is seen where a grant of its role covers its place (held exactly there, where it must be); a file that waits
for an outsider by those who may key the answer or whose desk comes next; a late one by those who were told.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from relief.queue.registry import KINDS
from workflows.desks import OPEN

DUE_DAY = "coalesce(t.due_on, (t.due_at AT TIME ZONE 'Asia/Shanghai')::date)"
ON_DESK = f"t.status IN {OPEN}"
BEYOND = "\u9fff"
"""Sorts behind every letter of a path, in whatever collation: a subtree is the range from its top to top + this."""

# Three ways in which a file lies before somebody. Each looks at its own subtrees only, through the index open_work,
# and gives no more than a page needs. A top is never below another top of the same role.
HELD = """unnest(%(roles)s::text[], %(tops)s::text[]) g(role, top) CROSS JOIN LATERAL (
    SELECT t.* FROM workflows_desktask t
     WHERE {on_desk} AND t.role = g.role AND t.path >= g.top AND t.path < g.top || %(beyond)s
       AND (NOT t.exact OR EXISTS (SELECT 1 FROM unnest(%(held_roles)s::text[], %(held_paths)s::text[]) e(role, path)
                                    WHERE e.role = t.role AND e.path = t.path))
       AND {where} {limit}) t"""
AWAITED = """unnest(%(wait_roles)s::text[], %(wait_machines)s::text[], %(wait_states)s::text[], %(wait_tops)s::text[])
        w(role, machine, state, top) CROSS JOIN LATERAL (
    SELECT t.* FROM workflows_desktask t
     WHERE {on_desk} AND t.role = w.role AND t.machine = w.machine AND t.state = w.state
       AND t.path >= w.top AND t.path < w.top || %(beyond)s AND {where} {limit}) t"""
# Whom deadlines.run has told of a passed limit (workflows.deadlines.overdue_for says the same for alerts).
TOLD = f"""(SELECT t.* FROM workflows_desktask t
     WHERE {{on_desk}} AND {{where}} AND EXISTS (
        SELECT 1 FROM workflows_alert x
          JOIN unnest(%(held_roles)s::text[], %(held_paths)s::text[]) g(role, path) ON starts_with(x.path, g.path)
         WHERE x.task_id = t.id AND x."on" = {DUE_DAY}
           AND (g.role = ANY(string_to_array(x.told, ' ')) OR (x.path <> g.path AND g.role = ANY(%(deciders)s)
                AND 'level_above' = ANY(string_to_array(x.told, ' '))))) {{limit}}) t"""
LATE = "(t.due_on < %(today)s OR t.due_at < %(now)s)"

TABS: dict[str, dict[str, str]] = {
    "mine": {HELD: "t.owner_id = %(me)s AND t.status = 'ASSIGNED'"},
    "open": {HELD: "t.owner_id IS NULL"},
    "overdue": {HELD: LATE, AWAITED: LATE, TOLD: LATE},
    "waiting": {HELD: "t.owner_id <> %(me)s AND t.status = 'ASSIGNED'", AWAITED: "TRUE"},
}
BEFORE_ME = {HELD: "TRUE", AWAITED: "TRUE"}
COLUMNS = (
    "t.id, t.machine, t.case_id, t.state, t.role, t.path, t.exact, t.owner_id, t.created, t.due_on, t.due_at,"
    f" coalesce({DUE_DAY}, %(no_day)s) AS due"
)
TERM = {
    "late": LATE,
    "today": f"{DUE_DAY} = %(today)s",
    "week": f"{DUE_DAY} BETWEEN %(today)s AND %(f_week)s",
    "stopped": f"{DUE_DAY} IS NULL",
}


def unit_of_case() -> str:
    """Where the union of the case of task ``t`` stands in the tree."""
    return _by_machine({
        name: f"(SELECT o.path FROM {kind.machine.model._meta.db_table} c JOIN organisations_organisation o"
        " ON o.id = c.organisation_id WHERE c.id = t.case_id)" for name, kind in KINDS.items()})  # fmt: skip


def amount_of_case() -> str:
    """The sum of the case of task ``t``, in fen."""
    return _by_machine({name: kind.amount_sql for name, kind in KINDS.items()})


def _by_machine(values: Mapping[str, str]) -> str:
    cells = " ".join(f"WHEN '{name}' THEN {value}" for name, value in values.items())
    return f"(CASE t.machine {cells} END)"


def cases() -> str:
    """Every case that has a page, with state and place."""
    return " UNION ALL ".join(
        f"SELECT '{name}' AS machine, c.id, c.state, o.path FROM {kind.machine.model._meta.db_table} c"
        " JOIN organisations_organisation o ON o.id = c.organisation_id"
        for name, kind in KINDS.items())  # fmt: skip


def not_barred(machine: str, case: str) -> str:
    """Files that the person may see at all; the columns tell machine and key of the case."""
    rules = {name: kind.barred_sql for name, kind in KINDS.items() if kind.barred_sql}
    found = [f"NOT ({machine} = '{name}' AND {sql.format(case=case)})" for name, sql in rules.items()]
    return " AND ".join(found) or "TRUE"


def arms(ways: Mapping[str, str], columns: str, where: str = "TRUE", limit: str = "LIMIT %(cap)s") -> str:
    """Files that lie before somebody in one of these ways; one that does in two comes twice."""
    seen = not_barred("t.machine", "t.case_id")
    return " UNION ALL ".join(
        f"SELECT {columns} FROM " + way.format(on_desk=ON_DESK, where=f"{condition} AND {seen} AND {where}", limit=limit)
        for way, condition in ways.items()
    )


def count(ways: Mapping[str, str], where: str = "TRUE") -> str:
    """How many files, up to the cap."""
    return f"(SELECT least(count(DISTINCT n.id), %(cap)s) FROM ({arms(ways, 't.id', where)}) n)"


@cache
def frame() -> str:
    """Counts, names of unions, the newest task; the same for everybody once the apps are ready."""
    return f"""
SELECT {", ".join(count(ways) for ways in TABS.values())},
       (SELECT json_object_agg(id, name) FROM organisations_organisation WHERE id = ANY(%(units)s)),
       (SELECT max(id) FROM workflows_desktask)
"""


LIST = """
SELECT DISTINCT s.due, s.id, s.machine, s.case_id, s.state, s.role, s.path, s.exact, s.owner_id, s.created, s.due_on,
       s.due_at, u.name,
       s.due_on IS NULL AND s.due_at IS NULL AND EXISTS (SELECT 1 FROM workflows_pause p
           WHERE p.machine = s.machine AND p.case_id = s.case_id AND p.ended_on IS NULL),
       {total}
  FROM ({files}) s LEFT JOIN people_user u ON u.id = s.owner_id ORDER BY s.due {way}, s.id {way} {limit}
"""
