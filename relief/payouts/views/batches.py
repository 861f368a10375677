"""Batches: the list, one batch with its panel, its verbs, the file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from relief import office
from relief.applications.windows import Window
from relief.documents.models import Document
from relief.documents.streaming import file_response, stored_response
from relief.payouts import selectors
from relief.payouts.models import PayoutBatch
from relief.payouts.shown import batch_row, group_rows, rules_today
from relief.queue.sitting import sitting_of
from workflows.payout_batch import State

PAGE = 50


@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """Batches and what waits for one."""
    sitting = sitting_of(request)
    rules, found, window = rules_today(sitting), selectors.batches_for(sitting), Window(request, PAGE)
    state = request.GET.get("state", "")
    if state in State.values:
        found = found.filter(state=state)
    options = [("", _("全部状态")), *State.choices]
    filters = [{"name": "state", "label": _("状态"),
                "options": [{"value": v, "label": w, "selected": v == state} for v, w in options]}]  # fmt: skip
    context = {
        "rows": [batch_row(b, sitting, rules) for b in window.rows(found)], "page": window.page(found.count()),
        "waiting": group_rows(sitting, rules), "filters": filters, "filters_on": bool(state),
        "failed_url": reverse("failed_lines"), "failed": selectors.unpaid_for(sitting).count(),
        "empty": {"title": _("没有发放批次"), "text": _("批准的救助会出现在上面的“待入批”，由制单编成批次。")},
    }  # fmt: skip
    return render(request, "payouts/batch_list.html", context)


@require_POST
def batch_download(request: HttpRequest, pk: int) -> HttpResponse:
    """下载银行文件: an act, so that the journal tells who had the account numbers."""
    found = _batch(request, pk)
    office.perform(found, "download", actor=request.user)
    return file_response(
        bytes(found.file.content), found.file.name, media_type="application/octet-stream", download=True
    )


@require_safe
def batch_paper(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """A scan filed with the batch."""
    found = _batch(request, pk)
    paper = get_object_or_404(Document, pk=document, dossier=f"payout_batch:{found.pk}", removed_at=None)
    return stored_response(paper.digest, paper.name, media_type=paper.media_type)


def _batch(request: HttpRequest, pk: int) -> PayoutBatch:
    found = selectors.batch_for(sitting_of(request), pk)
    request.case = found  # type: ignore[attr-defined]
    return found
