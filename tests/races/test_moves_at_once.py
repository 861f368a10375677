"""Many hands on one file: one wins, the others are told, nothing is written twice (rule 10)."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from relief import office
from relief.applications.importing import import_sheet
from relief.applications.models import Application, Award, HouseholdLock, ImportRun
from relief.notices.models import Notice
from relief.payouts.models import BankFile, BankResult, BudgetLine, Entry, PayoutLine
from tests.factories import ASK, BASE, REASON, START, Office, id_number
from workflows import deadlines, desks, journal
from workflows.errors import WorkflowError
from workflows.models import Alert, Event

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]
AtOnce = Callable[[list[Callable[[], Any]]], list[Any]]
MANY = 16


def outcome(work: Callable[[], Any]) -> Callable[[], str]:
    """won, or the name of the refusal."""

    def attempt() -> str:
        try:
            work()
            return "won"
        except WorkflowError as refusal:
            return type(refusal).__name__

    return attempt


def whole() -> bool:
    """The journal is unbroken, every file lies on its desk exactly once."""
    tasks = Counter(desks.open_tasks().values_list("machine", "case_id"))
    return not list(journal.broken()) and set(tasks.values()) <= {1}


def budget_is_whole() -> bool:
    """I2: balances are the sums of their entries, none below zero."""
    for line in BudgetLine.objects.all():
        for account in ("available", "reserved", "committed", "paid"):
            into = sum(Entry.objects.filter(budget_line=line, to_account=account).values_list("amount_fen", flat=True))
            out = sum(Entry.objects.filter(budget_line=line, from_account=account).values_list("amount_fen", flat=True))
            if getattr(line, account) != into - out or into < out:
                return False
    return True


def test_one_of_sixteen_accepts(house: Office, at_once: AtOnce) -> None:
    case = house.ready("submitted")
    clerk, seen = house.by("clerk"), case.event_count
    found = at_once([outcome(lambda: office.perform(case, "accept", actor=clerk, seen=seen))] * MANY)
    assert Counter(found) == {"won": 1, "Stale": MANY - 1}
    assert Event.objects.filter(verb="accept").count() == Notice.objects.count() == HouseholdLock.objects.count() == 1
    assert whole()


def test_without_a_form_the_others_find_the_state_gone(house: Office, at_once: AtOnce) -> None:
    case = house.ready("submitted")
    found = at_once([outcome(lambda: office.perform(case, "accept", actor=house.by("clerk")))] * MANY)
    assert Counter(found) == {"won": 1, "NotPossible": MANY - 1} and whole()


def test_of_different_moves_from_one_state_one_wins(house: Office, at_once: AtOnce) -> None:
    case = house.ready("submitted")
    ways = [("accept", "clerk", {}), ("decline", "reviewer", REASON), ("ask", "clerk", ASK),
            ("terminate", "head", REASON)]  # fmt: skip
    works = [outcome(lambda w=w: office.perform(case, w[0], actor=house.by(w[1]), seen=case.event_count, **w[2]))
             for w in ways * 4]  # fmt: skip
    assert Counter(at_once(works)) == {"won": 1, "Stale": 15} and whole()


def test_notes_of_sixteen_hands_are_all_kept(house: Office, at_once: AtOnce) -> None:
    """Acts move nothing: without a form each finds its place in the chain."""
    case = house.at("submitted")
    works = [outcome(lambda n=n: office.perform(case, "note", actor=house.by("clerk"), text=f"备注{n}"))
             for n in range(MANY)]  # fmt: skip
    assert Counter(at_once(works)) == {"won": MANY}
    assert Event.objects.filter(verb="note").count() == MANY and whole()


def test_two_batches_of_cases_in_any_order_do_not_deadlock(house: Office, at_once: AtOnce) -> None:
    cases = [house.at("submitted") for _ in range(6)]
    works = [outcome(lambda some=some: office.perform_many(some, "note", actor=house.by("clerk"), text="备注"))
             for some in [cases, cases[::-1], cases[3:] + cases[:3], cases[1::2] + cases[::2]] * 2]  # fmt: skip
    assert Counter(at_once(works)) == {"won": 8} and whole()
    assert Event.objects.filter(verb="note").count() == 48


def test_of_sixty_four_claims_one_wins(house: Office, at_once: AtOnce) -> None:
    case = house.at("investigating")
    task = desks.open_tasks().get(machine="relief_application", case_id=case.pk)
    people = [house.by("visitor"), house.by("visitor2")]
    each = [lambda n=n: [desks.claim(task.pk, people[n % 2]), desks.claim(task.pk, people[n % 2])] for n in range(32)]
    found = at_once(each)  # 64 claims over 32 connections: a server has a hundred, for two runs of the suite
    assert Counter(sum(found, [])) == {True: 1, False: 63}
    task.refresh_from_db()
    winner = next(n for n, mine in enumerate(found) if True in mine)
    assert task.status == "ASSIGNED" and task.owner == people[winner % 2]


def test_a_claim_never_opens_a_task_that_a_move_has_closed(house: Office, at_once: AtOnce) -> None:
    for _ in range(3):
        case = house.ready("investigating")
        task = desks.open_tasks().get(machine="relief_application", case_id=case.pk)
        finish = outcome(lambda case=case: office.perform(case, "finish_visit", actor=house.by("visitor")))
        at_once([lambda task=task: desks.claim(task.pk, house.by("visitor2")), finish])
        task.refresh_from_db()
        assert task.status == "DONE" and whole()


def test_one_case_of_a_household_is_accepted(house: Office, at_once: AtOnce) -> None:
    """I5: two members, two cases, one cause-event; sixteen clerks at once."""
    head = id_number(990)
    cases = [house.ready("submitted", household_head_id=head) for _ in range(8)]
    found = at_once([outcome(lambda c=c: office.perform(c, "accept", actor=house.by("clerk"))) for c in cases * 2])
    assert Counter(found) == {"won": 1, "NotPossible": 15}
    assert HouseholdLock.objects.count() == 1 == Application.objects.filter(state="investigating").count() and whole()


def test_approvals_never_drain_a_budget_line(house: Office, at_once: AtOnce) -> None:
    """Money for two of four: two are approved, two refused, nothing below zero."""
    cases = [house.ready("approval") for _ in range(4)]
    line = BudgetLine.objects.get(source="OWN")
    left = 2 * cases[0].proposed_fen + cases[0].proposed_fen // 2
    Entry.objects.create(budget_line=line, from_account="available", to_account="outside", on=START, reason="调出",
                         amount_fen=line.available - left)  # fmt: skip
    found = at_once([outcome(lambda c=c: office.perform(c, "approve", actor=house.by("approver"))) for c in cases])
    assert Counter(found) == {"won": 2, "NotPossible": 2}
    line.refresh_from_db()
    assert line.reserved == 2 * cases[0].proposed_fen and line.available == cases[0].proposed_fen // 2
    assert Award.objects.count() == PayoutLine.objects.count() == 2 and whole() and budget_is_whole()


def test_a_double_export_writes_one_file(house: Office, at_once: AtOnce) -> None:
    batch = house.batch(house.at("approved"), house.at("approved"))
    house.perform(batch, "check", "payment_reviewer")
    found = at_once([outcome(lambda: office.perform(batch, "export", actor=house.by("payment_reviewer")))] * MANY)
    assert Counter(found) == {"won": 1, "NotPossible": MANY - 1}
    assert BankFile.objects.count() == 1 and Entry.objects.filter(to_account="committed").count() == 2
    assert whole() and budget_is_whole()


def test_one_line_is_put_into_one_batch(house: Office, at_once: AtOnce) -> None:
    case = house.at("approved")
    found = at_once([outcome(lambda: house.batch(case))] * 8)
    assert Counter(found) == {"won": 1, "NotPossible": 7}
    assert house.line(case).batch_id is not None and whole()


def test_a_result_told_eight_times_is_recorded_once(house: Office, at_once: AtOnce) -> None:
    """I12."""
    case = house.at("approved")
    batch = house.exported(case)
    rows = house.answers(batch)
    found = at_once([outcome(lambda: office.perform(batch, "record_result", actor=house.by("cashier"), rows=rows))] * 8)
    assert found.count("won") >= 1 and set(found) <= {"won", "NotPossible"}
    assert BankResult.objects.count() == 1 == Entry.objects.filter(to_account="paid").count()
    case.refresh_from_db()
    assert case.state == "paid" and whole() and budget_is_whole()


def test_one_file_imported_at_once_is_written_once(house: Office, at_once: AtOnce, settings: Any) -> None:
    """I12: the sample's good rows, by six clerks at the same moment."""
    sheet = (settings.BASE_DIR / "fixtures" / "examples" / "applications-small.xlsx").read_bytes()
    given = {"source": sheet, "organisation": house.units[BASE], "received_on": START, "leave_out_bad": True}
    found = at_once([lambda: office.carry_out(import_sheet, **given, actor=house.by("clerk")).outcome] * 6)
    assert Counter(found) == {"written": 1, "already_imported": 5}
    assert ImportRun.objects.count() == 1 and Application.objects.count() == ImportRun.objects.get().rows and whole()


def test_runners_of_deadlines_side_by_side(house: Office, at_once: AtOnce) -> None:
    """Each case once: lapsed once, told once, however many runners there are."""
    lapsing = [house.at("supplement") for _ in range(4)]
    waiting = [house.at("investigating") for _ in range(4)]
    house.wait(40)
    found = sum((Counter(done) for done in at_once([deadlines.run] * 6)), Counter())
    assert not found["failed"] and found["fired"] == 4 and found["told"] == 4
    assert {Application.objects.get(pk=c.pk).state for c in lapsing} == {"lapsed"}
    assert Alert.objects.count() == 4 == Event.objects.filter(verb="tell").count()
    assert {Application.objects.get(pk=c.pk).state for c in waiting} == {"investigating"} and whole()


def test_a_runner_and_a_clerk_at_the_same_file(house: Office, at_once: AtOnce) -> None:
    """The answer that arrives at the same moment: it lapses or it is answered, never both, and nobody deadlocks."""
    for _ in range(3):
        case = house.at("supplement")
        house.wait(40)
        answer = outcome(lambda case=case: office.perform(case, "answer", actor=house.by("clerk"), role="clerk"))
        at_once([answer, deadlines.run, deadlines.run])
        case.refresh_from_db()
        assert case.state in ("lapsed", "submitted") and whole()


def test_numbers_have_no_gaps(house: Office, at_once: AtOnce) -> None:
    """What is refused gives its number back; what goes through at once follows without a gap."""
    cases = [house.ready("draft") for _ in range(8)]
    bad = [house.at("draft") for _ in range(4)]
    found = at_once([outcome(lambda c=c: office.perform(c, "submit", actor=house.by("clerk"))) for c in cases + bad])
    assert Counter(found) == {"won": 8, "NotPossible": 4}
    numbers = Application.objects.exclude(number="").values_list("number", flat=True)
    assert sorted(int(n.split("〕")[1][:-1]) for n in numbers) == list(range(1, 9))


