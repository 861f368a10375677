"""A clerk and a sheet, through HTTP: refused with its marks, corrected from the marked workbook, written once."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from relief.applications.models import Application
from tests.factories import BASE, START, Office, id_number
from tests.sheets import saved, workbook
from workflows.models import Event

pytestmark = pytest.mark.django_db
SAMPLE = Path(settings.BASE_DIR) / "fixtures" / "examples" / "applications-small.xlsx"


def text(answer: Any) -> str:
    return answer.content.decode()


def check(browser: Any, house: Office, content: bytes, name: str) -> Any:
    """Upload a sheet and look at what was found."""
    posted = {"organisation": house.units[BASE].pk, "received_on": START.isoformat(),
              "file": SimpleUploadedFile(name, content)}  # fmt: skip
    return browser.post(reverse("import_new"), posted, follow=True)


def press(browser: Any, page: Any, **typed: str) -> Any:
    return browser.post(page.context["write_url"], {"key": page.context["key"], **typed}, follow=True)


def test_refused_corrected_and_written(house: Office, signed_in) -> None:
    clerk = signed_in("clerk")
    page = check(clerk, house, workbook({}, {"家庭人口": "很多"}, {"手机号码": "12345"}), "三月.xlsx")
    assert page.context["stage"] == "marked" and page.context["report"]["error"] == 2
    assert not Application.objects.exists()

    marked = clerk.get(page.context["workbook_url"])
    book = load_workbook(io.BytesIO(marked.content))
    sheet = book.active
    columns = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.cell(3, 1).value and sheet.cell(4, 1).value
    sheet.cell(3, columns["家庭人口"]).value = 4
    sheet.cell(4, columns["手机号码"]).value = "13800000003"

    page = check(clerk, house, saved(book), "三月-改.xlsx")  # 「问题」 is an unknown column there
    assert page.context["stage"] == "clean" and "问题" in page.context["report"]["unknown_columns"]
    assert "9,000.00" in text(page)
    done = press(clerk, page)
    assert done.context["stage"] == "written" and Application.objects.count() == 3

    listed = clerk.get(done.context["written"]["list_url"])
    assert len(listed.context["rows"]) == 3
    case = Application.objects.order_by("pk").first()
    assert case.name == "王喆祎" and case.organisation.code == BASE and case.import_row == 2
    assert clerk.get(reverse("application", args=[case.pk])).status_code == 200
    opened = Event.objects.filter(machine="relief_application", verb="open")
    assert opened.count() == 3 and {e.actor for e in opened} == {house.by("clerk")}


def test_the_bad_rows_of_the_sample_are_left_out_on_purpose(house: Office, signed_in) -> None:
    clerk = signed_in("clerk")
    page = check(clerk, house, SAMPLE.read_bytes(), "样表.xlsx")
    good, bad = page.context["report"]["ok"], page.context["report"]["error"]
    assert bad and all(row["bad"] for row in page.context["rows"])
    refused = press(clerk, page)  # the plain button writes nothing while there are bad rows
    assert refused.context["stage"] == "marked" and not Application.objects.exists()
    done = press(clerk, page, leave_out="1")
    assert done.context["stage"] == "written" and Application.objects.count() == good
    again = check(clerk, house, SAMPLE.read_bytes(), "样表-又一次.xlsx")
    assert again.context["stage"] == "already" and Application.objects.count() == good


def test_somebody_else_brings_the_same_sheet(house: Office, signed_in) -> None:
    house.newcomer("clerk2", first_name="")
    house.grant("clerk2", "clerk", BASE)
    content = workbook({}, {"证件号码": id_number(9)})
    press(signed_in("clerk"), check(signed_in("clerk"), house, content, "a.xlsx"))
    page = check(signed_in("clerk2"), house, content, "b.xlsx")
    assert page.context["stage"] == "already" and "已由clerk在" in text(page)
    assert Application.objects.count() == 2
