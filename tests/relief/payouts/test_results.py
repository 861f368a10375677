"""The bank's answer: all or nothing, once; contradictions, unknown lines, wrong amounts and tails refuse the file."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from relief.documents.models import Document
from relief.payouts.models import BankResult, BudgetLine, Entry, PayoutBatch, PayoutLine
from relief.people.models import User
from tests.factories import Office
from workflows.clock import today
from workflows.models import Event

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]
HEADER = "序号,账号,金额,结果,日期,失败原因,回单号"


@pytest.fixture
def batch(house: Office) -> PayoutBatch:
    """Three lines at the bank; the first is of 1,500 yuan."""
    return house.exported(*(house.at("approved", card_no=f"62220205080000001{n:02d}") for n in range(3)))


def lines(batch: PayoutBatch) -> list[PayoutLine]:
    return list(batch.lines.order_by("line_no"))


def answer(line: PayoutLine, **changed: str) -> str:
    """One row of the bank's file."""
    yuan = f"{line.amount_fen // 100}.{line.amount_fen % 100:02d}"
    values = {"序号": str(line.line_no), "账号": line.card_no, "金额": yuan, "结果": "成功",
              "日期": today().isoformat(), "失败原因": "", "回单号": f"HD{line.line_no}", **changed}  # fmt: skip
    return ",".join(values[name] for name in HEADER.split(","))


def file(*rows: str) -> bytes:
    return "\r\n".join([HEADER, *rows]).encode("gb18030")


def bring(browser: Client, batch: PayoutBatch, content: bytes) -> Any:
    url = reverse("batch_results", args=[batch.pk])
    return browser.post(url, {"results": SimpleUploadedFile("回盘.csv", content)})


def text(page: Any) -> str:
    return page.content.decode()


def state(batch: PayoutBatch) -> str:
    return PayoutBatch.objects.get(pk=batch.pk).state


def test_money_follows_the_answers(batch: PayoutBatch, signed_in: SignedIn) -> None:
    first, second, third = lines(batch)
    failed = answer(second, 结果="失败", 失败原因="账户状态异常")
    browser = signed_in("cashier")
    done = bring(browser, batch, file(answer(first), failed, answer(third)))
    assert done.url == reverse("batch", args=[batch.pk]) and state(batch) == "settled"
    assert [x.state for x in lines(batch)] == ["paid", "failed", "paid"]
    own = BudgetLine.objects.get(source="OWN")
    assert (own.paid, own.reserved, own.committed) == (300_000, 150_000, 0)
    page = text(browser.get(done.url))
    assert "到账2笔，失败1笔" in page and "到账 2 · 失败 1 · 未答 0" in page and "账户状态异常" in page


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        ({"金额": "1500.01"}, "金额", "E_AMOUNT"),
        ({"账号": "6222020508000000999"}, "账号", "E_TAIL"),
        ({"序号": "9"}, "序号", "E_LINE"),
        ({"日期": "2026-03-01"}, "日期", "E_DATE"),
        ({"日期": "2027-03-01"}, "日期", "E_DATE"),
        ({"结果": "失败"}, "失败原因", "E_REQUIRED"),
        ({"结果": "不详"}, "结果", "E_RESULT"),
    ],
)
def test_one_wrong_row_and_nothing_is_written(
    batch: PayoutBatch, signed_in: SignedIn, changed: dict[str, str], column: str, code: str
) -> None:  # fmt: skip
    first, second, third = lines(batch)
    refused = bring(signed_in("cashier"), batch, file(answer(first), answer(second, **changed), answer(third)))
    assert refused.status_code == 409
    report = refused.context["report"]
    assert [(e["row"], e["column"], e["code"]) for e in report["errors"]] == [(3, column, code)]
    assert "一笔都没有写入" in text(refused) and not BankResult.objects.exists() and state(batch) == "exported"


def test_faults_of_reading_and_of_comparing_are_told_together(batch: PayoutBatch, signed_in: SignedIn) -> None:
    first, second, third = lines(batch)
    wrong = file(
        answer(first, 金额="1.00"), answer(second, 结果="退票"), answer(third, 账号="0000"), answer(third, 序号="8")
    )
    codes = [e["code"] for e in bring(signed_in("cashier"), batch, wrong).context["report"]["errors"]]
    assert codes == ["E_AMOUNT", "E_RESULT", "E_TAIL", "E_LINE"]


def test_the_faults_come_as_a_workbook(batch: PayoutBatch, signed_in: SignedIn) -> None:
    browser = signed_in("cashier")
    url = reverse("result_errors", args=[batch.pk])
    assert browser.get(url).status_code == 404
    bring(browser, batch, file(answer(lines(batch)[0], 金额="=1+1")))
    rows = list(load_workbook(io.BytesIO(browser.get(url).content)).active.iter_rows(values_only=True))
    assert rows[0] == ("行", "列", "代码", "问题") and rows[1][:3] == (2, "金额", "E_AMOUNT")
    assert signed_in("payment_reviewer").get(url).status_code == 404


def test_the_same_file_again_changes_nothing(batch: PayoutBatch, signed_in: SignedIn) -> None:
    content = file(*(answer(x) for x in lines(batch)))
    browser = signed_in("cashier")
    bring(browser, batch, content)
    browser.get(reverse("batch", args=[batch.pk]))
    before = (Entry.objects.count(), Event.objects.count(), BankResult.objects.count())
    again = bring(browser, batch, content)
    assert again.status_code == 302 and "此前已经登记，没有任何变化" in text(browser.get(again.url))
    assert (Entry.objects.count(), Event.objects.count(), BankResult.objects.count()) == before


def test_answers_come_in_parts_and_a_known_one_may_be_repeated(batch: PayoutBatch, signed_in: SignedIn) -> None:
    first, second, third = lines(batch)
    bring(signed_in("cashier"), batch, file(answer(first)))
    assert state(batch) == "exported" and BankResult.objects.count() == 1
    bring(signed_in("cashier"), batch, file(answer(first), answer(second), answer(third)))
    assert state(batch) == "settled" and BankResult.objects.count() == 3


@pytest.mark.parametrize("settled", [False, True])
def test_a_contradiction_of_a_recorded_answer_refuses_the_file(
    batch: PayoutBatch, signed_in: SignedIn, settled: bool
) -> None:  # fmt: skip
    first, second, third = lines(batch)
    bring(signed_in("cashier"), batch, file(*(answer(x) for x in (lines(batch) if settled else [first]))))
    before = BankResult.objects.count()
    other = file(answer(first, 结果="失败", 失败原因="退汇"), answer(second), answer(third))
    refused = bring(signed_in("cashier"), batch, other)
    assert refused.status_code == 409 and BankResult.objects.count() == before
    assert [(e["row"], e["code"]) for e in refused.context["report"]["errors"]] == [(2, "E_CONTRADICTION")]


def test_a_file_refused_whole_by_the_bank_settles_the_batch(batch: PayoutBatch, signed_in: SignedIn) -> None:
    """§4: never voided once exported; every line failed."""
    content = file(*(answer(x, 结果="失败", 失败原因="文件格式错误") for x in lines(batch)))
    bring(signed_in("cashier"), batch, content)
    assert state(batch) == "settled" and {x.state for x in lines(batch)} == {"failed"}
    own = BudgetLine.objects.get(source="OWN")
    assert (own.committed, own.paid, own.reserved) == (0, 0, 450_000)


@pytest.mark.parametrize("name", ["payment_reviewer", "head", "approver", "clerk", "auditor", "administrator"])
def test_only_the_cashier_brings_it(batch: PayoutBatch, signed_in: SignedIn, name: str) -> None:
    assert bring(signed_in(name), batch, file(*(answer(x) for x in lines(batch)))).status_code == 404
    assert "核对并导入" not in text(signed_in(name).get(reverse("batch", args=[batch.pk])))
    assert not BankResult.objects.exists()


@pytest.mark.parametrize(("posted", "told"), [({}, "请选择回盘文件"), ({"results": b""}, "这个文件是空的")])
def test_the_form_says_what_it_wants(
    batch: PayoutBatch, signed_in: SignedIn, posted: dict[str, bytes], told: str
) -> None:  # fmt: skip
    files = {name: SimpleUploadedFile("回盘.csv", content) for name, content in posted.items()}
    page = signed_in("cashier").post(reverse("batch_results", args=[batch.pk]), files)
    assert page.status_code == 422 and told in text(page)


def test_before_the_export_there_is_nothing_to_answer(house: Office, signed_in: SignedIn) -> None:
    batch = house.batch(house.at("approved"))
    assert "银行回盘" not in text(signed_in("cashier").get(reverse("batch", args=[batch.pk])))


# --- keyed from the 回单 ------------------------------------------------------------------------------------------
@pytest.fixture
def manual(house: Office) -> PayoutBatch:
    """Two lines of a printed list, paid one by one."""
    batch = house.batch(*(house.at("approved") for _n in range(2)), template="manual")
    house.perform(batch, "check", "payment_reviewer")
    house.perform(batch, "export", "payment_reviewer")
    return batch


def keyed(line: PayoutLine, **changed: str) -> dict[str, str]:
    values = {"outcome": "paid", "amount": f"{line.amount_fen / 100:.2f}", "tail": line.card_tail,
              "on": today().isoformat(), "receipt": "HD1", "reason": "", **changed}  # fmt: skip
    return {f"line{line.pk}-{name}": value for name, value in values.items()}


def key(browser: Client, batch: PayoutBatch, *parts: dict[str, str], **more: Any) -> Any:
    posted = {name: value for part in parts for name, value in part.items()}
    return browser.post(reverse("batch_keying", args=[batch.pk]), {**posted, **more})


def test_a_printed_list_is_answered_line_by_line(
    manual: PayoutBatch, signed_in: SignedIn, picture: Callable[..., Any]
) -> None:  # fmt: skip
    first, second = lines(manual)
    page = text(signed_in("cashier").get(reverse("batch", args=[manual.pk])))
    assert "登记回单结果" in page and "核对并导入" not in page
    assert key(signed_in("cashier"), manual, keyed(first), scan=picture("回单.png")).status_code == 302
    assert state(manual) == "exported" and lines(manual)[0].result.receipt == "HD1"
    assert Document.objects.get(dossier=f"payout_batch:{manual.pk}").item == "BANK_RECEIPT"
    done = key(signed_in("cashier"), manual, keyed(second, outcome="failed", receipt="", reason="户名不符"))
    assert done.status_code == 302 and state(manual) == "settled"
    assert [x.state for x in lines(manual)] == ["paid", "failed"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"amount": "1500.01"}, "与发放明细不符"), ({"tail": "9999"}, "与发放明细不符"),
        ({"amount": ""}, "请填写回单上的金额"), ({"tail": "12"}, "填四位数字"),
        ({"receipt": ""}, "请填写回单号"), ({"on": ""}, "请填写银行日期"),
        ({"on": "2026-01-01"}, "不在导出日与今天之间"), ({"outcome": "failed"}, "请填写失败原因"),
        ({"outcome": ""}, "请至少登记一笔结果"),
    ],
)  # fmt: skip
def test_what_is_keyed_is_compared_with_the_line(
    manual: PayoutBatch, signed_in: SignedIn, picture: Callable[..., Any], changed: dict[str, str], told: str
) -> None:  # fmt: skip
    answered = key(signed_in("cashier"), manual, keyed(lines(manual)[0], **changed), scan=picture())
    assert answered.status_code in (409, 422) and told in text(answered)
    assert not BankResult.objects.exists() and not Document.objects.filter(dossier=f"payout_batch:{manual.pk}").exists()


def test_a_printed_list_wants_the_scan(manual: PayoutBatch, signed_in: SignedIn) -> None:
    answered = key(signed_in("cashier"), manual, keyed(lines(manual)[0]))
    assert answered.status_code == 422 and not BankResult.objects.exists()


def test_single_lines_of_a_file_may_be_keyed_too(batch: PayoutBatch, signed_in: SignedIn) -> None:
    browser = signed_in("cashier")
    page = text(browser.get(reverse("batch", args=[batch.pk]), {"key": "1"}))
    assert "登记回单结果" in page and "核对并导入" in page
    assert key(browser, batch, keyed(lines(batch)[1])).status_code == 302
    assert [hasattr(x, "result") for x in lines(batch)] == [False, True, False]


def test_the_keyer_stands_in_the_journal(batch: PayoutBatch, signed_in: SignedIn, house: Office) -> None:
    bring(signed_in("cashier"), batch, file(*(answer(x) for x in lines(batch))))
    event = Event.objects.get(verb="record_result")
    cashier: User = house.by("cashier")
    assert (event.role, event.actor, event.entered_by, event.entered_as) == ("BANK", None, cashier, "cashier")
    assert event.facts["digest"] and event.facts["paid"] == 3
