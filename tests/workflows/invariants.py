"""The invariants of relief.md §12, asked of a whole database."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from relief.applications.models import Application, HouseholdLock, StoredCalculation
from relief.payouts.models import BankFile, BudgetLine, Entry, PayoutLine
from workflows import desks, journal, timekeeping
from workflows.fsm import MACHINES
from workflows.guards import not_held
from workflows.models import Event
from workflows.separation import RELIEF

ACCOUNTS = ("available", "reserved", "committed", "paid", "returned")
GONE_OUT = ("exported", "paid", "failed", "reissued")


def histories() -> dict[tuple[str, int], list[Event]]:
    """Every case's events in their order."""
    found = defaultdict(list)
    for event in Event.objects.order_by("id"):
        found[event.machine, event.case_id].append(event)
    return found


def money_left_after_approval(past: dict[tuple[str, int], list[Event]]) -> None:
    """I1: no line exported without an earlier approval of its case."""
    for line in PayoutLine.objects.filter(state__in=GONE_OUT):
        exported = next(e for e in past["payout_line", line.pk] if e.verb == "export")
        approvals = [e for e in past["relief_application", line.application_id] if e.verb == "approve"]
        assert any(e.pk < exported.pk and e.at <= exported.at for e in approvals), f"I1 {line.pk}"


def budget_balances() -> None:
    """I2: balances are the sums of their entries, none negative, and together what was credited."""
    for line in BudgetLine.objects.all():
        sums: Counter[str] = Counter()
        for entry in Entry.objects.filter(budget_line=line):
            sums[entry.from_account] -= entry.amount_fen
            sums[entry.to_account] += entry.amount_fen
        assert {a: getattr(line, a) for a in ACCOUNTS} == {a: sums[a] for a in ACCOUNTS}, "I2"
        assert min(sums[a] for a in ACCOUNTS) >= 0 and sum(sums.values()) == 0, "I2"


def reserve_and_lines_agree() -> None:
    """What is reserved or under way is what planned, batched, failed and exported lines ask for."""
    asked: Counter[tuple[int, str]] = Counter()
    account = dict.fromkeys(("planned", "batched", "failed"), "reserved") | {"exported": "committed", "paid": "paid"}
    for line in PayoutLine.objects.exclude(state__in=("reissued", "cancelled")):
        asked[line.budget_line_id, account[line.state]] += line.amount_fen
    for line in BudgetLine.objects.all():
        for name in ("reserved", "committed", "paid"):
            assert getattr(line, name) == asked[line.pk, name], f"I2 {name}"


def exported() -> dict[int, tuple[Any, ...]]:
    """I3: what never changes of the lines that went out, and their files' own digests."""
    for file in BankFile.objects.all():
        assert hashlib.sha256(bytes(file.content)).hexdigest() == file.digest, "I3"
    fields = ("amount_fen", "payee_name", "bank", "batch_id", "line_no", "budget_line_id")
    return {row[0]: row[1:] for row in PayoutLine.objects.filter(state__in=GONE_OUT).values_list("pk", *fields)}


def households_are_free() -> None:
    """I5: the live accepted cases are those that hold a lock; one a household and cause-event."""
    live = Application.objects.exclude(state__in=Application.machine.ends).exclude(accepted_on=None)
    locks = HouseholdLock.objects.values_list("application", flat=True)
    assert set(live.values_list("pk", flat=True)) == set(locks), "I5"


def journal_tells_all(past: dict[tuple[str, int], list[Event]]) -> None:
    """I6, I7, I8: one chained event per move, from where the last one ended, along an edge of the table."""
    assert not list(journal.broken()), "I7"
    for (name, key), events in past.items():
        machine = MACHINES[name]
        assert [e.seq for e in events] == list(range(1, len(events) + 1)), "I6"
        assert events[0].from_state == "" and events[0].to_state == machine.initial, "I8"
        for before, event in zip(events, events[1:], strict=False):
            assert event.from_state == before.to_state, "I8"
            row = machine.row(event.verb)
            moved = event.from_state != event.to_state
            assert ((event.from_state, event.to_state) in machine.edges) if moved else True, "I8"
            assert (row.name in machine.by_move) == moved, f"I8 {event.verb}"
        assert all(e.role and e.organisation_name and e.dossier for e in events), "I6"
        assert all(e.path or e.role == "SETUP" for e in events), "I6"
        assert all(e.actor_id or e.role in ("APPLICANT", "CLOCK", "BANK", "SETUP") for e in events), "I6"
        assert machine.model.objects.get(pk=key).event_count == len(events), "I6"


def hands_apart(past: dict[tuple[str, int], list[Event]], mode: str = "strict") -> None:
    """I9: in one file (the case, its lines, their batches) no person holds two roles that the mode keeps apart."""
    for application in Application.objects.all():
        events = [e for events in past.values() for e in events if e.dossier == f"relief_application:{application.pk}"]
        batches = set(application.lines.exclude(batch=None).values_list("batch_id", flat=True))
        events += [e for batch in batches for e in past["payout_batch", batch]]
        held: dict[int, set[str]] = defaultdict(set)
        for event in events:
            for person in {event.actor_id, event.principal_id} - {None}:
                held[person].add(event.role)
            if event.entered_by_id:
                held[event.entered_by_id].add(event.entered_as)
        for person, roles in held.items():
            assert not any(RELIEF.clash(a, b, mode) for a, b in combinations(sorted(roles), 2)), f"I9 {person} {roles}"


def due_days_follow() -> None:
    """I11: the cached due day is the one that start, clock, calendar and pauses give now."""
    for task in desks.open_tasks():
        case = MACHINES[task.machine].model.objects.get(pk=task.case_id)
        due = timekeeping.deadline(case.machine.facts(case), case.state)
        assert (task.due_on, task.due_at) == (due.due_on, due.due_at) and case.due_on == due.due_on, "I11"


def calculations_are_bounded() -> None:
    """I14: 0 ≤ suggested ≤ ceiling."""
    for stored in StoredCalculation.objects.all():
        assert 0 <= stored.suggested_fen <= stored.ceiling_fen, "I14"


def held_cases_stand(past: dict[tuple[str, int], list[Event]]) -> None:
    """I15: between hold and release no move marked ▸ was made, of the case or of its lines."""
    for (name, _key), events in past.items():
        if name != "relief_application":
            continue
        dossier, held = events[0].dossier, False
        for event in _of_dossier(past, dossier):
            row = None if event.verb == "open" else MACHINES[event.machine].row(event.verb)
            assert not (held and row is not None and not_held in row.when), f"I15 {event.verb}"
            if event.machine == name and event.verb in ("hold", "release"):
                held = event.verb == "hold"


def _of_dossier(past: dict[tuple[str, int], list[Event]], dossier: str) -> Iterator[Event]:
    yield from sorted((e for events in past.values() for e in events if e.dossier == dossier), key=lambda e: e.pk)


def one_desk_each() -> None:
    """I16: exactly one open desk task iff the state has a desk, and it is that desk."""
    tasks = defaultdict(list)
    for task in desks.open_tasks():
        tasks[task.machine, task.case_id].append(task.state)
    for machine in MACHINES.values():
        for key, state in machine.model.objects.values_list("pk", "state"):
            wanted = [state] if machine.stage(state).has_desk else []
            assert tasks.pop((machine.name, key), []) == wanted, f"I16 {machine.name}:{key} {state}"
    assert not tasks, "I16"


def hold() -> None:
    """All of them."""
    past = histories()
    money_left_after_approval(past)
    budget_balances()
    reserve_and_lines_agree()
    households_are_free()
    journal_tells_all(past)
    hands_apart(past)
    due_days_follow()
    calculations_are_bounded()
    held_cases_stand(past)
    one_desk_each()
