"""What one person may do with a case now: the rows of its machine, those left out that make no sense yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from relief.casework.rooms import Room
from workflows import options as generic
from workflows.fsm import Move
from workflows.options import Option, Standing


@dataclass(frozen=True)
class Stand:
    """A case as it stands for one person."""

    room: Room
    case: Any
    person: Any
    facts: Any
    known: Standing
    options: Mapping[str, Option]

    def may(self, verb: str) -> bool:
        """May this person do it now, as far as the record tells?"""
        return verb in self.options and self.options[verb].may

    @cached_property
    def forward(self) -> Option | None:
        """What takes the case on from here: what this person may, else whoever may."""
        found = [self.options[verb] for verb in self.room.forward if verb in self.options]
        return next((o for o in found if o.may), found[0] if found else None)


def stand(room: Room, case: Any, person: Any) -> Stand:
    """Ask the engine's questions for every row, and leave out what would be pointless."""
    facts = room.facts_of(case)
    known = generic.standing(facts, person)
    found = {}
    for name, option in known.options.items():
        option = room.adjust(option, facts)
        pointless = room.pointless.get(name)
        if pointless is None or not pointless(facts, option, person):
            found[name] = option
    return Stand(room, case, person, facts, known, found)


def is_danger(option: Option) -> bool:
    """Does it end the case, or undo a decision?"""
    return isinstance(option.row, Move) and option.row.danger


def among_moves(option: Option) -> bool:
    """Does it stand among the moves: does it change the state, or does the law's table list it so (``→ =``)?"""
    return option.moves or bool(getattr(option.row, "stays", False))
