"""The import page: the marked sheet, nothing written until it is right or the bad rows are left out, a job as a row."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from relief.applications import import_jobs
from relief.applications.models import Application, ImportJob, ImportRun
from relief.people.masking import mask_id
from tests.factories import BASE, COUNTY, SISTER, START, Office, id_number
from tests.sheets import good_row, saved, workbook

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]
SAMPLE = Path(settings.BASE_DIR) / "fixtures" / "examples" / "applications-small.xlsx"


def upload(
    browser: Client, content: bytes, house: Office, *, code: str = BASE, name: str = "申请表.xlsx", **typed: Any
) -> Any:
    posted = {"organisation": house.units[code].pk, "received_on": START.isoformat(), **typed}
    return browser.post(reverse("import_new"), {**posted, "file": SimpleUploadedFile(name, content)})


def job() -> ImportJob:
    return ImportJob.objects.latest("pk")


def page(browser: Client, **words: Any) -> Any:
    return browser.get(reverse("import_job", args=[job().pk]), words)


def write(browser: Client, **typed: Any) -> Any:
    return browser.post(reverse("import_write", args=[job().pk]), {"key": job().digest, **typed})


def text(answer: Any) -> str:
    return answer.content.decode()


BAD_ID = id_number(1)[:-1] + ("1" if id_number(1)[-1] != "1" else "2")
MIXED = ({}, {"证件号码": BAD_ID}, {"费用总额": "两万"}, {})


# --- what is shown ------------------------------------------------------------------------------------------------
def test_bad_cells_are_marked_bad_rows_first_and_nothing_is_written(house: Office, signed_in: SignedIn) -> None:
    browser = signed_in("clerk")
    assert upload(browser, workbook(*MIXED), house).url == reverse("import_job", args=[job().pk])
    shown = page(browser)
    assert [row["row"] for row in shown.context["rows"]] == [3, 4] and all(r["bad"] for r in shown.context["rows"])
    for told in ("证件号码校验位不对", "现在什么都还没有写入", "不导入这些错误行，导入其余 2 行", "全部更正后重新上传",
                 "下载标注后的表"):  # fmt: skip
        assert told in text(shown)
    assert [r["row"] for r in page(browser, show="all").context["rows"]] == [3, 4, 2, 5]
    assert not Application.objects.exists()


def test_good_numbers_are_masked_and_wrong_ones_shown_to_be_corrected(house: Office, signed_in: SignedIn) -> None:
    browser = signed_in("clerk")
    upload(browser, workbook(*MIXED, {"证件号码": id_number(1)}), house)
    shown = text(page(browser, show="all"))
    assert BAD_ID in shown
    assert id_number(1) not in shown and mask_id(id_number(1)) in shown  # also where it is a duplicate
    assert "13800000001" not in shown and "138****0001" in shown


def test_the_marked_workbook_comes_back(house: Office, signed_in: SignedIn) -> None:
    browser = signed_in("clerk")
    upload(browser, workbook(*MIXED), house)
    answer = browser.get(reverse("import_workbook", args=[job().pk]))
    assert "%E6%A0%87%E6%B3%A8" in answer["Content-Disposition"]  # 标注
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0][0] == "问题" and rows[1][0] is None and "校验位" in rows[2][0]


def test_a_clean_sheet_is_shown_with_its_sum_before_it_is_written(house: Office, signed_in: SignedIn) -> None:
    browser = signed_in("clerk")
    upload(browser, workbook({}, {}), house)
    shown = page(browser)
    assert shown.context["stage"] == "clean" and "6,000.00" in text(shown) and "写入 2 件草稿" in text(shown)
    assert not Application.objects.exists()
    write(browser)
    done = page(browser)
    assert done.context["stage"] == "written" and "已写入 2 件草稿" in text(done)
    drafts = browser.get(done.context["written"]["list_url"])
    assert drafts.status_code == 200 and len(drafts.context["rows"]) == 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"not a workbook", "不是xlsx文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "文件已加密"),
        (SAMPLE.read_bytes()[:4000], "不是xlsx文件"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_whole(
    house: Office, signed_in: SignedIn, content: bytes, told: str
) -> None:  # fmt: skip
    browser = signed_in("clerk")
    upload(browser, content, house)
    shown = page(browser)
    assert shown.context["stage"] == "refused" and told in text(shown) and "什么都没有写入" in text(shown)
    write(browser)
    assert not ImportRun.objects.exists()


def test_the_sample_sheet_is_refused_then_written_without_its_bad_rows(house: Office, signed_in: SignedIn) -> None:
    browser = signed_in("clerk")
    upload(browser, SAMPLE.read_bytes(), house)
    found = job().found
    write(browser)  # without saying so the bad rows are never left out
    assert not Application.objects.exists() and found["error"] > 0
    write(browser, leave_out="1")
    assert Application.objects.count() == found["ok"] == ImportRun.objects.get().rows


# --- who, and what the form refuses -------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["chair", "reviewer", "cashier", "auditor", "administrator"])
def test_only_a_clerk_imports(house: Office, signed_in: SignedIn, name: str) -> None:
    assert signed_in(name).get(reverse("import_new")).status_code == 403
    assert upload(signed_in(name), workbook({}), house).status_code == 403 and not ImportJob.objects.exists()


def test_nobody_sees_another_ones_upload(house: Office, signed_in: SignedIn) -> None:
    upload(signed_in("clerk"), workbook({}), house)
    for route in ("import_job", "import_progress", "import_workbook"):
        assert signed_in("sister_clerk").get(reverse(route, args=[job().pk])).status_code == 404
    for route in ("import_write", "import_retry"):
        assert signed_in("sister_clerk").post(reverse(route, args=[job().pk])).status_code == 404


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"received_on": "2026-03-21"}, "收到日期不能晚于今天"),
        ({"received_on": "1990-01-01"}, "没有生效的救助办法"),
        ({"received_on": ""}, "请填写这一项"),
        ({"code": SISTER}, "请选择您任经办人的工会"),
        ({"code": COUNTY}, "请选择您任经办人的工会"),
        ({"content": b""}, "这个文件是空的"),
    ],
)
def test_what_the_form_refuses(house: Office, signed_in: SignedIn, typed: dict[str, Any], told: str) -> None:
    content = typed.pop("content", None)
    answer = upload(signed_in("clerk"), workbook({}) if content is None else content, house, **typed)
    assert answer.status_code == 422 and told in text(answer) and not ImportJob.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    house: Office, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr("relief.applications.forms_import.MAX_FILE_BYTES", 100)
    answer = upload(signed_in("clerk"), workbook({}), house)
    assert answer.status_code == 422 and "请分成几个文件导入" in text(answer) and not ImportJob.objects.exists()


def test_a_row_of_another_union_is_bad(house: Office, signed_in: SignedIn) -> None:
    upload(signed_in("clerk"), workbook({}, {"所属工会": "杏塬机械有限公司工会"}), house)
    assert job().found["error"] == 1


# --- once only ----------------------------------------------------------------------------------------------------
def test_pressed_twice_it_is_written_once(house: Office, signed_in: SignedIn) -> None:
    browser = signed_in("clerk")
    upload(browser, workbook({}, {}), house)
    write(browser)
    write(browser)
    assert Application.objects.count() == 2 and ImportRun.objects.count() == 1


def test_the_same_file_again_writes_nothing(house: Office, signed_in: SignedIn) -> None:
    browser, content = signed_in("clerk"), workbook({})
    upload(browser, content, house)
    write(browser)
    upload(browser, content, house, name="另一个名字.xlsx")
    shown = page(browser)
    assert shown.context["stage"] == "already" and "这次没有再写" in text(shown)
    assert Application.objects.count() == 1 and not job().upload


def test_the_same_file_in_two_windows_is_written_once(house: Office, signed_in: SignedIn) -> None:
    browser, content = signed_in("clerk"), workbook({})
    upload(browser, content, house)
    first = job()
    upload(browser, content, house)
    write(browser)
    browser.post(reverse("import_write", args=[first.pk]), {"key": first.digest})
    first.refresh_from_db()
    assert first.status == "already" and Application.objects.count() == 1


def test_another_files_token_writes_nothing(house: Office, signed_in: SignedIn) -> None:
    browser = signed_in("clerk")
    upload(browser, workbook({}), house)
    browser.post(reverse("import_write", args=[job().pk]), {"key": "0" * 64})
    assert job().status == "read" and not Application.objects.exists()


# --- personal data ------------------------------------------------------------------------------------------------
def test_the_upload_is_ciphertext_and_gone_once_it_is_written(house: Office, signed_in: SignedIn) -> None:
    browser = signed_in("clerk")
    upload(browser, workbook({}, *MIXED), house)

    def stored() -> tuple[str, str, str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT upload, shown, found::text FROM applications_importjob")
            return cursor.fetchone()

    file, shown, found = stored()
    assert file.startswith("k1:") and shown.startswith("k1:")
    assert not any(secret in part for part in stored() for secret in (BAD_ID, "王喆祎", "13800000001"))
    write(browser, leave_out="1")
    assert stored()[:2] == ("", "") and "rows" in found
    assert browser.get(reverse("import_workbook", args=[job().pk])).status_code == 302


def test_what_nobody_confirms_is_forgotten_after_seven_days(house: Office, signed_in: SignedIn) -> None:
    browser = signed_in("clerk")
    upload(browser, workbook({}), house)
    ImportJob.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert import_jobs.clear_old() == 1
    assert (job().upload, job().shown, job().status) == ("", "", "cleared")
    assert "这份上传已经清除" in text(page(browser))


# --- the job is a row ---------------------------------------------------------------------------------------------
def test_a_large_file_waits_for_the_worker(
    house: Office, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(import_jobs, "SMALL_BYTES", 0)
    browser = signed_in("clerk")
    upload(browser, workbook({}), house)
    assert job().status == "waiting" and page(browser).context["stage"] == "running"
    asked = browser.get(reverse("import_progress", args=[job().pk]), headers={"HX-Request": "true"})
    assert 'hx-trigger="every 1s"' in text(asked)
    import_jobs.run(job().pk)  # what the worker does
    done = browser.get(reverse("import_progress", args=[job().pk]), headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == reverse("import_job", args=[job().pk]) and job().status == "read"


def test_where_no_worker_runs_the_page_does_the_work(
    house: Office, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(import_jobs, "SMALL_BYTES", 0)
    browser = signed_in("clerk")
    upload(browser, workbook({}), house)
    for step, status in (("created_at", "read"), ("confirmed_at", "written")):
        ImportJob.objects.update(**{step: timezone.now() - timedelta(seconds=3)})
        answer = browser.get(reverse("import_progress", args=[job().pk]))
        assert "HX-Redirect" in answer and job().status == status
        write(browser)
    assert Application.objects.count() == 1


def test_a_job_that_fails_is_a_row_with_its_error_and_tried_again(
    house: Office, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    def broken(*_args: Any, **_more: Any) -> None:
        raise ZeroDivisionError

    browser = signed_in("clerk")
    with monkeypatch.context() as now:
        now.setattr(import_jobs, "read", broken)
        upload(browser, workbook({}), house)
    failed = page(browser)
    assert job().status == "failed" and job().attempts == 1 and "ZeroDivisionError" in job().error
    assert "没有办成" in text(failed) and "ZeroDivisionError" in text(browser.get(reverse("import_new")))
    assert browser.post(reverse("import_retry", args=[job().pk])).status_code == 302
    assert job().status == "read" and not job().error


def test_the_sweeper_takes_up_what_failed_and_what_died(
    house: Office, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    browser = signed_in("clerk")
    monkeypatch.setattr(import_jobs, "SMALL_BYTES", 0)
    upload(browser, workbook({}), house)
    assert import_jobs.sweep() == 0  # the worker still has time
    long_ago = timezone.now() - timedelta(minutes=5)
    ImportJob.objects.update(status="reading", beat_at=long_ago)  # a worker that died
    assert import_jobs.sweep() == 1 and job().status == "read"
    ImportJob.objects.update(status="failed", attempts=1, confirmed_at=long_ago, created_at=long_ago)
    import_jobs.sweep()
    assert job().status == "written" and Application.objects.count() == 1
    ImportJob.objects.update(status="failed", attempts=import_jobs.TRIES, upload="x", created_at=long_ago)
    assert import_jobs.sweep() == 0 and job().status == "failed"


def test_a_refusal_while_writing_is_told_in_its_own_words(house: Office, signed_in: SignedIn) -> None:
    """The clerk's grant ended between the check and the confirmation."""
    from relief.organisations.models import Grant

    browser = signed_in("clerk")
    upload(browser, workbook({}), house)
    Grant.objects.filter(person=house.by("clerk")).update(valid_to=date(2026, 3, 19))
    write(browser)
    assert job().status == "failed" and "没有办理" in job().error and not Application.objects.exists()


# --- the blank sheet ----------------------------------------------------------------------------------------------
def test_the_blank_sheet_can_be_filled_and_imported(house: Office, signed_in: SignedIn) -> None:
    browser = signed_in("clerk")
    blank = browser.get(reverse("import_template"))
    book = load_workbook(io.BytesIO(blank.content))
    names = [cell.value.rstrip("*") for cell in book.active[1]]
    assert names[:3] == ["序号", "姓名", "证件类型"] and book.active[1][1].value == "姓名*"
    values = good_row(1)
    book.active.append([values.get(name) for name in names])
    upload(browser, saved(book), house)
    assert job().found["ok"] == 1 and not job().found["error"]


def test_long_sheets_come_in_pages_and_cost_no_more_queries(house: Office, signed_in: SignedIn) -> None:
    browser = signed_in("clerk")

    def queries(rows: int) -> int:
        upload(browser, workbook(*({} for _n in range(rows))), house)
        with CaptureQueriesContext(connection) as asked:
            page(browser)
        return len(asked)

    assert queries(2) == queries(120) <= 12
    second = page(browser, show="all", **{"from": "100"})
    assert len(second.context["rows"]) == 20 and second.context["page"]["previous_url"] == "?show=all&from=0"
    for odd in ("-5", "x", "99999999999", "5000"):
        assert page(browser, **{"from": odd}).status_code == 200
