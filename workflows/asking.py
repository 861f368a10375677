"""What is asked before anything is written: stale? possible? whose hand? The answer is the Moment of the move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from workflows import journal, permit
from workflows.errors import NotPossible, Stale
from workflows.fsm import Act, Machine, Moment, Move, Row, in_place
from workflows.reading import together


@dataclass
class Request:
    """One verb on many cases of one machine, by one hand. ``noted`` goes into the journal beside the verb's facts."""

    verb: str
    actor: Any
    role: str = ""
    entered_by: Any = None
    occurred_on: date | None = None
    seen: int | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    noted: Mapping[str, Any] = field(default_factory=dict)
    because: Moment | None = None


def permitted(cases: list[Any], row: Row, request: Request, at: datetime) -> list[Moment]:
    """The Moment of each case, or the first refusal, in the order of house rule 11."""
    machine: Machine = cases[0].machine
    today = localdate(at)
    occurred_on = request.occurred_on or today
    _dated(row, request, today)
    ask = permit.Asker(request.actor, request.role, request.entered_by, today, occurred_on)
    all_facts = machine.facts.prefetched(cases)
    for case in cases:
        if request.seen is not None and request.seen != case.event_count:
            raise Stale(journal.stale_message(case))
        if not in_place(machine, row, case.state):
            raise NotPossible(_("%(case)s现在是“%(state)s”，不能办理“%(what)s”。") % {
                "case": case, "state": machine.states(case.state).label, "what": row.label})  # fmt: skip
    if len(cases) == 1:
        _read_ahead(all_facts[0], ask, request.because)
    moments = []
    for case, facts, hand in zip(cases, all_facts, _hands(row, all_facts, ask, request.because), strict=True):
        moments.append(Moment(
            case=case, verb=row.name, actor=hand.actor, role=hand.role, grant=hand.grant, entered_by=hand.entered_by,
            entered_as=hand.entered_as, today=today, at=at, occurred_on=occurred_on, facts=facts,
            given=dict(request.given)))  # fmt: skip
    return moments


def _read_ahead(facts: Any, ask: permit.Asker, because: Moment | None) -> None:
    """One case: what will be asked of it and of the person is read in one question."""
    person = ask.readings() if ask.actor is not None and because is None else {}
    answers = together({**person, **facts.readings()})
    if person:
        ask.learn(answers)
    facts.__dict__.update({name: answers[name] for name in answers if name not in person})


def _dated(row: Row, request: Request, today: date) -> None:
    """What happened cannot lie ahead; only signed paper, keyed later, moves a case as of an earlier day."""
    on = request.occurred_on
    if on is None or on == today or request.because is not None:
        return
    if on > today:
        raise NotPossible(_("日期不能晚于今天。"))
    if isinstance(row, Move) and request.entered_by in (None, request.actor):
        raise NotPossible(_("只有补录纸质签字时才能填写以前的日期。"))


def _hands(row: Row, all_facts: list[Any], ask: permit.Asker, because: Moment | None) -> list[permit.Hand]:
    """Whose hand moves each case. What follows from a move is done by the hand that was judged for that move."""
    if because is not None:
        return [permit.Hand(because.role, because.actor, because.grant, because.entered_by, because.entered_as)
                for _facts in all_facts]  # fmt: skip
    found = [permit.hands(row, facts, ask) for facts in all_facts]
    if len(all_facts) > 1:
        past = journal.past(all_facts)
        for facts in all_facts:
            facts.past = past[facts.dossier()]
    return [permit.apart(row, facts, hands, facts.past, ask)
            for facts, hands in zip(all_facts, found, strict=True)]  # fmt: skip


def signed_in_this_stage(moment: Moment, row: Row) -> None:
    """A move was not signed before the case had come to the state that it leaves."""
    if isinstance(row, Act) or moment.occurred_on == moment.today or not moment.case.machine.stages:
        return
    started = moment.facts.timekeeping.clocks.get(moment.case.state, "")[:10]
    if moment.occurred_on.isoformat() < started:
        raise NotPossible(_("纸面日期早于案件进入本环节的日期(%(day)s)，请核对。") % {"day": started})
