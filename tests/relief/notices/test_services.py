"""Issuing: number and text with the move, the PDF as a job whose row is the truth, nothing lost and nothing twice."""

import socket
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from relief.documents import store
from relief.notices import services
from relief.notices.models import Notice, NumberSeries
from relief.notices.render import RenderError
from tests.factories import Office
from workflows import clock
from workflows.errors import NotPossible

Read = Callable[[Notice], str]


@pytest.fixture
def notice(house: Office) -> Notice:
    house.at("investigating")
    return Notice.objects.get()


def break_renderer(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def broken(*args: Any, **options: Any) -> bytes:
        raise error

    monkeypatch.setattr(services, "render_pdf", broken)


# --- the job -------------------------------------------------------------------------------------------------
def test_the_job_stands_in_the_queue_with_the_move(house: Office) -> None:
    before = DBTaskResult.objects.count()
    house.at("investigating")
    task = DBTaskResult.objects.latest("enqueued_at")
    assert DBTaskResult.objects.count() == before + 1
    assert task.task_path == "relief.notices.tasks.make_pdf"
    assert task.args_kwargs["args"] == [Notice.objects.get().pk]


def test_a_move_that_rolls_back_leaves_no_paper_no_number_no_job(house: Office) -> None:
    case = house.ready("submitted")
    before = DBTaskResult.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        house.perform(case, "accept", "clerk")
        assert Notice.objects.count() == 1 and DBTaskResult.objects.count() == before + 1
        raise RuntimeError
    assert not Notice.objects.exists()
    assert not NumberSeries.objects.filter(kind="acceptance").exists()
    assert DBTaskResult.objects.count() == before


def test_making_a_paper_twice_makes_it_once(notice: Notice) -> None:
    made = services.make(notice.pk)
    assert (made.status, made.attempts, made.error) == ("ready", 1, "")
    assert store.read(made.pdf_digest).startswith(b"%PDF-")
    again = services.make(notice.pk)
    assert (again.pdf_digest, again.attempts) == (made.pdf_digest, 1)


def test_a_failure_is_a_row_and_is_tried_again_later_and_later(
    notice: Notice, monkeypatch: pytest.MonkeyPatch, house: Office
) -> None:
    break_renderer(monkeypatch, RenderError("配置的字体中没有这些字符：U+1F9FF"))
    waits = []
    for attempt in range(1, 6):
        row = services.make(notice.pk, now=True)
        assert (row.status, row.attempts) == ("failed", attempt)
        assert row.error == "配置的字体中没有这些字符：U+1F9FF"
        assert row.next_try_at is not None
        waits.append(round((row.next_try_at - clock.office_now()) / timedelta(minutes=1)))
    assert waits == [1, 10, 60, 360, 360]


def test_a_foreign_error_is_told_by_its_name(notice: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    break_renderer(monkeypatch, OSError("disk full"))
    assert services.make(notice.pk).error == "OSError: disk full"


def test_the_sweeper_waits_for_the_back_off_then_succeeds(
    notice: Notice, monkeypatch: pytest.MonkeyPatch, house: Office
) -> None:
    with monkeypatch.context() as patch:
        break_renderer(patch, RenderError("没有字形"))
        services.make(notice.pk)
    assert services.sweep() == 0, "not yet"
    assert services.make(notice.pk).status == "failed", "a job that comes too early leaves it alone"
    clock.move_demo_clock(clock.office_now() + timedelta(minutes=2))
    assert services.sweep() == 1
    notice.refresh_from_db()
    assert (notice.status, notice.error, notice.next_try_at, notice.attempts) == ("ready", "", None, 2)


def test_the_sweeper_makes_what_a_crash_left_behind(notice: Notice) -> None:
    DBTaskResult.objects.all().delete()
    assert services.sweep() == 1
    notice.refresh_from_db()
    assert notice.ready
    assert services.sweep() == 0


# --- frozen by the database ------------------------------------------------------------------------------------
FROZEN = {"kind": "refusal", "number": "汾阳工批〔2026〕9号", "title": "x", "content": {}, "issued_on": "2026-01-01",
          "dossier": "relief_application:999", "year": 2025, "n": 9}  # fmt: skip


@pytest.mark.parametrize("column", FROZEN)
def test_the_database_refuses_to_change_an_issued_paper(notice: Notice, column: str) -> None:
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(**{column: FROZEN[column]})


def test_the_database_refuses_to_delete_a_paper_or_to_swap_its_bytes(notice: Notice) -> None:
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).delete()
    services.make(notice.pk)
    for change in ({"pdf_digest": "0" * 64}, {"status": "failed"}):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            Notice.objects.filter(pk=notice.pk).update(**change)


def test_a_number_is_used_once(notice: Notice) -> None:
    copy = Notice.objects.get(pk=notice.pk)
    copy.pk = None
    with pytest.raises(IntegrityError, match="notice_number_once"), transaction.atomic():
        copy.save()


def test_a_changed_case_does_not_change_an_issued_paper(house: Office, text_of: Read) -> None:
    case = house.at("investigating")
    house.perform(case, "amend", "clerk", field="name", value="王大明", reason="户口簿为准", paper="户口簿")
    assert "王喆祎：" in text_of(Notice.objects.get())


# --- user text is text -----------------------------------------------------------------------------------------
LITERAL = [
    "<b>王</b>",
    "{{ paper.number }}",
    "http://127.0.0.1:9/a.png",
    '<img src="file:///etc/passwd"/>',
    "&lt;&amp;",
]


@pytest.mark.parametrize("name", LITERAL)
def test_what_was_typed_prints_literally_and_fetches_nothing(
    house: Office, text_of: Read, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    house.at("investigating", name=name, account_name="王")

    def forbidden(*args: Any) -> None:
        raise AssertionError("a paper reached out")

    monkeypatch.setattr(socket.socket, "connect", forbidden)
    assert f"{name}：" in text_of(Notice.objects.get())


# --- glyph preflight -------------------------------------------------------------------------------------------
def test_an_unprintable_name_refuses_the_move_and_names_field_place_and_code_point(house: Office) -> None:
    case = house.ready("submitted", name="王\ue000")
    with pytest.raises(NotPossible, match=r"收件人第2个字符（U\+E000）是自造字"):
        house.perform(case, "accept", "clerk")
    case.refresh_from_db()
    assert case.state == "submitted" and case.accepted_on is None
    assert not Notice.objects.exists() and not NumberSeries.objects.filter(kind="acceptance").exists()


def test_an_unprintable_list_item_is_named_by_its_number(house: Office) -> None:
    case = house.at("submitted")
    with pytest.raises(NotPossible, match=r"应补正材料2第1个字符（U\+0007）是控制字符"):
        house.perform(case, "ask", "clerk", items=["户口簿", "\x07证明"])


def test_an_unprintable_employer_refuses_the_publication(house: Office) -> None:
    case = house.ready("grassroots_review", employer="示范\U0001f9ff公司")
    with pytest.raises(NotPossible, match=r"名单第1工作单位第3个字符（U\+1F9FF）"):
        house.perform(case, "publish", "chair", opinion="同意。", place="公示栏", complaint_phone="0358-1")
    assert not NumberSeries.objects.filter(kind="publicity").exists()


def test_an_unprintable_place_of_publicity_is_refused(house: Office) -> None:
    case = house.ready("grassroots_review")
    with pytest.raises(NotPossible, match=r"公示地点第4个字符（U\+200B）是不可见的格式字符"):
        house.perform(case, "publish", "chair", opinion="同意。", place="公示栏\u200b东", complaint_phone="0358-1")
