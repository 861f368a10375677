"""Filing papers: what they are is read from their first bytes, never from their name (relief.md §7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from relief.documents import store
from relief.documents.models import Document
from workflows.errors import NotPossible

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES = 60
SIGNATURES = (
    ("image/jpeg", 0, b"\xff\xd8\xff"),
    ("image/png", 0, b"\x89PNG\r\n\x1a\n"),
    ("application/pdf", 0, b"%PDF-"),
    ("image/heic", 4, b"ftypheic"),
    ("image/heic", 4, b"ftypheix"),
    ("image/heic", 4, b"ftypmif1"),
)


@dataclass(frozen=True)
class Upload:
    """A file as it came: its name and its bytes."""

    name: str
    content: bytes


def media_type(content: bytes) -> str | None:
    """jpg, png, heic or pdf by the first bytes; None for anything else."""
    return next((kind for kind, at, mark in SIGNATURES if content[at : at + len(mark)] == mark), None)


def check(upload: Upload) -> str:
    """The media type of an acceptable file. NotPossible, naming the file and the remedy, for any other."""
    kind = media_type(upload.content)
    if kind is None:
        raise NotPossible(_("“%(name)s”不是照片(jpg、png、heic)或PDF，请转换后再上传。") % {"name": upload.name})
    if len(upload.content) > MAX_BYTES:
        raise NotPossible(_("“%(name)s”超过20MB，请压缩后再上传。") % {"name": upload.name})
    return kind


def file_papers(*, dossier: str, organisation: Any, item: str, uploads: Sequence[Upload], by: Any, at: Any,
                original_seen: bool = False, paper_only: bool = False) -> list[Document]:  # fmt: skip
    """File uploads under an evidence item; ``paper_only`` files a note that the paper lies in the cabinet."""
    if Document.objects.filter(dossier=dossier, removed_at=None).count() + len(uploads) > MAX_FILES:
        raise NotPossible(_("一件案卷最多%(n)d个文件。") % {"n": MAX_FILES})
    head = {"dossier": dossier, "organisation": organisation, "item": item, "added_by": by, "added_at": at,
            "original_seen": original_seen}  # fmt: skip
    if paper_only and not uploads:
        return [Document.objects.create(**head, name=_("纸质存档"), paper_only=True)]
    rows = [
        Document(**head, name=u.name[:200], media_type=check(u), size=len(u.content), digest=store.keep(u.content))
        for u in uploads
    ]
    return Document.objects.bulk_create(rows)
