"""Budget lines on screen: balances that are the sums of their entries; money put on a line by the command alone."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from relief.payouts.models import BudgetLine, Entry
from tests.factories import BUDGET_FEN, COUNTY, Office
from workflows.models import Event

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]
CREDIT = {"organisation": COUNTY, "year": 2026, "source": "OWN", "yuan": "10,000.50", "reason": "汾工发〔2026〕3号",
          "by": "head"}  # fmt: skip


def text(page: Any) -> str:
    return page.content.decode()


def test_every_entry_is_told_with_what_was_left(house: Office, signed_in: SignedIn) -> None:
    house.pay(house.at("approved"))
    house.at("approved")
    own = BudgetLine.objects.get(source="OWN")
    page = signed_in("cashier").get(reverse("budget_line", args=[own.pk]))
    rows = page.context["rows"]
    assert [r["reason"] for r in rows] == ["批准", "到账", "交银行", "批准", "年初预算"]
    assert [(r["from"], r["to"]) for r in rows[:3]] == [("可用", "预留"), ("在途", "已支付"), ("预留", "在途")]
    assert (
        (rows[0]["available"], rows[0]["reserved"]) == (own.available, own.reserved) == (BUDGET_FEN - 300_000, 150_000)
    )
    assert (rows[-1]["available"], rows[-1]["reserved"]) == (BUDGET_FEN, 0)
    assert "账平" in text(page) and "100,000.00" in text(page) and "97,000.00" in text(page)


def test_the_list_adds_up(house: Office, signed_in: SignedIn) -> None:
    house.at("approved")
    rows = signed_in("head").get(reverse("budgets")).context["rows"]
    assert [(r["fund"], r["credited"], r["agrees"]) for r in rows] == [
        ("地方财政", BUDGET_FEN, True), ("本级工会经费", BUDGET_FEN, True)]  # fmt: skip


@pytest.mark.parametrize(("name", "status"), [("cashier", 200), ("auditor", 200), ("approver", 200), ("clerk", 404),
                                              ("administrator", 404)])  # fmt: skip
def test_only_money_roles_see_it(house: Office, signed_in: SignedIn, name: str, status: int) -> None:
    own = BudgetLine.objects.get(source="OWN")
    assert signed_in(name).get(reverse("budget_line", args=[own.pk])).status_code == status
    assert bool(signed_in(name).get(reverse("budgets")).context["rows"]) == (status == 200)
    assert signed_in(name).post(reverse("budget_line", args=[own.pk])).status_code == 405


def credit(**changed: Any) -> str:
    told = io.StringIO()
    call_command("credit_budget", **{**CREDIT, **changed}, stdout=told, stderr=told)
    return told.getvalue()


def test_the_command_puts_money_on_a_line(house: Office) -> None:
    assert credit() == "已拨入：汾阳市总工会2026年本级工会经费10,000.50元（壹万元伍角），现可用110,000.50元。\n"
    own = BudgetLine.objects.get(source="OWN")
    entry = Entry.objects.filter(budget_line=own).latest("pk")
    assert entry.amount_fen == 1_000_050 and entry.reason == "汾工发〔2026〕3号（head）"


def test_the_command_leaves_an_event_under_its_user(house: Office) -> None:
    credit()
    event = Event.objects.filter(machine="administration").latest("pk")
    entry = Entry.objects.latest("pk")
    assert (event.verb, event.actor, event.role) == ("credit_budget", house.by("head"), "head")
    assert event.facts == {"budget_line": entry.budget_line_id, "entry": entry.pk, "year": 2026, "source": "OWN",
                           "amount_fen": 1_000_050, "reason": "汾工发〔2026〕3号（head）"}  # fmt: skip


def test_the_command_opens_a_line(house: Office) -> None:
    credit(year=2027, source="DONATION")
    assert BudgetLine.objects.get(year=2027).available == 1_000_050


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"organisation": "GH0"}, "没有代码为"), ({"by": "nobody"}, "没有用户"), ({"source": "GOLD"}, "没有资金来源"),
        ({"by": "clerk"}, "需要部门负责人"), ({"by": "administrator"}, "需要部门负责人"),
        ({"yuan": "一万"}, "金额“一万”不对"), ({"yuan": "0"}, "须大于0"), ({"yuan": "-5"}, "不对"),
        ({"yuan": "1.005"}, "不对"),
        ({"reason": " "}, "请写明依据"), ({"reason": "长" * 100}, "请写明依据"), ({"year": 26}, "年度应在"),
    ],
)  # fmt: skip
def test_what_the_command_refuses(house: Office, changed: dict[str, Any], told: str) -> None:
    before = Entry.objects.count()
    out = io.StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("credit_budget", **{**CREDIT, **changed}, stdout=out, stderr=out)
    assert stopped.value.code == 2 and told in out.getvalue() and Entry.objects.count() == before
