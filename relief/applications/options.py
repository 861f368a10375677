"""What one person may do with a relief case now: the rows of the machine, those left out that make no sense yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from relief.applications.facts import ApplicationFacts
from relief.applications.models import Application
from workflows import options as generic
from workflows.fsm import Move
from workflows.options import Option, Standing
from workflows.relief_application import APPROVAL, COUNTY_REVIEW
from workflows.roles import Role

DECISIONS = frozenset({"approve", "refuse", "return_county"})
FORWARD = ("submit", "accept", "answer", "answer_visit", "finish_visit", "publish", "close_publicity", "recommend",
           "approve", "archive")  # fmt: skip
"""The moves that take a case on, in the order of its way."""


class Reading(ApplicationFacts):
    """The facts of one page: nothing is written meanwhile, so what a move must ask anew is asked once."""

    @cached_property
    def small_office(self) -> bool:
        return super().small_office

    @cached_property
    def missing_fields(self) -> list[str]:
        return super().missing_fields

    @cached_property
    def index_gaps(self) -> list[str]:
        return super().index_gaps

    @cached_property
    def _every_open_check(self) -> list[Any]:
        return super().open_checks("base") + super().open_checks("county")

    def open_checks(self, by: str) -> list[Any]:
        return [check for check in self._every_open_check if check.by == by]


@dataclass(frozen=True)
class Stand:
    """A case as it stands for one person."""

    case: Application
    person: Any
    facts: Reading
    known: Standing
    options: Mapping[str, Option]

    def may(self, verb: str) -> bool:
        """May this person do it now, as far as the record tells?"""
        return verb in self.options and self.options[verb].may

    @property
    def meeting_decides(self) -> bool:
        """A meeting decides the amount: the secretary types its minutes, no form of one case does (relief.md §2)."""
        return self.case.state == APPROVAL and self.facts.matrix_row.by == Role.SECRETARY

    @cached_property
    def forward(self) -> Option | None:
        """The move that takes the case on from here, whoever makes it."""
        return next((self.options[v] for v in FORWARD if v in self.options), None)


def stand(case: Application, person: Any) -> Stand:
    """Ask the engine's questions for every row, and leave out what would be pointless."""
    facts = Reading(case)
    known = generic.standing(facts, person)
    found = {}
    for name, option in known.options.items():
        option = _by_the_right_hand(option, facts)
        pointless = POINTLESS.get(name)
        if pointless is None or not pointless(facts, option, person):
            found[name] = option
    return Stand(case, person, facts, known, found)


def _by_the_right_hand(option: Option, facts: Reading) -> Option:
    """What the verb itself asks of the hand: the matrix names one role for the amount, the township its own chair,
    a visit another visitor."""
    hand = option.hand
    if hand is None:
        return option
    if option.name == "sign_visit" and hand.actor is not None and hand.actor.pk in facts.visit_signers:
        return replace(option, hand=None)
    if option.name == "township_opine":
        parent = facts.line.parent
        own = parent is not None and hand.grant is not None and hand.grant.path == parent.path
        return option if own else replace(option, hand=None)
    if facts.case.state == APPROVAL and option.name in DECISIONS:
        if hand.role != facts.matrix_row.by:
            return replace(option, hand=None)
        if hand.role == Role.SECRETARY:
            return replace(option, missing=())
    return option


Pointless = Callable[[Reading, Option, Any], bool]


def _held(facts: Reading, _option: Option, _person: Any) -> bool:
    return facts.held


def _running(facts: Reading, _option: Option, _person: Any) -> bool:
    return not facts.held


def _nothing_to_sign(facts: Reading, _option: Option, _person: Any) -> bool:
    return not facts.visit_signers


def _all_checked(facts: Reading, _option: Option, _person: Any) -> bool:
    return not facts.open_checks("base") and not facts.open_checks("county")


def _no_question(facts: Reading, _option: Option, _person: Any) -> bool:
    return not any(not x.household_class for x in facts.scheme.exclusions_for(facts.case.cause))


def _member(facts: Reading, _option: Option, _person: Any) -> bool:
    return facts.is_member or facts.exception_allowed


def _township_not_asked(facts: Reading, _option: Option, _person: Any) -> bool:
    return not facts.township_opinion_needed


def _base_visit_is_over(facts: Reading, option: Option, _person: Any) -> bool:
    """In the county's review only the county visits."""
    return facts.case.state == COUNTY_REVIEW and option.hand is not None and option.hand.role != Role.REVIEWER


POINTLESS: Mapping[str, Pointless] = {
    "hold": _held,
    "release": _running,
    "sign_visit": _nothing_to_sign,
    "request_check": _all_checked,
    "settle_check": _all_checked,
    "answer_exclusions": _no_question,
    "allow_exception": _member,
    "township_opine": _township_not_asked,
    "record_visit": _base_visit_is_over,
    "search_duplicates": lambda facts, _option, _person: facts.duplicates_searched,
}
"""Acts that a case has no use for just now. ``fire`` would refuse most of them; the panel does not offer them."""


def is_danger(option: Option) -> bool:
    """Does it end the case, or undo a decision?"""
    return isinstance(option.row, Move) and option.row.danger
