"""The form of a verb in its place beside the case, and what comes of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relief.applications.forms import FORMS, title_of
from relief.applications.forms.base import ActForm
from relief.applications.handing_in import hand_in
from relief.applications.options import Stand, is_danger, stand
from relief.applications.pages import panel
from relief.applications.selectors import application_under
from relief.applications.views.case import case_context, opened
from relief.queue.sitting import sitting_of
from workflows.errors import NotAllowed, NotPossible, Stale, WorkflowError
from workflows.fsm import in_place
from workflows.journal import stale_message
from workflows.options import Option

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
def application_act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """GET: the form, in place or on its page. POST: the one door, then back to the case."""
    standing = stand(opened(request, pk), request.user)
    form = _form(request, standing, verb)
    if request.method == "GET":
        return _page(request, standing, form)
    request.bound_form = form  # type: ignore[attr-defined]
    if not form.is_valid():
        return _page(request, standing, form, status=UNPROCESSABLE)
    try:
        said = hand_in(form, actor=request.user, seen=_seen(request))
    except WorkflowError as refusal:
        return _refused(request, pk, form, refusal)
    messages.success(request, said)
    return redirect("application", pk=pk)


def _seen(request: HttpRequest) -> int | None:
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _form(request: HttpRequest, standing: Stand, verb: str) -> ActForm:
    """The verb's form. Raises what the engine would: no such edge is 409, no such right 403."""
    case = standing.case
    if verb not in FORMS:
        raise Http404
    row = case.machine.row(verb)
    if not in_place(case.machine, row, case.state):
        shown = FORMS[verb](request.POST, stand=standing, option=Option(row, None))
        request.bound_form = shown  # type: ignore[attr-defined]
        raise _moved_on(standing, request, row.label)
    option = standing.options.get(verb) or standing.known.options.get(verb)
    if option is None:
        raise NotPossible(_("%(case)s现在用不着“%(what)s”。") % {"case": case, "what": row.label})
    if not option.mine:
        raise NotAllowed(option.refusal or _("这件申请的“%(what)s”不由您的岗位办理。") % {"what": row.label})
    if standing.meeting_decides and verb in ("approve", "refuse", "return_county"):
        raise NotPossible(_("这件申请由会议决定，请在会议纪要中登记，不能单独办理。"))
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    return FORMS[verb](*typed, stand=standing, option=option, asked=request.GET)


def _moved_on(standing: Stand, request: HttpRequest, what: Any) -> WorkflowError:
    """Somebody was quicker (the form is stale), or the address was never right for this state."""
    case = standing.case
    seen = _seen(request)
    if request.method == "POST" and seen is not None and seen != case.event_count:
        return Stale(stale_message(case))
    return NotPossible(_("%(case)s现在是“%(state)s”，不能办理“%(what)s”。") % {
        "case": case, "state": case.state_label, "what": what})  # fmt: skip


def _refused(request: HttpRequest, pk: int, form: ActForm, refusal: WorkflowError) -> HttpResponse:
    """Where the verb is still there, its form again with what was typed and with the case as it is now."""
    now = stand(application_under(sitting_of(request).readable, pk), request.user)
    option = now.options.get(form.option.name)
    if isinstance(refusal, NotAllowed) or option is None or not option.mine:
        raise refusal
    again = type(form)(request.POST, request.FILES, stand=now, option=option, asked=request.GET)
    return _page(request, now, again, status=refusal.status, refusal=refusal)


def _page(request: HttpRequest, standing: Stand, form: ActForm, *, status: int = 200,
          refusal: WorkflowError | None = None) -> HttpResponse:  # fmt: skip
    """The form alone for htmx, else beside the case."""
    context = {"action": _action(standing, form), "form": form, "seen": standing.case.event_count,
               "confirm": form.confirm, "problems": problems(standing, form, refusal),
               "problems_title": _("这一步还没有办成") if refusal else ""}  # fmt: skip
    if request.htmx and request.method == "GET":  # type: ignore[attr-defined]
        return render(request, "applications/_action_form.html", context)
    return render(request, "applications/case.html", {**case_context(request, standing), **context}, status=status)


def _action(standing: Stand, form: ActForm) -> dict[str, Any]:
    option = form.option
    return {
        "verb": option.name, "title": title_of(option.row), "label": form.label or title_of(option.row),
        "consequence": form.consequence, "url": panel.act_url(standing, option.name), "wide": form.wide,
        "cancel_url": reverse("application", args=[standing.case.pk]), "multipart": form.is_multipart(),
        "danger": is_danger(option),
    }  # fmt: skip


def problems(standing: Stand, form: ActForm, refusal: WorkflowError | None) -> list[dict[str, str]]:
    """What the office refused, and what lacks with a link to mend it."""
    if refusal is None:
        return [panel.lack(standing, guard) for guard in form.option.missing] if form.is_bound else []
    found = [{"text": refusal.message, "url": ""}]
    missing = refusal.missing if isinstance(refusal, NotPossible) else []
    named = [g for g in form.option.row.when if str(_(g.missing)) in missing]  # type: ignore[attr-defined]
    guards = dict.fromkeys([*named, *form.option.missing])
    return found + [lack for g in guards if (lack := panel.lack(standing, g))["url"]]
