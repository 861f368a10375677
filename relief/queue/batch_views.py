"""The batch bar: claim and lay back at once; a step of the law after one page that says what will happen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from relief.queue import selectors, services
from relief.queue.batches import CLAIM, RELEASE, VERBS, BatchVerb, Plan, plan, read_tokens
from relief.queue.pages import model_of
from relief.queue.paging import PAGE
from relief.queue.refusals import back_url
from relief.queue.selectors import Line
from relief.queue.sitting import sitting_of
from relief.queue.templatetags.relief_ui import money, money_words
from workflows.errors import Stale


@require_POST
def batch(request: HttpRequest) -> HttpResponse:
    """What was ticked, and the verb of the button."""
    verb = request.POST.get("verb", "")
    if verb in (CLAIM, RELEASE):
        return _take_or_lay_back(request, verb)
    if verb not in VERBS:
        raise Http404
    return (_act if request.POST.get("confirmed") else _confirm)(request, VERBS[verb])


def _take_or_lay_back(request: HttpRequest, verb: str) -> HttpResponse:
    keys = [line.id for line in _ticked(request)]
    service = services.claim_many if verb == CLAIM else services.release_many
    n = service(task_ids=keys, person=request.user)
    said = (_("已领取%(n)d件。") if verb == CLAIM else _("已放回%(n)d件。")) % {"n": n}
    if n < len(keys):
        said += _("另有%(n)d件刚被他人领取或办理，没有变动。") % {"n": len(keys) - n}
    messages.add_message(request, messages.SUCCESS if n == len(keys) else messages.WARNING, said)
    return redirect(back_url(request) or "desk")


def _ticked(request: HttpRequest) -> list[Line]:
    """The ticked files that lie before this person, at most a page of them."""
    keys = [int(key) for key in request.POST.getlist("pk")[:PAGE] if key.isdecimal()]
    if not keys:
        raise Stale(_("没有选中待办。请先勾选，再点按钮。"))
    found = selectors.lines_by_key(sitting_of(request), keys)
    if not found:
        raise Stale(_("选中的待办刚被他人办理，请刷新后再选。"))
    return found


def _confirm(request: HttpRequest, verb: BatchVerb) -> HttpResponse:
    going = plan(verb, _ticked(request), request.user)
    return render(request, "queue/batch.html", {
        "title": _("一起办理：%(what)s") % {"what": verb.label},
        "plan": going,
        "confirm": _sums(going) if verb.money else None,
        "url": reverse("desk_batch"),
        "back_url": back_url(request) or reverse("desk"),
    })  # fmt: skip


def _sums(going: Plan) -> dict[str, Any]:
    """What ui/confirm_money.html shows: total, 大写, count, and the sum of each source where there are several."""
    funds = going.funds
    several = [{"name": name, "value": _("%(yuan)s 元") % {"yuan": money(fen)}} for name, fen in funds.items()]
    return {
        "fen": going.total_fen,
        "count": len(going.going),
        "count_unit": _("件"),
        "fund": "、".join(funds),
        "rows": several if len(funds) > 1 else [],
        "text": str(going.verb.then),
    }


def _act(request: HttpRequest, verb: BatchVerb) -> HttpResponse:
    """All of the confirmed files, as they stood when they were confirmed, or none."""
    tokens = read_tokens(request.POST.getlist("item")[:PAGE])
    lines = {line.id: line for line in selectors.lines_by_key(sitting_of(request), [t[0] for t in tokens])}
    if not tokens or any(task not in lines or lines[task].case_id != case for task, case, _n in tokens):
        raise Stale(_("选中的待办刚有变化，请回到待办重新选择。没有一件被办理。"))
    seen = {case: n for _task, case, n in tokens}
    fired = services.act_on_many(
        model=model_of(verb.machine), seen=seen, verb=verb.verb, actor=request.user, role=verb.role)  # fmt: skip
    said = _("%(n)d件已办理“%(what)s”。") % {"n": len(fired), "what": verb.label}
    if verb.money:
        total = sum(f.event.facts.get("amount_fen", 0) for f in fired)
        said += _("合计 %(yuan)s 元（%(words)s）。") % {"yuan": money(total), "words": money_words(total)}
    messages.success(request, said)
    return redirect("desk")
