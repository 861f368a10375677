"""Random walks over cases and their leads, by anybody, through the door and the database; §14's invariants hold."""

import os
from collections import defaultdict
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from relief.documents.services import Upload
from relief.supervision.models import CaseWorker, LetterPlan, SupervisionCase, SupervisionLead
from tests.conftest import forget_everything
from tests.supervision_cast import (
    CLOSING,
    COUNTY,
    FINDING,
    HAPPY,
    PDF,
    REASON,
    RECORD,
    REMINDER,
    SKIPPED,
    STAFF,
    START,
    TERMS,
    WORKER,
    Committee,
)
from workflows import clock, deadlines, desks, journal, timekeeping
from workflows.errors import WorkflowError
from workflows.fsm import MACHINES
from workflows.models import Event
from workflows.separation import SUPERVISION

ANY = st.integers(0, 10**6)
LAST_DAY = START + timedelta(days=150)
WALKED = ("supervision_case", "supervision_lead")
LETTER_ENDS = ("satisfied", "superseded", "revoked")
# People who hold a second role: separation and apart have something to keep apart.
SECOND_ROLES = [("supervisor", "director"), ("supervisor2", "director"), ("director", "archivist"),
                ("case_office", "director"), ("counsel", "supervisor")]  # fmt: skip
HANDS: dict[str, list[str]] = {}
for _name, _role in [(n, r) for n, (r, code) in STAFF.items() if code == COUNTY] + SECOND_ROLES:
    HANDS.setdefault(_role, []).append(_name)
ROWS = {name: [r.name for r in (*MACHINES[name].moves, *MACHINES[name].acts) if r.name != "tell"] for name in WALKED}


class Walk(RuleBasedStateMachine):
    """One committee in a transaction that is undone at the end."""

    def __init__(self) -> None:
        super().__init__()
        forget_everything()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.house = Committee()
        for name, role in SECOND_ROLES:
            self.house.grant(name, role, COUNTY)
        self.house.certify("counsel")

    def teardown(self) -> None:
        try:
            holds()
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @initialize(states=st.lists(st.sampled_from([*HAPPY, "negotiating"]), min_size=2, max_size=3))
    def some_work(self, states: list[str]) -> None:
        for state in states:
            self.house.at(state)

    def one(self, model: Any, n: int) -> Any:
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
        return model.objects.get(pk=keys[n % len(keys)])

    def act(self, case: Any, verb: str, who: str, role: str = "") -> None:
        """Do it, or be refused; a refusal writes nothing."""
        before = (Event.objects.count(), LetterPlan.objects.count(), CaseWorker.objects.count())
        try:
            with transaction.atomic():
                self.house.perform(case, verb, who, role=role, **self.given(case, verb))
        except WorkflowError:
            assert before == (Event.objects.count(), LetterPlan.objects.count(), CaseWorker.objects.count())

    def given(self, case: Any, verb: str) -> dict[str, Any]:
        house, pair = self.house, [self.house.by("supervisor"), self.house.by("supervisor2")]
        items = case.machine.facts(case).items if verb == "check_items" else []
        lead = case.leads.first() if verb == "feed_back" else None
        return {
            "assign": {"supervisors": pair}, "reassign": {"supervisors": [pair[0], house.by("supervisor3")]},
            "report": {**FINDING, "second": pair[1]}, "record": {**RECORD, "held_at": clock.office_now(), "refusal_note": "拒签"},
            "open_letters": {"plans": [{**SKIPPED, "addressee": "某某公司"}, REMINDER]}, "prolong": {"n": 3, **REASON},
            "escalate": {"plans": [{**SKIPPED, "addressee": "某某公司"}]}, "add_worker": {"name": WORKER},
            "negotiate": {"workers_willing": True, "employer_willing": True}, "close": CLOSING,
            "settle": {"agreed_on": clock.today(), "terms": TERMS, "agreed_by": "双方"}, "record_visit": house.visit(),
            "drop": {"ground": "WITHDRAWN", **REASON}, "note": {"text": "备注"},
            "check_items": {"checks": [{"source": i.source, "n": i.n, "done": True, "evidence": "凭证"} for i in items]},
            "add_paper": {"item": "工资表", "uploads": [Upload("a.pdf", PDF)]}, "edit": {"values": {"workers": 9}},
            "feed_back": {"lead": lead, "channel": "电话", "text": "已告知。"}, "merge": {"survivor": self.one(SupervisionLead, 0)},
            "decline": {"ground": "INSUFFICIENT", "text": "线索不足。"}, "pass_on": {"recipient": "人社局"},
            "decide_duplicates": {"decisions": {}}, "sign_record": {}, "verify": {}, "visit": {}, "archive": {},
            "accept": {}, "conclude_letters": {},
        }.get(verb, REASON)  # fmt: skip

    @rule(n=ANY, verb=ANY, who=st.sampled_from(sorted(STAFF)), lead=st.booleans())
    def anybody_does_anything(self, n: int, verb: int, who: str, lead: bool) -> None:
        case = self.one(SupervisionLead if lead else SupervisionCase, n)
        names = ROWS[case.machine.name]
        self.act(case, names[verb % len(names)], who)

    @rule(n=ANY, verb=ANY, who=ANY, only_moves=st.booleans())
    def somebody_with_the_role_does_it(self, n: int, verb: int, who: int, only_moves: bool) -> None:
        case = self.one(SupervisionCase, n)
        rows = [r for r in case.machine.rows_from(case.state) if r.name != "tell"]
        rows = [r for r in rows if r.name in case.machine.by_move] if only_moves else rows
        if rows:
            row = rows[verb % len(rows)]
            hands = [(name, role) for role in row.by for name in HANDS.get(role, [])]
            self.act(case, row.name, *hands[who % len(hands)])

    @rule(n=ANY, steps=st.integers(1, 5))
    def go_on(self, n: int, steps: int) -> None:
        """What a good office does next, some steps of it."""
        case = self.one(SupervisionCase, n)
        for _ in range(steps):
            if case.state != "archived":
                try:
                    with transaction.atomic():
                        self.house.prepare(case)
                        self.house.move_on(case)
                except WorkflowError:
                    case.refresh_from_db()

    @rule(same=st.booleans())
    def another_lead(self, same: bool) -> None:
        if SupervisionLead.objects.count() < 8:
            lead = self.house.lead(**({} if same else {"employer_name": "别的公司", "uscc": ""}))
            if same:
                self.house.perform(lead, "decide_duplicates", "case_office",
                                   decisions={d.pk: False for d in lead.duplicates.all()})  # fmt: skip

    @rule(n=ANY, end=st.sampled_from(LETTER_ENDS))
    def a_letter_ends(self, n: int, end: str) -> None:
        plan = LetterPlan.objects.filter(letter=None).first()
        if plan is not None:
            self.house.letter(plan, state=end)

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        if clock.today() < LAST_DAY:
            self.house.wait(days)
            assert not deadlines.run()["failed"]
            assert not deadlines.run(), "a second round finds nothing to do"

    @invariant()
    def every_file_lies_on_its_desk(self) -> None:
        one_desk_each()


def one_desk_each() -> None:
    """§14.15, and the cached due day is what the rules give now."""
    tasks = defaultdict(list)
    for task in desks.open_tasks().filter(machine__in=WALKED):
        case = MACHINES[task.machine].model.objects.get(pk=task.case_id)
        assert task.due_on == case.due_on == timekeeping.deadline(case.machine.facts(case), case.state).due_on
        tasks[task.machine, task.case_id].append(task.state)
    for name in WALKED:
        for key, state in MACHINES[name].model.objects.values_list("pk", "state"):
            assert tasks.pop((name, key), []) == ([state] if MACHINES[name].stage(state).has_desk else []), "§14.15"
    assert not tasks, "§14.15"


def holds() -> None:
    """§14.1, 9, 11, 15."""
    one_desk_each()
    assert not list(journal.broken()), "§14.1"
    for name in WALKED:
        for case in MACHINES[name].model.objects.all():
            events = list(Event.objects.filter(machine=name, case_id=case.pk).order_by("seq"))
            assert [e.seq for e in events] == list(range(1, len(events) + 1)) and events[-1].to_state == case.state, "§14.1"
            for before, event in zip(events, events[1:], strict=False):
                edge = (event.from_state, event.to_state)
                moved = event.verb in case.machine.by_move
                assert event.from_state == before.to_state and (edge in case.machine.edges) == moved, "§14.1"
            apart(events)
    for case in SupervisionCase.objects.filter(state__in=("closed", "archived")):
        assert not case.letters.exclude(state__in=LETTER_ENDS).exists() and not case.plans.filter(letter=None).exists(), "§14.11"
        assert case.closings.exists() and case.outcome, "§14.11"


def apart(events: list[Event]) -> None:
    """§14.9: no ✗ pair in a person's cells, and no row by whom it must not be."""
    cells: dict[int, set[str]] = defaultdict(set)
    done: dict[str, set[int]] = defaultdict(set)
    for event in events:
        who = {event.actor_id, event.principal_id} - {None}
        row = None if event.verb == "open" else MACHINES[event.machine].row(event.verb)
        assert row is None or not any(done[verb] & who for verb in row.apart_from), f"apart {event.verb}"
        done[event.verb] |= who  # type: ignore[arg-type]
        for person in who:
            cells[person].add(SUPERVISION.cell(event.machine, event.verb, event.role))  # type: ignore[index]
    for held in cells.values():
        assert not any(SUPERVISION.clash(a, b, "strict") for a, b in combinations(sorted(held - {""}), 2)), "§14.9"


@pytest.mark.django_db
def test_walks() -> None:
    """The same walks every time; WALKS=200 pytest … walks that many others, at random."""
    walks = os.environ.get("WALKS")
    run_state_machine_as_test(Walk, settings=settings(
        max_examples=int(walks or 12), stateful_step_count=25, derandomize=walks is None, database=None, deadline=None,
        suppress_health_check=list(HealthCheck), print_blob=True))  # fmt: skip
