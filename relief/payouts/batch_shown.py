"""What the page of a batch shows, whatever form stands on it: a verb's, the bank's file, the answers keyed by hand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from relief.casework.stand import Stand
from relief.payouts import selectors
from relief.payouts.drafting import unwritable
from relief.payouts.forms_batch import KeyedLineForm, KeyingForm, ResultFileForm
from relief.payouts.models import PayoutBatch, PayoutLine
from relief.payouts.shown import MANUAL, batch_head, files, line_rows
from relief.queue.sitting import sitting_of
from workflows.payout_batch import State

WRITABLE = frozenset({State.DRAFTED, State.CHECKED})
"""States in which the file is still to be written."""


def batch_context(request: HttpRequest, standing: Stand, **more: Any) -> dict[str, Any]:
    """What stands on the page besides the panel. ``more``: report of a result file; forms keyed by hand."""
    sitting, batch = sitting_of(request), standing.case
    lines, hands = selectors.lines_of(batch), selectors.hands_of(batch)
    rows = line_rows(lines, unwritable(lines, batch.template) if batch.state in WRITABLE else {})
    return {
        "crumbs": [{"label": _("发放批次"), "url": reverse("batches")}, {"label": batch.number}],
        "batch": batch_head(batch, sitting, hands), "lines": rows, "seen": batch.event_count,
        "answered": selectors.answers(lines) if hasattr(batch, "file") else None,
        "files": files(batch, hands, standing.may("download")), "papers": _papers(batch),
        "slip_url": reverse("paper_form", args=["payment_list", "decided", batch.pk]),
        "approval_pdf_url": reverse("paper_form", args=["payment_approval", "decided", batch.pk]),
        "slip_scan_url": reverse("paper_scan", args=["payment_list", batch.pk]),
        "approval_scan_url": reverse("paper_scan", args=["payment_approval", batch.pk]),
        **_answering(request, batch, lines, rows, more), **more,
    }  # fmt: skip


def _papers(batch: PayoutBatch) -> list[dict[str, Any]]:
    return [{"name": p.name, "by": p.added_by, "on": p.added_at, "url": reverse("batch_paper", args=[batch.pk, p.pk])}
            for p in selectors.papers_of(batch)]  # fmt: skip


def _answering(request: HttpRequest, batch: PayoutBatch, lines: list[PayoutLine], rows: list[dict[str, Any]],
               more: dict[str, Any]) -> dict[str, Any]:  # fmt: skip
    """Where the bank's answer is awaited: the file, or the lines to be keyed from the 回单."""
    if not selectors.awaiting_bank(batch, sitting_of(request)):
        report = more.get("report")
        return {"result_import": {"report": report}} if report else {}
    manual = batch.template.data["kind"] == MANUAL
    by_hand = manual or "keyed" in more or request.GET.get("key") == "1"
    found: dict[str, Any] = {}
    if not manual:
        key_url = "" if by_hand else f"{reverse('batch', args=[batch.pk])}?key=1"
        found["result_import"] = {"url": reverse("batch_results", args=[batch.pk]), "report": more.get("report"),
                                  "form": more.get("result_form") or ResultFileForm(), "key_url": key_url}  # fmt: skip
    if by_hand:
        found["keying"] = keying(batch, lines, rows, more)
    return found


def keying(
    batch: PayoutBatch, lines: list[PayoutLine], rows: list[dict[str, Any]], more: dict[str, Any]
) -> dict[str, Any]:
    """One small form a line that has no answer yet."""
    keyed = more.get("keyed") or keyed_forms(lines)
    by_line = {form.payment.pk: form for form in keyed}
    for row in rows:
        row["form"] = by_line.get(row["pk"])
    scan = more.get("scan_form") or scan_form(batch)
    return {"url": reverse("batch_keying", args=[batch.pk]), "scan": scan["scan"]}


def keyed_forms(lines: list[PayoutLine], data: Any = None) -> list[KeyedLineForm]:
    """The forms of the lines that the bank has not answered."""
    return [KeyedLineForm(data, payment=x) for x in lines if not hasattr(x, "result")]


def scan_form(batch: PayoutBatch, data: Any = None, uploads: Any = None) -> KeyingForm:
    """The scan is asked for by hand-keyed batches, once."""
    receipts = [d for d in selectors.papers_of(batch) if not d.item.startswith("SIGNED:")]
    needed = batch.template.data["kind"] == MANUAL and not receipts
    return KeyingForm(data, uploads, scan_needed=needed)
