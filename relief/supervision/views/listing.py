"""The lists of supervision leads and of cases: scoped, filtered, by pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from relief.audit.models import AccessLog
from relief.audit.services import log_audit
from relief.casework import listing
from relief.jurisdictions.selectors import matters
from relief.queue.sitting import Sitting, sitting_of
from relief.supervision.employers import employer_key
from relief.supervision.pages.words import matters_line, rules_banner
from relief.supervision.selectors import cases_for, leads_for, priority_reports_for
from relief.supervision.unions import area_of, may_register
from workflows.supervision_case import SUPERVISION_CASE
from workflows.supervision_lead import SUPERVISION_LEAD

CASE_KEYS = ("state", "unit", "late", "matter", "number", "employer")
LEAD_KEYS = (*CASE_KEYS, "source")
REPORTS = 5


@require_safe
def supervision_cases(request: HttpRequest) -> HttpResponse:
    """Cases of one's unions, none that one stands aside from."""
    sitting, wanted = sitting_of(request), listing.asked(request.GET, CASE_KEYS)
    found = listing.narrowed(cases_for(sitting), SUPERVISION_CASE, wanted, sitting)
    page = listing.page_of(_about(found, wanted, "employer__name_key", "employer__uscc"), SUPERVISION_CASE,
                           request.GET.get("at", ""))  # fmt: skip
    return _page(request, SUPERVISION_CASE, wanted, page, {
        "title": _("监督案件"), "columns": [_column(_("用人单位")), _column(_("事项")), _column(_("承办工会"), wide=True),
                                        _column(_("立案日期"), wide=True)],
        "rows": [_row(c, "supervision_case", sitting, c.employer.name) for c in page.rows],
        "empty": _nothing(wanted, "supervision_cases", _("还没有监督案件"), _("受理监督线索后，案件会出现在这里。")),
    })  # fmt: skip


@require_safe
def supervision_leads(request: HttpRequest) -> HttpResponse:
    """Leads of one's unions, and those that one registered oneself."""
    sitting, wanted = sitting_of(request), listing.asked(request.GET, LEAD_KEYS)
    found = listing.narrowed(leads_for(sitting), SUPERVISION_LEAD, wanted, sitting)
    if "source" in wanted:
        found = found.filter(source=wanted["source"])
    page = listing.page_of(_about(found, wanted, "name_key", "uscc"), SUPERVISION_LEAD, request.GET.get("at", ""))
    new = reverse("supervision_lead_new")
    return _page(request, SUPERVISION_LEAD, wanted, page, {
        "title": _("监督线索"), "columns": [_column(_("用人单位")), _column(_("事项")), _column(_("登记工会"), wide=True),
                                        _column(_("登记日期"), wide=True)],
        "buttons": [{"label": _("登记线索"), "url": new, "primary": True}] if may_register(sitting) else [],
        "rows": [_row(lead, "supervision_lead", sitting, lead.employer_name) for lead in page.rows],
        "reports": _reports(sitting),
        "empty": _nothing(wanted, "supervision_leads", _("还没有监督线索"), _("登记的线索会出现在这里。")),
    })  # fmt: skip


def _about(found: QuerySet[Any], wanted: Mapping[str, str], name: str, uscc: str) -> QuerySet[Any]:
    """By number, employer (name or credit code) and matter."""
    if "number" in wanted:
        found = found.filter(number__contains=wanted["number"])
    if "employer" in wanted:
        text = wanted["employer"]
        found = found.filter(Q(**{f"{name}__contains": employer_key(text)}) | Q(**{uscc: text.upper()}))
    if "matter" in wanted:
        found = found.filter(matter_codes__contains=[wanted["matter"]])
    return found


def _page(request: HttpRequest, machine: Any, wanted: dict[str, str], page: listing.Listed,
          context: dict[str, Any]) -> HttpResponse:  # fmt: skip
    sitting = sitting_of(request)
    log_audit(person=request.user, grants=sitting.grants, what=AccessLog.What.SEARCH, detail=urlencode(wanted))
    selects = listing.usual_filters(machine, wanted, sitting)
    known = [(m.code, m.name) for m in matters()]
    selects.append(listing.select("matter", _("事项"), known, wanted.get("matter", "")))
    return render(request, "supervision/list.html", {
        **context, "filters": selects, "filters_on": bool(wanted), "clear_url": request.path,
        "filters_typed": [listing.typed("number", _("编号"), wanted), listing.typed("employer", _("用人单位"), wanted)],
        "page": listing.pager(page, request.path, wanted), "banner": rules_banner(area_of(sitting)),
    })  # fmt: skip


def _column(label: str, *, wide: bool = False) -> dict[str, Any]:
    return {"label": label, "wide": wide}


def _row(row: Any, name: str, sitting: Sitting, who: str) -> dict[str, Any]:
    cells = [{"value": who}, {"value": matters_line(row.matter_codes)}, {"value": row.organisation.name, "wide": True},
             {"value": str(row.opened_on), "wide": True}]  # fmt: skip
    return {"url": reverse(name, args=[row.pk]), "number": str(row), "state": row.state, "state_label": row.state_label,
            "cells": cells, "due": listing.due(row, sitting), "holder": listing.holder(row)}  # fmt: skip


def _reports(sitting: Sitting) -> list[dict[str, str]]:
    """What lower unions reported to the office in which one sits."""
    return [{"text": f"{r.lead} {r.lead.organisation.name} {r.lead.employer_name} {matters_line(r.matter_codes)}",
             "url": reverse("supervision_lead", args=[r.lead_id])} for r in priority_reports_for(sitting)[:REPORTS]]  # fmt: skip


def _nothing(wanted: Mapping[str, str], name: str, title: str, text: str) -> dict[str, str]:
    if wanted:
        return {"title": _("没有符合筛选条件的"), "text": _("换一个条件，或清除筛选再看。"), "url": reverse(name),
                "action": _("清除筛选")}  # fmt: skip
    return {"title": title, "text": text}
