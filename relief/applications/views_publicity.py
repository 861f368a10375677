"""Publicity sheets: the list, the sheet as it hangs, its photos and result, closing all its cases at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from relief import office
from relief.applications import publicity_sheets
from relief.applications.forms_publicity import ClosingForm, PublicityForm
from relief.applications.models import Application, PublicitySheet
from relief.applications.publicity_shown import holds, list_row, may_record, paper, sheet_page
from relief.applications.selectors_publicity import Hanging, entries_of, public_sheet, sheet_for, sheets_for, to_publish
from relief.applications.windows import Window
from relief.audit.models import AccessLog
from relief.audit.services import log_audit
from relief.documents.streaming import stored_response
from relief.queue.services import act_on_many
from relief.queue.sitting import sitting_of
from workflows.clock import today
from workflows.errors import NotAllowed, NotPossible
from workflows.roles import Role

PAGE = 50
GONE = 410


@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """The sheets of one's unions, the latest first."""
    sitting = sitting_of(request)
    found, window = sheets_for(sitting), Window(request, PAGE)
    rows = [list_row(sheet, sitting) for sheet in window.rows(found)]
    empty = {"title": _("还没有公示表"), "text": _("工会主席初审同意后新建公示表，公示表就出现在这里。")}
    waiting = to_publish(sitting).count()
    context = {
        "rows": rows,
        "waiting": waiting,
        "new_url": reverse("sheet_new") if waiting else "",
        "page": window.page(found.count()),
        "empty": empty,
    }
    return render(request, "applications/sheet_list.html", context)


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as it hangs, its photos, its cases."""
    sitting, hanging = sitting_of(request), _hanging(request, pk)
    log_audit(person=request.user, grants=sitting.grants, what=AccessLog.What.READ, dossier=f"publicity_sheet:{pk}",
              on_path=hanging.sheet.organisation.path)  # fmt: skip
    return _page(request, hanging)


@require_http_methods(["GET", "POST"])
def sheet_act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Record photos and result, or close every case whose term is served."""
    hanging = _hanging(request, pk)
    if verb == "record_publicity":
        return _record(request, hanging)
    if verb == "close_publicity":
        return _close(request, hanging)
    raise Http404


@require_safe
def sheet_photo(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """A photo of the sheet."""
    found = sheet_for(sitting_of(request), pk)
    photo = {"start": found.start_photo, "end": found.end_photo}.get(which)
    if photo is None:
        raise Http404
    return stored_response(photo.digest, photo.name, media_type=photo.media_type)


@login_not_required
@require_safe
def sheet_public(request: HttpRequest, token: str) -> HttpResponse:
    """The sheet as outsiders see it; taken down at the end, never indexed."""
    found = public_sheet(token, today())
    response = render(request, "applications/publicity_public.html", {"sheet": paper(found) if found else None},
                      status=200 if found else GONE)  # fmt: skip
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _hanging(request: HttpRequest, pk: int) -> Hanging:
    sitting = sitting_of(request)
    found: PublicitySheet = sheet_for(sitting, pk)
    return Hanging(found, entries_of(found), sitting.on)


def _page(request: HttpRequest, hanging: Hanging, status: int = 200, **more: Any) -> HttpResponse:
    crumbs = [{"label": _("公示"), "url": reverse("sheets")}, {"label": hanging.sheet.number or _("公示表")}]
    context = {"crumbs": crumbs, **sheet_page(hanging, sitting_of(request)), **more}
    return render(request, "applications/publicity_sheet.html", context, status=status)


def _record(request: HttpRequest, hanging: Hanging) -> HttpResponse:
    if not may_record(hanging, sitting_of(request)):
        raise NotAllowed(_("公示照片与结果由本工会的经办人或工会主席登记。"))
    case, pk = hanging.open_cases[0], hanging.sheet.pk
    request.case = case  # type: ignore[attr-defined]
    form = PublicityForm(request.POST or None, request.FILES or None, sheet=hanging.sheet)
    action = {"title": _("登记公示照片与结果"), "label": _("登记"), "multipart": True,
              "cancel_url": reverse("sheet", args=[pk]), "url": reverse("sheet_act", args=[pk, "record_publicity"]),
              "consequence": _("登记后对表上所有案件都有效。")}  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            office.carry_out(publicity_sheets.record, sheet=hanging.sheet, case=case, actor=request.user,
                             seen=_number(request.POST.get("seen")), values=form.cleaned_data)  # fmt: skip
        except NotPossible as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("已登记公示照片与结果。"))
            return redirect("sheet", pk)
    return _page(request, hanging, 422 if form.errors else 200, action=action, form=form, seen=case.event_count)


def _close(request: HttpRequest, hanging: Hanging) -> HttpResponse:
    if not holds(sitting_of(request), {Role.CLERK}, hanging):
        raise NotAllowed(_("结束公示由本工会的经办人办理。"))
    pk, cases = hanging.sheet.pk, hanging.closable
    if request.method == "POST":
        on_sheet = {e.application_id for e in hanging.entries}
        seen = {pk: n for pk, n in map(_pair, request.POST.getlist("case")) if pk in on_sheet}
        done = act_on_many(model=Application, seen=seen, verb="close_publicity", actor=request.user, role=Role.CLERK)
        messages.success(request, _("已结束公示%(n)d件，报县级审核。") % {"n": len(done)})
        return redirect("sheet", pk)
    if not cases:
        raise NotPossible(_("现在还没有可以结束公示的案件。"))
    action = {"title": _("结束公示"), "label": _("结束公示（%(n)d件）") % {"n": len(cases)},
              "url": reverse("sheet_act", args=[pk, "close_publicity"]), "cancel_url": reverse("sheet", args=[pk]),
              "consequence": _("表上%(n)d件公示期满、没有异议，一起报县级审核。") % {"n": len(cases)}}  # fmt: skip
    form = ClosingForm(initial={"case": [f"{a.pk}:{a.event_count}" for a in cases]})
    return _page(request, hanging, action=action, form=form)


def _pair(text: str) -> tuple[int, int]:
    pk, _colon, count = text.partition(":")
    return _number(pk), _number(count)


def _number(text: str | None) -> int:
    """A number that our own form wrote; anything else fits no case."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else -1
