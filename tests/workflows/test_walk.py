"""Random walks over cases, lines and batches, by anybody, through the door and the database; the invariants hold."""

import os
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

from relief.applications.models import Application
from relief.payouts.models import BankResult, Entry, PayoutBatch, PayoutLine
from relief.schemes.selectors import forget_versions
from tests.factories import (
    ASK,
    BASE,
    CAST,
    CHECKS,
    COUNTY,
    FOLLOW_UP,
    HAPPY,
    HAPPY_MOVES,
    PUBLISH,
    REASON,
    START,
    UNHAPPY,
    VISIT,
    Office,
    id_number,
)
from tests.workflows import invariants
from workflows import clock, deadlines
from workflows.calendar import forget_calendar
from workflows.errors import WorkflowError
from workflows.fsm import MACHINES
from workflows.models import Event, OfficeClock

ANY = st.integers(0, 10**6)
LAST_DAY = START + timedelta(days=200)
GIVEN: dict[str, dict[str, Any]] = {
    "edit": {"values": {"narrative": "补充说明。"}}, "ask": {**ASK, **REASON}, "publish": PUBLISH,
    "record_visit": VISIT, "recommend": {"source": "OWN", "opinion": "同意。"},
    "settle_check": CHECKS[0][2], "opine": {"opinion": "同意。"},
    "request_check": {"kind": "civil_affairs"}, "township_opine": {"opinion": "同意。"}, "follow_up": FOLLOW_UP,
    "record_publicity": {"result": "无异议。"}, "contact_note": {"who": "本人", "said": "已通话。"},
    "note": {"text": "备注。"},
    "answer_exclusions": {"answers": {}}, "allow_exception": {"exception": "new_employment_form", **REASON},
    "answer": {}, "answer_visit": {}, "submit": {}, "accept": {}, "finish_visit": {}, "approve": {}, "sign_visit": {},
    "search_duplicates": {}, "add_paper": {"item": "ID_COPY"}, "book": {"voucher_number": "记-1", "voucher_on": START},
    "confirm_account": {}, "export": {}, "batch": {}, "reissue": {},
}  # fmt: skip
# People who hold a second role: separation has something to keep apart.
SECOND_ROLES = [
    ("visitor", "chair", BASE), ("clerk", "reviewer", COUNTY), ("reviewer", "head", COUNTY),
    ("head", "approver", COUNTY),
    ("approver", "payment_reviewer", COUNTY), ("cashier", "payment_reviewer", COUNTY), ("chair", "cashier", COUNTY),
    ("payment_reviewer", "visitor", BASE), ("visitor2", "head", COUNTY),
]  # fmt: skip
HANDS: dict[str, list[str]] = {}
for _name, _role in [(n, r) for n, (r, _code) in CAST.items()] + [(n, r) for n, r, _code in SECOND_ROLES]:
    HANDS.setdefault(_role, []).append(_name)
NOT_ALONE = {"tell", "prove_account", "record_result", "amend", "hold", "batch"}


class Walk(RuleBasedStateMachine):
    """One small office in a transaction that is undone at the end."""

    def __init__(self) -> None:
        super().__init__()
        for forget in (forget_calendar, forget_versions, OfficeClock.forget):
            forget()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.house = Office()
        for name, role, code in SECOND_ROLES:
            self.house.grant(name, role, code)
        self.sent: dict[int, tuple[Any, ...]] = {}

    def teardown(self) -> None:
        try:
            invariants.hold()
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    def try_to(self, work: Any) -> bool:
        """Do it, or be refused; a refusal writes nothing."""
        before = (Event.objects.count(), Entry.objects.count(), BankResult.objects.count())
        try:
            with transaction.atomic():
                work()
        except WorkflowError:
            assert before == (Event.objects.count(), Entry.objects.count(), BankResult.objects.count())
            return False
        return True

    def one(self, model: Any, n: int) -> Any:
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
        return model.objects.get(pk=keys[n % len(keys)])

    @initialize(states=st.lists(st.sampled_from([*HAPPY, *UNHAPPY]), min_size=3, max_size=3))
    def some_work(self, states: list[str]) -> None:
        """The office is in the middle of its work."""
        for state in states:
            self.house.at(state)

    @precondition(lambda self: Application.objects.count() < 6)
    @rule(n=ANY, shared=st.booleans())
    def another_draft(self, n: int, shared: bool) -> None:
        """Of a household of its own, or of one that has a case already (I5)."""
        self.house.draft(**({"household_head_id": id_number(n % 2 + 1)} if shared else {}))

    @rule(n=ANY, steps=st.integers(1, 6), release=st.booleans())
    def go_on(self, n: int, steps: int, release: bool) -> None:
        """What a good office does next, some steps of it."""
        case = self.one(Application, n)
        if release and case.machine.facts(case).held:
            self.act(case, "release", "clerk")
        for _ in range(steps):
            if case.state not in ("archived", *case.machine.ends, "supplement"):
                self.try_to(lambda: (self.house.prepare(case), self.house.move_on(case)))
                case.refresh_from_db()

    @rule(n=ANY, verb=ANY, who=st.sampled_from(sorted(CAST)))
    def anybody_does_anything(self, n: int, verb: int, who: str) -> None:
        self.anything(Application, n, verb, who)

    @rule(n=ANY, verb=ANY, who=ANY, only_moves=st.booleans())
    def somebody_with_the_role_does_it(self, n: int, verb: int, who: int, only_moves: bool) -> None:
        """A row of the state, by one of its own roles."""
        self.by_role(self.one(Application, n), verb, who, only_moves)

    @rule(n=ANY, who=ANY, release=st.booleans())
    def anybody_with_the_role_goes_on(self, n: int, who: int, release: bool) -> None:
        """The happy move of the state, its facts written, in the hands of anybody who holds the role."""
        case = self.one(Application, n)
        if release and case.machine.facts(case).held:
            self.act(case, "release", "clerk")
        if case.state in HAPPY_MOVES and self.try_to(lambda: self.house.prepare(case)):
            verb, _usual, given = HAPPY_MOVES[case.state]
            hands = [name for role in case.machine.row(verb).by for name in HANDS.get(role, ())]
            self.try_to(lambda: self.house.perform(case, verb, hands[who % len(hands)], **given))

    def by_role(self, case: Any, verb: int, who: int, only_moves: bool) -> None:
        rows = [r for r in case.machine.rows_from(case.state) if r.name not in NOT_ALONE]
        rows = [r for r in rows if r.name in case.machine.by_move] if only_moves else rows
        if rows:
            row = rows[verb % len(rows)]
            hands = [name for role in row.by for name in HANDS.get(role, ["clerk"])]
            self.act(case, row.name, hands[who % len(hands)])

    def anything(self, model: Any, n: int, verb: int, who: str) -> None:
        if model.objects.exists():
            case = self.one(model, n)
            names = [r.name for r in (*case.machine.moves, *case.machine.acts) if r.name not in NOT_ALONE]
            self.act(case, names[verb % len(names)], who)

    def act(self, case: Any, verb: str, who: str) -> None:
        self.try_to(lambda: self.house.perform(case, verb, who, **GIVEN.get(verb, REASON)))

    @rule(n=ANY)
    def hold(self, n: int) -> None:
        given = {"review_on": clock.today() + timedelta(days=20), **REASON}
        self.try_to(lambda: self.house.perform(self.one(Application, n), "hold", "clerk", **given))

    @rule(n=ANY, more=st.integers(1, 3_000_000), who=st.sampled_from(["clerk", "reviewer"]))
    def amend(self, n: int, more: int, who: str) -> None:
        values = {"field": "total_cost_fen", "value": more, **REASON}
        self.try_to(lambda: self.house.perform(self.one(Application, n), "amend", who, **values))

    @precondition(lambda self: PayoutLine.objects.filter(state="planned").exists())
    @rule(n=ANY, who=st.sampled_from(HANDS["cashier"] + HANDS["payment_reviewer"]))
    def draft_a_batch(self, n: int, who: str) -> None:
        planned = list(PayoutLine.objects.filter(state="planned").values_list("application", flat=True))
        some = Application.objects.filter(pk__in=planned[: n % 3 + 1])
        self.try_to(lambda: self.house.batch(*some, by=who))

    @precondition(lambda self: PayoutBatch.objects.exists())
    @rule(n=ANY, verb=ANY, who=ANY)
    def something_with_a_batch(self, n: int, verb: int, who: int) -> None:
        self.by_role(self.one(PayoutBatch, n), verb, who, False)

    @precondition(lambda self: PayoutLine.objects.exists())
    @rule(n=ANY, verb=ANY, who=ANY)
    def something_with_a_line(self, n: int, verb: int, who: int) -> None:
        self.by_role(self.one(PayoutLine, n), verb, who, False)

    @precondition(lambda self: PayoutLine.objects.exists())
    @rule(n=ANY, verb=ANY, who=st.sampled_from(sorted(CAST)), batch=st.booleans())
    def anything_with_money(self, n: int, verb: int, who: str, batch: bool) -> None:
        self.anything(PayoutBatch if batch else PayoutLine, n, verb, who)

    @precondition(lambda self: PayoutBatch.objects.filter(state="exported").exists())
    @rule(failed=st.booleans(), partly=st.booleans())
    def the_bank_answers_twice(self, failed: bool, partly: bool) -> None:
        """I12: the same answer again changes nothing."""
        batch = PayoutBatch.objects.filter(state="exported").first()
        rows = self.house.answers(batch, failed=failed)[: 1 if partly else None]
        if self.try_to(lambda: self.house.perform(batch, "record_result", "cashier", rows=rows)):
            before = (BankResult.objects.count(), Entry.objects.count())
            self.try_to(lambda: self.house.perform(batch, "record_result", "cashier", rows=rows))
            assert before == (BankResult.objects.count(), Entry.objects.count())

    @rule(days=st.integers(1, 12))
    def time_passes(self, days: int) -> None:
        if clock.today() < LAST_DAY:
            self.house.wait(days)
            assert not deadlines.run()["failed"]
            assert not deadlines.run(), "a second round finds nothing to do"

    @invariant()
    def what_went_out_stays(self) -> None:
        now = invariants.exported()
        assert self.sent.items() <= now.items(), "I3"
        self.sent = now

    @invariant()
    def every_file_lies_on_its_desk(self) -> None:
        invariants.one_desk_each()
        invariants.due_days_follow()
        invariants.budget_balances()


@pytest.mark.django_db
def test_walks() -> None:
    """The same walks every time; WALKS=200 pytest … walks that many others, at random."""
    walks = os.environ.get("WALKS")
    run_state_machine_as_test(Walk, settings=settings(
        max_examples=int(walks or 20), stateful_step_count=25, derandomize=walks is None, database=None, deadline=None,
        suppress_health_check=list(HealthCheck), print_blob=True))  # fmt: skip


def test_every_row_of_the_tables_is_walked() -> None:
    """No verb is left out of the walk by oversight."""
    names = {r.name for m in MACHINES.values() for r in (*m.moves, *m.acts)}
    assert names >= NOT_ALONE and set(GIVEN) <= names
