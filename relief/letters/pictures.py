"""Pages of a PDF as pictures for the screen: phones and frames show a picture where they do not show a PDF.

The only module that imports PDFium. The picture is of the very bytes that print, so screen and paper cannot differ.
"""

from __future__ import annotations

import base64
import io
import threading

import pypdfium2

WIDTH = 900
"""Pixels across an A4 page: sharp beside a form, small enough to be sent after every pause in typing."""
COLOURS = 16
MOST = 30
"""Pages shown; a longer letter (annex of addressees) is opened as PDF."""



class Unreadable(Exception):
    """The bytes are no PDF that can be drawn."""


_lock = threading.Lock()  # PDFium must not be used by two threads at once


def page_pictures(pdf: bytes) -> tuple[list[str], int]:
    """The first pages as addresses that hold the picture itself, and how many pages there are."""
    with _lock:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise Unreadable from error
        try:
            shown = min(len(document), MOST)
            return [_picture(document[n]) for n in range(shown)], len(document)
        finally:
            document.close()


def _picture(page: pypdfium2.PdfPage) -> str:
    image = page.render(scale=WIDTH / page.get_width()).to_pil()
    written = io.BytesIO()
    image.convert("RGB").quantize(COLOURS).save(written, "PNG", optimize=False)
    return "data:image/png;base64," + base64.b64encode(written.getvalue()).decode()
