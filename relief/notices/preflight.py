"""Glyph preflight: can every character of a text be printed by the fonts configured for its role?

A paper with an empty box or a strange glyph in a name is worthless, so such a text is refused, naming field, place and
code point. Private-use, control, format and surrogate characters are refused even where some font draws them.
"""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from relief.notices import fonts
from relief.notices.fonts import Role
from relief.notices.paperdata import Paper, printed_fields

CONTROL, FORMAT, PRIVATE_USE, SURROGATE, NO_GLYPH = "control", "format", "private_use", "surrogate", "no_glyph"
_REFUSED = {"Cc": CONTROL, "Cf": FORMAT, "Zl": CONTROL, "Zp": CONTROL, "Co": PRIVATE_USE, "Cs": SURROGATE}


@dataclass(frozen=True)
class GlyphProblem:
    """One character that cannot be printed: position counts code points from 1."""

    field: str
    position: int
    character: str
    reason: str

    @property
    def code_point(self) -> str:
        return f"U+{ord(self.character):04X}"

    @property
    def message(self) -> str:
        reasons = {
            CONTROL: _("是控制字符"),
            FORMAT: _("是不可见的格式字符"),
            PRIVATE_USE: _("是自造字（专用区）"),
            SURROGATE: _("不是完整的字符"),
            NO_GLYPH: _("在所用字体中没有字形"),
        }
        place = {"field": self.field, "n": self.position, "code": self.code_point, "reason": reasons[self.reason]}
        return _("%(field)s第%(n)s个字符（%(code)s）%(reason)s，不能印制") % place


def preflight(texts: Mapping[str, tuple[str, Role]], *, lines: Collection[str] = ()) -> list[GlyphProblem]:
    """Problems of texts given as {field name: (text, role)}; ``lines`` names the fields that may have line feeds."""
    problems = []
    for name, (text, role) in texts.items():
        problems += _problems(name, text, role, name in lines)
    return problems


def preflight_paper(paper: Paper) -> list[GlyphProblem]:
    """Problems of every printed text of a paper; texts of opinions and narratives may have line feeds."""
    return [
        problem
        for name, text, role, may_break in printed_fields(paper)
        for problem in _problems(name, text, role, may_break)
    ]


def _problems(name: str, text: str, role: Role, may_break: bool) -> list[GlyphProblem]:
    return [
        GlyphProblem(name, position, character, reason)
        for position, character in enumerate(text, start=1)
        if not (may_break and character == "\n") and (reason := _reason(character, role))
    ]


def _reason(character: str, role: Role) -> str:
    refused = _REFUSED.get(unicodedata.category(character), "")
    if refused:
        return refused
    return "" if fonts.face_for(role, ord(character)) else NO_GLYPH
