"""The bank's answer: its file, or what is keyed from the 回单; all or nothing, the same again changes nothing."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from relief import office
from relief.documents.streaming import file_response
from relief.payouts import selectors
from relief.payouts.batch_shown import keyed_forms, scan_form
from relief.payouts.forms_batch import ResultFileForm, keyed_rows
from relief.payouts.models import PayoutBatch
from relief.payouts.receipts import keep_receipts
from relief.payouts.results_import import ALREADY, REFUSED, Taken, error_table, take_file, take_rows
from relief.payouts.views.batch_page import batch_page
from relief.queue.sitting import sitting_of
from workflows.errors import NotPossible
from workflows.roles import Role

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ERRORS = "result-errors-%d"
MOST = 500


@require_POST
def batch_results(request: HttpRequest, pk: int) -> HttpResponse:
    """Import a result file."""
    batch = _batch(request, pk)
    form = ResultFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return batch_page(request, batch, status=422, result_form=form)
    taken = take_file(batch=batch, content=form.cleaned_data["results"].read(), actor=request.user)
    if taken.outcome == REFUSED:
        return batch_page(request, _batch(request, pk), status=409, report=_refused(request, pk, taken))
    _tell(request, taken)
    return redirect("batch", pk)


@require_POST
def batch_keying(request: HttpRequest, pk: int) -> HttpResponse:
    """Register answers line by line from the 回单."""
    batch = _batch(request, pk)
    keyed = keyed_forms(selectors.lines_of(batch), request.POST)
    scan = scan_form(batch, request.POST, request.FILES)
    if not all([scan.is_valid(), *(form.is_valid() for form in keyed)]):
        return batch_page(request, batch, status=422, keyed=keyed, scan_form=scan, problems=_problems(keyed, scan))
    rows = keyed_rows(keyed)
    if not rows:
        problems = [{"text": _("请至少登记一笔结果。")}]
        return batch_page(request, batch, status=422, keyed=keyed, scan_form=scan, problems=problems)
    try:
        taken = office.carry_out(keep_receipts, batch=batch, uploads=scan.cleaned_data["scan"], actor=request.user,
                                 take=_taken, given={"rows": rows, "digest": ""})  # fmt: skip
    except Disagrees as refusal:
        return batch_page(
            request, _batch(request, pk), status=409, keyed=keyed, scan_form=scan, problems=refusal.problems
        )
    _tell(request, taken)
    return redirect("batch", pk)


@require_safe
def result_errors(request: HttpRequest, pk: int) -> HttpResponse:
    """下载问题清单: the faults of the file refused last, as a workbook."""
    batch = _batch(request, pk)
    errors = request.session.get(ERRORS % pk)
    if not errors:
        raise Http404
    return file_response(error_table(errors), _("%(number)s-回盘问题.xlsx") % {"number": batch.number}, media_type=XLSX,
                         download=True)  # fmt: skip


class Disagrees(NotPossible):
    """What was keyed disagrees with the batch: nothing is kept, the scan neither."""

    def __init__(self, taken: Taken) -> None:
        super().__init__(_("登记的结果与批次不符，没有写入。"))
        self.problems = [{"text": _("第%(n)d笔 %(column)s：%(message)s") % {
            "n": e.row, "column": e.column, "message": e.message}} for e in taken.errors]  # fmt: skip


def _taken(**given: Any) -> Taken:
    taken = take_rows(**given)
    if taken.outcome == REFUSED:
        raise Disagrees(taken)
    return taken


def _batch(request: HttpRequest, pk: int) -> PayoutBatch:
    """The batch, for those who may bring the bank's answer; others do not find it here."""
    sitting = sitting_of(request)
    batch = selectors.batch_for(sitting, pk)
    request.case = batch  # type: ignore[attr-defined]
    if not selectors.holds(sitting, Role.CASHIER, batch.organisation.path):
        raise Http404
    return batch


def _problems(keyed: list[Any], scan: Any) -> list[dict[str, str]]:
    faults = [(f, name, error) for f in keyed for name, errors in f.errors.items() for error in errors]
    found = [{"text": _("第%(n)d笔 %(label)s：%(error)s") % {
        "n": f.payment.line_no, "label": f.fields[name].label, "error": error}, "url": f"#{f[name].auto_id}"}
        for f, name, error in faults]  # fmt: skip
    return found + [{"text": str(e), "url": f"#{scan['scan'].auto_id}"} for e in scan.errors.get("scan", ())]


def _refused(request: HttpRequest, pk: int, taken: Taken) -> dict[str, Any]:
    errors = [asdict(e) for e in taken.errors]
    request.session[ERRORS % pk] = errors[:MOST]
    return {"ok": False, "text": _("共%(n)d处问题，一笔都没有写入。改好文件后重新导入。") % {"n": len(errors)},
            "errors": errors[:MOST], "workbook_url": reverse("result_errors", args=[pk])}  # fmt: skip


def _tell(request: HttpRequest, taken: Taken) -> None:
    if taken.outcome == ALREADY:
        messages.info(request, _("这些结果此前已经登记，没有任何变化。"))
        return
    text = _("已登记回盘结果：到账%(paid)d笔，失败%(failed)d笔。") % {"paid": taken.paid, "failed": taken.failed}
    messages.success(request, text)
