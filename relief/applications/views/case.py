"""The page of a case, its print and its journal."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from relief.applications import pages
from relief.applications.models import Application
from relief.applications.options import Stand, stand
from relief.applications.pages import amount, documents, facts, head, panel, papers, payout, timeline, visit
from relief.applications.selectors import (
    application_under,
    documents_of,
    dossier_of,
    events_of,
    may_open,
    surroundings,
)
from relief.audit.models import AccessLog
from relief.audit.services import log_audit
from relief.queue.sitting import sitting_of


def opened(request: HttpRequest, pk: int) -> Application:
    """The case the reader asked for; an auditor's look is kept in the access log, nowhere else (relief.md §10)."""
    sitting = sitting_of(request)
    case = application_under(sitting.readable, pk)
    request.case = case  # type: ignore[attr-defined]
    if request.method in ("GET", "HEAD"):
        log_audit(person=request.user, grants=sitting.grants, what=AccessLog.What.READ,
                  on_path=case.organisation.path, dossier=dossier_of(case), detail=request.path)  # fmt: skip
    return case


def case_context(request: HttpRequest, standing: Stand) -> dict[str, Any]:
    """What templates/applications/case.html shows around the panel."""
    sitting, case = sitting_of(request), standing.case
    found = surroundings(case, sitting.readable)
    return {
        "case": head.case_head(standing, sitting), "crumbs": head.crumbs(case), "seen": case.event_count,
        **head.around(case, found), **pages.tab_context(request, standing, found),
    }  # fmt: skip


@require_safe
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """A case: its facts, and what this person may do now."""
    standing = stand(opened(request, pk), request.user)
    context = {**case_context(request, standing), "actions": panel.actions(standing, sitting_of(request).grants)}
    return render(request, "applications/case.html", context)


@require_safe
def application_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Every part one after another, for paper."""
    standing, sitting = stand(opened(request, pk), request.user), sitting_of(request)
    filed = documents_of(standing.case)
    visible = {d.pk for d in filed if may_open(d, request.user, sitting.grants, standing.facts.line.own.path)}
    parts = {**facts.page(standing), **visit.page(standing), **amount.page(standing), **payout.page(standing)}
    context = {**parts, "papers": papers.page(standing, sitting)["papers"], "case": head.case_head(standing, sitting),
               "items": documents.items(standing, filed, visible),
               "days": timeline.days(events_of(standing.case), standing.facts.scheme)}  # fmt: skip
    return render(request, "applications/case_print.html", context)


@require_safe
def application_journal(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole journal of the case's file as a table."""
    standing = stand(opened(request, pk), request.user)
    events = list(events_of(standing.case).order_by("id"))
    context = {
        "case": head.case_head(standing, sitting_of(request)), "crumbs": head.crumbs(standing.case),
        "verified": timeline.verified(standing.case, events),
        "events": timeline.table(events, standing.facts.scheme),
    }  # fmt: skip
    return render(request, "applications/journal.html", context)
