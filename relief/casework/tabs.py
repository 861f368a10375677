"""Tabs that every machine can have: the file's documents, its issued papers, the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.casework import timeline
from relief.casework.rooms import Asked, Tab, case_url
from relief.casework.stand import Stand
from relief.documents.models import Document
from relief.notices.pages import case_forms, paper_row
from relief.notices.selectors import papers_in
from relief.queue.sitting import Sitting

KINDS = {"image/jpeg": "image", "image/png": "image", "application/pdf": "pdf"}
"""What a browser shows by itself; anything else is downloaded."""


def number_in(text: str | None) -> int | None:
    """A key out of an address."""
    return int(text) if text and text.isdecimal() and len(text) < 18 else None


def documents_of(dossier: str) -> list[Document]:
    """What is on file, oldest first."""
    found = Document.objects.filter(dossier=dossier, removed_at=None)
    return list(found.select_related("added_by").order_by("id"))


def documents(stand: Stand, sitting: Sitting, asked: Asked) -> dict[str, Any]:
    """The documents on file by what they are, and the one that is open beside them."""
    filed = documents_of(stand.facts.dossier())
    opened = number_in(asked.get("document"))
    current = next((d for d in filed if d.pk == opened and d.digest), None)
    return {"items": _items(stand, filed, current), "document": viewer(current) if current else None}


def _items(stand: Stand, filed: Sequence[Document], current: Document | None) -> list[dict[str, Any]]:
    found: dict[str, list[Document]] = {}
    for document in filed:
        found.setdefault(document.item, []).append(document)
    return [{"label": stand.room.item_label(item, stand), "required": False, "group": "", "state": "ok",
             "state_label": _("已有"), "files": [_file(stand, d, current) for d in files], "add_url": ""}
            for item, files in found.items()]  # fmt: skip


def _file(stand: Stand, document: Document, current: Document | None) -> dict[str, Any]:
    url = case_url(stand.room, stand.case.pk, tab="documents", document=document.pk) if document.digest else ""
    note = filesizeformat(document.size) if document.digest else _("在档案柜")
    return {"name": document.name, "url": url, "size": note, "current": document is current}


def viewer(document: Document) -> dict[str, Any]:
    """The open document."""
    marks = [f"{document.added_by or ''} {localtime(document.added_at):%Y-%m-%d}".strip()]
    if document.original_seen:
        marks.append(_("原件已核对"))
    return {
        "name": document.name, "kind": KINDS.get(document.media_type, "other"),
        "url": reverse("document", args=[document.pk]),
        "download_url": reverse("document_download", args=[document.pk]),
        "size": filesizeformat(document.size), "added": " · ".join(marks), "digest": document.digest,
    }  # fmt: skip


def papers(stand: Stand, sitting: Sitting, asked: Asked) -> dict[str, Any]:
    """Issued notices, and the forms to sign by hand that the reader may print."""
    return {"papers": [paper_row(notice, None) for notice in papers_in(stand.facts.dossier())],
            "blanks": case_forms(stand.case, sitting),
            "empty": {"title": _("还没有文书"), "text": _("办理中生成的文书会列在这里。")}}  # fmt: skip


def journal(stand: Stand, sitting: Sitting, asked: Asked) -> dict[str, Any]:
    """The latest events, older ones on demand."""
    return timeline.page(stand.room, stand.case, stand.facts, number_in(asked.get("before")))


DOCUMENTS = Tab("documents", gettext_lazy("材料"), "casework/_documents.html", documents)
PAPERS = Tab("papers", gettext_lazy("文书"), "casework/_papers.html", papers)
TIMELINE = Tab("timeline", gettext_lazy("时间线"), "casework/_timeline.html", journal, prints=False)
SHARED_TABS = (DOCUMENTS, PAPERS, TIMELINE)
