"""The seal as a drawing: a red ring, a star, the union's name on the arc. Outlines only, so that no text is added to the
letter's own and no font to its file."""

import math
from functools import cache, lru_cache
from typing import Any

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen

from relief.notices import fonts

SIZE_MM = 42.0
RADIUS, RING = 100.0, 4.0
ARC = 240.0  # degrees that a long name takes
STEP = 30.0  # degrees from one character to the next where there is room
LARGEST = 32.0  # height of a character


def _printer(character: str) -> tuple[str, str]:
    """(family, glyph) of the whole file of the face that prints the character in the body."""
    found = fonts.printers("body", ord(character))
    return next(row for row in found if not row[0].endswith("-common"))


@cache
def _opened(family: str) -> tuple[Any, int]:
    """(glyphs, units per em) of a face by its family name."""
    font = fonts.open_face(fonts.FACES[family.removeprefix("relief-")])
    return font.getGlyphSet(), font["head"].unitsPerEm


@lru_cache(maxsize=64)
def seal_path(name: str) -> str:
    """SVG path data of star and name in a square of 200 units around the origin; y grows downwards."""
    return _star(20.0) + "".join(_letters(name[:60]))


def _star(radius: float) -> str:
    points = []
    for n in range(10):
        reach, turn = (radius if n % 2 == 0 else radius * 0.382), math.radians(36 * n - 90)
        points.append(f"{reach * math.cos(turn):.1f} {reach * math.sin(turn):.1f}")
    return "M" + "L".join(points) + "Z"


def _letters(name: str) -> list[str]:
    shown = [c for c in name if fonts.face_for("body", ord(c))]
    step = min(STEP, ARC / max(len(shown) - 1, 1))
    reach = RADIUS - RING - 4
    size = min(LARGEST, math.radians(step) * (reach - 10) * 1.05)
    first = -step * (len(shown) - 1) / 2
    return [_letter(c, first + step * n, reach - size, size) for n, c in enumerate(shown)]


def _letter(character: str, angle: float, foot: float, size: float) -> str:
    """A character that stands upright on the arc, ``angle`` degrees right of the top, its foot towards the centre."""
    family, name = _printer(character)
    glyphs, units = _opened(family)
    glyph = glyphs[name]
    scale, turn = size / units, math.radians(angle)
    cos, sin = math.cos(turn), math.sin(turn)
    drop = 0.12 * size  # a Chinese glyph reaches this far below its baseline
    x, y = -glyph.width * scale / 2, -(foot + drop)
    pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.1f}".removesuffix(".0"))
    glyph.draw(TransformPen(pen, (scale * cos, scale * sin, scale * sin, -scale * cos, x * cos - y * sin, x * sin + y * cos)))
    return pen.getCommands()
