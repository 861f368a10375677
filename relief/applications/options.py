"""What one person may do with a relief case now, beyond the rows: whose hand the case itself asks for, what is pointless."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from relief.applications.facts import ApplicationFacts
from relief.casework.stand import Stand
from workflows.options import Option
from workflows.relief_application import APPROVAL, COUNTY_REVIEW
from workflows.roles import Role

DECISIONS = frozenset({"approve", "refuse", "return_county"})

class Reading(ApplicationFacts):
    """The facts of one page: nothing is written meanwhile, so what a move must ask anew is asked once."""

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


def meeting_decides(stand: Stand) -> bool:
    """A meeting decides the amount: the secretary types its minutes, no form of one case does (relief.md §2)."""
    return stand.case.state == APPROVAL and stand.facts.matrix_row.by == Role.SECRETARY


def by_the_right_hand(option: Option, facts: Reading) -> Option:
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
