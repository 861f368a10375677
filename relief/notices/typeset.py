"""Lines of even length for Chinese body text.

The PDF engine does not justify Chinese, and Latin digits make a line ragged, so lines are broken here, from the
advances of the very fonts that print them, and each line gets its own letter-spacing. GB/T 9704: 28 characters of
16 pt in 156 mm. Lengths are points; widths of characters are em.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relief.notices.fonts import Role, advance

TEXT_WIDTH = 156 / 25.4 * 72  # 442.2 pt, the text block of GB/T 9704
BODY_SIZE = 16.0  # 3号
GRID_SPACING = TEXT_WIDTH / 28 - BODY_SIZE  # -0.207 pt: 28 characters fill a line exactly
MAX_STRETCH = 0.2  # em a character; a line that would need more stays short
MAX_SHRINK = 0.04  # em a character

MIN_MARK_SIZE = 18.0

NO_LINE_START = set("，。、；：？！）》〉」』】〕〗”’…—·％‰℃°%)]},.;:?!") | {"々", "ー"}
NO_LINE_END = set("（《〈「『【〔〖“‘￥¥$#([{№")
_PIECES = re.compile(r"[A-Za-z0-9.,:;@_&'+*#%=~/-]+| +|.", re.DOTALL)
_NAME_WORDS = re.compile("公司|集团|委员会|街道|[省市县区镇乡局厂矿院]")
_LATIN_BREAKS = re.compile(r"[^/-]*[/-]+|[^/-]+")


@dataclass(frozen=True)
class Line:
    """One printed line and the extra space after each of its characters, in points."""

    text: str
    spacing: float
    first: bool


@dataclass(frozen=True)
class Measure:
    """How a block is set: typeface role, size, width, first-line indent (em) and grid spacing (pt)."""

    role: Role = "body"
    size: float = BODY_SIZE
    width: float = TEXT_WIDTH
    indent: float = 2.0
    grid: float = GRID_SPACING

    def of(self, text: str) -> float:
        """Natural width of a text, each character with the grid spacing behind it."""
        return sum(advance(self.role, ord(c)) * self.size + self.grid for c in text)


def paragraph_lines(text: str, measure: Measure) -> list[Line]:
    """Break one paragraph; every line but the last reaches the right edge unless that would tear it apart."""
    lines: list[Line] = []
    current, used = "", 0.0
    room = measure.width - measure.indent * measure.size
    for atom in _atoms(text, measure):
        size = measure.of(atom)
        if not current and atom.isspace() and lines:
            continue
        if current and used + size > room + 0.01 and not atom.isspace():
            if _squeezes(current + atom, used + size - room, used, room, measure):
                lines.append(_justified(current + atom, room, measure, not lines))
                current, used = "", 0.0
            else:
                lines.append(_justified(current, room, measure, not lines))
                current, used = atom, size
            room = measure.width
            continue
        current, used = current + atom, used + size
    if current.strip() or not lines:
        lines.append(Line(current.rstrip(" "), measure.grid, not lines))
    return lines


def _squeezes(text: str, excess: float, used: float, room: float, measure: Measure) -> bool:
    """True if pulling the next atom in disturbs the line less than leaving it to the next line."""
    shrink = excess / len(text)
    return shrink <= MAX_SHRINK * measure.size and excess <= room - used


def _justified(text: str, room: float, measure: Measure, first: bool) -> Line:
    text = text.rstrip(" ")
    gaps = max(len(text) - 1, 1)
    slack = room - measure.of(text) + measure.grid  # nothing is added behind the last character
    spacing = measure.grid + slack / gaps
    if spacing - measure.grid > MAX_STRETCH * measure.size:
        spacing = measure.grid
    return Line(text, round(spacing, 3), first)


def _atoms(text: str, measure: Measure) -> Iterator[str]:
    """Pieces that stay together: a Latin run between hyphens, a character with its punctuation (within reason)."""
    pending = ""
    for piece in _pieces(text, measure):
        if pending and not _may_break(pending[-1], piece[0]) and measure.of(pending) <= measure.width * 2 / 3:
            pending += piece
            continue
        if pending:
            yield pending
        pending = piece
    if pending:
        yield pending


def _pieces(text: str, measure: Measure) -> Iterator[str]:
    for piece in _PIECES.findall(text):
        if len(piece) == 1 or piece.isspace():
            yield piece
            continue
        for part in _LATIN_BREAKS.findall(piece):
            if measure.of(part) > measure.width * 2 / 3:
                yield from part
            else:
                yield part


def _may_break(before: str, after: str) -> bool:
    return " " in (before, after) or not (before in NO_LINE_END or after in NO_LINE_START)


def fitting_size(text: str, role: Role, largest: float, width: float) -> float:
    """Largest whole point size at which the text fits one line of the width."""
    em = sum(advance(role, ord(c)) for c in text) or 1.0
    return min(largest, float(int(width / em)))


def mark_lines(name: str) -> list[str]:
    """An issuer's name in one line, or in two where one would be set smaller than 18 pt: after a word such as 公司 or
    镇 if one ends near the middle, else in the middle. What would be too small in two lines takes as many as it needs."""
    if fitting_size(name, "title", 38.0, TEXT_WIDTH) >= MIN_MARK_SIZE:
        return [name]
    middle = len(name) // 2
    ends = [m.end() for m in _NAME_WORDS.finditer(name) if abs(m.end() - middle) <= len(name) // 4]
    cut = min(ends, key=lambda end: abs(end - middle), default=middle)
    halves = [name[:cut], name[cut:]]
    if min(fitting_size(half, "title", 38.0, TEXT_WIDTH) for half in halves) >= MIN_MARK_SIZE:
        return halves
    room = int(TEXT_WIDTH / MIN_MARK_SIZE)
    return [name[start : start + room] for start in range(0, len(name), room)]
