"""The papers that a letter's acts issue, read back from their PDFs (supervision.md §5)."""

from datetime import date, timedelta
from typing import Any

import pytest

from relief.letters.models import SupervisionLetter
from relief.notices.models import Notice
from relief.supervision.models import CaseWorker
from tests.printed import lacking, pdf_of, text_of
from tests.relief.letters.cast import SCAN, LetterOffice
from tests.supervision_cast import WORKER
from workflows import clock
from workflows.errors import NotPossible


@pytest.fixture
def house(db: None) -> LetterOffice:
    return LetterOffice()


def read(letter: SupervisionLetter, kind: str) -> str:
    return text_of(pdf_of(Notice.objects.get(dossier=f"supervision_letter:{letter.pk}", kind=kind)))


def said(day: date | None) -> str:
    assert day is not None
    return f"{day.year}年{day.month}月{day.day}日"


def test_an_extension_says_the_day_that_counts_from_now_on(house: LetterOffice) -> None:
    letter = house.to("awaiting_reply", at="GH990201")
    before = letter.due_on
    house.perform(letter, "extend", "director", requested_on=clock.today(), n=10, plan=SCAN)
    assert letter.due_on > before
    text = read(letter, "extension_notice")
    wanted = (f"{letter.addressee}：", "同意延期整改通知", letter.issuer_name, f"《工会劳动法律监督意见书》（{letter.number}）",
              "同意延长10个工作日", f"截止日期为{said(letter.due_on)}（含当日）", "联系人：安澜", "规则待确认")  # fmt: skip
    assert lacking(text, *wanted) == []
    assert WORKER not in text and said(before) not in text


def test_a_refused_extension_names_the_rule_and_the_old_day(house: LetterOffice) -> None:
    letter = house.to("awaiting_reply")
    due = letter.due_on
    house.perform(letter, "refuse_extension", "director", requested_on=clock.today(), n=5, reason="本地规则不允许延期。")
    text = read(letter, "extension_refusal")
    wanted = ("规则不允许延期或次数已用完。本地规则不允许延期（理由代码：NONE_ALLOWED）。", f"截止日期仍为{said(due)}（含当日）")
    assert lacking(text, *wanted) == []


def test_a_refusal_names_no_worker_and_nothing_moves(house: LetterOffice) -> None:
    letter = house.to("awaiting_reply")
    with pytest.raises(NotPossible, match="职工乙"):
        house.perform(letter, "refuse_extension", "director", requested_on=clock.today(), n=5, reason=f"{WORKER}的工资须先付清。")
    assert not Notice.objects.filter(kind="extension_refusal").exists() and not letter.extension_requests.exists()


def test_an_overdue_reply_is_chased_with_its_day(house: LetterOffice) -> None:
    letter = house.to("awaiting_reply")
    due = letter.due_on
    house.to_overdue(letter)
    house.perform(letter, "chase", "case_office", text="电话无人接听。")
    text = read(letter, "chasing_letter")
    assert lacking(text, "催办函", f"答复的期限已于{said(due)}届满", letter.number, "特此函告。") == []
    assert "电话无人接听" not in text
    house.perform(letter, "chase", "case_office")
    assert Notice.objects.filter(kind="chasing_letter").count() == 2, "each chase is a paper of its own"


def test_a_missed_plan_is_chased_as_a_plan(house: LetterOffice) -> None:
    letter = house.to("partial")
    plan = letter.machine.facts(letter).plan_on
    house.to_overdue(letter)
    house.perform(letter, "chase", "case_office")
    assert f"完成整改的期限已于{said(plan)}届满" in read(letter, "chasing_letter")


def test_a_silent_department_is_chased_in_its_own_words(house: LetterOffice) -> None:
    letter = house.recommended("department_filed")
    house.to_overdue(letter)
    house.perform(letter, "chase", "case_office")
    text = read(letter, "chasing_letter")
    assert lacking(text, f"{letter.addressee}：", "反馈处理结果的期限已经届满", "是否立案及处理结果书面告知我会") == []


def test_a_recheck_result_says_that_the_clock_runs_on(house: LetterOffice) -> None:
    letter = house.to("objection")
    objected = letter.objections.get().received_on
    house.wait(2)
    for who in ("supervisor2", "supervisor3", "city_supervisor"):
        if not letter.machine.facts(letter).enough_rechecks and who != "supervisor2":
            house.perform(letter, "recheck", who, opinion="原认定属实。")
    house.perform(letter, "uphold", "director2", result="工资台账与银行流水一致，原认定事实清楚。", result_served_on=clock.today())
    text = read(letter, "recheck_result")
    wanted = (f"{said(objected)}提出异议", "原认定事实清楚。我会决定维持", f"截止日期为{said(letter.due_on)}（含当日）")
    assert lacking(text, *wanted) == []


@pytest.mark.parametrize(("given", "wanted"), [
    ({}, "口头告知不予立案，未说明理由。"), ({"why_weak": "所述情况与证据不符"}, "对所述理由，我会认为：所述情况与证据不符。")])  # fmt: skip
def test_a_department_is_asked_for_its_reasons(house: LetterOffice, given: dict[str, Any], wanted: str) -> None:
    letter = house.recommended("department_declined")
    house.perform(letter, "ask_reasons", "director", **given)
    text = read(letter, "reasons_request")
    assert lacking(text, f"{letter.addressee}：", wanted, "自收到本函之日起7日内", "请说明不予立案理由的函") == []


def test_numbers_run_by_issuer_and_kind(house: LetterOffice) -> None:
    letter = house.to("overdue")
    for _n in range(2):
        house.perform(letter, "chase", "case_office")
    numbers = list(Notice.objects.filter(kind="chasing_letter").order_by("id").values_list("number", flat=True))
    assert [n.rpartition("监催")[2] for n in numbers] == ["〔2026〕1号", "〔2026〕2号"]


def test_no_paper_of_a_letter_names_a_worker(house: LetterOffice) -> None:
    letter = house.to("awaiting_reply")
    assert CaseWorker.objects.get(case=letter.case).name == WORKER
    house.on(clock.today() + timedelta(days=1))
    house.perform(letter, "object", "case_office", received_on=clock.today(), grounds="数额有异议")
    house.wait(1)
    house.perform(letter, "recheck", "supervisor3", opinion="属实。")
    house.perform(letter, "recheck", "city_supervisor", opinion="属实。")
    with pytest.raises(NotPossible, match="职工乙"):
        house.perform(letter, "uphold", "director2", result=f"{WORKER}的工资确未支付。", result_served_on=clock.today())
    letter.refresh_from_db()
    assert letter.state == "objection"
