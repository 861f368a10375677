"""Tables of stages, moves and acts, compiled to django_fsm transitions. The only importer of django_fsm.

A machine is one ``Machine`` of rows. ``Machine.transitions()`` gives the mixin whose methods django_fsm
guards; "may this happen?" is answered here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import django_fsm
from django.db import models
from django.utils.translation import gettext as _

from workflows.tables import Act, Guard, Moment, Move, Row, Stage, Text, act, guard, move, stay

__all__ = [
    "MACHINES",
    "Act",
    "Guard",
    "Machine",
    "Moment",
    "Move",
    "Row",
    "SafeRefresh",
    "Stage",
    "StateField",
    "Text",
    "act",
    "apply",
    "guard",
    "holds",
    "in_place",
    "method",
    "missing",
    "move",
    "stay",
]


@dataclass
class Machine:
    """One workflow: its tables and, once the office has bound them, its model and its facts."""

    name: str
    label: Text
    states: type[models.TextChoices]
    initial: str
    stages: tuple[Stage, ...]
    moves: tuple[Move, ...]
    acts: tuple[Act, ...] = ()
    opened_by: tuple[str, ...] = ()
    separation: Any = None
    model: Any = field(default=None, repr=False)
    facts: Any = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.by_state = {s.state: s for s in self.stages}
        self.by_move = {m.name: m for m in self.moves}
        self.by_act = {a.name: a for a in self.acts}
        MACHINES[self.name] = self

    def stage(self, state: str) -> Stage:
        """The stage of a state; an end state is a stage without desk."""
        return self.by_state.get(state) or Stage(state=state)

    def row(self, verb: str) -> Move | Act:
        """The row of a verb. KeyError where there is none."""
        return self.by_move[verb] if verb in self.by_move else self.by_act[verb]

    def label_of(self, verb: str) -> str:
        """The Chinese name of a verb, ``open`` included."""
        return _("登记") if verb == "open" else str(self.row(verb).label)

    def rows_from(self, state: str) -> list[Move | Act]:
        """Moves, then acts, that leave (or are done in) ``state``, in the order of the tables."""
        moves = [m for m in self.moves if state in m.from_]
        return [*moves, *(a for a in self.acts if state in a.states)]

    @property
    def edges(self) -> frozenset[tuple[str, str]]:
        """Every (source, target) of the table, states as text."""
        return frozenset((str(s), str(m.to)) for m in self.moves for s in m.from_)

    @property
    def ends(self) -> frozenset[str]:
        """States without desk."""
        return frozenset(str(s) for s in self.states.values if not self.stage(s).has_desk)

    def transitions(self) -> type[models.Model]:
        """An abstract base with one empty, guarded django_fsm transition for every row of MOVES."""
        body: dict[str, Any] = {method(m.name): _compile(m) for m in self.moves}
        meta = type("Meta", (), {"abstract": True})
        name = "".join(word.title() for word in self.name.split("_")) + "Transitions"
        metaclass: Any = type(models.Model)
        return metaclass(name, (models.Model,), {"__module__": __name__, "Meta": meta, **body})


MACHINES: dict[str, Machine] = {}


def method(verb: str) -> str:
    """The name of the compiled transition on the model: never called but by ``apply``."""
    return f"_move_{verb}"


def _compile(row: Move) -> Any:
    def body(case: Any) -> None:
        """Empty: what a move writes is written by its verb, before the guards are asked."""

    body.__name__ = method(row.name)
    conditions = [_bound(g) for g in (_only_in_fire, *row.when)]
    return django_fsm.transition(field="state", source=list(row.from_), target=row.to, conditions=conditions)(body)


def _only_in_fire(m: Moment) -> bool:
    return m is not None


def _bound(function: Guard) -> Callable[[Any], bool]:
    """django_fsm passes the instance alone: hand the guard the Moment that ``apply`` bound to it."""

    def condition(case: Any) -> bool:
        moment = case.__dict__.get("_moment")
        if moment is None:
            return False
        known = moment.answered.get(function)
        return holds(function, moment) if known is None else known

    return condition


def holds(function: Guard, moment: Moment) -> bool:
    """The one place where a guard is asked, so that a test can force every answer."""
    return function(moment)


def in_place(machine: Machine, row: Row, state: str) -> bool:
    """Has the machine an edge (or an act) of this name from ``state``?"""
    return state in (row.from_ if isinstance(row, Move) else row.states)  # type: ignore[attr-defined]


def missing(row: Row, moment: Moment) -> list[Guard]:
    """The guards of the row whose fact is not recorded, in the row's order."""
    moment.answered.update((g, holds(g, moment)) for g in row.when)
    return [g for g in row.when if not moment.answered[g]]


def apply(row: Row, moment: Moment) -> None:
    """Let django_fsm change the state in memory. Raises ``django_fsm.TransitionNotAllowed`` if a guard fails."""
    if isinstance(row, Act):
        return
    case = moment.case
    case._moment = moment
    try:
        getattr(case, method(row.name))()
    finally:
        del case._moment


class StateDescriptor(django_fsm.FSMFieldDescriptor):
    """Protected in Python, yet readable again from the database."""

    def __set__(self, instance: Any, value: Any) -> None:
        if instance.__dict__.get("_reading"):
            self.field.set_state(instance, value)
        else:
            super().__set__(instance, value)


class StateField(django_fsm.FSMField):
    """The one column that holds a case's state. Migrations see a plain CharField."""

    descriptor_class = StateDescriptor

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 30)
        kwargs["protected"] = True
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, kwargs = super().deconstruct()
        for key in ("protected", "choices"):
            kwargs.pop(key, None)
        return name, "django.db.models.CharField", args, kwargs


class SafeRefresh(models.Model):
    """``refresh_from_db`` that works with a protected field and leaves its protection on."""

    class Meta:
        abstract = True

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__["_reading"] = True
        try:
            super().refresh_from_db(*args, **kwargs)
        finally:
            self.__dict__.pop("_reading", None)
