"""General leads: the list and the registration form; the page of one is relief.casework's."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from relief import office
from relief.audit.models import AccessLog
from relief.audit.services import log_audit
from relief.casework import listing
from relief.leads.forms import LeadForm
from relief.leads.models import Lead
from relief.leads.selectors import general_leads_for
from relief.leads.services.handling import open_lead
from relief.organisations.models import Organisation
from relief.queue.sitting import Sitting, sitting_of
from workflows.errors import NotAllowed, NotPossible, WorkflowError
from workflows.lead import LEAD

KEYS = ("state", "unit", "late", "source", "number", "words")
UNPROCESSABLE = 422
# (title, (field, columns of six)…)
PARTS = (
    (gettext_lazy("来源"), (("organisation", 2), ("received_at", 2), ("source", 1), ("source_ref", 1))),
    (gettext_lazy("反映情况"), (("subject", 3), ("employer_name", 3), ("text", 6), ("wage_arrears", 2), ("urgent", 2))),
    (gettext_lazy("反映人"), (("person_name", 3), ("person_phone", 3))),
)


@require_safe
def leads(request: HttpRequest) -> HttpResponse:
    """Leads of one's unions; the filters live in the address."""
    sitting, wanted = sitting_of(request), listing.asked(request.GET, KEYS)
    log_audit(person=request.user, grants=sitting.grants, what=AccessLog.What.SEARCH, detail=urlencode(wanted))
    found = listing.narrowed(general_leads_for(sitting), LEAD, wanted, sitting)
    for key, lookup in (("source", "source"), ("number", "number__contains"), ("words", "employer_name__contains")):
        found = found.filter(**{lookup: wanted[key]}) if key in wanted else found
    page = listing.page_of(found, LEAD, request.GET.get("at", ""))
    new = [{"label": _("登记线索"), "url": reverse("lead_new"), "primary": True}] if unions_for(sitting) else []
    return render(request, "supervision/list.html", {
        "title": _("线索"), "buttons": new, "rows": [_row(lead, sitting) for lead in page.rows],
        "columns": [{"label": _("事由")}, {"label": _("单位")}, {"label": _("来源")}, {"label": _("登记工会"), "wide": True}],
        "filters": [*listing.usual_filters(LEAD, wanted, sitting),
                    listing.select("source", _("来源"), Lead.Source.choices, wanted.get("source", ""))],
        "filters_typed": [listing.typed("number", _("编号"), wanted), listing.typed("words", _("单位"), wanted)],
        "filters_on": bool(wanted), "clear_url": request.path, "page": listing.pager(page, request.path, wanted),
        "empty": _nothing(wanted),
    })  # fmt: skip


def _row(lead: Lead, sitting: Sitting) -> dict[str, Any]:
    cells = [{"value": lead.subject, "detail": _("紧急") if lead.urgent else ""}, {"value": lead.employer_name},
             {"value": lead.get_source_display()}, {"value": lead.organisation.name, "wide": True}]  # fmt: skip
    return {"url": reverse("lead", args=[lead.pk]), "number": str(lead), "state": lead.state,
            "state_label": lead.state_label, "cells": cells, "due": listing.due(lead, sitting),
            "holder": listing.holder(lead)}  # fmt: skip


def _nothing(wanted: dict[str, str]) -> dict[str, str]:
    if wanted:
        return {"title": _("没有符合筛选条件的线索"), "text": _("换一个条件，或清除筛选再看。"), "url": reverse("leads"),
                "action": _("清除筛选")}  # fmt: skip
    return {"title": _("还没有线索"), "text": _("热线、驿站、吹哨人和走访的线索登记后会出现在这里。")}


def unions_for(sitting: Sitting) -> list[Organisation]:
    """Where the person may register: the unions at which such a role is held, the lowest first."""
    keys = {g.organisation_id for g in sitting.grants if g.role in LEAD.opened_by}
    return list(Organisation.objects.filter(pk__in=keys).order_by("-depth", "path"))


@require_http_methods(["GET", "POST"])
def lead_new(request: HttpRequest) -> HttpResponse:
    """Register what somebody said."""
    unions = unions_for(sitting_of(request))
    if not unions:
        raise NotAllowed(_("您的岗位不登记线索。"))
    form = LeadForm(*((request.POST,) if request.method == "POST" else ()), unions=unions)
    if request.method == "GET":
        return _page(request, form)
    request.bound_form = form  # type: ignore[attr-defined]
    if not form.is_valid():
        return _page(request, form, status=UNPROCESSABLE)
    try:
        lead = office.carry_out(open_lead, organisation=form.cleaned_data["organisation"], actor=request.user,
                                values=form.values)  # fmt: skip
    except NotPossible as refusal:
        return _page(request, form, status=refusal.status, refusal=refusal)
    messages.success(request, _("已登记%(lead)s。") % {"lead": lead})
    return redirect("lead_new") if request.POST.get("then") == "next" else redirect("lead", pk=lead.pk)


def _page(request: HttpRequest, form: LeadForm, *, status: int = 200, refusal: WorkflowError | None = None) -> HttpResponse:
    sections = [{"title": title, "fields": [{"field": form[name], "span": span} for name, span in cells]}
                for title, cells in PARTS]  # fmt: skip
    return render(request, "leads/form.html", {
        "title": _("登记线索"), "crumbs": [{"label": _("线索"), "url": reverse("leads")}, {"label": _("登记线索"), "url": ""}],
        "form": form, "sections": sections, "url": reverse("lead_new"), "cancel_url": reverse("leads"),
        "problems": [{"text": refusal.message, "url": ""}] if refusal else [],
        "problems_title": _("没有保存") if refusal else "", "can_next": True,
    }, status=status)  # fmt: skip
