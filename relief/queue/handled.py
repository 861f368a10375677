"""我办过的: the cases in which a person did or keyed something, the latest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from relief.queue.filters import Filters
from relief.queue.paging import CAP, PAGE, ByEvent, Page, cut
from relief.queue.registry import KINDS
from relief.queue.scope import tops
from relief.queue.sitting import Sitting
from relief.queue.statements import cases, not_barred

# The union is asked for as it stands today: who has lost the grant no longer sees the case.
HANDLED = """
WITH mine AS (
    SELECT e.machine, e.case_id, max(e.id) AS last FROM workflows_event e
     WHERE e.actor_id = %(me)s OR e.entered_by_id = %(me)s GROUP BY e.machine, e.case_id
), seen AS (
    SELECT m.machine, m.case_id, m.last FROM mine m JOIN ({cases}) c ON c.machine = m.machine AND c.id = m.case_id
     WHERE EXISTS (SELECT 1 FROM unnest(%(machines)s::text[], %(tops)s::text[]) r(machine, top)
                    WHERE r.machine = c.machine AND starts_with(c.path, r.top)) AND {seen} {narrowed}
)
SELECT s.machine, s.case_id, s.last, e.at, (SELECT count(*) FROM (SELECT 1 FROM seen LIMIT %(cap)s) n)
  FROM seen s JOIN workflows_event e ON e.id = s.last WHERE {keyset} ORDER BY s.last {way} LIMIT {limit}
"""


@dataclass(frozen=True)
class Done:
    """A case, and the person's last event in it."""

    machine: str
    case_id: int
    last: int
    at: datetime
    total: int


def handled_by(sitting: Sitting, filters: Filters, after: ByEvent | None = None) -> Page:
    """A page of the cases this person has worked on: one statement."""
    back = after is not None and after.back
    statement = HANDLED.format(
        cases=cases(),
        seen=not_barred("m.machine", "m.case_id"),
        narrowed="AND c.machine = %(machine)s AND c.state = %(state)s" if filters.machine else "",
        keyset=f"s.last {'>' if back else '<'} %(last)s" if after else "TRUE",
        way="ASC" if back else "DESC",
        limit=PAGE + 1,
    )
    readable = [(machine, top) for machine in KINDS for top in tops(sitting, machine)]
    values: dict[str, Any] = {
        "me": sitting.person_id,
        "machines": [machine for machine, _top in readable],
        "tops": [top for _machine, top in readable],
        "cap": CAP + 1,
        "machine": filters.machine,
        "state": filters.state,
        "last": after.last if after else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = [Done(*row) for row in cursor.fetchall()]
    return cut(rows, after, lambda row, backwards: ByEvent(row.last, backwards))
