"""Batches: the list, one batch with its panel, its verbs, the file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relief import office
from relief.applications.windows import Window
from relief.audit.models import AccessLog
from relief.audit.services import log_audit
from relief.documents.models import Document
from relief.notices.streaming import file_response, stored_response
from relief.payouts import selectors
from relief.payouts.acting import act
from relief.payouts.forms import VERB_FORMS, VerbForm
from relief.payouts.models import PayoutBatch
from relief.payouts.panel import CONSEQUENCES, label_of
from relief.payouts.shown import batch_row, confirmation, fund_label, group_rows, rules_today
from relief.payouts.views.batch_page import batch_page, option_of
from relief.queue.sitting import sitting_of
from workflows.errors import NotPossible
from workflows.payout_batch import PAYOUT_BATCH, State

PAGE = 50
CONFIRMED = frozenset({"check", "export"})
"""Verbs whose sum is confirmed in words."""


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


@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch as it stands."""
    found, sitting = _batch(request, pk), sitting_of(request)
    log_audit(person=request.user, grants=sitting.grants, what=AccessLog.What.READ, dossier=f"payout_batch:{pk}",
              on_path=found.organisation.path)  # fmt: skip
    return batch_page(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
def batch_act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """The form of a verb in the panel's place; posted, the verb."""
    if verb not in {*PAYOUT_BATCH.by_move, "book"} - {"settle"}:
        raise Http404
    found = _batch(request, pk)
    if request.method != "POST":
        option_of(found, verb, request.user)
    form = VERB_FORMS.get(verb, VerbForm)(request.POST or None, request.FILES or None, case=found)
    request.bound_form = form  # type: ignore[attr-defined]
    confirm = _confirmation(request, found, verb) if verb in CONFIRMED else None
    if request.method == "POST" and _confirmed(form, confirm, request) and _done(request, found, verb, form):
        return redirect("batch", pk)
    action = _action(found, verb)
    return batch_page(request, found, status=422 if form.errors else 200, action=action, form=form, confirm=confirm)


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


def _done(request: HttpRequest, found: PayoutBatch, verb: str, form: VerbForm) -> bool:
    """Try it; what lacks is told on the form, with what was typed."""
    seen = request.POST.get("seen", "")
    try:
        fired = office.carry_out(act, case=found, verb=verb, actor=request.user, form=form,
                                 seen=int(seen) if seen.isdecimal() and len(seen) < 9 else -1)  # fmt: skip
    except NotPossible as refusal:
        form.add_error(None, refusal.message)
        return False
    _tell(request, verb, fired.event.facts)
    return True


def _tell(request: HttpRequest, verb: str, facts: Any) -> None:
    label = PAYOUT_BATCH.row(verb).label
    text = _("已办理“%(what)s”。") % {"what": label}
    if verb == "export":
        text = _("已导出%(n)d笔，文件%(name)s，SHA-256 %(digest)s。") % {
            "n": facts["count"], "name": facts["file"], "digest": facts["digest"]}  # fmt: skip
    messages.success(request, text)


def _confirmation(request: HttpRequest, found: PayoutBatch, verb: str) -> dict[str, Any]:
    fund = fund_label(found.source, rules_today(sitting_of(request)))
    rows = [(_("批次"), found.number), (_("银行模板"), found.template.name)]
    return confirmation(fen=found.total_fen, count=found.count, fund=fund, rows=rows)


def _confirmed(form: VerbForm, confirm: Any, request: HttpRequest) -> bool:
    if confirm and request.POST.get("confirmed") != "1":
        form.add_error(None, _("请核对金额、大写、笔数和资金来源，勾选后再确认。"))
    return form.is_valid()


def _action(found: PayoutBatch, verb: str) -> dict[str, Any]:
    row: Any = PAYOUT_BATCH.row(verb)
    return {"verb": verb, "title": label_of(row), "consequence": CONSEQUENCES.get(verb, ""),
            "multipart": verb == "book", "danger": getattr(row, "danger", False),
            "url": reverse("batch_act", args=[found.pk, verb]),
            "cancel_url": reverse("batch", args=[found.pk])}  # fmt: skip
