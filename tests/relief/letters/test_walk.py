"""Random walks of letters, by anybody, through the door and the database; the invariants of §14 hold."""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from relief.jurisdictions.selectors import forget_profiles
from relief.letters.models import SupervisionLetter
from relief.schemes.selectors import forget_versions
from relief.supervision.models import LetterPlan
from tests.relief.letters import invariants
from tests.relief.letters.cast import OTHER, REASON, SCAN, WAY, LetterOffice, answer, handed
from tests.supervision_cast import COUNTY, START
from workflows import clock, deadlines
from workflows.calendar import forget_calendar
from workflows.errors import WorkflowError
from workflows.models import Event, OfficeClock
from workflows.supervision_letter import SUPERVISION_LETTER

ANY = st.integers(0, 10**6)
LAST_DAY = START + timedelta(days=300)
STAFF = ("supervisor", "supervisor2", "supervisor3", "case_office", "counsel", "director", "leader", "seal_keeper",
         "city_director")  # fmt: skip
# A second role for some: separation has something to keep apart.
SECOND = [("supervisor2", "counsel"), ("counsel", "director"), ("director", "seal_keeper"), ("seal_keeper", "supervisor"),
          ("leader", "supervisor"), ("case_office", "seal_keeper")]  # fmt: skip
KINDS = ("opinion", "reminder_letter", "recommendation")


def given(house: LetterOffice, letter: SupervisionLetter, verb: str) -> dict[str, Any]:
    """What a form of the verb would bring."""
    today = clock.today()
    plan = [{"n": i.n, "done": i.n == 1, "plan_on": None if i.n == 1 else today + timedelta(days=9)}
            for i in letter.machine.facts(letter).items]  # fmt: skip
    forms: dict[str, dict[str, Any]] = {
        "submit": {}, "endorse": {}, "pass_review": {"opinion": "合法。"}, "sign": {}, "seal": {}, "dispatch": WAY,
        "fail_service": {"failure": "无人。"}, "retry": {"method": "MAIL", "address": "东街"}, "serve": handed(today),
        "object": {"received_on": today, "grounds": "有异议。"}, "lapse": {}, "accept": {}, "find_partial": {},
        "uphold": {"result": "维持。", "result_served_on": today}, "supersede": {}, "file": {"on": today, "case_no": "1号"},
        "decline": {"on": today, "oral": True}, "ask_reasons": {"why_weak": "不充分。"}, "chase": {},
        "report_result": {"on": today, "result": "已改正。"}, "accept_result": {"judgement": "足够。"},
        "allow_announcement": {}, "extend": {"requested_on": today, "n": 3, "plan": SCAN},
        "refuse_extension": {"requested_on": today, "n": 3, **REASON}, "edit": {"values": {}},
        "examine": {"items": plan}, "recheck": {"opinion": "属实。"}, "add_paper": {"item": "函", "uploads": [SCAN]},
        "note": {"text": "备注。"},
    }  # fmt: skip
    if verb == "reply":
        return answer(letter) if letter.kind != "recommendation" else {"form": "WRITTEN", "received_on": today,
                                                                       "contact": "1", "items": []}  # fmt: skip
    if verb == "seal" and letter.number:
        return house.rendered(letter)
    return forms.get(verb, REASON)


def uphold(house: LetterOffice, letter: SupervisionLetter) -> None:
    """Two others re-check, the director upholds."""
    for who in ("supervisor3", "city_supervisor"):
        house.perform(letter, "recheck", who, opinion="属实。")
    house.perform(letter, "uphold", "director", **given(house, letter, "uphold"))


def extend(house: LetterOffice, letter: SupervisionLetter) -> None:
    house.perform(letter, "extend", "director", **given(house, letter, "extend"))


def decline(house: LetterOffice, letter: SupervisionLetter) -> None:
    """Declined, and asked for reasons."""
    house.to_department_declined(letter)
    house.perform(letter, "ask_reasons", "director")


House = LetterOffice
AFTER: dict[str, tuple[Callable[[LetterOffice, SupervisionLetter], Any], ...]] = {
    "dispatched": (House.to_service_failed,),
    "awaiting_reply": (House.to_replied, House.to_objection, extend, House.to_department_filed, decline, House.to_overdue),
    "overdue": (House.to_replied, House.to_objection, House.to_superseded, House.to_department_filed),
    "replied": (House.to_partial, House.to_satisfied, House.to_objection),
    "partial": (House.to_replied, House.to_superseded),
    "objection": (uphold,),
    "department_filed": (House.to_department_result, decline),
    "department_result": (House.to_satisfied,),
}


class Walk(RuleBasedStateMachine):
    """One committee in a transaction that is undone at the end."""

    def __init__(self) -> None:
        super().__init__()
        for forget in (forget_calendar, forget_versions, forget_profiles, OfficeClock.forget):
            forget()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.house = LetterOffice()
        for name, role in SECOND:
            self.house.grant(name, role, COUNTY)
            if role == "supervisor":
                self.house.certify(name)
        self.sealed: dict[int, tuple[Any, ...]] = {}
        self.void: set[tuple[int, str]] = set()

    def teardown(self) -> None:
        try:
            invariants.hold()
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    def try_to(self, work: Any) -> bool:
        before = Event.objects.count()
        try:
            with transaction.atomic():
                work()
        except WorkflowError:
            assert before == Event.objects.count()
            return False
        return True

    def one(self, n: int) -> SupervisionLetter:
        keys = list(SupervisionLetter.objects.order_by("pk").values_list("pk", flat=True))
        return SupervisionLetter.objects.get(pk=keys[n % len(keys)])

    @initialize(states=st.lists(st.sampled_from(["review", "numbered", "awaiting_reply", "replied", "objection", "overdue"]),
                                min_size=1, max_size=2), kind=st.sampled_from(KINDS[:2]), other=st.booleans())  # fmt: skip
    def some_work(self, states: list[str], kind: str, other: bool) -> None:
        for state in states:
            self.house.to(state, kind, at=OTHER if other else COUNTY)
            self.house.on(max(clock.today(), START))

    @precondition(lambda self: SupervisionLetter.objects.count() < 5)
    @rule(n=ANY, kind=st.sampled_from(KINDS), who=st.sampled_from(STAFF))
    def the_next_letter(self, n: int, kind: str, who: str) -> None:
        """The director escalates, somebody drafts; the law says whether."""
        letter = self.one(n)
        self.try_to(lambda: self.house.next_plan(letter, kind))
        plan = LetterPlan.objects.filter(letter=None).last()
        if plan is not None:
            self.try_to(lambda: self.house.drafted(plan, who))

    @rule(n=ANY, verb=ANY, who=ANY, only_moves=st.booleans())
    def somebody_with_the_role_does_it(self, n: int, verb: int, who: int, only_moves: bool) -> None:
        letter = self.one(n)
        rows = [r for r in SUPERVISION_LETTER.rows_from(letter.state) if r.name != "tell"]
        rows = [r for r in rows if r.name in SUPERVISION_LETTER.by_move] if only_moves else rows
        if rows:
            row = rows[verb % len(rows)]
            hands = [h for h in STAFF if self.holds(h, row.by)] or ["case_office"]
            self.act(letter, row.name, hands[who % len(hands)])

    def holds(self, name: str, roles: tuple[str, ...]) -> bool:
        return self.house.by(name).grants.filter(role__in=roles).exists()

    @rule(n=ANY, verb=ANY, who=st.sampled_from(STAFF))
    def anybody_does_anything(self, n: int, verb: int, who: str) -> None:
        names = [r.name for r in (*SUPERVISION_LETTER.moves, *SUPERVISION_LETTER.acts) if r.name != "tell"]
        self.act(self.one(n), names[verb % len(names)], who)

    @rule(n=ANY, steps=st.integers(1, 4))
    def a_good_office_goes_on(self, n: int, steps: int) -> None:
        for _ in range(steps):
            letter = self.one(n)
            way = ["review", "signing", "numbered", "sealed", "dispatched", "awaiting_reply"]
            following = dict(zip(["draft", *way], way, strict=False)).get(letter.state)
            if following and letter.case_id:
                self.try_to(lambda x=letter, f=following: getattr(self.house, f"to_{f}")(x))  # type: ignore[misc]

    @rule(n=ANY, choice=ANY)
    def what_came_back_is_worked_on(self, n: int, choice: int) -> None:
        """What a served letter meets next: an answer, an objection, more time, an end."""
        letter = self.one(n)
        ways = AFTER.get(letter.state, ())
        if ways:
            self.try_to(lambda: ways[choice % len(ways)](self.house, letter))

    def act(self, letter: SupervisionLetter, verb: str, who: str) -> None:
        self.try_to(lambda: self.house.perform(letter, verb, who, **given(self.house, letter, verb)))

    @rule(days=st.integers(1, 15))
    def time_passes(self, days: int) -> None:
        if clock.today() < LAST_DAY:
            self.house.wait(days)
            assert not deadlines.run()["failed"]
            assert not deadlines.run(), "a second round finds nothing to do"

    @invariant()
    def what_was_sealed_stays(self) -> None:
        now = invariants.frozen()
        assert self.sealed.items() <= now.items(), "4"
        void = invariants.voids()
        assert self.void <= void, "3"
        self.sealed, self.void = now, void

    @invariant()
    def every_letter_lies_on_its_desk(self) -> None:
        invariants.due_days_follow()
        invariants.register_is_whole()


@pytest.mark.django_db
def test_walks() -> None:
    """The same walks every time; WALKS=200 pytest … walks that many others, at random."""
    walks = os.environ.get("WALKS")
    run_state_machine_as_test(Walk, settings=settings(
        max_examples=int(walks or 12), stateful_step_count=25, derandomize=walks is None, database=None, deadline=None,
        suppress_health_check=list(HealthCheck), print_blob=True))  # fmt: skip


