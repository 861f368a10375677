"""How money, due dates and states are written on every page (ui.md), and what no template may hold."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from relief.queue.templatetags import relief_ui

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PAPERS = {"notices", "letters"}
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if path.relative_to(TEMPLATES).parts[0] not in PAPERS)
NOT_WORDS = re.compile(r"\{#.*?#\}|\{% blocktranslate.*?endblocktranslate %\}|\{%.*?%\}|\{\{.*?\}\}", re.S)


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (360000, "3,600.00"),
        (5, "0.05"),
        (0, "0.00"),
        (-862345, "-8,623.45"),
        (123456789012, "1,234,567,890.12"),
    ],
)
def test_money(fen: int, written: str) -> None:
    assert relief_ui.money(fen) == written


def test_unknown_money_is_a_dash_not_a_zero() -> None:
    assert relief_ui.money(None) == relief_ui.money_words(None) == "—"


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (360000, "叁仟陆佰元整"),
        (862345, "捌仟陆佰贰拾叁元肆角伍分"),
        (0, "零元整"),
        (10000005, "壹拾万元零伍分"),
        (20113400, "贰拾万壹仟壹佰叁拾肆元整"),
        (-100, "负壹元整"),
    ],
)
def test_money_in_words(fen: int, words: str) -> None:
    assert relief_ui.money_words(fen) == words


@pytest.mark.parametrize(
    ("left", "unit", "words"),
    [
        (3, "wd", "还剩3个工作日"),
        (0, "wd", "今天到期"),
        (-2, "wd", "逾期2个工作日"),
        (5, "h", "还剩5小时"),
        (-1, "d", "逾期1天"),
        (30, "m", "还剩30天"),
    ],
)
def test_due_words(left: int, unit: str, words: str) -> None:
    assert relief_ui.due_words(left, unit) == words


def test_due_cell_says_words_first_and_keeps_the_date_for_hover_and_print() -> None:
    cell = relief_ui.due({"on": date(2026, 3, 27), "left": 3, "why_url": "/why/1"})
    assert cell.index("还剩3个工作日") < cell.index('<span class="due-on">2026-03-27</span>')
    assert 'title="2026-03-27"' in cell and 'href="/why/1"' in cell


@pytest.mark.parametrize(
    ("due", "level", "words"),
    [
        ({"on": date(2026, 3, 18), "left": -2}, "late", "逾期2个工作日"),
        ({"on": date(2026, 3, 20), "left": 0}, "today", "今天到期"),
        ({"left": None, "state": "stopped"}, "stopped", "计时已停"),
        ({"left": 9, "state": "beyond_calendar"}, "calm", "还剩9个工作日（暂定）"),
    ],
)
def test_due_levels(due: dict[str, object], level: str, words: str) -> None:
    cell = relief_ui.due(due)
    assert f"due-{level}" in cell and words in cell


def test_nothing_due_is_a_dash() -> None:
    assert "—" in relief_ui.due(None)


def test_pill_escapes_its_word_and_knows_states_and_tones() -> None:
    assert relief_ui.pill("<b>", "paid") == '<span class="pill pill-done">&lt;b&gt;</span>'
    assert "pill-wait" in relief_ui.pill("未交", "wait")
    assert "pill-off" in relief_ui.pill("别的", "no_such_state")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_compiles_and_holds_no_inline_style_or_script(path: Path) -> None:
    get_template(str(path.relative_to(TEMPLATES)))
    source = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)
    assert not re.search(r"https?://", source), "nothing leaves the machine"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_chinese_word_of_a_template_goes_through_gettext(path: Path) -> None:
    assert not re.findall(r"[\u4e00-\u9fff]+", NOT_WORDS.sub("", path.read_text()))
