"""The papers that people sign by hand: printed on demand, their signed scans filed; the publicity sheet as PDF."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from relief import office
from relief.audit.models import AccessLog
from relief.audit.services import log_audit, log_reveal
from relief.documents.models import Document
from relief.documents.streaming import file_response, stored_response
from relief.notices import delivering, pages
from relief.notices.formkinds import FORMS, FormKind, print_blank, print_form
from relief.notices.listpapers import agenda_waiting
from relief.notices.paperdata import Mode
from relief.notices.papers import PAPERS
from relief.notices.render import RenderError, render_paper
from relief.notices.screen_forms import ScanForm
from relief.notices.selectors import filed_sheet, form_kind, form_row, form_subject, may_read, scans_of, sheet_under
from relief.notices.sheets import KIND as PUBLICITY
from relief.notices.sheets import sheet_paper
from relief.organisations.models import Organisation
from relief.queue.sitting import Sitting, sitting_of
from relief.schemes.selectors import scheme_on
from workflows.clock import today
from workflows.errors import NotPossible

MODES = {Mode.BLANK: gettext_lazy("空白"), Mode.WET: gettext_lazy("已填"), Mode.DECIDED: gettext_lazy("带意见")}


@require_safe
def blank_forms(request: HttpRequest) -> HttpResponse:
    """空白表格: every form without a case."""
    return render(request, "papers/blanks.html", {"groups": pages.blank_groups()})


@require_safe
def paper_blank(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty form of the reader's own union."""
    row, sitting = form_kind(kind), sitting_of(request)
    if not sitting.grants:
        raise Http404
    own = Organisation.objects.get(pk=sitting.grants[0].organisation_id)
    return file_response(print_blank(row.kind, own), f"{row.title}-{MODES[Mode.BLANK]}.pdf")


@require_safe
def paper_form(request: HttpRequest, kind: str, mode: str, pk: int) -> HttpResponse:
    """A form of its subject in one of the three modes; numbers in full are a look that is logged and capped."""
    row, sitting = form_kind(kind), sitting_of(request)
    if mode not in set(Mode):
        raise Http404
    subject = form_subject(sitting, row, pk)
    _log_look(request, sitting, row, subject, Mode(mode))
    try:
        pdf = print_form(row.kind, Mode(mode), subject, form_row(row, subject, request.GET.get("row", "")))
    except RenderError as error:
        raise NotPossible(_("这份表不能印制：%(why)s") % {"why": error}) from error
    name = f"{row.title}-{getattr(subject, 'number', '') or pk}-{MODES[Mode(mode)]}.pdf"
    return file_response(pdf, name, download="download" in request.GET)


def _log_look(request: HttpRequest, sitting: Sitting, row: FormKind, subject: Any, mode: Mode) -> None:
    path, dossier, what = subject.organisation.path, row.dossier(subject.pk), f"{row.title}（{MODES[mode]}）"
    log_audit(person=request.user, grants=sitting.grants, what=AccessLog.What.READ, on_path=path, dossier=dossier,
              detail=what)  # fmt: skip
    if row.full and mode is not Mode.BLANK:
        grant = next(g for g in sitting.grants if g.role in row.readers and path.startswith(g.path))
        log_reveal(person=request.user, dossier=dossier, detail=what, reason=_("打印%(what)s") % {"what": what},
                   path=grant.path, per_hour=scheme_on(today()).rules.masking.full_per_hour)  # fmt: skip


@require_safe
def agenda_of_waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """上会名单 before the meeting: what waits for a meeting of this union."""
    row, unit = FORMS["agenda"], Organisation.objects.filter(pk=pk).first()
    if unit is None or not may_read(sitting_of(request), row, unit.path):
        raise Http404
    return file_response(render_paper(row.kind, agenda_waiting(unit)), f"{row.title}-{unit.name}-{today()}.pdf")


def paper_scan(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """签字盖章扫描件: what is filed, and the form to file one."""
    row, sitting = form_kind(kind), sitting_of(request)
    subject = form_subject(sitting, row, pk)
    form = ScanForm(request.POST, request.FILES) if request.method == "POST" else ScanForm()
    if form.is_valid():
        _file(request, row, subject, form)
        messages.success(request, _("已存入“%(title)s”的签字盖章扫描件。") % {"title": row.title})
        return redirect("paper_scan", kind=kind, pk=pk)
    page = pages.scan_page(row, subject, request.user, scans_of(row, subject.pk))
    return render(request, "papers/scan.html", {**page, "form": form}, status=422 if form.errors else 200)


def _file(request: HttpRequest, row: FormKind, subject: Any, form: ScanForm) -> None:
    """Of a case it is the act add_paper; meetings, sheets and batches have a file of their own."""
    if delivering.filing_act(subject) is not None:
        seen = request.POST.get("seen", "")
        office.perform(subject, "add_paper", actor=request.user, seen=int(seen) if seen.isdecimal() else None,
                       item=row.slot, uploads=[form.upload], original_seen=True)  # fmt: skip
        return
    office.carry_out(delivering.file_scan, kind=row, pk=subject.pk, organisation=subject.organisation,
                     actor=request.user, upload=form.upload)  # fmt: skip


@require_safe
def paper_scan_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A filed scan of a form."""
    document = Document.objects.filter(pk=pk, item__startswith="SIGNED:", removed_at=None).first()
    if document is None:
        raise Http404
    row, sitting = form_kind(document.item.removeprefix("SIGNED:")), sitting_of(request)
    subject = form_subject(sitting, row, int(document.dossier.rpartition(":")[2]))
    _log_look(request, sitting, row, subject, Mode.DECIDED)
    return stored_response(document.digest, document.name, media_type=document.media_type)


@require_safe
def sheet_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """公示表: the filed paper once its term is over, before that printed from its frozen rows."""
    sheet = sheet_under(sitting_of(request).readable, pk)
    name, download = f"{PAPERS[PUBLICITY].title}-{sheet.number}.pdf", "download" in request.GET
    filed = filed_sheet(sheet)
    if filed is not None and filed.ready:
        return stored_response(filed.pdf_digest, name, download=download)
    return file_response(render_paper(PUBLICITY, sheet_paper(sheet)), name, download=download)
