"""Paper through HTTP: the notice after a move, its delivery, the sheet, the forms for the pen, their signed scans."""

import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from relief import office
from relief.applications.services import approval
from relief.documents.models import Document
from relief.notices import services
from relief.notices.models import Notice
from relief.notices.render import RenderError
from tests.factories import COUNTY, PNG, Office

SignIn = Callable[[str], Client]


@pytest.fixture
def house(db: None) -> Office:
    """A small office on 2026-03-20."""
    return Office()


@pytest.fixture
def signed_in(house: Office) -> SignIn:
    """signed_in("clerk") is a browser in which the clerk is signed in."""

    def make(name: str) -> Client:
        browser = Client()
        browser.force_login(house.by(name), backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return make


def read(answer) -> str:
    """The text of a PDF answer."""
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf", answer.status_code
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages))


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("签字盖章.png", PNG, "image/png")


def test_from_the_move_to_the_person_s_hand(house: Office, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Accepted; the worker fails; the clerk sees it first in the list, tries again, prints, hands over."""
    house.at("investigating")
    clerk = signed_in("clerk")
    with monkeypatch.context() as patch:
        patch.setattr(services, "render_pdf", lambda *a, **k: (_ for _ in ()).throw(RenderError("没有字形")))
        services.sweep()
    row = clerk.get(reverse("papers")).context["rows"][0]
    assert row["error"] == "没有字形" and row["retry_url"]
    clerk.post(row["retry_url"])
    row = clerk.get(reverse("papers")).context["rows"][0]
    assert "汾阳工救〔2026〕1号" in read(clerk.get(row["pdf_url"]))
    deliver = clerk.get(row["url"]).context["actions"]["primary"]["url"]
    clerk.post(deliver, {"method": "hand", "on": "2026-03-20", "receiver": "王喆祎"})
    assert clerk.get(reverse("papers")).context["rows"][0]["delivered"] == "当面送交 2026-03-20"
    assert clerk.get(reverse("papers") + "?state=undelivered").context["rows"] == []


def test_the_case_on_paper_from_the_blank_form_to_the_signed_scan(house: Office, signed_in: SignIn) -> None:
    clerk, chair = signed_in("clerk"), signed_in("chair")
    assert "王喆祎" not in read(clerk.get(reverse("paper_blank", args=["application_form"])))
    case = house.at("grassroots_review")
    assert "签字" in read(clerk.get(reverse("paper_form", args=["visit_form", "decided", case.pk])))
    wet = read(chair.get(reverse("paper_form", args=["application_form", "wet", case.pk])))
    assert case.id_no in wet and "township_chair" not in wet
    upload = reverse("paper_scan", args=["application_form", case.pk])
    page = clerk.get(upload)
    answer = clerk.post(upload, {"scan": scan(), "seen": page.context["seen"]}, follow=True)
    assert "已存入" in answer.content.decode()
    assert chair.get(reverse("paper_scan_file", args=[Document.objects.latest("id").pk])).content == PNG


def test_the_sheet_from_the_wall_to_the_file(house: Office, signed_in: SignIn) -> None:
    case = house.at("publicity")
    sheet = case.sheet_entries.get().sheet
    chair = signed_in("chair")
    assert case.name not in read(chair.get(reverse("sheet_pdf", args=[sheet.pk])))
    house.prepare(case)
    proof = read(chair.get(reverse("paper_form", args=["publicity_result", "decided", sheet.pk])))
    assert "公示期间未收到异议。" in proof and sheet.number in proof
    chair.post(reverse("paper_scan", args=["publicity_result", sheet.pk]), {"scan": scan()})
    assert Document.objects.filter(dossier=f"publicity_sheet:{sheet.pk}", item="SIGNED:publicity_result").exists()
    house.on(sheet.ends_on + timedelta(days=1))
    services.sweep()
    filed = Notice.objects.get(kind="publicity")
    assert filed.number in chair.get(reverse("paper", args=[filed.pk])).content.decode()


def test_the_meeting_and_the_money_on_paper(house: Office, signed_in: SignIn) -> None:
    case = house.at("approval", total_cost_fen=5_000_000)
    secretary, cashier = signed_in("secretary"), signed_in("cashier")
    assert case.number in read(secretary.get(reverse("agenda_waiting", args=[house.units[COUNTY].pk])))
    meeting = house.meeting(case)
    office.carry_out(approval.decide, meeting=meeting, actor=house.by("secretary"))
    assert "应到9人，实到7人" in read(secretary.get(reverse("paper_form", args=["agenda", "decided", meeting.pk])))
    secretary.post(reverse("paper_scan", args=["agenda", meeting.pk]), {"scan": scan()})
    assert Document.objects.filter(dossier=f"meeting:{meeting.pk}").count() == 1
    case.refresh_from_db()
    batch = house.pay(case)
    assert "¥7,500.00" in read(cashier.get(reverse("paper_form", args=["payment_approval", "wet", batch.pk])))
    assert case.card_no in read(cashier.get(reverse("paper_form", args=["payment_list", "decided", batch.pk])))
    cashier.post(reverse("paper_scan", args=["payment_list", batch.pk]), {"scan": scan()})
    assert Document.objects.filter(dossier=f"payout_batch:{batch.pk}", item="SIGNED:payment_list").count() == 1


def test_the_registers_have_no_gap_after_refusals_and_withdrawals(house: Office, signed_in: SignIn) -> None:
    house.at("paid")
    for state in ("not_accepted", "rejected", "withdrawn", "supplement", "terminated"):
        house.at(state)
    reviewer = signed_in("reviewer")
    listed = reviewer.get(reverse("registers")).context["rows"]
    assert {row["kind"] for row in listed} >= {"案件编号", "公示表", "发放批次", "不予临时救助告知书"}
    for row in listed:
        lines = reviewer.get(row["url"]).context["rows"]
        assert [line["n"] for line in lines] == list(range(row["last"], 0, -1)), row
        assert "缺号" not in {line["state_label"] for line in lines}, row
