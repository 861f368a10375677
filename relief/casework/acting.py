"""The form of a verb in its place beside the case, and what comes of it: one view for every machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relief.casework import panel
from relief.casework.forms import ActForm
from relief.casework.handing_in import hand_in
from relief.casework.rooms import Room, case_url
from relief.casework.shown import case_context, opened
from relief.casework.stand import Stand, is_danger, stand
from relief.queue.sitting import sitting_of
from workflows.errors import NotAllowed, NotPossible, Stale, WorkflowError
from workflows.fsm import in_place
from workflows.journal import stale_message
from workflows.options import Option

UNPROCESSABLE = 422


def act_view(room: Room) -> Callable[..., HttpResponse]:
    """``<case>/do/<verb>/``. GET: the form, in place or on its page. POST: the one door, then back to the case."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        standing = stand(room, opened(request, room, pk), request.user)
        form = _form(request, standing, verb)
        if request.method != "POST":
            return _page(request, standing, form)
        request.bound_form = form  # type: ignore[attr-defined]
        if not form.is_valid():
            return _page(request, standing, form, status=UNPROCESSABLE)
        try:
            said = hand_in(form, actor=request.user, seen=seen_of(request))
        except WorkflowError as refusal:
            return _refused(request, pk, form, refusal)
        messages.success(request, said)
        return redirect(room.after(form) or case_url(room, pk))

    return act


def seen_of(request: HttpRequest) -> int:
    """The last event that the form was built on; one that says none was built on nothing that is."""
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _form(request: HttpRequest, standing: Stand, verb: str) -> ActForm:
    """The verb's form. Raises what the engine would: no such edge is 409, no such right 403."""
    room, case = standing.room, standing.case
    if verb not in room.forms:
        raise Http404
    row = case.machine.row(verb)
    if not in_place(case.machine, row, case.state):
        request.bound_form = room.forms[verb](request.POST, stand=standing, option=Option(row, None))  # type: ignore[attr-defined]
        raise _moved_on(standing, request, row.label)
    option = standing.options.get(verb) or standing.known.options.get(verb)
    if option is None:
        raise NotPossible(_("%(case)s现在用不着“%(what)s”。") % {"case": case, "what": row.label})
    if not option.mine:
        raise NotAllowed(option.refusal or _("%(case)s的“%(what)s”不由您的岗位办理。") % {"case": case, "what": row.label})
    room.check(standing, option)
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    return room.forms[verb](*typed, stand=standing, option=option, asked=request.GET)


def _moved_on(standing: Stand, request: HttpRequest, what: Any) -> WorkflowError:
    """Somebody was quicker (the form is stale), or the address was never right for this state."""
    case = standing.case
    seen = seen_of(request)
    if request.method == "POST" and seen not in (-1, case.event_count):
        return Stale(stale_message(case))
    return NotPossible(_("%(case)s现在是“%(state)s”，不能办理“%(what)s”。") % {
        "case": case, "state": case.state_label, "what": what})  # fmt: skip


def _refused(request: HttpRequest, pk: int, form: ActForm, refusal: WorkflowError) -> HttpResponse:
    """Where the verb is still there, its form again with what was typed and with the case as it is now."""
    room = form.stand.room
    now = stand(room, room.find(sitting_of(request), pk), request.user)
    option = now.options.get(form.option.name)
    if isinstance(refusal, NotAllowed) or option is None or not option.mine:
        raise refusal
    again = type(form)(request.POST, request.FILES, stand=now, option=option, asked=request.GET)
    return _page(request, now, again, status=refusal.status, refusal=refusal)


def _page(request: HttpRequest, standing: Stand, form: ActForm, *, status: int = 200,
          refusal: WorkflowError | None = None) -> HttpResponse:  # fmt: skip
    """The form alone for htmx, else beside the case."""
    context = {"action": action_of(standing, form), "form": form, "seen": standing.case.event_count,
               "confirm": form.confirm, "problems": problems(standing, form, refusal),
               "problems_title": _("这一步还没有办成") if refusal else ""}  # fmt: skip
    if request.htmx and request.method == "GET":  # type: ignore[attr-defined]
        return render(request, "casework/_action_form.html", context)
    shown = {**case_context(request, standing), **context}
    return render(request, standing.room.case_template, shown, status=status)


def action_of(standing: Stand, form: ActForm) -> dict[str, Any]:
    """What templates/casework/_action_form.html says of the verb."""
    option, room = form.option, standing.room
    title = room.label(standing, option)
    return {
        "verb": option.name, "title": title, "label": form.label or title, "consequence": form.consequence,
        "url": panel.act_url(standing, option.name), "wide": form.wide, "cancel_url": case_url(room, standing.case.pk),
        "multipart": form.is_multipart(), "danger": is_danger(option),
    }  # fmt: skip


def problems(standing: Stand, form: ActForm, refusal: WorkflowError | None) -> list[dict[str, str]]:
    """What is wrong in the lists, what the office refused, and what lacks with a link to mend it."""
    if refusal is None:
        lacks = [panel.lack(standing, guard) for guard in form.option.missing] if form.is_bound else []
        return form.row_problems() + lacks
    found = [{"text": refusal.message, "url": ""}]
    missing = refusal.missing if isinstance(refusal, NotPossible) else []
    named = [g for g in form.option.row.when if str(_(g.missing)) in missing]  # type: ignore[attr-defined]
    guards = dict.fromkeys([*named, *form.option.missing])
    return found + [lack for g in guards if (lack := panel.lack(standing, g))["url"]]
