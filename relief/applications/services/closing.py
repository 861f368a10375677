"""After payment: the call back and the archive (relief.md §3, §10 retention)."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from relief.applications.models import FollowUp
from relief.documents.models import Document
from relief.notices.models import Notice
from workflows.engine import consequence, verb
from workflows.errors import NotPossible
from workflows.fsm import Moment


@verb("relief_application", "follow_up")
def follow_up(m: Moment, *, how: str, received: bool, said: str) -> dict[str, Any]:
    """回访: was the money received, what did they say."""
    if not said.strip():
        raise NotPossible(_("请填写回访情况。"))
    FollowUp.objects.create(application=m.case, on=m.occurred_on, how=how, received=received, said=said,
                            by=m.actor)  # fmt: skip
    return {"how": how, "received": received, "said": said}


@consequence("relief_application", "archive")
def bind_dossier(m: Moment, event: Any) -> None:
    """Retention runs from 1 January after closing; the digest covers journal, papers, documents and the sheets it hung on."""
    a = m.case
    years = m.facts.scheme.retention_years["case_file"]
    a.retain_until = date(m.today.year + 1 + years, 1, 1)
    files = [event.dossier, *(f"publicity_sheet:{k}" for k in a.sheet_entries.values_list("sheet_id", flat=True))]
    digests = [bytes(event.hash).hex()]
    digests += Notice.objects.filter(dossier__in=files).order_by("id").values_list("pdf_digest", flat=True)
    digests += Document.objects.filter(dossier__in=files).order_by("id").values_list("digest", flat=True)
    a.dossier_digest = hashlib.sha256("\n".join(digests).encode()).hexdigest()
    a.save(update_fields=["retain_until", "dossier_digest"])
