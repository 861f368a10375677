"""Allowed? Who may make a move: dated grants, paper-first entry, separation, interests (relief.md §2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from workflows import roles
from workflows.errors import NotAllowed
from workflows.facts import Facts
from workflows.fsm import Act, Row
from workflows.reading import Reading
from workflows.roles import HeldGrant, Place, Pseudo


@dataclass(frozen=True)
class Hand:
    """Whose hand makes the move. ``entered_as`` is the role in which the keyer counts for separation."""

    role: str
    actor: Any = None
    grant: HeldGrant | None = None
    entered_by: Any = None
    entered_as: str = ""

    @property
    def cells(self) -> list[tuple[int, str]]:
        """(person, role) pairs that separation judges."""
        pairs = [(p, self.role) for p in (self.grant.persons if self.grant else ())]
        return pairs + ([(self.entered_by.pk, self.entered_as)] if self.entered_by else [])


@dataclass
class Asker:
    """Who asks, once for many cases: grants are read once a day and person."""

    actor: Any
    role: str
    entered_by: Any
    today: date
    occurred_on: date
    _grants: dict[tuple[int, date], list[HeldGrant]] = field(default_factory=dict)
    _interests: dict[frozenset[int], set[str]] = field(default_factory=dict)

    def readings(self) -> dict[str, Reading]:
        """What every move asks of the person who acts."""
        key = self.actor.pk
        return {"grants": roles.grants_reading(key, self.today), "interests": roles.interests_reading([key])}

    def learn(self, answers: dict[str, Any]) -> None:
        """Keep the answers to these readings."""
        self._grants[self.actor.pk, self.today] = answers["grants"]
        self._interests[frozenset({self.actor.pk})] = answers["interests"]

    def grants(self, person: Any, on: date) -> list[HeldGrant]:
        key = (person.pk, on)
        if key not in self._grants:
            self._grants[key] = roles.grants_of(person.pk, on)
        return self._grants[key]

    def interests(self, persons: frozenset[int]) -> set[str]:
        if persons not in self._interests:
            self._interests[persons] = roles.interests_of(persons) if persons else set()
        return self._interests[persons]


def hands(row: Row, facts: Facts, ask: Asker) -> list[Hand]:
    """Every hand that the grants give for this row, before separation; refusals raise NotAllowed."""
    case = facts.case
    if ask.actor is None:
        return _unattended(row)
    base = facts.place("base")
    place = facts.place(place_word(row, case))
    if ask.entered_by is not None and ask.entered_by.pk != ask.actor.pk:
        return _paper(row, facts, place, ask)
    found = _direct(facts.may_by(row), place, ask, ask.today) + _keyed(row, base, ask) + _founding(row, ask)
    if not found:
        raise NotAllowed(_("您没有办理“%(what)s”的权限：需要%(roles)s。") % {"what": row.label, "roles": _names(facts.may_by(row))})
    return found


def place_word(row: Row, case: Any) -> str:
    """Where a role must be held for this row: the row's own place, else for acts the file's, for moves the desk's."""
    return row.at or ("base" if isinstance(row, Act) else case.machine.stage(case.state).at)


def _names(by: Iterable[str]) -> str:
    return "、".join(roles.label(r) for r in by if r != roles.SETUP)


def _unattended(row: Row) -> list[Hand]:
    """Nobody's hand: the clock's, or that of set-up, which has no user yet."""
    found = [Hand(role=role) for role in (Pseudo.CLOCK, roles.SETUP) if role in row.by]
    if not found:
        raise NotAllowed(_("“%(what)s”不能由时限自动办理。") % {"what": row.label})
    return found


def _founding(row: Row, ask: Asker) -> list[Hand]:
    """The superuser, who holds no grant, appoints the first administrators (commands.md); no case has such a row."""
    if roles.SETUP in row.by and ask.actor.is_superuser and ask.actor.is_active:
        return [Hand(role=roles.SETUP, actor=ask.actor)]
    return []


def _direct(by: tuple[str, ...], place: Place, ask: Asker, on: date) -> list[Hand]:
    return [
        Hand(role=g.role, actor=ask.actor, grant=g)
        for g in ask.grants(ask.actor, on)
        if g.role in by and ask.role in ("", g.role) and place.covered_by(g)
    ]


def _keyed(row: Row, base: Place, ask: Asker) -> list[Hand]:
    """What an outsider did, keyed by the office: no actor, the keyer is ``entered_by``."""
    return [
        Hand(role=pseudo, entered_by=ask.actor, entered_as=g.role)
        for pseudo in row.by
        if pseudo in roles.KEYERS and ask.role in ("", pseudo)
        for g in ask.grants(ask.actor, ask.today)
        if g.role in roles.KEYERS[pseudo] and base.covered_by(g)
    ][:1]


def _paper(row: Row, facts: Facts, place: Place, ask: Asker) -> list[Hand]:
    """Signed on paper, keyed later: the signer's grant held that day; the keyer is clerk or officer here."""
    if ask.occurred_on > ask.today:
        raise NotAllowed(_("纸面日期不能晚于今天。"))
    signed = [h for h in _direct(facts.may_by(row), place, ask, ask.occurred_on) if h.grant and h.grant.principal_id is None]
    if not signed:
        raise NotAllowed(_("%(who)s在纸面日期当天没有相应岗位。") % {"who": ask.actor})
    why = facts.paper_entry(row.name, signed[0].role, ask.today)
    if why:
        raise NotAllowed(why)
    if not may_key(facts, ask.entered_by, ask):
        raise NotAllowed(_("只有%(roles)s可以补录纸质签字。") % {"roles": _names(sorted(facts.paper_keyers))})
    return [Hand(role=h.role, actor=ask.actor, grant=h.grant, entered_by=ask.entered_by,
                 entered_as=facts.keyed_as) for h in signed]  # fmt: skip


def may_key(facts: Facts, person: Any, ask: Asker) -> bool:
    """Who keys signed paper here (of relief the clerk at the base or an officer above it)."""
    base = facts.place("base")
    return any(g.role in facts.paper_keyers and base.covered_by(g) for g in ask.grants(person, ask.today))


def apart(row: Row, facts: Facts, found: list[Hand], past: list[Any], ask: Asker) -> Hand:
    """The first hand that no rule of separation forbids; NotAllowed, with the reason, when there is none."""
    why = ""
    for hand in found:
        why = _clash(row, facts, hand, past, ask)
        if not why:
            return hand
    raise NotAllowed(why)


def _clash(row: Row, facts: Facts, hand: Hand, past: list[Any], ask: Asker) -> str:
    persons = frozenset(person for person, _role in hand.cells)
    interests = ask.interests(persons)
    if interests and interests & facts.concerned():
        return _("您、您的家庭成员或申报的亲属是本案当事人，须回避。")
    unfit = facts.unfit(row, hand.role, hand.grant.persons, ask.occurred_on) if hand.grant else ""
    if unfit:
        return unfit
    for event in past:
        doers = {event.actor_id, event.principal_id} - {None}
        if event.verb in row.apart_from and doers & persons:
            return _("办理“%(what)s”的人须与办理“%(before)s”的人不同。") % {"what": row.label, "before": event.label}
        held = [(p, event.role) for p in doers]
        if event.entered_by_id:
            held.append((event.entered_by_id, event.entered_as))
        why = _joined(row, facts, hand, event, held, ask)
        if why:
            return why
    return ""


def _joined(row: Row, facts: Facts, hand: Hand, event: Any, held: list[tuple[int, str]], ask: Asker) -> str:
    """Would one person join two cells of the file that the rules keep apart?"""
    machine = facts.case.machine
    rules = machine.separation
    pairs = [(role, before) for p, role in hand.cells for q, before in held if p == q] if rules else []
    for role, before in pairs:
        cell, other = rules.cell(machine.name, row.name, role), rules.cell(event.machine, event.verb, before)
        if cell != other and rules.clash(cell, other, facts.mode(ask.today)):
            return _("岗位分离：同一人已在本案担任%(before)s，不能再担任%(role)s。") % {
                "before": rules.label(other), "role": rules.label(cell)}  # fmt: skip
    return ""
