"""What cannot be printed is refused, naming field, place and code point."""

from dataclasses import replace
from pathlib import Path

import pytest

from relief.notices import fonts
from relief.notices.paperdata import Paper
from relief.notices.preflight import CONTROL, FORMAT, NO_GLYPH, PRIVATE_USE, SURROGATE, preflight, preflight_paper


@pytest.mark.parametrize(
    ("character", "reason"),
    [
        ("\ue000", PRIVATE_USE),
        ("\U000f0000", PRIVATE_USE),
        ("\x00", CONTROL),
        ("\t", CONTROL),
        ("\n", CONTROL),
        ("\r", CONTROL),
        ("\u2028", CONTROL),
        ("\u200b", FORMAT),
        ("\u202e", FORMAT),
        ("\ufeff", FORMAT),
        ("\ud800", SURROGATE),
        ("\U0001f600", NO_GLYPH),
        ("\ufe00", NO_GLYPH),
        ("\uffff", NO_GLYPH),
    ],
)
@pytest.mark.parametrize("role", fonts.ROLES)
def test_refused_characters(character: str, reason: str, role: fonts.Role) -> None:
    (problem,) = preflight({"姓名": (f"王{character}明", role)})
    assert (problem.field, problem.position, problem.reason) == ("姓名", 2, reason)
    assert f"姓名第2个字符（U+{ord(character):04X}）" in problem.message


def test_position_counts_code_points() -> None:
    problems = preflight({"姓名": ("㐂龑\ue001", "body"), "地址": ("无", "kai")})
    assert [(p.field, p.position, p.code_point) for p in problems] == [("姓名", 3, "U+E001")]


def test_line_feed_only_where_paragraphs_may_be() -> None:
    texts = {"情况说明": ("一\n二", "kai"), "姓名": ("一\n二", "kai")}
    assert [p.field for p in preflight(texts, lines=["情况说明"])] == ["姓名"]
    assert [p.code_point for p in preflight({"情况说明": ("一\r\n二", "kai")}, lines=["情况说明"])] == ["U+000D"]


def test_every_role_covers_gb2312() -> None:
    common = fonts.repertoire("gb2312") - fonts.repertoire("names")
    assert len(common) > 7_000
    assert [chr(p) for role in fonts.ROLES for p in common if fonts.face_for(role, p) is None] == []


@pytest.mark.skipif(bool(fonts.missing_packages()), reason="needs Debian's fonts")
def test_rare_name_characters_with_all_fonts() -> None:
    names = "𠮷喆祎龑赟〇·㐂㛃䶮𬤊𬍛𫖯𬬻𪨰𫟅𬭊鿍㤘㭎𨟠"
    assert [p.message for role in fonts.ROLES for p in preflight({"姓名": (names, role)})] == []
    assert fonts.face_for("body", 0x1F600) is None, "HanaMinA has emoji, but counts for Han alone"


def test_with_the_python_fonts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "DEBIAN_FONTS", Path("/nowhere"))
    fonts.forget()
    try:
        common = fonts.repertoire("gb2312") - fonts.repertoire("names")
        assert all(fonts.face_for(role, point) for role in fonts.ROLES for point in common)
        assert [p.code_point for p in preflight({"姓名": ("𠮷喆", "kai")})] == ["U+20BB7"]
        assert fonts.families("kai") == fonts.families("body")
        assert set(fonts.missing_packages()) == set(fonts.DEBIAN_FONT_PACKAGES)
    finally:
        fonts.forget()


def test_a_paper_names_the_row_of_a_problem(samples: dict[str, Paper]) -> None:
    form = samples["application_form"]
    broken = replace(form, members=(*form.members, replace(form.members[0], name="李\ue000")))
    assert [(p.field, p.position) for p in preflight_paper(broken)] == [("家庭成员2成员姓名", 2)]
    assert all(preflight_paper(paper) == [] for paper in samples.values())
