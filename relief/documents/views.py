"""Streaming stored papers: scoped, of the stored type, never sniffed, never under a public address."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from relief.applications.selectors import applications_under, may_open, under
from relief.audit.models import AccessLog
from relief.audit.services import log_access, log_audit
from relief.documents import store
from relief.documents.models import Document
from relief.documents.services import SIGNATURES
from relief.queue.sitting import Sitting, sitting_of
from workflows.roles import Role

MEDIA_TYPES = frozenset(kind for kind, _at, _mark in SIGNATURES)
UNKNOWN = "application/octet-stream"
RESTRICTED = "DIAGNOSIS"


@require_safe
@xframe_options_sameorigin
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as it stands beside a form."""
    return _answer(request, pk, download=False)


@require_safe
def document_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as a file of its name."""
    return _answer(request, pk, download=True)


def _answer(request: HttpRequest, pk: int, *, download: bool) -> HttpResponse:
    found = _visible(request, pk)
    try:
        content = store.read(found.digest)
    except FileNotFoundError:
        raise Http404 from None
    known = found.media_type in MEDIA_TYPES
    response = HttpResponse(content, content_type=found.media_type if known else UNKNOWN)
    response["Content-Disposition"] = content_disposition_header(download or not known, found.name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


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
    kind, _colon, key = found.dossier.partition(":")
    if kind == "relief_application" and key.isdecimal():
        return applications_under(sitting.readable).filter(pk=key).exists()
    return Document.objects.filter(under(sitting.readable), pk=found.pk).exists()
