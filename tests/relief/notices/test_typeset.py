"""Lines: nothing lost, no line too wide, straight right edge, no punctuation where it must not stand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relief.notices.typeset import (
    MAX_SHRINK,
    MAX_STRETCH,
    NO_LINE_END,
    NO_LINE_START,
    TEXT_WIDTH,
    Line,
    Measure,
    fitting_size,
    mark_lines,
    paragraph_lines,
)

BODY = Measure()
LETTERS = st.text(alphabet="中文救助工会示例甲乙丙，。：（）《》“”—…、0123456789,.-/ABCxyz ", max_size=400)


def printed_width(line: Line, measure: Measure) -> float:
    bare = Measure(measure.role, measure.size, measure.width, measure.indent, 0.0)
    indent = measure.indent * measure.size if line.first else 0.0
    return indent + bare.of(line.text) + line.spacing * (len(line.text) - 1)


@settings(max_examples=300, deadline=None)
@given(LETTERS)
def test_no_character_is_lost_and_no_line_overflows(text: str) -> None:
    lines = paragraph_lines(text, BODY)
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(printed_width(line, BODY) <= TEXT_WIDTH + 0.5 for line in lines)
    assert all(line.spacing >= BODY.grid - MAX_SHRINK * BODY.size - 0.001 for line in lines)
    assert all(line.spacing <= BODY.grid + MAX_STRETCH * BODY.size + 0.001 for line in lines)


def test_right_edge_is_straight() -> None:
    text = (
        "您于2026年3月10日提出的职工（会员）临时救助申请，受理编号为GH141182-2026-000018，现已受理；请保持电话0358-7620114畅通。"
        * 4
    )
    lines = paragraph_lines(text, BODY)
    assert len(lines) > 8
    assert [round(printed_width(line, BODY) - TEXT_WIDTH, 1) for line in lines[:-1]] == [0.0] * (len(lines) - 1)
    assert not any(line.text[0] in NO_LINE_START or line.text[-1] in NO_LINE_END for line in lines)


def test_twenty_eight_characters_fill_a_line() -> None:
    lines = paragraph_lines("字" * (26 + 28 + 5), BODY)
    assert [len(line.text) for line in lines] == [26, 28, 5]
    assert all(line.spacing == pytest.approx(BODY.grid, abs=0.05) for line in lines)


@pytest.mark.parametrize("text", ["", "短", " ", "。" * 100, "A" * 200, "——" * 60, "（" * 90])
def test_odd_texts_still_break(text: str) -> None:
    lines = paragraph_lines(text, BODY)
    assert lines and all(printed_width(line, BODY) <= TEXT_WIDTH + 0.5 for line in lines)


def test_issuer_mark_fits() -> None:
    assert mark_lines("示例县总工会") == ["示例县总工会"]
    name = "示例省示例市示例县示例镇示例煤焦集团有限责任公司第三运输公司联合工会委员会"
    lines = mark_lines(name)
    assert len(lines) == 2 and "".join(lines) == name
    assert all(fitting_size(line, "title", 38.0, TEXT_WIDTH) >= 18 for line in lines)


def test_a_long_latin_word_keeps_its_closing_bracket() -> None:
    lines = paragraph_lines("家庭人均收入达到低保标准4倍（理由代码：INCOME_OVER）。", Measure())
    assert [line.text[0] for line in lines][1:] == ["I"]


def test_a_mark_too_long_for_two_lines_takes_more() -> None:
    lines = mark_lines("示" * 120)
    assert "".join(lines) == "示" * 120 and len(lines) == 5
    assert all(fitting_size(line, "title", 38.0, TEXT_WIDTH) >= 18 for line in lines)
