"""The rows of which a machine is made: stages, moves, acts; and the Moment that their guards look at.

Nothing here knows how a move is made: fsm.py compiles the rows, engine.py fires them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from workflows.roles import HeldGrant

Text = str | Promise
"""A Chinese word of a table, translated when it is shown."""


@dataclass(frozen=True)
class Moment:
    """All a guard may look at: the case, who acts in which role, today, and the recorded facts.

    ``given`` are the values that the move itself brings; the journal records them. ``answered`` is what the guards
    said, kept from asking them to moving: nothing is written in between.
    """

    case: Any
    verb: str
    actor: Any
    role: str
    grant: HeldGrant | None
    entered_by: Any
    entered_as: str
    today: date
    at: datetime
    occurred_on: date
    facts: Any  # the Facts class that the office registered for this machine
    given: Mapping[str, Any]
    answered: dict[Guard, bool] = field(default_factory=dict, compare=False, repr=False)

    @property
    def persons(self) -> frozenset[int]:
        """Everybody who acts here: the actor, and whom they stand in for."""
        return self.grant.persons if self.grant else frozenset()

    @property
    def principal_id(self) -> int | None:
        return self.grant.principal_id if self.grant else None


Guard = Callable[[Moment], bool]


def guard(missing: str, *, mend: str = "", given: bool = False, fits: bool = False) -> Callable[[Guard], Guard]:
    """Mark a function as a guard. ``missing`` says in Chinese what is not there yet; ``mend`` names the acts
    (words separated by blanks) that supply it. ``given``: the form of the row itself brings the fact, so nothing
    lacks before it is filled in. ``fits``: it tells for which cases the row is meant at all; where it fails the
    row is not offered, instead of being shown as lacking something."""

    def mark(function: Guard) -> Guard:
        function.missing = missing  # type: ignore[attr-defined]
        function.mend = mend  # type: ignore[attr-defined]
        function.given = given  # type: ignore[attr-defined]
        function.fits = fits  # type: ignore[attr-defined]
        return function

    return mark


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A row of STAGES: a state, whose desk it lies on (or which outsider it waits for), its clock."""

    state: str
    desk: str = ""
    by: str = ""
    at: str = "base"
    clock: str = ""
    limit: str = ""
    passed: str = ""

    @property
    def has_desk(self) -> bool:
        return bool(self.desk)


@dataclass(frozen=True, kw_only=True)
class Row:
    """What moves and acts share: who, which guards, which words, which paper. ``at``: where the role must be held, when
    that is not where the stage (of an act: the file) stands."""

    name: str
    label: Text
    by: tuple[str, ...]
    when: tuple[Guard, ...] = ()
    apart_from: frozenset[str] = frozenset()
    notice: str = ""
    at: str = ""

    @property
    def guard_names(self) -> list[str]:
        return [g.__name__ for g in self.when]


@dataclass(frozen=True, kw_only=True)
class Move(Row):
    """A row of MOVES: it changes the state. ``pauses``/``resumes`` name the pause that it opens or closes."""

    from_: frozenset[str]
    to: str
    pauses: str = ""
    resumes: str = ""
    danger: bool = False


@dataclass(frozen=True, kw_only=True)
class Act(Row):
    """A row of ACTS: recorded work that moves nothing. ``stays``: the law's table lists it among the moves, as ``=``."""

    states: frozenset[str]
    writes: str = ""
    stays: bool = False


def move(name: str, label: Text, from_: Iterable[str], to: str, by: str, *guards: Guard, apart_from: str = "",
         notice: str = "", pauses: str = "", resumes: str = "", danger: bool = False, at: str = "") -> Move:  # fmt: skip
    """One readable row: roles and ``apart_from`` are words separated by blanks, guards follow in order."""
    return Move(name=name, label=label, from_=frozenset(from_), to=to, by=tuple(by.split()), when=guards,
                apart_from=frozenset(apart_from.split()), notice=notice, pauses=pauses, resumes=resumes,
                danger=danger, at=at)  # fmt: skip


def act(name: str, label: Text, states: Iterable[str], by: str, *guards: Guard, writes: str = "", apart_from: str = "",
        notice: str = "", at: str = "", stays: bool = False) -> Act:  # fmt: skip
    """One readable row of ACTS."""
    return Act(name=name, label=label, states=frozenset(states), by=tuple(by.split()), when=guards,
               apart_from=frozenset(apart_from.split()), writes=writes, notice=notice, at=at, stays=stays)  # fmt: skip


def stay(name: str, label: Text, states: Iterable[str], by: str, *guards: Guard, writes: str = "", apart_from: str = "",
         notice: str = "", at: str = "") -> Act:  # fmt: skip
    """One readable row that the law's table of moves writes ``→ =``: an act, shown among the moves of the diagrams."""
    return act(name, label, states, by, *guards, writes=writes, apart_from=apart_from, notice=notice, at=at, stays=True)
