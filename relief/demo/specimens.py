"""Invented scans for the demonstration: a picture with a line of text, different for each paper."""

import io
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from relief.notices.fonts import FACES, locate

SIZE = 20


def scan(text: str) -> bytes:
    """A PNG that stands for a scanned paper."""
    picture = Image.new("RGB", (420, 594), "#f7f5ef")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((20, 20, 400, 574), outline="#8a8578", width=2)
    for n in range(12):
        draw.line((50, 120 + n * 34, 370 - (n % 4) * 30, 120 + n * 34), fill="#c9c4b6", width=3)
    draw.text((50, 60), text, fill="#5b564b", font=_hei())
    written = io.BytesIO()
    picture.save(written, "PNG", compress_level=9)
    return written.getvalue() + text.encode()


@cache
def _hei() -> ImageFont.FreeTypeFont:
    """The Chinese font that is installed with the papers' own, whatever the machine has."""
    path = locate(FACES["hei"])
    if path is None:
        raise FileNotFoundError(FACES["hei"].file)
    return ImageFont.truetype(path, SIZE)
