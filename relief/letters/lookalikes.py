"""Characters that share one glyph, told apart: 一 and ⼀, … and ⋯.

A PDF remembers one code point for each glyph of a font. Where two code points of a letter are drawn by the same glyph of
the same file, the rarer is set in another font of its stack, so that the letter reads back as it was written.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from relief.notices import fonts
from relief.notices.fonts import Role


class Apart:
    """Which characters of a letter must be set in another font; ``alike`` are those for which there is none."""

    def __init__(self, texts: Iterable[tuple[str, Role]]) -> None:
        used: dict[str, set[Role]] = defaultdict(set)
        for text, role in texts:
            for character in set(text):
                used[character].add(role)
        self.alike: list[str] = []
        self._families: dict[tuple[str, Role], str] = {}
        drawn: dict[tuple[str, str], str] = {}
        for character in sorted(used, key=_rarity):
            for role in sorted(used[character]):
                self._settle(character, role, drawn)

    def _settle(self, character: str, role: Role, drawn: dict[tuple[str, str], str]) -> None:
        printers = fonts.printers(role, ord(character))
        for n, printer in enumerate(printers):
            if drawn.setdefault(printer, character) == character:
                if n:
                    self._families[character, role] = printer[0]
                return
        if printers:
            self.alike.append(character)

    def markup(self, text: str, role: Role) -> SafeString:
        """The text escaped, with the characters that need it in their own font."""
        if not self._families:
            return escape(text)
        return mark_safe("".join(self._one(character, role) for character in text))  # each part is escaped

    def _one(self, character: str, role: Role) -> SafeString:
        family = self._families.get((character, role))
        if family is None:
            return escape(character)
        return format_html('<span class="in-{}">{}</span>', family, character)


def _rarity(character: str) -> tuple[bool, bool, int]:
    """Plain characters before their compatibility forms."""
    point = ord(character)
    return point not in _COMMON, unicodedata.normalize("NFKC", character) != character, point


_COMMON = fonts.repertoire("gb2312")
