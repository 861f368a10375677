"""State × move × role, in memory with forced guards: allowed if and only if the domain's own table says so.

``machines.json`` is that table. Where the code does not (yet) say the same, the difference stands here by name, with
its reason; anything else fails.
"""

import json
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django_fsm
import pytest
from django.utils import timezone

from workflows import permit, roles
from workflows.errors import NotAllowed
from workflows.facts import Facts
from workflows.fsm import MACHINES, Act, Machine, Moment, Move, apply, in_place
from workflows.roles import HeldGrant, Place, Pseudo, Role

DAY = date(2026, 3, 20)
HERE = "000100010001"
KEYED_BY = {Pseudo.APPLICANT: Role.CLERK, Pseudo.BANK: Role.CASHIER}
BUILT = ("relief_application", "payout_line", "payout_batch")

# Rows of the domain's table whose verbs a later issue builds, and why the states alone do not tell.
LATER = {
    "relief_application": {
        "objections": {"object", "resume", "uphold"},
        "emergency relief and its backfill": {
            "escalate", "approve_emergency", "decline_emergency", "back_to_visit", "regularise", "top_up",
            "fail_backfill", "excuse"},
        "the second publicity, after approval": {"confirm_publicity", "approve_and_publish"},
        "reconsideration": {"appeal", "reopen_intake", "reopen_review", "reopen_county", "affirm"},
        "money that comes back from the bank": {"bounce"},
        "recovery": {"claw_back", "settle", "write_off", "drop_recovery"},
    },
    "payout_line": {"money that comes back from the bank": {"recall"}},
    "payout_batch": {},
}  # fmt: skip
# Words in the table's "when" that say what follows from a move, not what must hold before it.
CONSEQUENCES = {"plans a linked new line", "frees reserve"}


def table(name: str) -> dict[str, Any]:
    """The domain's table of a machine."""
    data = json.loads((Path(__file__).parent / "machines.json").read_text(encoding="utf-8"))
    return next(m for m in data["machines"] if m["machine"] == name)


def rows(name: str) -> dict[str, dict[str, Any]]:
    """move → its row, restricted to the states that this machine has."""
    states = set(MACHINES[name].states.values)
    found = {}
    for row in table(name)["moves"]:
        when = {word for text in row["when"] if text not in CONSEQUENCES for word in text.split()}
        found[row["move"]] = {**row, "from": set(row["from"]) & states, "when": when}
    return found


class Here(Facts):
    """Facts of a case that stands everywhere at once, at HERE."""

    def place(self, at: str) -> Place:
        return Place(HERE)


CELLS = [(MACHINES[name], move) for name in BUILT for move in MACHINES[name].moves]


@pytest.fixture
def forced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every guard holds; a person's key is the role they hold."""
    monkeypatch.setattr("workflows.fsm.holds", lambda _guard, moment: moment is not None)
    monkeypatch.setattr(roles, "grants_of", lambda person, _on: [HeldGrant(person, HERE, 1, person)])


def moved(machine: Machine, move: Move, state: str, role: str, *, named: bool = True) -> str:
    """Where the move takes a case of ``state`` in the hands of ``role``; '' where it is refused."""
    case = machine.model(state=state)
    facts, holder = Here(case), KEYED_BY.get(role, role)
    actor = None if role == Pseudo.CLOCK else SimpleNamespace(pk=holder)
    ask = permit.Asker(actor, role if named else "", None, DAY, DAY)
    try:
        hand = permit.hands(move, facts, ask)[0]
    except NotAllowed:
        hand = None
    here = in_place(machine, move, state)
    at = timezone.make_aware(datetime(2026, 3, 20, 9))
    moment = Moment(case=case, verb=move.name, actor=actor, role=role, grant=None, entered_by=None, entered_as="",
                    today=DAY, at=at, occurred_on=DAY, facts=facts, given={})  # fmt: skip
    try:
        apply(move, moment)
    except django_fsm.TransitionNotAllowed:
        assert not here, "django_fsm and the engine disagree"
        assert case.state == state
        return ""
    assert here, "django_fsm and the engine disagree"
    return str(case.state) if hand else ""


@pytest.mark.parametrize(("machine", "move"), CELLS, ids=lambda x: getattr(x, "name", x))
def test_a_move_is_allowed_where_the_table_says_and_nowhere_else(machine: Machine, move: Move, forced: None) -> None:
    row = rows(machine.name)[move.name]
    wrong = []
    for state in machine.states.values:
        for role in (*Role.values, *Pseudo.values):
            wanted = row["to"] if state in row["from"] and role in row["by"] else ""
            if moved(machine, move, state, role) != wanted:
                wrong.append((state, role, wanted))
    assert not wrong


@pytest.mark.parametrize(("machine", "move"), CELLS, ids=lambda x: getattr(x, "name", x))
def test_without_naming_a_role_one_acts_in_ones_own_or_keys_for_an_outsider(
    machine: Machine, move: Move, forced: None
) -> None:
    row = rows(machine.name)[move.name]
    wrong = []
    for state in row["from"]:
        for role in Role.values:
            keys = any(role in roles.KEYERS.get(by, ()) for by in row["by"])
            if bool(moved(machine, move, state, role, named=False)) != (role in row["by"] or keys):
                wrong.append((state, role))
    assert not wrong


@pytest.mark.parametrize("name", BUILT)
def test_the_rows_are_those_of_the_domain(name: str) -> None:
    wrong = {}
    for move, row in rows(name).items():
        ours = MACHINES[name].by_move.get(move)
        if ours is None:
            continue
        theirs = (row["from"], row["to"], row["by"], row["when"], set(row.get("apart_from", ())))
        here = (set(map(str, ours.from_)), str(ours.to), list(ours.by), set(ours.guard_names), set(ours.apart_from))
        if theirs != here:
            wrong[move] = (theirs, here)
    assert not wrong


@pytest.mark.parametrize("name", BUILT)
def test_what_is_not_built_yet_is_named(name: str) -> None:
    missing = set(rows(name)) - set(MACHINES[name].by_move)
    assert missing == {move for moves in LATER[name].values() for move in moves}
    assert not set(MACHINES[name].by_move) - set(rows(name)), "a move that the domain does not know"


@pytest.mark.parametrize("name", BUILT)
def test_the_states_are_those_of_the_domain(name: str) -> None:
    later = {"objection", "emergency_approval", "backfill", "reconsideration", "recovery", "recovered", "written_off",
             "recalled"}  # fmt: skip
    assert set(table(name)["states"]) - set(MACHINES[name].states.values) <= later
    assert not set(MACHINES[name].states.values) - set(table(name)["states"])


def test_notices_are_those_of_the_domain() -> None:
    said = {m: row.get("notes", "") for m, row in rows("relief_application").items()}
    for move in MACHINES["relief_application"].moves:
        wanted = said[move.name].partition("→")[2].split(";")[0].strip()
        assert move.notice == wanted, move.name


@pytest.mark.parametrize("name", BUILT)
def test_an_act_stays_in_its_states_and_with_its_roles(name: str, forced: None) -> None:
    machine = MACHINES[name]
    for act in machine.acts:
        assert isinstance(act, Act)
        for state in machine.states.values:
            assert in_place(machine, act, state) == (state in act.states)
        for role in (*Role.values, *Pseudo.values):
            actor = None if role == Pseudo.CLOCK else SimpleNamespace(pk=KEYED_BY.get(role, role))
            ask = permit.Asker(actor, role, None, DAY, DAY)
            try:
                allowed = bool(permit.hands(act, Here(machine.model()), ask))
            except NotAllowed:
                allowed = False
            assert allowed == (role in act.by), (act.name, role)


@pytest.mark.parametrize("name", BUILT)
def test_every_guard_names_its_rule_and_what_is_missing(name: str) -> None:
    machine = MACHINES[name]
    for row in (*machine.moves, *machine.acts):
        for guard in row.when:
            assert guard.__doc__ and guard.missing, guard.__name__  # type: ignore[attr-defined]
    assert all(move.when for move in machine.moves), "a move without any guard"
