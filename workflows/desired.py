"""The desk on which a file belongs, and the statements that put it there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

OPEN = ("NEW", "ASSIGNED")
"""viewflow's words for a task that lies on a desk, and one that somebody has taken."""

REMEMBER = """
INSERT INTO workflows_docket (flow_class, machine, case_id, clocks, status, created)
VALUES (%(flow)s, %(machine)s, %(case)s, %(clocks)s, 'NEW', %(at)s)
    ON CONFLICT (machine, case_id) DO UPDATE SET clocks = EXCLUDED.clocks, status = %(status)s, finished = %(finished)s
"""
CLEAR = f"""
UPDATE workflows_desktask SET status = 'DONE', finished = %(at)s
 WHERE process_id = (SELECT id FROM workflows_docket WHERE machine = %(machine)s AND case_id = %(case)s)
   AND status IN {OPEN} AND NOT (state = %(node)s AND role = %(role)s AND path = %(path)s AND exact = %(exact)s)
"""
LAY = f"""
INSERT INTO workflows_desktask (process_id, flow_task, flow_task_type, status, created, token, machine, case_id, state,
                                role, path, exact, due_on, due_at)
SELECT id, %(task)s, %(type)s, 'NEW', %(at)s, 'start', machine, case_id, %(node)s, %(role)s, %(path)s, %(exact)s,
       %(due_on)s, %(due_at)s
  FROM workflows_docket WHERE machine = %(machine)s AND case_id = %(case)s AND %(node)s <> ''
    ON CONFLICT (process_id) WHERE status IN {OPEN} DO UPDATE SET due_on = EXCLUDED.due_on, due_at = EXCLUDED.due_at
"""
FOLLOW = (REMEMBER, CLEAR, LAY)
"""Remember the clocks, close the open task unless it lies right, open the next or move the day of the one that stays."""


# The first dockets and tasks of new cases: one statement, however many.
OPEN_MANY = """
WITH wanted AS (
    SELECT * FROM json_to_recordset(%(openings)s)
        AS o (case_id bigint, clocks jsonb, role text, path text, exact boolean, due_on date, due_at timestamptz)
), docket AS (
    INSERT INTO workflows_docket (flow_class, machine, case_id, clocks, status, created)
    SELECT %(flow)s, %(machine)s, case_id, clocks, 'NEW', %(at)s FROM wanted RETURNING id, case_id
)
INSERT INTO workflows_desktask (process_id, flow_task, flow_task_type, status, created, token, machine, case_id, state,
                                role, path, exact, due_on, due_at)
SELECT id, %(task)s, %(type)s, 'NEW', %(at)s, 'start', %(machine)s, case_id, %(node)s, role, path, exact, due_on, due_at
  FROM docket JOIN wanted USING (case_id)
"""


@dataclass(frozen=True)
class Desired:
    """The desk on which a file belongs; without a state, none."""

    state: str = ""
    role: str = ""
    place: Any = None  # a Place, where there is a state
    clocks: dict[str, str] = field(default_factory=dict)
    due_on: date | None = None
    due_at: datetime | None = None
