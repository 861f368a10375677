"""No two cells that the mode in force keeps apart share a person (relief.md §2, I9)."""

from datetime import date
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest

from tests.factories import START
from workflows import permit, roles
from workflows.errors import NotAllowed
from workflows.facts import Facts
from workflows.fsm import Move
from workflows.permit import Asker, Hand
from workflows.relief_application import RELIEF_APPLICATION
from workflows.roles import HeldGrant
from workflows.separation import RELIEF

CELLS = ["visitor", "chair", "reviewer", "head", "approver", "cashier", "payment_reviewer"]
# Written out from relief.md §2, not computed: the pairs that one person may hold in one case.
TOGETHER = {
    "strict": [("clerk", "visitor")],
    "small_office": [
        ("clerk", "visitor"), ("visitor", "chair"), ("reviewer", "head"), ("reviewer", "payment_reviewer"),
        ("head", "payment_reviewer"),
    ],
}  # fmt: skip
PAIRS = list(product([*CELLS, "clerk", "secretary"], repeat=2))
SECRETARY_NEVER = {"approver", "cashier", "payment_reviewer"}
ME, OTHER = 1, 2


def apart(one: str, other: str, mode: str) -> bool:
    """What the domain says of two roles of one case's file."""
    if one == other:
        return False
    pair = {one, other}
    if "secretary" in pair:
        return bool(pair & SECRETARY_NEVER)
    return not any(pair == set(allowed) for allowed in TOGETHER[mode])


@pytest.mark.parametrize("mode", TOGETHER)
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_every_pair_of_roles(one: str, other: str, mode: str) -> None:
    assert RELIEF.clash(one, other, mode) == apart(one, other, mode)


class InMode(Facts):
    """Facts of a case worked in a mode."""

    def __init__(self, mode: str) -> None:
        super().__init__(RELIEF_APPLICATION.model())
        self._mode = mode

    def mode(self, on: date) -> str:
        return self._mode


def row(name: str, role: str, *, apart_from: str = "") -> Move:
    """A row of any table, for one role."""
    return Move(name=name, label=name, by=(role,), from_=frozenset(), to="", apart_from=frozenset(apart_from.split()))


def event(role: str, **who: Any) -> Any:
    """An event of the case's past."""
    nobody = {"actor_id": None, "principal_id": None, "entered_by_id": None}
    head = {"machine": "relief_application", "verb": "x", "label": "x", "role": role, "entered_as": ""}
    return SimpleNamespace(**{**head, **nobody, **who})


def refused(now: Hand, past: list[Any], mode: str, move: Move | None = None) -> bool:
    try:
        permit.apart(move or row("y", now.role), InMode(mode), [now], past, Asker(None, "", None, START, START))
    except NotAllowed:
        return True
    return False


def hand(role: str, person: int, principal: int | None = None) -> Hand:
    return Hand(role, SimpleNamespace(pk=person), HeldGrant(role, "0001", 1, person, principal))


@pytest.fixture
def no_interests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "interests_of", lambda _persons: set())


@pytest.mark.parametrize("mode", TOGETHER)
@pytest.mark.parametrize(("before", "now"), PAIRS)
def test_every_pair_by_every_way_of_doing_it(before: str, now: str, mode: str, no_interests: None) -> None:
    """As actor, as principal, as delegate, as keyer; then and now."""
    clash = apart(before, now, mode)
    then = [event(before, actor_id=ME), event(before, actor_id=OTHER, principal_id=ME),
            event(before, actor_id=ME, principal_id=OTHER),
            event("APPLICANT", entered_by_id=ME, entered_as=before)]  # fmt: skip
    today = [hand(now, ME), hand(now, ME, principal=3), hand(now, 3, principal=ME)]
    for past, mine in product(then, today):
        assert refused(mine, [past], mode) == clash, (past, mine)
    keyed = Hand("APPLICANT", None, None, SimpleNamespace(pk=ME), now)
    assert refused(keyed, [event(before, actor_id=ME)], mode) == clash
    assert not refused(hand(now, OTHER), [event(before, actor_id=ME)], mode)


def test_apart_from_judges_the_verb_whatever_the_role(no_interests: None) -> None:
    approve = row("approve", "approver", apart_from="recommend")
    for past in (event("head", actor_id=ME), event("head", actor_id=OTHER, principal_id=ME)):
        past.verb = "recommend"
        assert refused(Hand("secretary", SimpleNamespace(pk=ME), HeldGrant("secretary", "", 1, ME)), [past],
                       "strict", approve)  # fmt: skip
    done_by_another = event("head", actor_id=OTHER)
    done_by_another.verb = "recommend"
    assert not refused(hand("secretary", ME), [done_by_another], "strict", approve)


def test_the_next_free_hand_is_taken(no_interests: None) -> None:
    """Who may act in two roles acts in the one that separation leaves."""
    found = permit.apart(row("y", "head"), InMode("strict"), [hand("chair", ME), hand("visitor", ME)],
                         [event("clerk", actor_id=ME)], Asker(None, "", None, START, START))  # fmt: skip
    assert found.role == "visitor"


# --- through the database -------------------------------------------------------------------------------------
