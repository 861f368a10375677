"""State × move × role, in memory with forced guards: allowed if and only if the domain's own table says so.

``machines.json`` is that table. Where the code does not (yet) say the same, the difference stands here by name, with
its reason; anything else fails.
"""

import json
import re
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
KEYED_BY = {Pseudo.APPLICANT: Role.CLERK, Pseudo.BANK: Role.CASHIER, Pseudo.EMPLOYER: Role.CASE_OFFICE,
            Pseudo.DEPARTMENT: Role.CASE_OFFICE}  # fmt: skip
BUILT = ("relief_application", "payout_line", "payout_batch", "lead", "supervision_lead", "supervision_case",
         "supervision_letter")  # fmt: skip

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
    "lead": {},
    "supervision_lead": {},
    "supervision_case": {
        "take-over by a higher union": {"take_over"},
        "danger to life": {"fast_track"},
        "referral": {"refer", "take_result", "take_refusal"},
        "merging cases": {"merge"},
        "suspension": {"suspend", "resume"},
        "reopening": {"reopen"},
    },
    "supervision_letter": {"publication": {"publish"}, "revocation and correction": {"revoke", "correct"}},
}  # fmt: skip
# Guards of ours that the table leaves to its text: relief.md §4 (a lead is assigned to somebody; what it opens is linked),
# supervision.md §5 † (rows of recommendations only, or never for them).
RECOMMENDATION = {"file", "decline", "ask_reasons", "report_result", "accept_result"}
OUR_GUARDS = {
    "lead": {"assign": {"handler_named"}, "convert": {"opened_and_linked"}},
    "supervision_letter": {
        "pass_review": {"reviewer_by_profile"},
        **dict.fromkeys(("reply", "object", "accept", "find_partial"), {"not_recommendation"}),
        **dict.fromkeys(RECOMMENDATION, {"is_recommendation"}),
    },
}
AS_ASSIGN = {"two_supervisors_named", "certificates_valid", "nobody_recused"}
# Words in the table's "when" that say what follows from a move, not what must hold before it.
CONSEQUENCES = {"plans a linked new line", "frees reserve", "opens a relief draft **or** a supervision lead",
                "linked both ways"}  # fmt: skip
HELD_AT = "@issuer"


def table(name: str) -> dict[str, Any]:
    """The domain's table of a machine."""
    data = json.loads((Path(__file__).parent / "machines.json").read_text(encoding="utf-8"))
    return next(m for m in data["machines"] if m["machine"] == name)


def rows(name: str) -> dict[str, dict[str, Any]]:
    """move → its row, restricted to the states that this machine has; ``at`` where its roles are held (◆)."""
    states = set(MACHINES[name].states.values)
    found = {}
    for row in table(name)["moves"]:
        by = [role.removesuffix(HELD_AT) for role in row["by"]]
        at = "issuer" if any(role.endswith(HELD_AT) for role in row["by"]) else "base"
        found[row["move"]] = {**row, "from": set(row["from"]) & states, "when": _guards(name, row), "by": by, "at": at}
    return found


def _guards(name: str, row: dict[str, Any]) -> set[str]:
    words = set()
    for text in row.get("when", ()):
        if text not in CONSEQUENCES:
            words |= AS_ASSIGN if text == "as assign" else set(re.sub(r"\(.*\)", "", text).split())
    return words | OUR_GUARDS.get(name, {}).get(row["move"], set())


def stays(name: str) -> dict[str, Act]:
    """Our acts that the table lists among its moves, as going to ``=``."""
    return {act.name: act for act in MACHINES[name].acts if act.stays}


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
        ours = MACHINES[name].by_move.get(move) or stays(name).get(move)
        if ours is None:
            continue
        theirs = (row["from"], row["to"], row["by"], row["when"], set(row.get("apart_from", ())))
        here = (*_where(ours), list(ours.by), set(ours.guard_names), set(ours.apart_from))
        if theirs != here:
            wrong[move] = (theirs, here)
    assert not wrong


@pytest.mark.parametrize("name", ["supervision_lead", "supervision_case", "supervision_letter"])
def test_a_role_is_held_where_the_table_says(name: str) -> None:
    """◆ at the handling (issuing) union itself. What an outsider did is keyed at the file's own."""
    wrong = {}
    for move, row in rows(name).items():
        ours = MACHINES[name].by_move.get(move) or stays(name).get(move)
        if ours is not None and not set(row["by"]) <= set(Pseudo.values):
            desk = {"base"} if isinstance(ours, Act) else {MACHINES[name].stage(state).at for state in row["from"]}
            if {ours.at or place for place in desk} != {row["at"]}:
                wrong[move] = (row["at"], ours.at, desk)
    assert not wrong


def _where(ours: Move | Act) -> tuple[set[str], str]:
    if isinstance(ours, Act):
        return set(map(str, ours.states)), "="
    return set(map(str, ours.from_)), str(ours.to)


@pytest.mark.parametrize("name", BUILT)
def test_what_is_not_built_yet_is_named(name: str) -> None:
    built = {*MACHINES[name].by_move, *stays(name)}
    missing = set(rows(name)) - built
    assert missing == {move for moves in LATER[name].values() for move in moves}
    assert not built - set(rows(name)), "a move that the domain does not know"


@pytest.mark.parametrize("name", BUILT)
def test_the_states_are_those_of_the_domain(name: str) -> None:
    later = {"objection", "emergency_approval", "backfill", "reconsideration", "recovery", "recovered", "written_off",
             "recalled", "referred", "suspended", "merged"}  # fmt: skip
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
