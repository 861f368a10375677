"""One verb on a batch or a line from its form: files first, then the verb, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from relief import office
from relief.documents.models import Document
from relief.documents.services import Upload, file_papers
from relief.payouts.forms import VerbForm
from workflows.clock import office_now

RECEIPT = "BANK_RECEIPT"


def act(*, case: Any, verb: str, actor: Any, seen: int, form: VerbForm) -> Any:
    """Do what a filled form says."""
    given = form.given()
    for name, (item, value) in form.papers.items():
        uploads = form.cleaned_data.get(name)
        filed = file_for(case=case, item=item, uploads=uploads, actor=actor) if uploads else []
        if value:
            given[value] = filed[0] if filed else None
    return office.perform(case, verb, actor=actor, seen=seen, **given)


def file_for(*, case: Any, item: str, uploads: Sequence[Upload], actor: Any) -> list[Document]:
    """File papers: of a line in its case's file, of a batch in its own."""
    return file_papers(dossier=case.machine.facts(case).dossier(), organisation=case.organisation, item=item,
                       uploads=uploads, by=actor, at=office_now())  # fmt: skip


def keep_receipts(*, batch: Any, uploads: Sequence[Upload], actor: Any, take: Any, given: Mapping[str, Any]) -> Any:
    """The scan of the 回单 and the answers keyed from it, together."""
    if uploads:
        file_for(case=batch, item=RECEIPT, uploads=uploads, actor=actor)
    return take(batch=batch, actor=actor, **given)
