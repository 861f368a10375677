"""Two hands on the same money at the same moment: one of them wins, the other is told."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from relief import office
from relief.payouts.models import BankTemplate, BudgetLine, PayoutBatch, PayoutLine
from relief.payouts.services import batching
from tests.factories import COUNTY, REASON, Office
from workflows.errors import WorkflowError

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(transactional_db: None) -> Office:
    return Office()


def together(*works: Callable[[], object]) -> list[str]:
    """Run them at once; what each ended with: '' or the refusal."""
    gate, ends = threading.Barrier(len(works)), [""] * len(works)

    def run(n: int, work: Callable[[], object]) -> None:
        try:
            gate.wait()
            work()
        except WorkflowError as refusal:
            ends[n] = refusal.message
        except Exception as error:  # noqa: BLE001 - the test shows it
            ends[n] = f"!{type(error).__name__}: {error}"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, work)) for n, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def one_winner(ends: list[str]) -> bool:
    return sum(e == "" for e in ends) == 1 and not any(e.startswith("!") for e in ends)


def test_a_line_gets_into_one_of_two_batches(house: Office) -> None:
    case = house.at("approved")
    template = BankTemplate.objects.get(code="nongshang-csv")

    def draft() -> None:
        lines = list(PayoutLine.objects.filter(application=case).select_related("award"))
        office.carry_out(batching.draft_batch, lines=lines, actor=house.by("cashier"), template=template)

    ends = together(draft, draft, draft)
    assert one_winner(ends), ends
    assert PayoutBatch.objects.count() == 1
    assert PayoutBatch.objects.get().number.endswith("1号")


def test_one_household_is_awarded_once_by_two_approvers_at_once(house: Office) -> None:
    first = house.at("approval")
    second = house.at("approval", id_no=first.id_no, event_date=date(2026, 2, 12))
    ends = together(*(lambda c=c: office.perform(c, "approve", actor=house.by("approver")) for c in (first, second)))
    assert one_winner(ends), ends
    assert BudgetLine.objects.get(organisation=house.units[COUNTY], source="OWN").reserved == 150_000


def test_a_case_is_ended_or_its_line_batched(house: Office) -> None:
    case = house.at("approved")
    lines = list(PayoutLine.objects.filter(application=case).select_related("award"))
    template = BankTemplate.objects.get(code="nongshang-csv")
    ends = together(
        lambda: office.perform(case, "terminate", actor=house.by("head"), **REASON),
        lambda: office.carry_out(batching.draft_batch, lines=lines, actor=house.by("cashier"), template=template))  # fmt: skip
    assert one_winner(ends), ends
    case.refresh_from_db()
    assert (case.state, house.line(case).state) in {("terminated", "cancelled"), ("approved", "batched")}


def test_results_and_an_undone_approval_do_not_both_happen(house: Office) -> None:
    case = house.at("approved")
    batch = house.exported(case)
    rows = house.answers(batch, failed=True)
    ends = together(
        lambda: office.perform(batch, "record_result", actor=house.by("cashier"), rows=rows),
        lambda: office.perform(case, "reopen", actor=house.by("approver"), **REASON))  # fmt: skip
    assert not any(e.startswith("!") for e in ends), ends
    assert ends[0] == ""
    line = BudgetLine.objects.get(organisation=house.units[COUNTY], source="OWN")
    assert line.committed == 0
    assert line.reserved == (150_000 if ends[1] else 0)
