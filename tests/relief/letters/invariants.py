"""supervision.md §14, of letters: what must hold whatever anybody did."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from itertools import combinations
from typing import Any

from relief.documents import store
from relief.jurisdictions.selectors import citable
from relief.letters.models import NumberEntry, Series, ServiceReceipt, SupervisionLetter
from relief.letters.register import page_of
from relief.letters.terms import KINDS
from relief.supervision.models import LetterOutcome
from workflows import desks, journal, timekeeping
from workflows.fsm import MACHINES
from workflows.models import Event
from workflows.separation import SUPERVISION
from workflows.supervision_letter import AWAITING_REPLY, ENDS

MACHINE = "supervision_letter"
BELOW_COUNTY = {"township", "grassroots"}


def journal_replays() -> None:
    """1: from one state to the next along the edges, to the state that is stored."""
    assert not list(journal.broken()), "1"
    for letter in SupervisionLetter.objects.all():
        state = ""
        for event in Event.objects.filter(machine=MACHINE, case_id=letter.pk).order_by("seq"):
            assert event.from_state == state, f"1 {event}"
            moved = event.from_state != event.to_state
            assert not moved or state == "" or (state, event.to_state) in letter.machine.edges, f"1 {event}"
            state = event.to_state
        assert state == letter.state, "1"


def register_is_whole() -> None:
    """2: n once a series, none missing; a living number is its letter's."""
    for series in Series.objects.all():
        page = page_of(series)
        assert page.whole and not page.holes and [e.n for e in page.entries] == list(range(1, page.last + 1)), "2"
    for letter in SupervisionLetter.objects.all():
        living = [e for e in letter.numbers.all() if e.state != "VOID"]
        assert len(living) <= 1 and (not living or living[0].text == letter.number), "2"


def voids() -> set[tuple[int, str]]:
    """3: what was void stays so."""
    return set(NumberEntry.objects.filter(state="VOID").values_list("pk", "text"))


def frozen() -> dict[int, tuple[Any, ...]]:
    """4: what was sealed never changes, and its bytes match their hash."""
    found = {}
    for letter in SupervisionLetter.objects.exclude(pdf_digest=""):
        assert hashlib.sha256(store.read(letter.pdf_digest)).hexdigest() == letter.pdf_digest, "4"
        found[letter.pk] = (letter.pdf_digest, letter.number, letter.issued_on, json.dumps(letter.content, sort_keys=True),
                            letter.verify_code, letter.profile_id)  # fmt: skip
    return found


def service_is_proved() -> None:
    """5: who awaits an answer has a receipt, of a day not before the letter's own."""
    for letter in SupervisionLetter.objects.filter(state=AWAITING_REPLY):
        assert ServiceReceipt.objects.filter(letter=letter).exists(), "5"
    for receipt in ServiceReceipt.objects.select_related("letter"):
        assert receipt.letter.issued_on is not None and receipt.served_on >= receipt.letter.issued_on, "5"


def due_days_follow() -> None:
    """6, 7, 15: one open task iff the state has a desk, there; its day is reckoned anew from the records, and works."""
    from workflows.calendar import load_calendar

    for letter in SupervisionLetter.objects.all():
        tasks = list(desks.open_tasks().filter(machine=MACHINE, case_id=letter.pk))
        stage = letter.machine.stage(letter.state)
        assert [t.state for t in tasks] == ([letter.state] if stage.has_desk else []), "15"
        for task in tasks:
            due = timekeeping.deadline(letter.machine.facts(letter), letter.state)
            assert task.due_on == letter.due_on == due.due_on, "6"
            assert task.role == letter.machine.facts(letter).desk_role(stage, letter.opened_on), "15"
            rolled = letter.state == AWAITING_REPLY and str(letter.profile) == "demo-province@1"
            assert not (rolled and due.due_on) or load_calendar().works(due.due_on), "7"


def clock_issues_nothing() -> None:
    """8."""
    verbs = set(Event.objects.filter(machine=MACHINE, role="CLOCK").values_list("verb", flat=True))
    assert verbs <= {"lapse", "tell"}, "8"


def hands_are_apart() -> None:
    """9: in a letter and its case nobody holds two cells that clash; substitutes bind their principals."""
    for letter in SupervisionLetter.objects.all():
        files = [f"{MACHINE}:{letter.pk}", f"supervision_case:{letter.case_id}"]
        held: dict[int, set[str]] = defaultdict(set)
        for event in Event.objects.filter(dossier__in=files):
            cell = SUPERVISION.cell(event.machine, event.verb, event.role)
            for person in {event.actor_id, event.principal_id} - {None}:
                held[person].add(cell)
        for cells in held.values():
            assert not any(SUPERVISION.clash(a, b, "strict") for a, b in combinations(sorted(cells - {""}), 2)), "9"


def recommendations_stand() -> None:
    """10: after a served opinion or on the leader's skip reason, and never from below the county."""
    for letter in SupervisionLetter.objects.filter(kind="recommendation").exclude(state="draft").exclude(profile=None):
        assert letter.issuer.level not in BELOW_COUNTY, "10"
        skipped = letter.plan is not None and bool(letter.plan.skip_opinion and letter.plan.skip_decided_by_id)
        before = letter.follows
        served = before is not None and KINDS.index(before.kind) >= 1 and ServiceReceipt.objects.filter(letter=before).exists()
        assert skipped or served, "10"


def ends_are_told() -> None:
    """§6.2: one outcome for each end of a letter with a case, none before."""
    ended = SupervisionLetter.objects.filter(state__in=ENDS).exclude(case=None)
    told = dict(LetterOutcome.objects.values_list("letter", "end"))
    assert told == dict(ended.values_list("pk", "state")), "6.2"
    assert all(row.detail for row in LetterOutcome.objects.all()), "6.2"


def provisions_hold() -> None:
    """13: every citation of a signed letter was citable on its day."""
    for letter in SupervisionLetter.objects.exclude(issued_on=None):
        rows = letter.content.get("violations") or letter.content.get("legal_bases") or []
        assert all(citable(r["law"], r["article"], r.get("clause", ""), letter.issued_on) for r in rows), "13"


def hold() -> None:
    for law in (journal_replays, register_is_whole, service_is_proved, due_days_follow, clock_issues_nothing,
                hands_are_apart, recommendations_stand, ends_are_told, provisions_hold):  # fmt: skip
        law()
    frozen()
    assert MACHINE in MACHINES
