"""文书审批表, 送达回证, 回执 of a letter in their three modes (supervision.md §11)."""

from typing import Any

import pytest

from relief.notices.formkinds import FORMS, print_blank, print_form
from relief.notices.paperdata import Mode
from tests.printed import lacking, text_of
from tests.relief.letters.cast import LetterOffice
from tests.supervision_cast import COUNTY, REASON, WORKER


@pytest.fixture
def house(db: None) -> LetterOffice:
    return LetterOffice()


def print_all(kind: str, subject: Any) -> dict[str, str]:
    return {mode.value: text_of(print_form(kind, mode, subject)) for mode in Mode}


@pytest.mark.parametrize("kind", ["letter_approval", "service_receipt", "return_slip"])
def test_blank_without_any_letter(house: LetterOffice, kind: str) -> None:
    text = text_of(print_blank(kind, house.units[COUNTY]))
    assert lacking(text, FORMS[kind].title, "示例县总工会", "年月日") == [] and "《》" not in text


def test_the_approval_form_shows_the_chain_step_by_step(house: LetterOffice) -> None:
    letter = house.to("sealed")
    text = print_all("letter_approval", letter)
    facts = ("✓意见书", letter.case.number, letter.addressee, "《中华人民共和国劳动法》第五十条", "工资",
             "跳过提示函：重点事项（拖欠工资，属重点事项。）。决定人：director", "supervisor", "拟稿人")  # fmt: skip
    said = ("合法。", "签字：counsel", "签字：director", "已用印4份。", "签字：seal_keeper", letter.number)
    assert lacking(text["wet"], *facts, "法律顾问") == []
    assert [part for part in said if part in text["wet"]] == [], "left for the pen"
    assert lacking(text["decided"], *facts, *said) == []
    assert [part for part in (*facts[1:4], *said) if part in text["blank"]] == []
    assert WORKER not in text["decided"]


def test_a_draft_has_its_chain_and_nobody_in_it(house: LetterOffice) -> None:
    letter = house.to("draft")
    text = print_all("letter_approval", letter)["decided"]
    assert lacking(text, "法律顾问", letter.addressee) == [] and "签字：counsel" not in text


def test_a_return_stands_on_the_form_of_its_round(house: LetterOffice) -> None:
    letter = house.to("review")
    house.perform(letter, "return_draft", "counsel", **REASON)
    assert lacking(print_all("letter_approval", letter)["decided"], "退回（法律顾问）", "理由充分。") == []
    house.to_review(letter)
    assert "退回" not in print_all("letter_approval", letter)["decided"], "a new round begins"


def test_the_receipt_before_and_after_service(house: LetterOffice) -> None:
    letter = house.to("dispatched")
    before = print_all("service_receipt", letter)
    facts = (letter.case.number, f"《工会劳动法律监督意见书》{letter.number}", letter.addressee)
    assert lacking(before["wet"], *facts) == lacking(before["decided"], *facts) == []
    assert [part for part in facts if part in before["blank"]] == []
    house.serve(letter)
    text = print_all("service_receipt", letter)
    due = letter.due_on
    done = ("直接送达", "安澜", "司马青", "法定代表人", f"{due.year}年{due.month}月{due.day}日")
    assert lacking(text["decided"], *facts, *done) == []
    assert [part for part in done if part in text["wet"]] == []


def test_the_slip_repeats_what_is_asked(house: LetterOffice) -> None:
    letter = house.to("sealed")
    text = print_all("return_slip", letter)
    assert lacking(text["wet"], letter.number, "足额支付拖欠工资", "建立按月支付台账", "单位盖章") == []
    assert text["wet"] == text["decided"] and letter.number not in text["blank"]
