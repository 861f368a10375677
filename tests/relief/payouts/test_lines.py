"""Failed money: a new account with its proof, paid again by a linked line, or cancelled by the head."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from relief.documents.models import Document
from relief.payouts.models import BudgetLine, PayoutLine
from relief.people.secrets import decrypt
from tests.factories import BASE, COUNTY, Office
from workflows.clock import today

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]
Act = Callable[..., Any]
NEW_CARD = "6222020508000000000"
ACCOUNT = {"payee_name": "王喆祎", "bank": "工商银行", "bank_code": "", "card_no": "6222 0205 0800 0000 000"}


@pytest.fixture
def failed(house: Office) -> PayoutLine:
    case = house.at("approved")
    house.pay(case, failed=True)
    return house.line(case)


def text(page: Any) -> str:
    return page.content.decode()


def test_the_list_says_how_old_the_money_is(house: Office, failed: PayoutLine, signed_in: SignedIn) -> None:
    browser = signed_in("cashier")
    row = browser.get(reverse("failed_lines")).context["rows"][0]
    assert (row["days"], row["old"], row["due"]["left"], row["next"]) == (0, False, 5, "等登记新账号")
    house.on(today() + timedelta(days=30))
    page = browser.get(reverse("failed_lines"))
    assert page.context["rows"][0]["old"] and "超过办法规定的天数" in text(page)
    assert "1 笔失败的明细等着处理" in text(browser.get(reverse("batches")))


def test_a_new_account_wants_its_proof(failed: PayoutLine, act: Act, picture: Any) -> None:
    for typed, told in (
        ({}, "请填写这一项"),
        ({"card_no": "123"}, "12至19位"),
        ({"payee_name": "王\ue000"}, "户名写法不对"),
    ):
        refused = act(
            "cashier", failed, "prove_account", **{**ACCOUNT, **typed}, **({"proof": picture()} if typed else {})
        )
        assert refused.status_code == 422 and told in text(refused), typed
    assert not failed.new_account and not Document.objects.filter(item="ACCOUNT_PROOF").exists()


def test_proved_then_paid_again_by_a_linked_line(
    house: Office, failed: PayoutLine, act: Act, signed_in: SignedIn, picture: Any
) -> None:  # fmt: skip
    page = signed_in("cashier").get(reverse("line", args=[failed.pk]))
    assert page.context["actions"]["primary"]["label"] == "登记新账号证明"
    assert [b["label"] for b in page.context["actions"]["blocked"]] == ["重发"]
    assert act("cashier", failed, "reissue").status_code == 409 and failed.state == "failed"
    assert act("cashier", failed, "prove_account", **ACCOUNT, proof=picture()).status_code == 302
    assert decrypt(failed.new_account["card_no"]) == NEW_CARD
    proof = Document.objects.get(item="ACCOUNT_PROOF")
    assert proof.dossier == f"relief_application:{failed.application_id}"
    page = signed_in("cashier").get(reverse("line_act", args=[failed.pk, "reissue"]))
    for told in ("1,500.00", "壹仟伍佰元整", "1 笔", "本级工会经费", "6222***********0000"):
        assert told in text(page)
    assert NEW_CARD not in text(page)
    assert act("cashier", failed, "reissue").status_code == 302 and failed.state == "reissued"
    again = failed.reissued_as
    assert (again.state, again.card_no, again.amount_fen) == ("planned", NEW_CARD, failed.amount_fen)
    assert signed_in("cashier").get(reverse("line", args=[again.pk])).status_code == 200
    house.perform(house.batch(failed.application), "check", "payment_reviewer")


def test_not_confirmed_it_is_not_paid_again(failed: PayoutLine, act: Act, signed_in: SignedIn, picture: Any) -> None:
    act("cashier", failed, "prove_account", **ACCOUNT, proof=picture())
    url = reverse("line_act", args=[failed.pk, "reissue"])
    browser = signed_in("cashier")
    answer = browser.post(url, {"seen": browser.get(url).context["seen"]})
    assert answer.status_code == 422 and PayoutLine.objects.count() == 1


def test_pressed_twice_it_is_paid_again_once(failed: PayoutLine, act: Act, signed_in: SignedIn, picture: Any) -> None:
    act("cashier", failed, "prove_account", **ACCOUNT, proof=picture())
    browser, url = signed_in("cashier"), reverse("line_act", args=[failed.pk, "reissue"])
    posted = {"seen": browser.get(url).context["seen"], "confirmed": "1"}
    assert browser.post(url, posted).status_code == 302
    assert browser.post(url, posted).status_code == 409 and PayoutLine.objects.count() == 2


def test_the_head_cancels_and_the_reserve_is_free(failed: PayoutLine, act: Act) -> None:
    own = BudgetLine.objects.get(source="OWN")
    assert own.reserved == failed.amount_fen
    assert act("cashier", failed, "cancel", reason="想取消").status_code == 403
    assert act("head", failed, "cancel", reason=" ").status_code == 422
    assert act("head", failed, "cancel", reason="本人不再领取。").status_code == 302 and failed.state == "cancelled"
    own.refresh_from_db()
    assert own.reserved == 0


def test_a_county_clerk_registers_the_account_and_nothing_else(
    house: Office, failed: PayoutLine, act: Act, signed_in: SignedIn, picture: Any
) -> None:  # fmt: skip
    house.newcomer("county_clerk")
    house.grant("county_clerk", "clerk", COUNTY)
    assert failed.application.number in text(signed_in("county_clerk").get(reverse("failed_lines")))
    assert act("county_clerk", failed, "prove_account", **ACCOUNT, proof=picture()).status_code == 302
    assert act("county_clerk", failed, "reissue").status_code == 403


def test_the_clerk_who_took_the_case_in_registers_the_account_and_nothing_else(
    house: Office, failed: PayoutLine, act: Act, signed_in: SignedIn, picture: Any
) -> None:  # fmt: skip
    """§2: a clerk takes in what the applicant brings; the line itself stands at the county's cash desk."""
    assert (failed.application.organisation.code, failed.organisation.code) == (BASE, COUNTY)
    assert failed.application.number in text(signed_in("clerk").get(reverse("failed_lines")))
    assert act("clerk", failed, "prove_account", **ACCOUNT, proof=picture()).status_code == 302
    assert failed.new_account["bank"] == "工商银行"
    assert act("clerk", failed, "reissue").status_code == 403


def test_another_unions_clerk_does_not_see_it(house: Office, failed: PayoutLine, signed_in: SignedIn) -> None:
    assert signed_in("sister_clerk").get(reverse("line", args=[failed.pk])).status_code == 404
    assert not signed_in("sister_clerk").get(reverse("failed_lines")).context["rows"]


def test_a_rare_name_is_compared_with_its_proof(house: Office, act: Act, signed_in: SignedIn, picture: Any) -> None:
    line = house.line(house.at("approved", name="王𠮷祥"))
    page = signed_in("cashier").get(reverse("line", args=[line.pk]))
    assert page.context["actions"]["primary"]["label"] == "核对银行户名"
    assert act("payment_reviewer", line, "confirm_account", bank_spelling="王吉祥").status_code == 403
    assert act("cashier", line, "confirm_account", bank_spelling="王吉祥", proof=picture()).status_code == 302
    assert (line.payee_name, line.account_confirmed_by) == ("王吉祥", house.by("cashier"))
    assert "银行户名已核对" in text(signed_in("cashier").get(reverse("line", args=[line.pk])))


def test_what_the_machine_has_not_is_not_found(failed: PayoutLine, signed_in: SignedIn) -> None:
    for verb in ("succeed", "export", "batch", "nonsense"):
        assert signed_in("cashier").get(reverse("line_act", args=[failed.pk, verb])).status_code == 404
