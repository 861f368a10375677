"""Papers and remarks of leads and cases. Names of files stay out of the journal: they may name a worker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from relief.documents.models import Document
from relief.documents.services import Upload, file_papers
from relief.supervision.pseudonyms import bearers, bearers_of_lead, refuse_names
from workflows.engine import verb
from workflows.errors import NotPossible
from workflows.fsm import Moment

CASE, LEAD = "supervision_case", "supervision_lead"


def filed(m: Moment, item: str, uploads: Sequence[Upload], *, original_seen: bool = False) -> list[Document]:
    """File uploads in the file of the case that moves."""
    return file_papers(dossier=m.facts.dossier(), organisation=m.facts.line.own, item=item, uploads=uploads,
                       by=m.actor or m.entered_by, at=m.at, original_seen=original_seen)  # fmt: skip


def filed_one(m: Moment, item: str, paper: Upload | None) -> Document | None:
    """The same of one paper, where there is one."""
    return filed(m, item, [paper])[0] if paper is not None else None


@verb(CASE, "add_paper")
@verb(LEAD, "add_paper")
def add_paper(m: Moment, *, item: str, uploads: Sequence[Upload], original_seen: bool = False) -> dict[str, Any]:
    """登记证据材料."""
    if not item.strip() or not uploads:
        raise NotPossible(_("请写明材料名称并选择要上传的文件。"))
    names_kept_out(m, item)
    papers = filed(m, item.strip(), uploads, original_seen=original_seen)
    if m.case.machine.name == LEAD and item == "WORKER_LIST":
        m.case.worker_list_filed = True
        m.case.save(update_fields=["worker_list_filed"])
    return {"item": item.strip(), "documents": [{"id": d.pk, "digest": d.digest} for d in papers]}


@verb(CASE, "note")
@verb(LEAD, "note")
def note(m: Moment, *, text: str) -> dict[str, Any]:
    """A remark in the timeline."""
    if not text.strip():
        raise NotPossible(_("请填写备注内容。"))
    names_kept_out(m, text)
    return {"text": text.strip()}


@verb(CASE, "send_back", "break_off", "rethink")
def with_reason(m: Moment, *, reason: str = "") -> dict[str, Any]:
    """A move that brings its reason alone."""
    names_kept_out(m, reason)
    return {"reason": reason.strip()}


def names_kept_out(m: Moment, *texts: Any) -> None:
    """Refuse the names of workers and complainants in what the journal keeps."""
    known = bearers(m.case) if m.case.machine.name == CASE else bearers_of_lead(m.case)
    refuse_names(known, *texts)
