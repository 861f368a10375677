"""The clocks of a case: what has run since when, what paused it, what lengthened it; one query a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from workflows.facts import Facts
from workflows.fsm import Machine, Move
from workflows.reading import Reading, one

READ = """
SELECT json_build_array(
       (SELECT clocks FROM workflows_docket WHERE machine = %(machine)s AND case_id = %(case)s),
       (SELECT json_agg(json_build_array(kind, started_on, ended_on, reason, review_on) ORDER BY id)
          FROM workflows_pause WHERE machine = %(machine)s AND case_id = %(case)s),
       (SELECT json_agg(json_build_array(clock, started_on, n, unit) ORDER BY id)
          FROM workflows_extension WHERE machine = %(machine)s AND case_id = %(case)s))
"""


@dataclass(frozen=True)
class PauseSpan:
    """An interval in which clocks stand; ``ended_on`` empty while it is open."""

    kind: str
    started_on: date
    ended_on: date | None
    reason: str = ""
    review_on: date | None = None


@dataclass(frozen=True)
class Stretch:
    """An extension of a named clock."""

    clock: str
    started_on: date
    n: int
    unit: str


@dataclass
class Timekeeping:
    """All of it, for one case."""

    clocks: dict[str, str] = field(default_factory=dict)
    pauses: list[PauseSpan] = field(default_factory=list)
    extensions: list[Stretch] = field(default_factory=list)

    def open_pause(self, kind: str) -> PauseSpan | None:
        """The open pause of a kind."""
        return next((p for p in self.pauses if p.kind == kind and p.ended_on is None), None)


@dataclass(frozen=True)
class Deadline:
    """When a stage is due, and why: ``due_on`` for days, ``due_at`` for hours; neither while the clock is stopped."""

    due_on: date | None = None
    due_at: datetime | None = None
    why: Any = None

    def passed(self, today: date, at: datetime) -> bool:
        """A day is over at its end, an hour at its instant; a stopped clock never."""
        return (self.due_on is not None and self.due_on < today) or (self.due_at is not None and self.due_at < at)


def read(machine: str, case_id: int) -> Timekeeping:
    """The recorded clocks, pauses and extensions of a case."""
    return one(reading(machine, case_id))


def reading(machine: str, case_id: int) -> Reading:
    """The same, to be asked together with others."""
    return Reading(READ, {"machine": machine, "case": case_id}, _kept)


def _kept(found: list[Any]) -> Timekeeping:
    clocks, pauses, extensions = found
    return Timekeeping(
        clocks or {},
        [PauseSpan(k, _day(a), _day(b) if b else None, r, _day(v) if v else None) for k, a, b, r, v in pauses or []],
        [Stretch(c, _day(a), n, u) for c, a, n, u in extensions or []],
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def start_clock(keeping: Timekeeping, row: Move, occurred_on: date, at: datetime) -> None:
    """Entering a state starts its clock; an answer lets the old one run on, pause excluded (relief.md §3)."""
    if not (row.resumes and row.to in keeping.clocks):
        keeping.clocks[str(row.to)] = f"{occurred_on.isoformat()} {at.isoformat()}"


def clocks_from_journal(machine: Machine, case_id: int) -> dict[str, str]:
    """The clocks as the journal tells them: what a lost docket is rebuilt from."""
    from workflows.models import Event

    keeping = Timekeeping()
    for event in Event.objects.filter(machine=machine.name, case_id=case_id).order_by("seq"):
        opening = Move(name="open", label="", by=(), from_=frozenset(), to=event.to_state)
        row = machine.by_move.get(event.verb, opening if event.verb == opening.name else None)
        if row is not None:
            start_clock(keeping, row, event.occurred_on, event.at)
    return keeping.clocks


def deadline(facts: Facts, state: str) -> Deadline:
    """The due day of ``state`` = f(start, clock, calendar, pauses, extensions), in any order of recording (I11)."""
    keeping = facts.timekeeping
    started = keeping.clocks.get(state)
    if started is None:
        return Deadline()
    day, _blank, instant = started.partition(" ")
    limit = facts.limit(facts.case.machine.stage(state), _day(day), datetime.fromisoformat(instant))
    if limit is None:
        return Deadline()
    if limit.unit == "h":
        return Deadline(due_at=(limit.start_at or datetime.fromisoformat(instant)) + timedelta(hours=limit.n))
    clock = facts.case.machine.stage(state).limit
    why = facts.reckon(
        limit, [p for p in keeping.pauses if p.kind in facts.stopping and p.kind != state],
        [x for x in keeping.extensions if x.clock == clock and x.started_on >= limit.start])  # fmt: skip
    return Deadline(due_on=why.due, why=why)
