"""Several hands on the same money: one file, one set of results, one draft, one import (rule 10)."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from relief.applications import import_jobs
from relief.applications.models import Application, ImportJob, ImportRun
from relief.payouts.models import BankFile, BankResult, BankTemplate, BudgetLine, Entry, PayoutBatch, PayoutLine
from tests.factories import BASE, COUNTY, START, Office
from tests.sheets import workbook
from workflows.clock import today

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]
MANY = 6


@pytest.fixture
def house(transactional_db: None) -> Office:
    """A small office whose rows are committed, so that other connections see them."""
    return Office()


def browser(house: Office, name: str) -> Client:
    made = Client()
    made.force_login(house.by(name), backend="django.contrib.auth.backends.ModelBackend")
    return made


def at_once(works: list[Callable[[], Any]]) -> Counter[Any]:
    """Run all of them at the same moment, each on its own connection; what came of them, counted."""
    start = Barrier(len(works))

    def one(work: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return Counter(pool.map(one, works))


def test_exported_at_once_it_is_one_file(house: Office) -> None:
    batch = house.batch(*(house.at("approved") for _n in range(2)))
    house.perform(batch, "check", "payment_reviewer")
    url = reverse("batch_act", args=[batch.pk, "export"])
    hands = [browser(house, "payment_reviewer") for _n in range(MANY)]
    posted = {"seen": batch.event_count, "confirmed": "1"}
    found = at_once([lambda h=h: h.post(url, posted).status_code for h in hands])  # type: ignore[misc]
    assert found == {302: 1, 409: MANY - 1}
    assert BankFile.objects.count() == 1 and Entry.objects.filter(to_account="committed").count() == 2


def test_one_result_brought_at_once_is_recorded_once(house: Office) -> None:
    batch = house.exported(*(house.at("approved") for _n in range(3)))
    rows = [
        f"{x.line_no},{x.card_no},{x.amount_fen / 100:.2f},成功,{today()},,HD{x.line_no}" for x in batch.lines.all()
    ]
    content = "\r\n".join(["序号,账号,金额,结果,日期,失败原因,回单号", *rows]).encode()
    hands = [browser(house, "cashier") for _n in range(MANY)]

    def bring(hand: Client) -> int:
        url = reverse("batch_results", args=[batch.pk])
        return hand.post(url, {"results": SimpleUploadedFile("回盘.csv", content)}).status_code

    assert at_once([lambda h=h: bring(h) for h in hands]) == {302: MANY}  # type: ignore[misc]
    assert BankResult.objects.count() == 3 and Entry.objects.filter(to_account="paid").count() == 3
    own = BudgetLine.objects.get(source="OWN")
    assert (own.paid, own.committed) == (450_000, 0) and PayoutBatch.objects.get().state == "settled"


def test_contradicting_results_at_once_one_of_them_stands(house: Office) -> None:
    batch = house.exported(house.at("approved"))
    line = batch.lines.get()

    def content(outcome: str) -> bytes:
        row = f"1,{line.card_no},1500.00,{outcome},{today()},{'退票' if outcome == '失败' else ''},"
        return f"序号,账号,金额,结果,日期,失败原因,回单号\r\n{row}".encode()

    url = reverse("batch_results", args=[batch.pk])
    hands = [(browser(house, "cashier"), content(outcome)) for outcome in ("成功", "失败")]
    found = at_once([lambda h=h, c=c: h.post(url, {"results": SimpleUploadedFile("a.csv", c)}).status_code
                     for h, c in hands])  # type: ignore[misc]  # fmt: skip
    assert found == {302: 1, 409: 1} and BankResult.objects.count() == 1


def test_the_same_lines_drafted_at_once_are_one_batch(house: Office) -> None:
    lines = [house.line(house.at("approved")) for _n in range(2)]
    template = BankTemplate.objects.get(code="nongshang-csv")
    posted = {"organisation": house.units[COUNTY].pk, "source": "OWN", "line": [x.pk for x in lines], "then": "draft",
              "template": template.pk, "confirmed": "1"}  # fmt: skip
    hands = [browser(house, "cashier") for _n in range(MANY)]
    found = at_once([lambda h=h: h.post(reverse("batch_new"), posted).status_code for h in hands])  # type: ignore[misc]
    assert found[302] == 1 and PayoutBatch.objects.count() == 1
    assert {x.batch_id for x in PayoutLine.objects.all()} == {PayoutBatch.objects.get().pk}


def test_a_sheet_confirmed_at_once_is_written_once(house: Office) -> None:
    upload = {"organisation": house.units[BASE].pk, "received_on": START.isoformat(),
              "file": SimpleUploadedFile("申请表.xlsx", workbook({}, {}, {}))}  # fmt: skip
    browser(house, "clerk").post(reverse("import_new"), upload)
    job = ImportJob.objects.get()
    url = reverse("import_write", args=[job.pk])
    hands = [browser(house, "clerk") for _n in range(MANY)]
    at_once([lambda h=h: h.post(url, {"key": job.digest}).status_code for h in hands])  # type: ignore[misc]
    job.refresh_from_db()
    assert job.status == "written" and Application.objects.count() == 3 and ImportRun.objects.count() == 1


def test_workers_take_a_job_once_and_others_see_how_far_it_is(house: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_jobs, "SMALL_BYTES", 0)
    upload = {"organisation": house.units[BASE].pk, "received_on": START.isoformat(),
              "file": SimpleUploadedFile("申请表.xlsx", workbook(*({} for _n in range(150))))}  # fmt: skip
    browser(house, "clerk").post(reverse("import_new"), upload)
    job = ImportJob.objects.get()
    at_once([lambda: import_jobs.run(job.pk)] * MANY)
    job.refresh_from_db()
    assert (job.status, job.attempts, job.done, job.total) == ("read", 1, 150, 150)
