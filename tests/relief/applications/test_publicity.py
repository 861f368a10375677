"""Publicity sheets: whitelist and nothing else, photos with stated dates, one result for all, closed together."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from relief.applications.models import Application, PublicitySheet
from relief.applications.selectors_publicity import SIGNER
from tests.factories import PNG, PUBLISH, Office
from workflows.clock import today

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]


def picture(name: str = "公示.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PNG)


def text(answer: Any) -> str:
    return answer.content.decode()


@pytest.fixture
def sheet(house: Office) -> PublicitySheet:
    """Three cases on one sheet that hangs from today."""
    cases = [house.ready("grassroots_review") for _n in range(3)]
    hung = None
    for case in cases:
        fired = house.perform(case, "publish", "chair", **{**PUBLISH, "sheet": hung})
        hung = fired.moment.facts.entry.sheet
    assert hung is not None
    return hung


def cases_on(sheet: PublicitySheet) -> list[Application]:
    return [e.application for e in sheet.entries.select_related("application").order_by("pk")]


def page_of(browser: Client, sheet: PublicitySheet) -> Any:
    return browser.get(reverse("sheet", args=[sheet.pk]))


def record(browser: Client, sheet: PublicitySheet, **typed: Any) -> Any:
    url = reverse("sheet_act", args=[sheet.pk, "record_publicity"])
    opened = browser.get(url)
    assert opened.status_code == 200, text(opened)
    return browser.post(url, {"seen": opened.context["seen"], **typed})


def close(browser: Client, sheet: PublicitySheet) -> Any:
    url = reverse("sheet_act", args=[sheet.pk, "close_publicity"])
    opened = browser.get(url)
    if opened.status_code != 200:
        return opened
    return browser.post(url, {"case": opened.context["form"]["case"].value()})


def term_over(house: Office, sheet: PublicitySheet) -> None:
    house.on(sheet.ends_on + timedelta(days=1))


def evidence(house: Office, sheet: PublicitySheet, signed_in: SignedIn) -> None:
    """Both photos and the result, each on its day."""
    record(signed_in("chair"), sheet, start_photo=picture(), start_photo_on=sheet.starts_on.isoformat())
    term_over(house, sheet)
    record(signed_in("chair"), sheet, end_photo=picture(), end_photo_on=sheet.ends_on.isoformat(),
           result="公示期间未收到异议。")  # fmt: skip


# --- what it shows ------------------------------------------------------------------------------------------------
def test_the_sheet_shows_the_whitelist_and_nothing_else(sheet: PublicitySheet, signed_in: SignedIn) -> None:
    case = cases_on(sheet)[0]
    for page in (
        page_of(signed_in("clerk"), sheet),
        Client().get(reverse("sheet_public", args=[SIGNER.sign(sheet.pk)])),
    ):
        assert page.status_code == 200
        told = text(page)
        for known in ("王**", case.employer, "意外伤害", "1,500.00", sheet.place, sheet.complaint_phone, sheet.number):
            assert known in told
        for secret in (case.name, case.id_no, case.mobile, case.card_no, case.address, "示范村"):
            assert secret not in told


def test_outsiders_see_it_while_it_hangs_and_no_longer(house: Office, sheet: PublicitySheet) -> None:
    url = reverse("sheet_public", args=[SIGNER.sign(sheet.pk)])
    page = Client().get(url)
    assert page["X-Robots-Tag"] == "noindex, nofollow" and "noindex" in text(page)
    assert not any(case.number in text(page) for case in cases_on(sheet))
    term_over(house, sheet)
    gone = Client().get(url)
    assert gone.status_code == 410 and "公示已结束" in text(gone) and "王**" not in text(gone)


def test_the_public_address_cannot_be_guessed(sheet: PublicitySheet) -> None:
    for made_up in (f"{sheet.pk}:abc", str(sheet.pk), "x"):
        assert Client().get(reverse("sheet_public", args=[made_up])).status_code == 404


@pytest.mark.parametrize(("name", "status"), [("clerk", 200), ("reviewer", 200), ("auditor", 200),
                                              ("sister_clerk", 404), ("cashier", 404), ("administrator", 404)])  # fmt: skip
def test_only_readers_of_the_union_see_it(sheet: PublicitySheet, signed_in: SignedIn, name: str, status: int) -> None:
    browser = signed_in(name)
    assert page_of(browser, sheet).status_code == status
    assert (sheet.number in text(browser.get(reverse("sheets")))) == (status == 200)
    assert browser.get(reverse("sheet_act", args=[sheet.pk, "close_publicity"])).status_code != 200


# --- photos and result --------------------------------------------------------------------------------------------
def test_while_it_hangs_only_the_first_photo_is_asked_for(sheet: PublicitySheet, signed_in: SignedIn) -> None:
    browser = signed_in("chair")
    form = browser.get(reverse("sheet_act", args=[sheet.pk, "record_publicity"])).context["form"]
    assert list(form.fields) == ["start_photo", "start_photo_on"]
    url = reverse("application_act", args=[cases_on(sheet)[0].pk, "record_publicity"])
    assert list(browser.get(url).context["form"].fields) == ["start_photo", "start_photo_on"]
    empty = browser.post(url, {"seen": browser.get(url).context["seen"]})
    assert empty.status_code == 422 and "请选择照片。" in text(empty)
    answer = record(browser, sheet, start_photo=picture("栏.png"), start_photo_on=today().isoformat())
    assert answer.status_code == 302
    sheet.refresh_from_db()
    assert sheet.start_photo.dossier == f"publicity_sheet:{sheet.pk}" and sheet.start_photo_on == today()
    assert browser.get(reverse("sheet_photo", args=[sheet.pk, "start"])).content == PNG
    assert browser.get(reverse("sheet_photo", args=[sheet.pk, "end"])).status_code == 404


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "请上传照片"),
        ({"start_photo": True}, "请写明照片日期"),
        ({"start_photo": True, "start_photo_on": "2026-03-01"}, "日期不能早于"),
        ({"start_photo": True, "start_photo_on": "2026-12-01"}, "日期不能晚于"),
        ({"start_photo": False, "start_photo_on": "2026-03-20"}, "不是照片"),
    ],
)
def test_a_photo_without_its_day_is_not_taken(
    sheet: PublicitySheet, signed_in: SignedIn, typed: dict[str, Any], told: str
) -> None:  # fmt: skip
    if "start_photo" in typed:
        file = picture() if typed["start_photo"] else SimpleUploadedFile("公示.txt", b"text")
        typed = {**typed, "start_photo": file}
    answer = record(signed_in("clerk"), sheet, **typed)
    assert answer.status_code == 422 and told in text(answer)
    sheet.refresh_from_db()
    assert sheet.start_photo is None


def test_the_result_is_signed_by_whoever_writes_it(house: Office, sheet: PublicitySheet, signed_in: SignedIn) -> None:
    evidence(house, sheet, signed_in)
    sheet.refresh_from_db()
    assert sheet.result_signed_by == house.by("chair") and sheet.result_on == today()
    assert "公示期间未收到异议。（chair" in text(page_of(signed_in("clerk"), sheet))


def test_two_who_record_at_once_do_not_overwrite_each_other(sheet: PublicitySheet, signed_in: SignedIn) -> None:
    url = reverse("sheet_act", args=[sheet.pk, "record_publicity"])
    seen = signed_in("clerk").get(url).context["seen"]
    day = {"start_photo_on": today().isoformat()}
    assert record(signed_in("chair"), sheet, start_photo=picture(), **day).status_code == 302
    late = signed_in("clerk").post(url, {"seen": seen, "start_photo": picture(), **day})
    assert late.status_code == 409 and "请刷新后再办" in text(late)


# --- closing ------------------------------------------------------------------------------------------------------
def test_before_the_term_is_over_nothing_is_closed(sheet: PublicitySheet, signed_in: SignedIn) -> None:
    page = page_of(signed_in("clerk"), sheet)
    assert f"公示期到{sheet.ends_on.isoformat()}届满" in text(page)
    assert close(signed_in("clerk"), sheet).status_code == 409


def test_without_photos_and_result_nothing_is_closed(house: Office, sheet: PublicitySheet, signed_in: SignedIn) -> None:
    term_over(house, sheet)
    page = text(page_of(signed_in("clerk"), sheet))
    assert all(lack in page for lack in ("开始照片", "结束照片", "签字的公示结果")) and "期满待登记" in page
    assert close(signed_in("clerk"), sheet).status_code == 409


def test_all_cases_are_closed_together(house: Office, sheet: PublicitySheet, signed_in: SignedIn) -> None:
    evidence(house, sheet, signed_in)
    assert "结束公示（3件）" in text(page_of(signed_in("clerk"), sheet))
    assert close(signed_in("chair"), sheet).status_code == 403  # the clerk closes
    assert close(signed_in("clerk"), sheet).status_code == 302
    assert [c.state for c in cases_on(sheet)] == ["county_review"] * 3
    assert "已结束" in text(page_of(signed_in("clerk"), sheet))


def test_pressed_twice_it_is_closed_once(house: Office, sheet: PublicitySheet, signed_in: SignedIn) -> None:
    evidence(house, sheet, signed_in)
    browser, url = signed_in("clerk"), reverse("sheet_act", args=[sheet.pk, "close_publicity"])
    posted = {"case": browser.get(url).context["form"]["case"].value()}
    assert browser.post(url, posted).status_code == 302
    again = browser.post(url, posted)
    assert again.status_code == 409 and "请刷新后再办" in text(again)


def test_a_held_case_stays_behind(house: Office, sheet: PublicitySheet, signed_in: SignedIn) -> None:
    """Its clock stands, so that its own term is not served; the others go on."""
    held = cases_on(sheet)[1]
    house.perform(held, "hold", "clerk", reason="待核实", review_on=sheet.ends_on + timedelta(days=30))
    evidence(house, sheet, signed_in)
    assert "结束公示（2件）" in text(page_of(signed_in("clerk"), sheet))
    assert close(signed_in("clerk"), sheet).status_code == 302
    assert [c.state for c in cases_on(sheet)] == ["county_review", "publicity", "county_review"]


def test_a_case_of_another_sheet_cannot_be_slipped_in(
    house: Office, sheet: PublicitySheet, signed_in: SignedIn
) -> None:
    evidence(house, sheet, signed_in)
    stranger = house.at("submitted")
    url = reverse("sheet_act", args=[sheet.pk, "close_publicity"])
    own = [f"{c.pk}:{c.event_count}" for c in cases_on(sheet)]
    assert signed_in("clerk").post(url, {"case": [*own, f"{stranger.pk}:{stranger.event_count}"]}).status_code == 302
    assert Application.objects.get(pk=stranger.pk).state == "submitted"


def test_more_cases_cost_no_more_queries(house: Office, sheet: PublicitySheet, signed_in: SignedIn) -> None:
    browser = signed_in("clerk")

    def queries() -> int:
        page_of(browser, sheet)
        with CaptureQueriesContext(connection) as asked:
            page_of(browser, sheet)
        return len(asked)

    before = queries()
    for _n in range(4):
        case = house.ready("grassroots_review")
        house.perform(case, "publish", "chair", **{**PUBLISH, "sheet": sheet})
    assert queries() == before <= 15
