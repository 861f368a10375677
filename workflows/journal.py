"""The journal: one append-only event per move or act, hash-chained per case by the database."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from workflows import triggers
from workflows.facts import Facts
from workflows.fsm import MACHINES, Moment
from workflows.prepared import Statement, send
from workflows.reading import Reading, one
from workflows.rows import fresh

SHAPE = """machine text, case_id bigint, seq int, dossier text, verb text, from_state text, to_state text, role text,
    actor_id bigint, principal_id bigint, entered_by_id bigint, entered_as text, path text, organisation_name text,
    occurred_on date, at timestamptz, facts jsonb"""
COLUMNS = tuple(column.split()[0] for column in SHAPE.split(","))
BEGIN = f"""
INSERT INTO workflows_event ({", ".join(COLUMNS)})
SELECT {", ".join(COLUMNS)} FROM json_to_recordset(%(events)s) AS e ({SHAPE}) RETURNING id, case_id, hash, recorded_at
"""
# One statement: the events, and state, count, head (and due day) of their cases.
WRITE = f"""
WITH written AS (
    {BEGIN}
), moved AS (
    UPDATE {{table}} c SET state = v.state, event_count = v.n, head_hash = w.hash{{due}}
      FROM json_to_recordset(%(cases)s) AS v (id bigint, state text, n int, due_on date)
      JOIN written w ON w.case_id = v.id WHERE c.id = v.id
)
SELECT id, case_id, hash, recorded_at FROM written
"""


def event(moment: Moment, verb: str, before: str, after: str, facts: Mapping[str, Any]) -> Any:
    """The event of a moment, not yet written."""
    from workflows.models import Event

    case = moment.case
    case.event_count += 1
    place = moment.facts.place(case.machine.stage(before or after).at)
    return fresh(Event, {
        "machine": case.machine.name, "case_id": case.pk, "seq": case.event_count, "dossier": moment.facts.dossier(),
        "verb": verb, "from_state": before, "to_state": after, "role": moment.role, "actor_id": _key(moment.actor),
        "principal_id": moment.principal_id, "entered_by_id": _key(moment.entered_by), "entered_as": moment.entered_as,
        "path": place.path, "organisation_name": moment.facts.organisation_name, "occurred_on": moment.occurred_on,
        "at": moment.at, "facts": plain(facts)})  # fmt: skip


def _key(person: Any) -> int | None:
    return None if person is None else person.pk


def plain(value: Any) -> Any:
    """Facts as JSON: dates as text, a record as its key. Raises TypeError for anything else, floats included."""
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items() if v not in (None, "")}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, date | datetime):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | str):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"not a fact for the journal: {type(value).__name__}")


def write(cases: Sequence[Any], events: Sequence[Any], besides: Sequence[Statement] = ()) -> None:
    """Insert the events and move their cases: one statement, however many cases of one machine.

    ``besides`` is what else the moves write: it goes in the same message, before.
    """
    due = ", due_on = v.due_on" if cases[0].machine.stages else ""
    moved = [{"id": c.pk, "state": str(c.state), "n": c.event_count, "due_on": getattr(c, "due_on", None)} for c in cases]
    _insert(WRITE.format(table=cases[0]._meta.db_table, due=due), events, besides, cases=_json(moved))


def begin(cases: Sequence[Any], events: Sequence[Any]) -> None:
    """Insert the first events of new cases, which are numbered and not stored yet: they are born with their head."""
    _insert(BEGIN, events)
    for case, event in zip(cases, events, strict=True):
        case.head_hash = event.hash


def _insert(statement: str, events: Sequence[Any], besides: Sequence[Statement] = (), **values: str) -> None:
    new = _json([{name: getattr(e, name) for name in COLUMNS} for e in events])
    with connection.cursor() as cursor:
        send(cursor, [*besides, (statement, {"events": new, **values})])
        heads = {case_id: (key, digest, at) for key, case_id, digest, at in cursor.fetchall()}
    for row in events:
        row.pk, row.hash, row.recorded_at = heads[row.case_id]


def _json(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows for the database, days and instants as text."""
    return json.dumps(rows, default=lambda moment: moment.isoformat())


class Deed(NamedTuple):
    """Of an event, what separation judges by."""

    dossier: str
    machine: str
    verb: str
    role: str
    actor_id: int | None
    principal_id: int | None
    entered_by_id: int | None
    entered_as: str

    @property
    def label(self) -> str:
        """What was done, in Chinese."""
        return MACHINES[self.machine].label_of(self.verb)


PAST = f"""
SELECT json_agg(json_build_array({", ".join(Deed._fields)}) ORDER BY id) FROM workflows_event
 WHERE dossier = ANY({{dossiers}})
"""


def past(all_facts: Sequence[Facts]) -> dict[str, list[Deed]]:
    """For each case's own dossier: what separation looks through, in one query."""
    shared = {f.dossier(): f.dossiers() for f in all_facts}
    found = defaultdict(list)
    for deed in one(_deeds("%s", [list({d for dossiers in shared.values() for d in dossiers})])):
        found[deed.dossier].append(deed)
    return {own: [deed for d in dossiers for deed in found[d]] for own, dossiers in shared.items()}


def past_reading(facts: Facts) -> Reading:
    """The same of one case, to be asked together with others."""
    return _deeds(*facts.dossiers_sql())


def _deeds(dossiers: str, values: list[Any]) -> Reading:
    return Reading(PAST.format(dossiers=dossiers), values, lambda rows: [Deed(*row) for row in rows or ()])


def stale_message(case: Any) -> str:
    """Who has done what since the form was built."""
    from workflows.models import Event

    last = Event.objects.filter(machine=case.machine.name, case_id=case.pk).select_related("actor").last()
    if last is None:
        return _("这件案卷已有变动，请刷新后再办。您填写的内容没有丢失。")
    who = last.actor or _("系统")
    return _("%(case)s已由%(who)s在%(at)s办理“%(what)s”，请刷新后再办。您填写的内容没有丢失。") % {
        "case": case, "who": who, "at": f"{localtime(last.at):%H:%M}", "what": last.label}  # fmt: skip


VERIFY = f"""
WITH chain AS (
    SELECT e.*, lag(hash, 1, ''::bytea) OVER w AS before, row_number() OVER w AS n,
           {triggers.DIGEST.format(r="e")} AS digest
      FROM workflows_event e WHERE (%(since)s::timestamptz IS NULL OR (machine, case_id) IN
           (SELECT machine, case_id FROM workflows_event WHERE recorded_at >= %(since)s))
    WINDOW w AS (PARTITION BY machine, case_id ORDER BY seq)
)
SELECT machine, case_id, id, seq,
       CASE WHEN seq <> n THEN 'removed' WHEN digest <> hash THEN 'edited' ELSE 'swapped' END
  FROM chain WHERE seq <> n OR digest <> hash OR prev_hash <> before
 ORDER BY machine, case_id, seq
"""

HEADS = """
SELECT c.id, COALESCE(e.n, 0) FROM {table} c
  LEFT JOIN (SELECT case_id, count(*) AS n, max(seq) AS last FROM workflows_event WHERE machine = %s
             GROUP BY case_id) e ON e.case_id = c.id
  LEFT JOIN workflows_event h ON h.machine = %s AND h.case_id = c.id AND h.seq = e.last
 WHERE c.event_count <> COALESCE(e.n, 0) OR c.head_hash <> COALESCE(h.hash, ''::bytea)
    OR (h.id IS NOT NULL AND h.to_state <> c.state)
"""

ORPHANS = """
SELECT DISTINCT e.case_id FROM workflows_event e LEFT JOIN {table} c ON c.id = e.case_id
 WHERE e.machine = %s AND c.id IS NULL
"""

WHY = {
    "edited": "事件内容被改动",
    "removed": "事件缺失或序号不连续",
    "swapped": "事件与前一事件的哈希不衔接",
    "cut": "案卷记录的事件数、末尾哈希或状态与日志不符",
    "orphan": "日志所指的案卷不存在",
}


def broken(since: datetime | None = None) -> Iterator[dict[str, Any]]:
    """Every break of the journal: edited, removed, swapped or cut rows, and events without a case."""
    with connection.cursor() as cursor:
        cursor.execute(VERIFY, {"since": since})
        for machine, case_id, key, seq, why in cursor.fetchall():
            yield {"case": f"{machine}:{case_id}", "event": key, "seq": seq, "why": _(WHY[why])}
        for machine in MACHINES.values():
            table = machine.model._meta.db_table
            cursor.execute(HEADS.format(table=table), [machine.name, machine.name])
            for case_id, _count in cursor.fetchall():
                yield {"case": f"{machine.name}:{case_id}", "event": None, "seq": None, "why": _(WHY["cut"])}
            cursor.execute(ORPHANS.format(table=table), [machine.name])
            for (case_id,) in cursor.fetchall():
                yield {"case": f"{machine.name}:{case_id}", "event": None, "seq": None, "why": _(WHY["orphan"])}


def counts(since: datetime | None = None) -> tuple[int, int]:
    """(cases, events) that a verification covers."""
    from workflows.models import Event

    rows = Event.objects.all() if since is None else Event.objects.filter(recorded_at__gte=since)
    return rows.values("machine", "case_id").distinct().count(), rows.count()
