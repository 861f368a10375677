"""Invented scans show their Chinese text; each is another file."""

import io

from PIL import Image, ImageChops

from relief.demo.specimens import scan

TITLE = (50, 55, 390, 90)


def title(text: str) -> Image.Image:
    """The strip of the picture on which the text stands."""
    return Image.open(io.BytesIO(scan(text))).convert("L").crop(TITLE)


def alike(one: str, other: str) -> bool:
    return ImageChops.difference(title(one), title(other)).getbbox() is None


def test_chinese_is_drawn_and_not_replaced() -> None:
    assert not alike("申请材料", "公示照片")
    assert not alike("申请材料", "????")
    assert not alike("申", "\ue000")  # the box that a font shows for what it has not
    assert alike("申请材料", "申请材料")


def test_each_is_another_file() -> None:
    assert scan("一") != scan("二") and scan("一") == scan("一")
    assert scan("一").startswith(b"\x89PNG")
