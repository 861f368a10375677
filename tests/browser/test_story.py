"""The main job in a real browser, each role at its own seat: from the sheet to the bank and into the archive."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from relief.applications.models import Application
from relief.demo.setting_up import START, at_nine
from relief.demo.specimens import scan
from relief.demo.story import COMPLETION, Story, complete
from relief.notices import services as notices
from relief.payouts.models import PayoutBatch
from workflows import clock

SHEET = Path("fixtures/examples/applications-small.xlsx")
FLOOD = 39  # row of the sheet: a natural disaster, 1,200.00 yuan suggested: the county officer decides


def act(page: Page, case: int, verb: str, **fields: Any) -> None:
    """Open the verb's form, fill it, send it; the case page comes back."""
    page.goto(f"/applications/{case}/do/{verb}/")
    form = page.locator("#action form")
    for name, value in fields.items():
        fill(form, name, value)
    send(page, f"**/applications/{case}/")


def send(page: Page, comes_to: str) -> None:
    """Send the form that is open; money is confirmed first."""
    form = page.locator("#action form")
    if form.locator("[name=confirmed]").count():
        form.locator("[name=confirmed]").check()
    form.locator("p.buttons button").first.click()
    page.wait_for_load_state()
    refused = page.locator(".error-summary, .error-page")
    assert refused.count() == 0, refused.first.inner_text()
    page.wait_for_url(comes_to)


def fill(form: Any, name: str, value: Any) -> None:
    """One field, whatever its widget."""
    field = form.locator(f"[name={name}]")
    kind = field.first.evaluate("e => e.tagName + ':' + (e.type || '')")
    if kind == "INPUT:radio":
        form.locator(f"[name={name}][value={value}]").check()
    elif kind == "INPUT:checkbox":
        for one in value if isinstance(value, list) else [None]:
            (field if one is None else form.locator(f"[name={name}][value={one}]")).check()
    elif kind == "INPUT:file":
        field.set_input_files({"name": f"{name}.png", "mimeType": "image/png", "buffer": scan(str(value))})
    elif kind.startswith("SELECT"):
        field.select_option(value)
    else:
        field.fill(str(value))


@pytest.fixture
def told(office: None) -> Story:
    """The demo's cast, for what happens off stage."""
    return Story(lambda _step, _done, _of: None)


def test_from_the_sheet_to_the_bank(seat: Callable[..., Page], shot: Callable[..., None], told: Story) -> None:
    clerk = seat("clerk")
    import_the_sheet(clerk, shot)
    case = Application.objects.get(import_row=FLOOD)
    complete(told, case)
    intake(clerk, case.pk, shot)
    investigate(seat, clerk, case.pk, shot)
    publicise(seat, clerk, case.pk, shot)
    decide(seat, case.pk, shot)
    pay(seat, case.pk, shot)
    clerk.goto(f"/applications/{case.pk}/")
    act(clerk, case.pk, "follow_up", how="电话", received="yes", said="已收到。")
    notices.sweep()
    act(seat("archivist"), case.pk, "archive")
    shot(clerk, "14-followed-up")
    case.refresh_from_db()
    assert case.state == "archived"
    assert case.lines.get().state == "paid"
    assert COMPLETION["address"] not in clerk.content()


def import_the_sheet(clerk: Page, shot: Callable[..., None]) -> None:
    """Refused whole with its bad rows first; then written without them, on purpose; a second time nothing."""
    clerk.goto("/applications/import/")
    clerk.locator("[name=received_on]").fill(START.isoformat())
    clerk.locator("input[type=file]").set_input_files(SHEET)
    clerk.locator("main form button.btn-primary").click()
    expect(clerk.get_by_text("校验位不对").first).to_be_visible(timeout=20_000)
    assert not Application.objects.exists()
    shot(clerk, "01-import-refused")
    clerk.locator("details.fold-inline summary").click()
    clerk.locator("button[name=leave_out]").click()
    expect(clerk.get_by_text("48").first).to_be_visible(timeout=20_000)
    shot(clerk, "02-import-written")


def intake(clerk: Page, case: int, shot: Callable[..., None]) -> None:
    clerk.goto(f"/applications/{case}/")
    shot(clerk, "03-draft")
    act(clerk, case, "submit")
    clerk.goto(f"/applications/{case}/do/answer_exclusions/")
    for field in clerk.locator("#action form [value=no]").all():
        field.check()
    send(clerk, f"**/applications/{case}/")
    act(clerk, case, "accept")
    shot(clerk, "04-accepted")


def investigate(seat: Callable[..., Page], clerk: Page, case: int, shot: Callable[..., None]) -> None:
    visitor = seat("visitor", width=390, height=800)
    act(visitor, case, "record_visit", place="申请人家中", present="申请人", conclusion="情况属实。")
    shot(visitor, "05-visit-on-a-phone")
    act(seat("visitor2"), case, "sign_visit")
    clerk.goto(f"/applications/{case}/do/settle_check/")
    for answer in clerk.locator("#action form select").all():
        answer.select_option("clean")
    send(clerk, f"**/applications/{case}/")
    act(visitor, case, "finish_visit")


def publicise(seat: Callable[..., Page], clerk: Page, case: int, shot: Callable[..., None]) -> None:
    act(seat("township_chair"), case, "township_opine", opinion="同意上报。")
    chair = seat("chair")
    act(chair, case, "publish", opinion="同意公示。", place="村务公开栏", complaint_phone="0358-0000000")
    shot(chair, "06-publicity")
    clock.move_demo_clock(at_nine(date(2026, 3, 30)))
    act(chair, case, "record_publicity", start_photo="start", start_photo_on=START.isoformat(), end_photo="end",
        end_photo_on="2026-03-30", result="公示期间未收到异议。")  # fmt: skip
    clerk.goto(f"/applications/{case}/")
    act(clerk, case, "close_publicity")


def decide(seat: Callable[..., Page], case: int, shot: Callable[..., None]) -> None:
    reviewer = seat("reviewer")
    application = Application.objects.get(pk=case)
    if application.drawn_for_sample:
        act(reviewer, case, "record_visit", place="申请人家中", present="申请人", conclusion="属实。")
    act(reviewer, case, "search_duplicates")
    act(reviewer, case, "opine", opinion="材料齐全，同意。")
    shot(reviewer, "07-reviewed")
    head = seat("head")
    act(head, case, "recommend", source="OWN", opinion="同意。")
    shot(head, "08-recommended")
    approver = seat("approver")
    approver.goto("/?tab=queue")
    shot(approver, "09-approver-desk")
    act(approver, case, "approve")
    shot(approver, "10-approved")


def pay(seat: Callable[..., Page], case: int, shot: Callable[..., None]) -> None:
    """Drafted by one, checked and exported by another, answered by the bank line by line."""
    cashier = seat("cashier")
    cashier.goto("/payouts/new/")
    for box in cashier.locator("input[type=checkbox][name=line]").all():
        box.check()
    cashier.locator("[name=template]").select_option(label="农村商业银行批量代发(演示)(第1版)")
    cashier.locator(".entry-bar button").first.click()
    cashier.locator("[name=confirmed]").check()
    shot(cashier, "11-batch-confirm")
    cashier.locator("button[name=then][value=draft]").click()
    cashier.wait_for_url(re.compile(r"/payouts/\d+/$"))
    batch = PayoutBatch.objects.get()
    checker = seat("payment_reviewer")
    for verb in ("check", "export"):
        checker.goto(f"/payouts/{batch.pk}/{verb}/")
        send(checker, f"**/payouts/{batch.pk}/")
    shot(checker, "12-exported")
    line = batch.lines.get()
    result = f"序号,账号,金额,结果,日期\n1,{line.card_no},{line.amount_fen // 100}.00,成功,2026-03-30\n"
    cashier.goto(f"/payouts/{batch.pk}/")
    cashier.locator("input[type=file][name=results]").set_input_files(
        {"name": "回盘.csv", "mimeType": "text/csv", "buffer": result.encode("gb18030")})  # fmt: skip
    cashier.locator("form:has(input[name=results]) button").first.click()
    cashier.wait_for_url(f"**/payouts/{batch.pk}/")
    expect(cashier.get_by_text("已回盘").first).to_be_visible()
    shot(cashier, "13-settled")
