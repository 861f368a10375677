"""The screens of issued papers: list, page, PDF, retry, delivery, register of numbers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from relief import office
from relief.audit.models import AccessLog
from relief.audit.services import log_audit
from relief.documents.streaming import stored_response
from relief.notices import delivering, pages, register, services
from relief.notices.models import Delivery, Notice
from relief.notices.screen_forms import DeliveryForm
from relief.notices.selectors import cases_of, paper_for, papers_for, undelivered
from relief.queue.sitting import sitting_of
from workflows.errors import NotPossible

PAGE = 25
FAILED_SHOWN = 50
COUNTED = 99


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """All papers of the reader's unions: failed ones first, then the latest."""
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    sitting = sitting_of(request)
    found = _filtered(papers_for(sitting), kind, state)
    before = request.GET.get("before", "")
    rows, after = _page(found, int(before) if before.isdecimal() else None)
    cases = cases_of(rows)
    query = request.GET.copy()
    query["before"] = str(after)
    total = found.order_by()[: COUNTED + 1].count()
    return render(request, "papers/list.html", {
        "rows": [pages.paper_row(n, cases.get(n.dossier)) for n in rows], "filters": pages.list_filters(sitting, kind, state),
        "filters_on": bool(kind or state), "clear_url": reverse("papers"),
        "page": {"shown": len(rows), "total": total if total <= COUNTED else f"{COUNTED}+",
                 "next_url": f"?{query.urlencode()}" if after else ""},
    })  # fmt: skip


def _filtered(found: QuerySet[Notice], kind: str, state: str) -> QuerySet[Notice]:
    if kind:
        found = found.filter(kind=kind)
    if state == "undelivered":
        return undelivered(found)
    return found.filter(status=state) if state in Notice.Status.values else found


def _page(found: QuerySet[Notice], before: int | None) -> tuple[list[Notice], int | None]:
    """A page by keys; the first one begins with what failed."""
    failed = found.filter(status=Notice.Status.FAILED)
    first = [] if before else list(failed.order_by("-pk")[:FAILED_SHOWN])
    others = found.exclude(status=Notice.Status.FAILED).order_by("-pk")
    rows = list(others.filter(pk__lt=before)[: PAGE + 1] if before else others[: PAGE + 1])
    after = rows[PAGE - 1].pk if len(rows) > PAGE else None
    return first + rows[:PAGE], after


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper as it prints, with what became of it."""
    return render(request, "applications/paper.html", _paper_page(request, _read(request, pk)))


def _paper_page(request: HttpRequest, notice: Notice) -> dict[str, Any]:
    return pages.paper_page(notice, cases_of([notice]).get(notice.dossier), request.user)


def _read(request: HttpRequest, pk: int) -> Notice:
    """A paper that this person may see; an auditor's look is kept."""
    sitting = sitting_of(request)
    notice = paper_for(sitting, pk)
    log_audit(person=request.user, grants=sitting.grants, what=AccessLog.What.READ, on_path=notice.union.path,
              dossier=notice.dossier, detail=str(notice))  # fmt: skip
    return notice


@require_safe
def paper_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The stored PDF, compared with its SHA-256."""
    notice = _read(request, pk)
    if not notice.ready:
        raise NotPossible(_("这份文书的PDF还没有生成。"))
    name = f"{notice.title}-{notice.number}.pdf"
    return stored_response(notice.pdf_digest, name, download="download" in request.GET)


@require_POST
def paper_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again now what failed or still waits; the answer is known at once."""
    notice = services.make(paper_for(sitting_of(request), pk).pk, now=True)
    if notice.ready:
        messages.success(request, _("%(number)s已生成。") % {"number": notice.number})
    else:
        messages.error(request, _("%(number)s仍未生成：%(why)s") % {"number": notice.number, "why": notice.error})
    return redirect("paper", pk=pk)


def paper_deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """登记送达."""
    notice = paper_for(sitting_of(request), pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DeliveryForm(*sent, notice=notice)
    request.bound_form = form  # type: ignore[attr-defined]
    if form.is_valid():
        office.carry_out(delivering.deliver, notice=notice, actor=request.user, **form.given())
        messages.success(request, _("已登记送达。"))
        return redirect("paper", pk=pk)
    here = reverse("paper", args=[pk])
    action = {"title": _("登记送达"), "url": reverse("paper_deliver", args=[pk]), "cancel_url": here, "multipart": True}
    context = {**_paper_page(request, notice), "action": action, "form": form}
    return render(request, "applications/paper.html", context, status=422 if form.errors else 200)


@require_safe
def paper_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof of a delivery."""
    row = Delivery.objects.select_related("proof", "notice").filter(pk=pk).first()
    if row is None or row.proof is None:
        raise Http404
    _read(request, row.notice_id)
    return stored_response(row.proof.digest, row.proof.name, media_type=row.proof.media_type)


@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """The series of numbers of the reader's unions."""
    found = register.series_for(sitting_of(request))
    return render(request, "papers/registers.html", {"rows": [pages.series_row(s) for s in found[:200]]})


@require_safe
def register_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Each number of a series and what holds it."""
    series = register.one_series_for(sitting_of(request), pk)
    below = request.GET.get("below", "")
    lines = register.lines_of(series, int(below) if below.isdecimal() else None)
    more = bool(lines) and lines[-1].n > 1
    return render(request, "papers/register.html", {
        "series": pages.series_row(series), "rows": [pages.line_row(x) for x in lines],
        "page": {"shown": len(lines), "total": series.last, "next_url": f"?below={lines[-1].n}" if more else ""},
    })  # fmt: skip
