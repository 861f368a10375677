"""Papers, remarks and chasing: what may be recorded of a letter at almost any time (supervision.md §5 ACTS)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from relief.documents.models import Document
from relief.documents.services import Upload, file_papers
from workflows.engine import verb
from workflows.errors import NotPossible
from workflows.fsm import Moment

MACHINE = "supervision_letter"


def file_one(m: Moment, item: str, upload: Upload | None) -> Document | None:
    """The paper of a fact, filed with the letter; None where there is none."""
    return file_all(m, item, [upload])[0] if upload is not None else None


def file_all(m: Moment, item: str, uploads: Sequence[Upload | None], *, original_seen: bool = False) -> list[Document]:
    """Papers of one kind."""
    given = [u for u in uploads if u is not None]
    return file_papers(dossier=m.facts.dossier(), organisation=m.facts.line.own, item=item, uploads=given,
                       by=m.actor or m.entered_by, at=m.at, original_seen=original_seen)  # fmt: skip


def filed(documents: Mapping[str, Document | None]) -> dict[str, Any]:
    """Papers as the journal keeps them: key and digest."""
    return {name: {"id": d.pk, "digest": d.digest} for name, d in documents.items() if d is not None}


def not_ahead(m: Moment, day: date, what: str) -> date:
    """What is recorded has happened."""
    if day > m.today:
        raise NotPossible(_("%(what)s不能晚于今天。") % {"what": what})
    return day


def written(text: str, what: str) -> str:
    """A text that must say something."""
    if not text.strip():
        raise NotPossible(_("请填写%(what)s。") % {"what": what})
    return text.strip()


@verb(MACHINE, "add_paper")
def add_paper(m: Moment, *, item: str, uploads: Sequence[Upload], original_seen: bool = False) -> dict[str, Any]:
    """File papers under an item. Names of files stay out of the journal: they may name a worker."""
    if not uploads:
        raise NotPossible(_("请选择要上传的文件。"))
    papers = file_all(m, written(item, _("材料名称")), uploads, original_seen=original_seen)
    return {"item": item, "documents": [{"id": d.pk, "digest": d.digest} for d in papers]}


@verb(MACHINE, "note")
def note(m: Moment, *, text: str) -> dict[str, Any]:
    """A remark in the timeline."""
    return {"text": written(text, _("备注内容"))}


@verb(MACHINE, "chase")
def chase(m: Moment, *, text: str = "") -> dict[str, Any]:
    """催办: the row's notice is the letter; here only what is said beside it."""
    return {"text": text.strip()}
