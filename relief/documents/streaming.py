"""Answering with a file: inline in a frame of our own pages, under its Chinese name, never sniffed, never cached.

The one place where bytes leave the house.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from relief.documents import store
from relief.documents.services import SIGNATURES
from workflows.errors import NotPossible

PDF = "application/pdf"
UNKNOWN = "application/octet-stream"
SHOWN = frozenset(kind for kind, _at, _mark in SIGNATURES)
"""What a browser may show beside a form; anything else is only downloaded, under no type of its own."""
UNSAFE = str.maketrans({c: "_" for c in '/\\:*?"<>|\r\n'})


def file_response(content: bytes, name: str, *, media_type: str = PDF, download: bool = False) -> HttpResponse:
    """The bytes as they are."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = str(content_disposition_header(download, name.translate(UNSAFE)))
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Cache-Control"] = "private, no-store"
    return response


def stored_response(digest: str, name: str, *, media_type: str = PDF, download: bool = False) -> HttpResponse:
    """Stored bytes, compared with their SHA-256 first."""
    try:
        content = store.read(digest)
    except (OSError, ValueError) as error:
        raise NotPossible(_("存档的文件缺失或与登记的SHA-256不符，请告知管理员。")) from error
    return file_response(content, name, media_type=media_type, download=download)


def paper_response(digest: str, name: str, *, media_type: str, download: bool) -> HttpResponse:
    """A filed paper, of the type that its first bytes told."""
    known = media_type in SHOWN
    kind = media_type if known else UNKNOWN
    return stored_response(digest, name, media_type=kind, download=download or not known)
