"""Contents of papers: freezing as JSON and back, modes, money and dates in words."""

import json
from dataclasses import fields, replace
from datetime import date

import pytest

from relief.notices import checks, fonts
from relief.notices.forms import ApplicationForm
from relief.notices.paperdata import Basis, Form, Mode, Opinion, Paper, as_json, from_json, in_mode
from relief.notices.papers import PAPERS
from relief.notices.templatetags import papers as tags


@pytest.mark.parametrize("kind", PAPERS)
def test_frozen_content_comes_back(kind: str, samples: dict[str, Paper]) -> None:
    frozen = json.loads(json.dumps(as_json(samples[kind]), ensure_ascii=False))
    assert from_json(PAPERS[kind].content, frozen) == samples[kind]


def test_unknown_frozen_field_is_refused(samples: dict[str, Paper]) -> None:
    with pytest.raises(ValueError, match="nickname"):
        from_json(PAPERS["acceptance"].content, {**as_json(samples["acceptance"]), "nickname": "x"})


@pytest.mark.parametrize("kind", [k for k, row in PAPERS.items() if issubclass(row.content, Form)])
def test_every_form_can_be_blank(kind: str) -> None:
    content = PAPERS[kind].content
    blank = content(issuer="示例县总工会", basis=Basis(name="办法"))
    assert in_mode(blank, Mode.BLANK) == blank


def test_wet_mode_keeps_facts_and_drops_decisions(samples: dict[str, Paper]) -> None:
    form = samples["application_form"]
    assert isinstance(form, ApplicationForm)
    wet = in_mode(form, Mode.WET)
    assert wet.name == form.name and wet.members == form.members and wet.suggested_fen == form.suggested_fen
    assert (wet.award_fen, wet.publicity_text, wet.base, wet.decision) == (None, "", Opinion(), Opinion())
    changed = {part.name for part in fields(form) if getattr(form, part.name) != getattr(wet, part.name)}
    assert in_mode(wet, Mode.DECIDED) == replace(wet, mode=Mode.DECIDED)
    assert changed == {"mode", "award_fen", "publicity_text", "base", "reviewer", "decision", "source_label"}


@pytest.mark.parametrize(
    ("fen", "figures", "words"),
    [
        (0, "0.00", "零元整"),
        (1, "0.01", "壹分"),
        (10, "0.10", "壹角"),
        (105, "1.05", "壹元零伍分"),
        (360_000, "3,600.00", "叁仟陆佰元整"),
        (1_000_105, "10,001.05", "壹万零壹元零伍分"),
        (7_654_321, "76,543.21", "柒万陆仟伍佰肆拾叁元贰角壹分"),
        (2_000_000_000, "20,000,000.00", "贰仟万元整"),
    ],
)
def test_money(fen: int, figures: str, words: str) -> None:
    assert tags.figures(fen) == figures
    assert tags.yuan(fen) == figures + "元"
    assert tags.capital(fen) == "人民币" + words


def test_small_filters() -> None:
    assert tags.day(date(2026, 3, 5)) == "2026年3月5日"
    assert (tags.yuan(None), tags.capital(None), tags.day(None), tags.figures("")) == ("", "", "", "")
    assert tags.unstopped("不符合条件。\n") == "不符合条件"
    assert "✓" in tags.boxes("外籍", "职工", "农民工") and "外籍" in tags.boxes("外籍", "职工", "农民工")


def test_checks_name_the_line_that_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "DEBIAN_LIBRARIES", {"libpango-1.0-0": "no.so.1", checks.SUBSET: "no.so.2"})
    found = {message.id: message.hint for message in checks.libraries_present()}
    assert found == {
        "relief.E001": "apt-get install -y --no-install-recommends libpango-1.0-0",
        "relief.W001": "apt-get install -y --no-install-recommends libharfbuzz-subset0",
    }
    monkeypatch.setattr(fonts, "missing_packages", lambda: ["fonts-noto-cjk"])
    assert [message.id for message in checks.fonts_present()] == ["relief.W002"]


def test_an_offices_own_font_comes_first(tmp_path, settings) -> None:
    settings.FONTS_DIR = tmp_path
    own = tmp_path / "own"
    own.mkdir()
    (own / "title.ttf").write_bytes(b"no font")
    assert fonts.families("title")[0] == "relief-own-title"
    assert "relief.E003" in {message.id for message in checks.fonts_present()}
