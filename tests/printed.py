"""What a paper says, as somebody reads it who has nothing but the PDF."""

import re
import subprocess

from relief.documents import store
from relief.notices import services
from relief.notices.models import Notice


def text_of(pdf: bytes) -> str:
    """pdftotext of a PDF, without page numbers and white space."""
    run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", "", re.sub(r"(?m)^\f?— \d+ —$", "", run.stdout.decode()))


def pdf_of(notice: Notice) -> bytes:
    """The stored bytes of a notice, made as the job makes them."""
    made = services.make(notice.pk)
    assert made.ready, made.error
    return store.read(made.pdf_digest)


def lacking(text: str, *parts: str) -> list[str]:
    """What the text does not say."""
    return [part for part in parts if part not in text]
