"""Streaming stored papers: scoped, of the stored type, never sniffed, never under a public address."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from relief.applications.selectors import may_open
from relief.audit.models import AccessLog
from relief.audit.services import log_access, log_audit
from relief.documents.models import Document
from relief.documents.streaming import paper_response
from relief.queue.scope import reads_file, under
from relief.queue.sitting import Sitting, sitting_of
from workflows.roles import Role

RESTRICTED = "DIAGNOSIS"


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as it stands beside a form."""
    return _answer(request, pk, download=False)


@require_safe
def document_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as a file of its name."""
    return _answer(request, pk, download=True)


def _answer(request: HttpRequest, pk: int, *, download: bool) -> HttpResponse:
    found = _visible(request, pk)
    return paper_response(found.digest, found.name, media_type=found.media_type, download=download)


def _visible(request: HttpRequest, pk: int) -> Document:
    """The document, if the reader covers its case and may open it; anything else does not exist (404)."""
    sitting = sitting_of(request)
    found = Document.objects.select_related("organisation").filter(pk=pk, removed_at=None).exclude(digest="").first()
    if found is None or not _covered(found, sitting):
        raise Http404
    path = found.organisation.path
    if not may_open(found, request.user, sitting.grants, path):
        raise Http404
    what: dict[str, Any] = {"person": request.user, "dossier": found.dossier, "detail": found.name}
    if RESTRICTED in found.item.split(","):
        by = next((g.path for g in sitting.grants if path.startswith(g.path) and g.role != Role.ADMINISTRATOR), path)
        log_access(what=AccessLog.What.DOCUMENT, path=by, **what)
    log_audit(grants=sitting.grants, what=AccessLog.What.READ, on_path=path, **what)
    return found


def _covered(found: Document, sitting: Sitting) -> bool:
    """A case's paper is seen with its case; any other by whoever reads its union's cases."""
    covered = reads_file(sitting, found.dossier)
    return Document.objects.filter(under(sitting.readable), pk=found.pk).exists() if covered is None else covered
