"""Every line of a case was cancelled: the officers' moves are its way out, and the case page says which (relief.md §3)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from relief.applications.models import Application
from relief.payouts.models import BudgetLine
from tests.factories import BUDGET_FEN, REASON, Office

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]
TOLD = "请由审批人或会议秘书“撤销批准，重新审批”，或由部门负责人“终止办理”"


@pytest.fixture(params=[False, True], ids=["never paid", "after a failure"])
def stuck(request: pytest.FixtureRequest, house: Office) -> Application:
    case = house.at("approved")
    if request.param:
        house.pay(case, failed=True)
    house.perform(house.line(case), "cancel", "head", reason="本人不再领取。")
    case.refresh_from_db()
    assert case.state == "approved"
    return case


def held(signed_in: SignedIn, case: Application, who: str) -> str:
    page = signed_in(who).get(reverse("application", args=[case.pk]))
    told: str = page.context["actions"]["held"]
    assert told in page.content.decode()
    return told


@pytest.mark.parametrize("who", ["clerk", "head", "approver"])
def test_the_page_says_what_to_do(stuck: Application, signed_in: SignedIn, who: str) -> None:
    assert TOLD in held(signed_in, stuck, who)


def test_while_a_line_may_still_be_paid_it_says_nothing(house: Office, signed_in: SignedIn) -> None:
    assert held(signed_in, house.at("approved"), "head") == ""


def test_it_is_decided_again_and_paid(house: Office, stuck: Application, signed_in: SignedIn) -> None:
    house.perform(stuck, "reopen", "approver", **REASON)
    assert stuck.state == "approval" and BudgetLine.objects.get(source="OWN").available == BUDGET_FEN
    house.move_on(stuck)
    assert held(signed_in, stuck, "head") == ""
    house.pay(stuck)
    assert stuck.state == "paid"


def test_or_ended(house: Office, stuck: Application) -> None:
    house.perform(stuck, "terminate", "head", **REASON)
    own = BudgetLine.objects.get(source="OWN")
    assert stuck.state == "terminated" and (own.available, own.reserved) == (BUDGET_FEN, 0)
