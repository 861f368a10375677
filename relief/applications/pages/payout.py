"""The money of a case: its payout lines, what the bank answered, the call back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from relief.applications.models import FollowUp
from relief.casework.stand import Stand
from relief.notices.formkinds import MONEY_READERS
from relief.payouts.models import Entry, PayoutLine
from relief.queue.sitting import Sitting


def page(stand: Stand, sitting: Sitting) -> dict[str, Any]:
    """The tab 发放. A batch is named to every reader of the case; only readers of money open it."""
    a = stand.case
    money = [g.path for g in sitting.grants if g.role in MONEY_READERS]
    lines = (
        PayoutLine.objects.filter(application=a).select_related("batch__organisation", "award", "result").order_by("id")
    )
    last = FollowUp.objects.filter(application=a).select_related("by").order_by("-id").first()
    return {
        "lines": [_line(stand, x, money) for x in lines],
        "entries": entries(stand),
        "follow_up": {"on": last.on, "who": last.by, "text": f"{last.how}：{last.said}"} if last else None,
        "empty": {"title": _("还没有发放明细"), "text": _("批准之后生成发放明细，由制单人编入批次。")},
    }


def _line(stand: Stand, line: PayoutLine, money: Sequence[str]) -> dict[str, Any]:
    fund = stand.facts.scheme.fund_sources.get(line.award.source)
    result = getattr(line, "result", None)
    batch = line.batch
    opens = batch is not None and any(batch.organisation.path.startswith(path) for path in money)
    return {
        "no": line.line_no, "payee": line.payee_name, "relation": stand.case.payee_relation, "bank": line.bank,
        "card": _("尾号%(tail)s") % {"tail": line.card_tail} if line.card_tail else "", "fen": line.amount_fen,
        "source": fund.label if fund else "", "state": line.state,
        "state_label": line.machine.states(line.state).label, "batch": batch.number or f"#{batch.pk}" if batch else "",
        "batch_url": reverse("batch", args=[line.batch_id]) if opens else "", "bank_on": result.on if result else None,
        "result": result.reason if result else "",
    }  # fmt: skip


def entries(stand: Stand) -> list[dict[str, Any]]:
    """Every entry on the budget line that this case made, in order."""
    found = Entry.objects.filter(application=stand.case).order_by("id")
    return [{"on": e.on, "from": e.get_from_account_display(), "to": e.get_to_account_display(), "fen": e.amount_fen,
             "reason": e.reason} for e in found]  # fmt: skip
