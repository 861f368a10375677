"""Single lines: the failed ones with their age, one line with its account, reissue and cancel."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from relief import office
from relief.payouts import selectors
from relief.payouts.acting import act
from relief.payouts.forms import VERB_FORMS, VerbForm
from relief.payouts.models import PayoutLine
from relief.payouts.panel import CONSEQUENCES, actions, label_of, stand
from relief.payouts.shown import confirmation, fund_label, line_row, rules_today
from relief.people.masking import mask_card
from relief.people.secrets import decrypt
from relief.queue.dues import due_cell
from relief.queue.sitting import Sitting, sitting_of
from workflows import calendar
from workflows.errors import NotAllowed, NotPossible
from workflows.options import Option
from workflows.payout_line import PAYOUT_LINE, State

CONFIRMED = frozenset({"reissue", "cancel"})
VERBS = frozenset({"confirm_account", "prove_account", *CONFIRMED})
DONE = {
    State.PLANNED: gettext_lazy("这一笔等着入批：在“发放批次”中制单。"),
    State.BATCHED: gettext_lazy("这一笔已入批，在批次中办理。"),
    State.EXPORTED: gettext_lazy("这一笔已交银行，等回盘。"), State.PAID: gettext_lazy("这一笔已到账。"),
    State.FAILED: gettext_lazy("等经办人或制单登记新账号。"), State.REISSUED: gettext_lazy("这一笔已由新的明细重发。"),
    State.CANCELLED: gettext_lazy("这一笔已取消，资金已退回可用。"),
}  # fmt: skip


@require_safe
def failed_lines(request: HttpRequest) -> HttpResponse:
    """Money that came back: from the bank's day five working days to fix, listed for 取消 at thirty (§9)."""
    sitting = sitting_of(request)
    rules, lines = rules_today(sitting), list(selectors.unpaid_for(sitting))
    context = {
        "crumbs": [{"label": _("发放批次"), "url": reverse("batches")}, {"label": _("未到账")}],
        "rows": [_failed_row(x, sitting, rules) for x in lines], "fen": sum(x.amount_fen for x in lines),
        "empty": {"title": _("没有未到账的明细"), "text": _("银行退回的款会列在这里，等登记新账号后重发，或取消。"),
                  "url": reverse("batches"), "action": _("看发放批次")},
    }  # fmt: skip
    return render(request, "payouts/failed.html", context)


@require_safe
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One payment as it stands."""
    return _page(request, _line(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def line_act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """The form of a verb in the panel's place; posted, the verb."""
    if verb not in VERBS:
        raise Http404
    found = _line(request, pk)
    if request.method != "POST":
        _option(found, verb, request.user)
    form = VERB_FORMS.get(verb, VerbForm)(request.POST or None, request.FILES or None, case=found)
    request.bound_form = form  # type: ignore[attr-defined]
    confirm = _confirmation(request, found) if verb in CONFIRMED else None
    if request.method == "POST" and _confirmed(form, confirm, request) and _done(request, found, verb, form):
        return redirect("line", pk)
    status = 422 if form.errors else 200
    return _page(request, found, status=status, action=_action(found, verb), form=form, confirm=confirm)


def _line(request: HttpRequest, pk: int) -> PayoutLine:
    return selectors.line_for(sitting_of(request), pk)


def _option(found: PayoutLine, verb: str, person: Any) -> Option:
    option = stand(found, person).options.get(verb)
    if option is None:
        raise NotPossible(_("这一笔现在是“%(state)s”，不能办理“%(what)s”。") % {
            "state": PAYOUT_LINE.states(found.state).label, "what": PAYOUT_LINE.row(verb).label})  # fmt: skip
    if option.hand is None:
        raise NotAllowed(option.refusal)
    return option


def _page(request: HttpRequest, found: PayoutLine, *, status: int = 200, **more: Any) -> HttpResponse:
    sitting, rules = sitting_of(request), rules_today(sitting_of(request))
    context = {
        "crumbs": [{"label": _("发放批次"), "url": reverse("batches")}, {"label": found.application.number}],
        "line": {**line_row(found), "fund": fund_label(found.award.source, rules)}, "facts": _facts(found, rules),
        "due": _due(found, sitting, rules), "seen": found.event_count,
        "actions": actions(stand(found, request.user), lambda verb: reverse("line_act", args=[found.pk, verb]),
                           str(DONE.get(found.state, ""))), **more,
    }  # fmt: skip
    return render(request, "payouts/line.html", context, status=status)


def _facts(x: PayoutLine, rules: Any) -> list[dict[str, Any]]:
    """名称—值 of one payment."""
    new, again = x.new_account, getattr(x, "reissued_as", None)
    budget = {"year": x.budget_line.year, "fund": fund_label(x.budget_line.source, rules)}
    rows = [
        (_("申请"), x.application.number, reverse("application", args=[x.application_id])),
        (_("户名"), x.payee_name, ""), (_("开户银行"), x.bank, ""), (_("联行号"), x.bank_code, ""),
        (_("账号"), mask_card(x.card_no), ""), (_("资金来源"), fund_label(x.award.source, rules), ""),
        (_("预算额度"), _("%(year)d年%(fund)s") % budget, reverse("budget_line", args=[x.budget_line_id])),
        (_("批次"), _("%(number)s 第%(n)d笔") % {"number": x.batch.number, "n": x.line_no} if x.batch else "",
         reverse("batch", args=[x.batch_id]) if x.batch_id else ""),
        (_("户名核对"), str(x.account_confirmed_by or ""), ""),
        (_("新账号"), _("%(bank)s %(card)s，户名%(name)s，证明已存") % {
            "bank": new["bank"], "name": new["payee_name"], "card": new_card(x)} if new else "", ""),
        (_("原来的明细"), _("失败的那一笔") if x.reissue_of_id else "", _line_url(x.reissue_of_id)),
        (_("重发的明细"), _("新的一笔") if again else "", _line_url(again and again.pk)),
    ]  # fmt: skip
    return [{"name": name, "value": value, "url": url} for name, value, url in rows if value]


def _line_url(pk: int | None) -> str:
    return reverse("line", args=[pk]) if pk else ""


def new_card(x: PayoutLine) -> str:
    """The account proved after the failure, masked."""
    return mask_card(decrypt(x.new_account["card_no"])) if x.new_account else ""


def _due(x: PayoutLine, sitting: Sitting, rules: Any) -> dict[str, Any] | None:
    """Until when a failed line is to be mended: from the bank's day."""
    result = getattr(x, "result", None)
    if x.state != State.FAILED or result is None:
        return None
    clock = rules.clock("fix_failed_line")
    due = calendar.due(result.on, clock.n, clock.unit, calendar=calendar.load_calendar()).due
    return due_cell(due, None, today=sitting.on, now=sitting.now) if due else None


def _failed_row(x: PayoutLine, sitting: Sitting, rules: Any) -> dict[str, Any]:
    days = (sitting.on - _bank_day(x, sitting)).days
    old = days >= rules.clock("returned_money_age").n
    state = _("已登记新账号，等重发") if x.new_account else _("等登记新账号")
    return {**line_row(x), "fund": fund_label(x.award.source, rules), "due": _due(x, sitting, rules), "days": days,
            "old": old, "next": state, "union": x.application.number}  # fmt: skip


def _bank_day(x: PayoutLine, sitting: Sitting) -> date:
    result = getattr(x, "result", None)
    day: date = result.on if result else sitting.on
    return day


def _confirmation(request: HttpRequest, found: PayoutLine) -> dict[str, Any]:
    fund = fund_label(found.award.source, rules_today(sitting_of(request)))
    new = found.new_account
    rows = [(_("收款人"), new.get("payee_name", found.payee_name)), (_("开户银行"), new.get("bank", found.bank)),
            (_("账号"), new_card(found) or mask_card(found.card_no))]  # fmt: skip
    return confirmation(fen=found.amount_fen, count=1, fund=fund, rows=rows)


def _confirmed(form: VerbForm, confirm: Any, request: HttpRequest) -> bool:
    if confirm and request.POST.get("confirmed") != "1":
        form.add_error(None, _("请核对金额、大写和资金来源，勾选后再确认。"))
    return form.is_valid()


def _done(request: HttpRequest, found: PayoutLine, verb: str, form: VerbForm) -> bool:
    seen = request.POST.get("seen", "")
    try:
        office.carry_out(act, case=found, verb=verb, actor=request.user, form=form,
                         seen=int(seen) if seen.isdecimal() and len(seen) < 9 else -1)  # fmt: skip
    except NotPossible as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(request, _("已办理“%(what)s”。") % {"what": PAYOUT_LINE.row(verb).label})
    return True


def _action(found: PayoutLine, verb: str) -> dict[str, Any]:
    return {"verb": verb, "title": label_of(PAYOUT_LINE.row(verb)), "consequence": CONSEQUENCES.get(verb, ""),
            "multipart": True, "danger": verb == "cancel", "url": reverse("line_act", args=[found.pk, verb]),
            "cancel_url": reverse("line", args=[found.pk])}  # fmt: skip
