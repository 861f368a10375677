"""The forms signed by hand through HTTP: blank, filled, decided, their log, their signed scans; the sheet."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from relief import office
from relief.applications.services import approval
from relief.audit.models import AccessLog
from relief.documents import store
from relief.documents.models import Document
from relief.notices import form_views, services
from relief.notices.formkinds import FORMS
from relief.notices.models import Notice
from tests.factories import COUNTY, PNG, Office

SignIn = Callable[[str], Client]


def image() -> SimpleUploadedFile:
    return SimpleUploadedFile("回执.png", PNG, "image/png")


@pytest.mark.parametrize("kind", FORMS)
def test_blank_forms_need_no_case(house: Office, as_: SignIn, kind: str) -> None:
    assert FORMS[kind].title in as_("clerk").get(reverse("blank_forms")).content.decode()
    answer = as_("clerk").get(reverse("paper_blank", args=[kind]))
    assert answer.content.startswith(b"%PDF-") and not AccessLog.objects.exists()


def test_a_form_with_full_numbers_is_a_logged_look(house: Office, as_: SignIn) -> None:
    case = house.at("investigating")
    answer = as_("clerk").get(reverse("paper_form", args=["application_form", "wet", case.pk]))
    assert answer.content.startswith(b"%PDF-") and answer["X-Frame-Options"] == "SAMEORIGIN"
    log = AccessLog.objects.get()
    assert (log.what, log.person, log.dossier) == ("reveal", house.by("clerk"), f"relief_application:{case.pk}")
    assert "申请审批表" in log.detail and case.id_no not in log.detail + log.reason
    as_("clerk").get(reverse("paper_form", args=["application_form", "blank", case.pk]))
    assert AccessLog.objects.count() == 1, "an empty form shows nothing"


def test_looks_are_capped(house: Office, as_: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    case = house.at("investigating")
    monkeypatch.setattr(form_views, "print_form", lambda *args: b"%PDF-")
    url = reverse("paper_form", args=["application_form", "wet", case.pk])
    answers = [as_("clerk").get(url).status_code for _n in range(51)]
    assert answers == [200] * 50 + [409]


@pytest.mark.parametrize(
    ("kind", "may", "may_not"),
    [("application_form", "chair", "cashier"), ("visit_form", "visitor", "hotline"), ("agenda", "secretary", "clerk"),
     ("publicity_result", "clerk", "cashier"), ("payment_approval", "cashier", "clerk"),
     ("payment_list", "payment_reviewer", "sister_clerk")],
)  # fmt: skip
def test_each_form_has_its_readers(house: Office, as_: SignIn, kind: str, may: str, may_not: str) -> None:
    case = house.at("approval", total_cost_fen=5_000_000)
    meeting = house.meeting(case)
    office.carry_out(approval.decide, meeting=meeting, actor=house.by("secretary"))
    batch = house.batch(case)
    sheet = case.sheet_entries.get().sheet
    pk = {"agenda": meeting.pk, "publicity_result": sheet.pk, "payment_approval": batch.pk, "payment_list": batch.pk}
    url = reverse("paper_form", args=[kind, "decided", pk.get(kind, case.pk)])
    assert as_(may).get(url).content.startswith(b"%PDF-")
    assert as_(may_not).get(url).status_code == 404
    assert as_("administrator").get(url).status_code == 404


def test_unknown_forms_modes_and_visits_are_404(house: Office, as_: SignIn) -> None:
    case = house.at("investigating")
    for kind, mode, query in (("nonsense", "wet", ""), ("visit_form", "red", ""), ("visit_form", "wet", "?row=99")):
        assert as_("clerk").get(reverse("paper_form", args=[kind, mode, case.pk]) + query).status_code == 404


def test_a_form_that_cannot_be_printed_is_a_clear_page(house: Office, as_: SignIn) -> None:
    case = house.at("submitted")
    type(case).objects.filter(pk=case.pk).update(employer="示范\ue000公司")
    answer = as_("clerk").get(reverse("paper_form", args=["application_form", "wet", case.pk]))
    assert answer.status_code == 409 and "工作单位第3个字符（U+E000）" in answer.content.decode()


def test_the_signed_scan_of_a_case_is_filed_by_the_act(house: Office, as_: SignIn) -> None:
    case = house.at("investigating")
    url = reverse("paper_scan", args=["application_form", case.pk])
    assert "还没有" in as_("clerk").get(url).content.decode()
    page = as_("clerk").post(url, {"scan": image(), "seen": case.event_count}, follow=True).content.decode()
    case.refresh_from_db()
    document = Document.objects.get(item="SIGNED:application_form")
    assert "已存入" in page and "回执.png" in page and document.dossier == f"relief_application:{case.pk}"
    scan = as_("chair").get(reverse("paper_scan_file", args=[document.pk]))
    assert scan.content == PNG and AccessLog.objects.filter(person=house.by("chair"), what="reveal").exists()
    assert as_("cashier").get(reverse("paper_scan_file", args=[document.pk])).status_code == 404
    stale = as_("clerk").post(url, {"scan": image(), "seen": case.event_count - 1})
    assert stale.status_code == 409 and Document.objects.filter(item="SIGNED:application_form").count() == 1


def test_who_may_not_file_is_told_instead_of_asked(house: Office, as_: SignIn) -> None:
    case = house.at("investigating")
    url = reverse("paper_scan", args=["application_form", case.pk])
    assert "只能打印" in as_("chair").get(url).content.decode()
    house.perform(case, "terminate", "head", reason="重复录入。", ground="ENTRY_ERROR")
    page = as_("clerk").get(url).content.decode()
    assert "案卷已经办结" in page and '<form method="post" action="' + url not in page
    assert as_("clerk").post(url, {"scan": image(), "seen": case.event_count}).status_code == 409


def test_the_signed_scan_of_a_sheet_has_its_own_file(house: Office, as_: SignIn) -> None:
    sheet = house.at("publicity").sheet_entries.get().sheet
    url = reverse("paper_scan", args=["publicity_result", sheet.pk])
    assert as_("head").post(url, {"scan": image()}).status_code == 403
    assert as_("chair").post(url, {}).status_code == 422
    wrong = SimpleUploadedFile("x.pdf", b"not a pdf", "application/pdf")
    assert as_("chair").post(url, {"scan": wrong}).status_code == 422
    assert as_("chair").post(url, {"scan": image()}).status_code == 302
    assert Document.objects.get(item="SIGNED:publicity_result").dossier == f"publicity_sheet:{sheet.pk}"


def test_the_sheet_prints_while_it_hangs_and_is_filed_after(house: Office, as_: SignIn) -> None:
    sheet = house.at("publicity").sheet_entries.get().sheet
    url = reverse("sheet_pdf", args=[sheet.pk])
    hanging = as_("chair").get(url)
    house.on(sheet.ends_on + timedelta(days=1))
    services.sweep()
    filed = as_("chair").get(url)
    assert filed.content == store.read(Notice.objects.get(kind="publicity").pdf_digest)
    assert hanging.content == filed.content
    assert as_("sister_clerk").get(url).status_code == 404
    page = as_("clerk").get(reverse("paper", args=[Notice.objects.get(kind="publicity").pk])).content.decode()
    assert "张贴公示" in page and "登记送达" not in page


def test_the_list_of_what_waits_for_a_meeting(house: Office, as_: SignIn) -> None:
    house.at("approval", total_cost_fen=5_000_000)
    county = house.units[COUNTY].pk
    assert as_("secretary").get(reverse("agenda_waiting", args=[county])).content.startswith(b"%PDF-")
    assert as_("clerk").get(reverse("agenda_waiting", args=[county])).status_code == 404
    assert as_("secretary").get(reverse("agenda_waiting", args=[999])).status_code == 404
