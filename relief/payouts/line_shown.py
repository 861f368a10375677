"""What the page of one payment shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from relief.casework.stand import Stand
from relief.payouts import selectors
from relief.payouts.models import PayoutLine
from relief.payouts.shown import fund_label, line_row, new_card, rules_today
from relief.people.masking import mask_card
from relief.queue.dues import due_cell
from relief.queue.sitting import Sitting, sitting_of
from workflows import calendar
from workflows.payout_line import State


def line_context(request: HttpRequest, standing: Stand) -> dict[str, Any]:
    """What stands on the page besides the panel."""
    sitting, found = sitting_of(request), standing.case
    rules = rules_today(sitting)
    return {
        "crumbs": [above(sitting), {"label": found.application.number}],
        "line": {**line_row(found), "fund": fund_label(found.award.source, rules)},
        "facts": facts_of(found, rules, sitting), "due": mend_by(found, sitting, rules),
    }  # fmt: skip


def facts_of(x: PayoutLine, rules: Any, sitting: Sitting) -> list[dict[str, Any]]:
    """名称—值 of one payment."""
    new, again = x.new_account, getattr(x, "reissued_as", None)
    budget = {"year": x.budget_line.year, "fund": fund_label(x.budget_line.source, rules)}
    rows = [
        (_("申请"), x.application.number, reverse("application", args=[x.application_id])),
        (_("户名"), x.payee_name, ""), (_("开户银行"), x.bank, ""), (_("联行号"), x.bank_code, ""),
        (_("账号"), mask_card(x.card_no), ""), (_("资金来源"), fund_label(x.award.source, rules), ""),
        (_("预算额度"), _("%(year)d年%(fund)s") % budget, money_page(sitting, "budget_line", x.budget_line_id)),
        (_("批次"), _("%(number)s 第%(n)d笔") % {"number": x.batch.number, "n": x.line_no} if x.batch else "",
         money_page(sitting, "batch", x.batch_id) if x.batch_id else ""),
        (_("户名核对"), str(x.account_confirmed_by or ""), ""),
        (_("新账号"), _("%(bank)s %(card)s，户名%(name)s，证明已存") % {
            "bank": new["bank"], "name": new["payee_name"], "card": new_card(x)} if new else "", ""),
        (_("原来的明细"), _("失败的那一笔") if x.reissue_of_id else "", _line_url(x.reissue_of_id)),
        (_("重发的明细"), _("新的一笔") if again else "", _line_url(again and again.pk)),
    ]  # fmt: skip
    return [{"name": name, "value": value, "url": url} for name, value, url in rows if value]


def above(sitting: Sitting) -> dict[str, str]:
    return {"label": _("发放批次"), "url": money_page(sitting, "batches")}


def money_page(sitting: Sitting, page: str, *keys: int) -> str:
    """A page of batches or of the budget: a clerk who mends an account does not open it."""
    return reverse(page, args=keys) if selectors.paths_of(sitting) else ""


def _line_url(pk: int | None) -> str:
    return reverse("line", args=[pk]) if pk else ""


def mend_by(x: PayoutLine, sitting: Sitting, rules: Any) -> dict[str, Any] | None:
    """Until when a failed line is to be mended: from the bank's day."""
    result = getattr(x, "result", None)
    if x.state != State.FAILED or result is None:
        return None
    clock = rules.clock("fix_failed_line")
    due = calendar.due(result.on, clock.n, clock.unit, calendar=calendar.load_calendar()).due
    return due_cell(due, None, today=sitting.on, now=sitting.now) if due else None
