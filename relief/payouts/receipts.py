"""The scan of the 回单 and the answers keyed from it, together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from relief.documents.services import Upload, file_papers
from workflows.clock import office_now

RECEIPT = "BANK_RECEIPT"


def keep_receipts(*, batch: Any, uploads: Sequence[Upload], actor: Any, take: Any, given: Mapping[str, Any]) -> Any:
    """File the scan with the batch, then take the answers."""
    if uploads:
        file_papers(dossier=batch.machine.facts(batch).dossier(), organisation=batch.organisation, item=RECEIPT,
                    uploads=uploads, by=actor, at=office_now())  # fmt: skip
    return take(batch=batch, actor=actor, **given)
