"""What a person may do with a case now, what still lacks, and on whose signed paper: the engine's own questions,
asked without moving anything. The answer is for screens; ``fire`` asks again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflows import journal, permit
from workflows.clock import office_now, today
from workflows.errors import NotAllowed
from workflows.facts import Facts
from workflows.fsm import Guard, Moment, Move, Row
from workflows.permit import Asker, Hand
from workflows.roles import Place, Pseudo

OUTSIDE = frozenset({Pseudo.CLOCK, Pseudo.BANK})
"""Who moves cases without a screen: their rows are offered to nobody."""


@dataclass(frozen=True)
class Option:
    """One row that leaves the state of a case, as it stands for one person.

    ``hand`` is empty where the person may not, ``refusal`` then says why; ``signers`` are the roles whose signature
    on paper this person may key instead. ``missing`` are the guards whose fact is not recorded yet, those apart
    that the row's own form brings.
    """

    row: Row
    hand: Hand | None
    missing: tuple[Guard, ...] = ()
    refusal: str = ""
    signers: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def moves(self) -> bool:
        """Does it change the state?"""
        return isinstance(self.row, Move)

    @property
    def mine(self) -> bool:
        """By one's own hand, or from another's signed paper."""
        return self.hand is not None or bool(self.signers)

    @property
    def may(self) -> bool:
        """Nothing lacks but what its form asks for."""
        return self.mine and not self.missing


@dataclass(frozen=True)
class Standing:
    """Where a case stands for one person: the rows that leave its state, and who has done what in its file."""

    facts: Facts
    person: Any
    options: Mapping[str, Option]
    past: Sequence[Any]

    def kept_apart(self, row: Row, person_id: int, role: str) -> bool:
        """Would separation refuse this person this row in this role, by what they did in the file?"""
        machine = self.facts.case.machine
        cell = machine.separation.cell(machine.name, row.name, role)
        mode = self.facts.mode(today())
        for event in self.past:
            doers = {event.actor_id: event.role, event.principal_id: event.role, event.entered_by_id: event.entered_as}
            before = doers.get(person_id)
            if before and (event.verb in row.apart_from or machine.separation.clash(
                    cell, machine.separation.cell(event.machine, event.verb, before), mode)):  # fmt: skip
                return True
        return False


def standing(facts: Facts, person: Any) -> Standing:
    """Every row of the case's state that fits the case, in the order of the tables."""
    case = facts.case
    day = today()
    ask = Asker(person, "", None, day, day)
    past = journal.past([facts])[facts.dossier()]
    found = {}
    for row in case.machine.rows_from(case.state):
        if set(row.by) <= OUTSIDE:
            continue
        hand, refusal = _hand(row, facts, past, ask)
        moment = _moment(row, facts, hand, ask)
        if all(g(moment) for g in row.when if g.fits):  # type: ignore[attr-defined]
            signers = () if hand else _signers(row, facts, past, ask)
            found[row.name] = Option(row, hand, _missing(row, moment), refusal, signers)
    return Standing(facts, person, found, past)


def place_of(row: Row, facts: Facts) -> Place:
    """Where a grant must be held for this row."""
    return facts.place(permit.place_word(row, facts.case))


def _hand(row: Row, facts: Facts, past: list[Any], ask: Asker) -> tuple[Hand | None, str]:
    try:
        return permit.apart(row, facts, permit.hands(row, facts, ask), past, ask), ""
    except NotAllowed as refusal:
        return None, refusal.message


def _signers(row: Row, facts: Facts, past: list[Any], ask: Asker) -> tuple[str, ...]:
    """Roles of the row that the rules let sign on paper, if this person may key it without clashing."""
    allowed = tuple(r for r in facts.may_by(row) if r not in Pseudo.values and not facts.paper_entry(row.name, r, ask.today))
    if not allowed or not permit.may_key(facts, ask.actor, ask):
        return ()
    hand = Hand(role=allowed[0], entered_by=ask.actor, entered_as=facts.keyed_as)
    try:
        permit.apart(row, facts, [hand], past, ask)
    except NotAllowed:
        return ()
    return allowed


def _moment(row: Row, facts: Facts, hand: Hand | None, ask: Asker) -> Moment:
    hand = hand or Hand(role=row.by[0])
    return Moment(
        case=facts.case, verb=row.name, actor=hand.actor, role=hand.role, grant=hand.grant,
        entered_by=hand.entered_by, entered_as=hand.entered_as, today=ask.today, at=office_now(),
        occurred_on=ask.today, facts=facts, given={})  # fmt: skip


def _missing(row: Row, moment: Moment) -> tuple[Guard, ...]:
    wanted: Iterable[Any] = (g for g in row.when if not g.given and not g.fits)  # type: ignore[attr-defined]
    return tuple(g for g in wanted if not g(moment))
