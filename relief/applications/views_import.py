"""The import page: choose → check (with progress) → the marked sheet, or a clean preview → write."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from relief.applications import import_jobs
from relief.applications.forms_import import ImportForm
from relief.applications.import_template import blank_sheet
from relief.applications.importing import read
from relief.applications.models import ImportJob
from relief.applications.selectors_import import (
    PAGE,
    VIEWS,
    job_for,
    recent_jobs,
    rows_of,
    run_of,
    unions_to_import_for,
)
from relief.applications.sheet import error_workbook
from relief.applications.windows import Window
from relief.schemes.selectors import scheme_on
from workflows.clock import today

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNTAKEN = timedelta(seconds=2)
Status = ImportJob.Status
TONES: dict[str, str] = {
    Status.READ: "todo",
    Status.WRITTEN: "done",
    Status.ALREADY: "done",
    Status.FAILED: "bad",
    Status.CLEARED: "off",
}
LABELS = {"bad": gettext_lazy("有错的行"), "warned": gettext_lazy("有提醒的行"), "all": gettext_lazy("全部行")}


@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is checked at once, or by the worker when it is large."""
    form = ImportForm(request.POST or None, request.FILES or None, unions=unions_to_import_for(request.user))
    if request.method == "POST" and form.is_valid():
        return redirect("import_job", import_jobs.receive(**form.received(), by=request.user).pk)
    recent = [{"job": job, "url": reverse("import_job", args=[job.pk]), "tone": TONES.get(job.status, "doing")}
              for job in recent_jobs(request.user)]  # fmt: skip
    context = {"stage": "choose", "form": form, "recent": recent, "template_url": reverse("import_template")}
    return _page(request, context, status=422 if form.errors else 200)


@require_GET
def import_job(request: HttpRequest, pk: int) -> HttpResponse:
    """One upload as it stands."""
    job = job_for(request.user, pk)
    if job.running:
        context: dict[str, Any] = {"stage": "running", "progress": _progress(job)}
    elif job.status == Status.READ:
        context = _checked(request, job)
    elif job.status in (Status.WRITTEN, Status.ALREADY):
        context = {"stage": "written" if job.status == Status.WRITTEN else "already", "written": _written(job)}
    else:
        context = {
            "stage": "failed",
            "error": job.error,
            "retry_url": job.upload and reverse("import_retry", args=[pk]),
        }
    return _page(request, {**context, "report": _report(job)})


@require_GET
def import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked every second. Where no worker takes the file within two seconds this request does the work."""
    job = job_for(request.user, pk)
    since = job.confirmed_at or job.created_at
    if job.status in import_jobs.STEPS and since < timezone.now() - UNTAKEN:
        import_jobs.run(job.pk)
        job.refresh_from_db()
    if job.running:
        return render(request, "ui/progress.html", {"progress": _progress(job)})
    return HttpResponseClientRedirect(reverse("import_job", args=[pk]))


@require_POST
def import_write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what was shown; pressed twice, it is written once."""
    job = job_for(request.user, pk)
    leave_out = request.POST.get("leave_out") == "1"
    clean = not job.found.get("error")
    if request.POST.get("key") == job.digest and (clean or leave_out):
        import_jobs.confirm(job, leave_out_bad=leave_out)
    return redirect("import_job", pk)


@require_POST
def import_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a failed job up again."""
    import_jobs.retry(job_for(request.user, pk))
    return redirect("import_job", pk)


@require_GET
def import_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """下载标注后的表: the uploaded sheet with its bad cells marked."""
    job = job_for(request.user, pk)
    if not job.upload:
        return redirect("import_job", pk)
    content = import_jobs.content_of(job)
    report = read(content, organisation=job.organisation, received_on=job.received_on)
    stem = job.name.rsplit(".", 1)[0]
    return _xlsx(error_workbook(content, report), _("%(name)s-标注.xlsx") % {"name": stem})


@require_GET
def import_template(request: HttpRequest) -> HttpResponse:
    """The blank sheet of the scheme in force today."""
    return _xlsx(blank_sheet(scheme_on(today()).rules), _("救助申请导入表.xlsx"))


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "applications/import.html", {"url": reverse("import_new"), **context}, status=status)


def _report(job: ImportJob) -> dict[str, Any]:
    unknown = "、".join(job.found.get("unknown_columns", ()))
    return {**job.found, "file": job.name, "digest": job.digest, "union": job.organisation,
            "received_on": job.received_on, "unknown_columns": unknown}  # fmt: skip


def _xlsx(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
    return HttpResponse(content, content_type=XLSX, headers=headers)


def _progress(job: ImportJob) -> dict[str, Any]:
    return {"label": job.get_status_display(), "done": job.done, "total": job.total or 1,
            "text": _("请稍候，离开这一页也会继续。"), "url": reverse("import_progress", args=[job.pk])}  # fmt: skip


def _written(job: ImportJob) -> dict[str, Any]:
    run = run_of(job)
    drafts = f"{reverse('applications')}?import={job.digest[:16]}"
    return {"count": run.rows if run else job.written, "on": timezone.localtime(run.at).date() if run else None,
            "by": run.by if run else "", "list_url": drafts, "again": not run}  # fmt: skip


def _checked(request: HttpRequest, job: ImportJob) -> dict[str, Any]:
    """The marked sheet, or the preview of a clean one; a file refused whole says why."""
    if job.found["errors"]:
        return {"stage": "refused"}
    rows = rows_of(job)
    shown = request.GET.get("show")
    shown = shown if shown in VIEWS else "bad" if job.found["error"] else "all"
    chosen = [row for row in rows if VIEWS[shown](row)]
    window = Window(request, PAGE)
    return {
        "stage": "marked" if job.found["error"] else "clean", "columns": job.found["columns"],
        "rows": [_row(row) for row in window.rows(chosen)], "page": window.page(len(chosen)),
        "views": [{"label": LABELS[key], "count": sum(map(test, rows)), "url": f"?show={key}", "active": key == shown}
                  for key, test in VIEWS.items()],
        "workbook_url": reverse("import_workbook", args=[job.pk]), "write_url": reverse("import_write", args=[job.pk]),
        "key": job.digest,
    }  # fmt: skip


def _row(row: dict[str, Any]) -> dict[str, Any]:
    cells = [{"value": value, "error": error, "warning": warning} for value, error, warning in row["cells"]]
    return {**row, "cells": cells}
