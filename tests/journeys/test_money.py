"""Money, through HTTP, each step by its own person: meeting, batch, file, answer, failure, paid at last."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from relief.applications.models import Application
from relief.payouts.models import BankFile, BankTemplate, BudgetLine, PayoutBatch, PayoutLine
from tests.factories import PNG, Office
from workflows import journal
from workflows.clock import today
from workflows.models import Event

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]


def text(answer: Any) -> str:
    return answer.content.decode()


def balances() -> tuple[int, int, int, int]:
    own = BudgetLine.objects.get(source="OWN")
    return own.available, own.reserved, own.committed, own.paid


def decide(browser: Client, cases: list[Application]) -> None:
    """The meeting grants them all; shown once in words, then decided."""
    page = browser.get(reverse("meeting_new"))
    assert [row["pk"] for row in page.context["agenda"]] == [c.pk for c in cases]
    posted: dict[str, Any] = {
        "case": [c.pk for c in cases], "body": "主席办公会", "held_on": today().isoformat(),
        "number": "汾阳工会纪〔2026〕1号", "entitled": "9", "present": "7", "votes_for": "7",
    }  # fmt: skip
    for row in page.context["agenda"]:
        form = row["form"]
        posted |= {form[name].html_name: form[name].value() for name in form.fields if form[name].value() is not None}
    confirm = browser.post(reverse("meeting_new"), {**posted, "then": "confirm"})
    assert "壹万贰仟元整" in text(confirm)
    assert browser.post(reverse("meeting_new"), {**posted, "then": "decide", "confirmed": "1"}).status_code == 302


def draft(browser: Client, template: str) -> PayoutBatch:
    """All that waits, in one batch."""
    page = browser.get(reverse("batch_new"), follow=True)
    keys = [row["key"] for row in page.context["lines"] if not row["obstacles"]]
    posted = {"organisation": page.context["organisation"].pk, "source": page.context["source_code"], "line": keys,
              "template": BankTemplate.objects.get(code=template).pk}  # fmt: skip
    assert browser.post(reverse("batch_new"), {**posted, "then": "confirm"}).context["confirm"]["count"] == len(keys)
    browser.post(reverse("batch_new"), {**posted, "then": "draft", "confirmed": "1"})
    return PayoutBatch.objects.latest("pk")


def press(browser: Client, route: str, case: Any, verb: str, **typed: Any) -> Any:
    url = reverse(route, args=[case.pk, verb])
    answer = browser.post(url, {"seen": browser.get(url).context["seen"], "confirmed": "1", **typed})
    assert answer.status_code == 302, text(answer)
    case.refresh_from_db()
    return answer


def bank_says(batch: PayoutBatch, failed: int) -> bytes:
    """The bank reads our file and answers line by line; one account is closed."""
    sent = bytes(batch.file.content).decode("gb18030").splitlines()[1:-1]
    rows = ["序号,账号,金额,结果,日期,失败原因,回单号"]
    for text_line in sent:
        number, _name, card, _bank, amount, _purpose = text_line.split(",")
        bad = int(number) == failed
        rows.append(
            f"{number},{card},{amount},{'失败' if bad else '成功'},{today()},{'账户已销户' if bad else ''},HD{number}"
        )
    return "\r\n".join(rows).encode("gb18030")


def test_from_the_meeting_to_the_last_yuan(house: Office, signed_in: SignedIn) -> None:
    cases = [house.at("approval", total_cost_fen=4_000_000) for _n in range(2)]
    start = balances()[0]
    decide(signed_in("secretary"), cases)
    assert balances() == (start - 1_200_000, 1_200_000, 0, 0)

    batch = draft(signed_in("cashier"), "nongshang-csv")
    assert signed_in("cashier").get(reverse("batch_act", args=[batch.pk, "check"])).status_code == 403
    press(signed_in("payment_reviewer"), "batch_act", batch, "check")
    press(signed_in("payment_reviewer"), "batch_act", batch, "export")
    assert balances()[1:] == (0, 1_200_000, 0) and batch.state == "exported"
    assert signed_in("cashier").post(reverse("batch_download", args=[batch.pk])).content == bytes(batch.file.content)

    cashier = signed_in("cashier")
    answer = {"results": SimpleUploadedFile("回盘.csv", bank_says(batch, failed=2))}
    done = cashier.post(reverse("batch_results", args=[batch.pk]), answer, follow=True)
    assert "到账1笔，失败1笔" in text(done) and balances()[1:] == (600_000, 0, 600_000)
    assert [Application.objects.get(pk=c.pk).state for c in cases] == ["paid", "approved"]
    press(cashier, "batch_act", batch, "book", voucher_number="记-031", voucher_on=today().isoformat())

    line = PayoutLine.objects.get(state="failed")
    listed = cashier.get(reverse("failed_lines"))
    assert line.application.number in text(listed)
    account = {"payee_name": line.payee_name, "bank": "工商银行", "bank_code": "", "card_no": "6222020508000000000",
               "proof": SimpleUploadedFile("银行卡.png", PNG)}  # fmt: skip
    press(cashier, "line_act", line, "prove_account", **account)
    press(cashier, "line_act", line, "reissue")

    second = draft(cashier, "manual")
    press(signed_in("payment_reviewer"), "batch_act", second, "check")
    press(signed_in("payment_reviewer"), "batch_act", second, "export")
    again = second.lines.get()
    assert again.reissue_of == line and "6222020508000000000" in bytes(second.file.content).decode()
    keyed = {
        f"line{again.pk}-{name}": value
        for name, value in {
            "outcome": "paid",
            "amount": "6000.00",
            "tail": "0000",
            "on": today().isoformat(),
            "receipt": "HD77",
        }.items()
    }
    scan = {"scan": SimpleUploadedFile("回单.png", PNG)}
    assert cashier.post(reverse("batch_keying", args=[second.pk]), {**keyed, **scan}).status_code == 302

    assert balances() == (start - 1_200_000, 0, 0, 1_200_000)
    assert [Application.objects.get(pk=c.pk).state for c in cases] == ["paid", "paid"]
    assert PayoutBatch.objects.get(pk=second.pk).state == "settled" and not list(journal.broken())
    entries = cashier.get(reverse("budget_line", args=[BudgetLine.objects.get(source="OWN").pk]))
    assert "账平" in text(entries) and "失败退回预留" in text(entries)


def test_money_that_is_not_wanted_goes_back(house: Office, signed_in: SignedIn) -> None:
    case = house.at("approved")
    start = balances()[0]
    batch = draft(signed_in("cashier"), "nongshang-csv")
    press(signed_in("payment_reviewer"), "batch_act", batch, "check")
    press(signed_in("payment_reviewer"), "batch_act", batch, "send_back", reason="账号请再核对。")
    press(signed_in("cashier"), "batch_act", batch, "void", reason="重做")
    line = house.line(case)
    assert line.state == "planned" and not BankFile.objects.exists()
    press(signed_in("head"), "line_act", line, "cancel", reason="本人不再领取。")
    assert line.state == "cancelled" and balances() == (start + line.amount_fen, 0, 0, 0)


def test_who_may_not_is_told_so_and_nothing_moves(house: Office, signed_in: SignedIn) -> None:
    batch = house.batch(house.at("approved"))
    before = Event.objects.count()
    for name, verb, status in (("cashier", "check", 403), ("head", "export", 409), ("payment_reviewer", "void", 403),
                               ("clerk", "check", 404), ("payment_reviewer", "export", 409)):  # fmt: skip
        url = reverse("batch_act", args=[batch.pk, verb])
        assert signed_in(name).get(url).status_code == status, (name, verb)
        posted = signed_in(name).post(url, {"seen": batch.event_count, "confirmed": "1", "reason": "x"})
        assert posted.status_code in (403, 404, 409, 422), (name, verb)
    assert Event.objects.count() == before and PayoutBatch.objects.get().state == "drafted"
