"""The failed lines with their age: each waits for a new account, or to be cancelled."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from relief.payouts import selectors
from relief.payouts.line_shown import above, mend_by, money_page
from relief.payouts.models import PayoutLine
from relief.payouts.shown import fund_label, line_row, rules_today
from relief.queue.sitting import Sitting, sitting_of


@require_safe
def failed_lines(request: HttpRequest) -> HttpResponse:
    """Money that came back: from the bank's day five working days to fix, listed for 取消 at thirty (§9)."""
    sitting = sitting_of(request)
    rules, lines = rules_today(sitting), list(selectors.unpaid_for(sitting))
    context = {
        "crumbs": [above(sitting), {"label": _("未到账")}],
        "rows": [_failed_row(x, sitting, rules) for x in lines], "fen": sum(x.amount_fen for x in lines),
        "empty": {"title": _("没有未到账的明细"), "text": _("银行退回的款会列在这里，等登记新账号后重发，或取消。"),
                  "url": money_page(sitting, "batches"), "action": _("看发放批次")},
    }  # fmt: skip
    return render(request, "payouts/failed.html", context)


def _failed_row(x: PayoutLine, sitting: Sitting, rules: Any) -> dict[str, Any]:
    days = (sitting.on - _bank_day(x, sitting)).days
    old = days >= rules.clock("returned_money_age").n
    state = _("已登记新账号，等重发") if x.new_account else _("等登记新账号")
    return {**line_row(x), "fund": fund_label(x.award.source, rules), "due": mend_by(x, sitting, rules), "days": days,
            "old": old, "next": state, "union": x.application.number}  # fmt: skip


def _bank_day(x: PayoutLine, sitting: Sitting) -> date:
    result = getattr(x, "result", None)
    day: date = result.on if result else sitting.on
    return day
