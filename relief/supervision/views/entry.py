"""线索登记表: a new lead, or a registered one completed; files come with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relief import office
from relief.casework.acting import seen_of
from relief.casework.rooms import case_url
from relief.casework.shown import opened
from relief.casework.stand import stand
from relief.queue.sitting import sitting_of
from relief.supervision.forms.lead_acts import WORKER_LIST
from relief.supervision.forms.lead_entry import LeadEntryForm
from relief.supervision.models import SupervisionLead
from relief.supervision.pages.words import rules_banner
from relief.supervision.room_lead import LEAD_ROOM
from relief.supervision.services.leading import open_supervision_lead
from relief.supervision.unions import unions_for
from workflows.errors import NotAllowed, NotPossible, Stale, WorkflowError

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
def supervision_lead_new(request: HttpRequest) -> HttpResponse:
    """A new lead of a union at which one registers."""
    unions = unions_for(sitting_of(request))
    if not unions:
        raise NotAllowed(_("您的岗位不登记监督线索。"))
    form = LeadEntryForm(*_typed(request), unions=unions)
    if request.method == "GET":
        return _page(request, form)
    return _kept(request, form, lambda: _open(form, request.user))


@require_http_methods(["GET", "POST"])
def supervision_lead_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A registered lead; who the complainant is is not shown again."""
    lead = opened(request, LEAD_ROOM, pk)
    option = stand(LEAD_ROOM, lead, request.user).options.get("edit")
    if option is None:
        raise NotPossible(_("%(lead)s现在是“%(state)s”，登记表不能再改。") % {"lead": lead, "state": lead.state_label})
    if not option.mine:
        raise NotAllowed(option.refusal or _("登记表由热线坐席和监督委员会办公室补充。"))
    form = LeadEntryForm(*_typed(request), stored=lead)
    if request.method == "GET":
        return _page(request, form)
    return _kept(request, form, lambda: _edit(lead, form, request.user, seen_of(request)))


def _typed(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _kept(request: HttpRequest, form: LeadEntryForm, write: Any) -> HttpResponse:
    """All or nothing: the form, the identity, the files."""
    request.bound_form = form  # type: ignore[attr-defined]
    if not form.is_valid():
        return _page(request, form, status=UNPROCESSABLE)
    try:
        lead: SupervisionLead = office.carry_out(write)
    except (NotPossible, Stale) as refusal:
        return _page(request, form, status=refusal.status, refusal=refusal)
    messages.success(request, _("已登记%(lead)s。") % {"lead": lead} if form.stored is None else _("登记表已保存。"))
    if request.POST.get("then") == "next":
        return redirect("supervision_lead_new")
    waiting = lead.duplicates.filter(is_same=None).exists()
    if waiting:
        messages.warning(request, _("找到疑似重复的线索，受理前请先核对。"))
    return redirect(case_url(LEAD_ROOM, lead.pk, tab="duplicates" if waiting else ""))


def _open(form: LeadEntryForm, actor: Any) -> SupervisionLead:
    lead = open_supervision_lead(organisation=form.cleaned_data["organisation"], actor=actor, values=form.values,
                                 identity=form.identity)  # fmt: skip
    return _file(lead, form, actor)


def _edit(lead: SupervisionLead, form: LeadEntryForm, actor: Any, seen: int | None) -> SupervisionLead:
    fired = office.perform(lead, "edit", actor=actor, seen=seen, values=form.values, identity=form.identity)
    return _file(fired.case, form, actor)


def _file(lead: SupervisionLead, form: LeadEntryForm, actor: Any) -> SupervisionLead:
    """The list of workers and the evidence that came with the form."""
    for name, item in (("worker_list", WORKER_LIST), ("evidence", _("证据材料"))):
        uploads = form.cleaned_data[name]
        if uploads:
            lead = office.perform(lead, "add_paper", actor=actor, item=item, uploads=uploads).case
    return lead


def _page(request: HttpRequest, form: LeadEntryForm, *, status: int = 200,
          refusal: WorkflowError | None = None) -> HttpResponse:  # fmt: skip
    lead = form.stored
    listed = reverse("supervision_leads")
    url = reverse("supervision_lead_edit", args=[lead.pk]) if lead else reverse("supervision_lead_new")
    title = _("补充登记 %(lead)s") % {"lead": lead} if lead else _("登记监督线索")
    area = lead.organisation.area if lead else unions_for(sitting_of(request))[0].area
    return render(request, "supervision/lead_form.html", {
        "title": title, "crumbs": [{"label": _("监督线索"), "url": listed}, {"label": title, "url": ""}],
        "form": form, "sections": form.sections, "url": url, "seen": lead.event_count if lead else "",
        "cancel_url": case_url(LEAD_ROOM, lead.pk) if lead else listed, "can_next": lead is None,
        "problems": [{"text": refusal.message, "url": ""}] if refusal else [],
        "problems_title": _("没有保存") if refusal else "", "banner": rules_banner(area),
    }, status=status)  # fmt: skip
