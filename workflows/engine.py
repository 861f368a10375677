"""The engine: lock → stale? → possible? → allowed? → facts → guards → move → journal → desks, in one transaction.

``fire`` is the only way a state changes. Many cases go the same road together (``fire_many``): what they share is
asked once, what they write is written in sets.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from workflows import desks, journal, timekeeping
from workflows.asking import Request, permitted, signed_in_this_stage
from workflows.clock import clock_read_once, office_now
from workflows.errors import NotPossible, Stale
from workflows.fsm import Act, Machine, Moment, Move, Row, apply, missing
from workflows.pauses import close_pause, open_pause
from workflows.rows import give_keys, rows, store
from workflows.timekeeping import Timekeeping

Verb = Callable[..., Mapping[str, Any] | None]
Consequence = Callable[[Moment, Any], None]
_verbs: dict[tuple[str, str], Verb] = {}
_consequences: dict[tuple[str, str], list[Consequence]] = {}


def verb(machine: str, *names: str) -> Callable[[Verb], Verb]:
    """Register the service that writes a row's facts before its guards are asked.

    It is called with the Moment and the values given; what it returns is recorded in the journal instead of them.
    """

    def register(function: Verb) -> Verb:
        for name in names:
            _verbs[machine, name] = function
        return function

    return register


def consequence(machine: str, *names: str) -> Callable[[Consequence], Consequence]:
    """Register what follows a move in the same transaction (``*`` follows every move)."""

    def register(function: Consequence) -> Consequence:
        for name in names:
            _consequences.setdefault((machine, name), []).append(function)
        return function

    return register


@dataclass
class Fired:
    """What happened to one case."""

    case: Any
    row: Row
    event: Any
    moment: Moment


def fire(case: Any, verb: str, *, actor: Any, **how: Any) -> Fired:
    """Make one move or act. ``how``: role, entered_by, occurred_on, seen, given, because. Raises the three errors.

    ``because`` is the Moment of the move that this one follows from, in the same transaction.
    """
    return fire_many([case], verb, actor=actor, **how)[0]


def fire_many(cases: Sequence[Any], verb: str, *, actor: Any, **how: Any) -> list[Fired]:
    """Make the same move on many cases of one machine, all or nothing, in the order of their keys."""
    request = Request(verb=verb, actor=actor, **how)
    if not cases:
        return []
    with transaction.atomic(savepoint=False), clock_read_once():
        at = office_now()
        locked = _lock(type(cases[0]), [c.pk for c in cases])
        row = _row(locked[0].machine, verb)
        moments = permitted(locked, row, request, at)
        recorded = [_record_facts(m, row, request) for m in moments]
        events = [_move(m, row, facts) for m, facts in zip(moments, recorded, strict=True)]
        wanted = [(m.case, _keep_time(m, row)) for m in moments]
        laid = [s for case, desk in wanted if desk is not None for s in desks.following(case, desk, at)]
        journal.write(locked, events, laid)
        for m in moments:
            m.facts.__dict__.pop("past", None)
        fired = [Fired(m.case, row, e, m) for m, e in zip(moments, events, strict=True)]
        for one in fired:
            _follow_up(one)
        return fired


def _row(machine: Machine, verb: str) -> Row:
    try:
        return machine.row(verb)
    except KeyError:
        raise NotPossible(_("%(machine)s没有“%(verb)s”这个办理事项。") % {
            "machine": machine.label, "verb": verb}) from None  # fmt: skip


def _follow_up(fired: Fired) -> None:
    """What follows from the move in the same transaction: its own consequences, then those of every move."""
    for name in (fired.row.name, "*"):
        for step in _consequences.get((fired.case.machine.name, name), ()):
            step(fired.moment, fired.event)


def _lock(model: Any, keys: list[int]) -> list[Any]:
    """The rows, held until the end of the transaction, always in the same order so that no two movers deadlock."""
    found = rows(model, "WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [keys])
    if len(found) != len(set(keys)):
        raise Stale(_("有案件已不存在，请刷新后再办。"))
    return found


def _record_facts(moment: Moment, row: Row, request: Request) -> Mapping[str, Any]:
    """Let the verb write its facts, then ask the guards on the facts as they now stand."""
    write = _verbs.get((moment.case.machine.name, row.name))
    signed_in_this_stage(moment, row)
    recorded = _written(write, row, moment, request.given) if write else None
    moment.facts.forget_written()
    gaps = missing(row, moment)
    if gaps:
        reasons = [str(_(g.missing)) for g in gaps]  # type: ignore[attr-defined]
        raise NotPossible(_("%(case)s还不能“%(what)s”：%(why)s。") % {
            "case": moment.case, "what": row.label, "why": "；".join(reasons)}, missing=reasons)  # fmt: skip
    return {**(request.given if recorded is None else recorded), **request.noted}


def _written(write: Verb, row: Row, moment: Moment, given: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Call the verb; values that it does not know, or lacks, are a refusal and no crash."""
    try:
        _signature(write).bind(moment, **given)
    except TypeError:
        raise NotPossible(_("“%(what)s”缺少必要的内容，或含有不认识的内容。") % {"what": row.label}) from None
    return write(moment, **given)


_signature = lru_cache(inspect.signature)


def _move(moment: Moment, row: Row, facts: Mapping[str, Any]) -> Any:
    before = str(moment.case.state)
    apply(row, moment)
    return journal.event(moment, row.name, before, str(moment.case.state), facts)


def _keep_time(moment: Moment, row: Row) -> desks.Desired | None:
    """Keep the clocks and pauses; say on which desk the file belongs now, and until when."""
    case, facts = moment.case, moment.facts
    if not case.machine.stages:
        return None
    facts.forget_moved()
    if isinstance(row, Move):
        _pauses(moment, row)
        timekeeping.start_clock(facts.timekeeping, row, moment.occurred_on, moment.at)
    desk = desired(case, facts, moment.today)
    case.due_on = desk.due_on
    return desk


def desired(case: Any, facts: Any, today: date) -> desks.Desired:
    """The desk and due day that the recorded facts ask for."""
    stage = case.machine.stage(case.state)
    clocks = facts.timekeeping.clocks
    if not stage.has_desk:
        return desks.Desired(clocks=clocks)
    due = timekeeping.deadline(facts, case.state)
    return desks.Desired(stage.state, facts.desk_role(stage, today), facts.place(stage.at), clocks, due.due_on,
                         due.due_at)  # fmt: skip


def settle(case: Any, facts: Any, today: date, at: datetime) -> None:
    """Write the desk and the cached due day anew. Fires nothing, safe to repeat."""
    desk = desired(case, facts, today)
    desks.follow(case, desk, at)
    if case.due_on != desk.due_on:
        type(case).objects.filter(pk=case.pk).update(due_on=desk.due_on)
        case.due_on = desk.due_on


def _pauses(moment: Moment, row: Move) -> None:
    """Open and close the pause that the row names."""
    keeping = moment.facts.timekeeping
    if row.resumes and keeping.open_pause(row.resumes):
        close_pause(moment, row.resumes)
    if row.pauses:
        open_pause(moment, row.pauses)


def open_cases(cases: Sequence[Any], *, actor: Any, **how: Any) -> list[Fired]:
    """Write new cases (all of one machine) with their first event and their first desk, all or nothing."""
    if not cases:
        return []
    with transaction.atomic(savepoint=False), clock_read_once():
        at = office_now()
        machine: Machine = cases[0].machine
        row = Act(name="open", label=_("登记"), by=machine.opened_by, states=frozenset({machine.initial}))
        give_keys(cases)
        moments = permitted(list(cases), row, Request(verb="open", actor=actor, **how), at)
        wanted = _first_desks(moments, at) if machine.stages else []
        events = [journal.event(m, "open", "", machine.initial, m.given) for m in moments]
        journal.begin(cases, events)
        store(cases)
        if wanted:
            desks.open_many(wanted, at)
        return [Fired(m.case, row, e, m) for m, e in zip(moments, events, strict=True)]


def _first_desks(moments: list[Moment], at: datetime) -> list[tuple[Any, desks.Desired]]:
    """New cases have no history: their due days are alike where union and scheme are."""
    opened = []
    first = Move(name="open", label="", by=(), from_=frozenset(), to=moments[0].case.machine.initial)
    known: dict[Any, timekeeping.Deadline] = {}
    stage = moments[0].case.machine.stage(first.to)
    for m in moments:
        m.facts.timekeeping = Timekeeping()
        timekeeping.start_clock(m.facts.timekeeping, first, m.occurred_on, at)
        limit = m.facts.limit(stage, m.occurred_on, at)
        if limit not in known:
            known[limit] = timekeeping.deadline(m.facts, m.case.state)
        due = known[limit]
        m.case.due_on = due.due_on
        opened.append((m.case, desks.Desired(
            stage.state, m.facts.desk_role(stage, m.today), m.facts.place(stage.at), m.facts.timekeeping.clocks,
            due.due_on, due.due_at)))  # fmt: skip
    return opened
