"""Budget lines: balances, and every entry that made them. Read only; money is put on a line by the office's command."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from relief.applications.windows import Window
from relief.payouts import selectors
from relief.payouts.models import Account, BudgetLine, Entry
from relief.payouts.models.budget import BALANCES
from relief.payouts.shown import fund_label, rules_today
from relief.queue.sitting import sitting_of

PAGE = 100


@require_safe
def budgets(request: HttpRequest) -> HttpResponse:
    """The lines of one's cash desks with their balances."""
    sitting = sitting_of(request)
    rules = rules_today(sitting)
    rows = [_row(x, rules) for x in selectors.budget_lines_for(sitting)]
    empty = {"title": _("没有预算额度"), "text": _("额度由系统管理人员按批复文件录入，这里只看不改。")}
    return render(request, "payouts/budget_list.html", {"rows": rows, "columns": _columns(), "empty": empty})


@require_safe
def budget_line(request: HttpRequest, pk: int) -> HttpResponse:
    """One line, entry by entry."""
    sitting = sitting_of(request)
    found = selectors.budget_line_for(sitting, pk)
    entries, window = selectors.entries_of(found), Window(request, PAGE)
    row = _row(found, rules_today(sitting))
    context = {
        "crumbs": [{"label": _("预算额度"), "url": reverse("budgets")}, {"label": row["title"]}], "line": row,
        "rows": [_entry(e) for e in window.rows(entries)], "page": window.page(found.entries.count()),
    }  # fmt: skip
    return render(request, "payouts/budget_line.html", context)


def _columns() -> list[str]:
    return [str(Account(name).label) for name in BALANCES]


def _row(line: BudgetLine, rules: Any) -> dict[str, Any]:
    balances = [{"label": str(Account(name).label), "fen": getattr(line, name)} for name in BALANCES]
    fund, credited = fund_label(line.source, rules), line.credited or 0  # type: ignore[attr-defined]
    return {"url": reverse("budget_line", args=[line.pk]), "organisation": line.organisation.name, "year": line.year,
            "fund": fund, "title": f"{line.organisation.name} {line.year} {fund}", "balances": balances,
            "credited": credited, "agrees": credited == sum(b["fen"] for b in balances)}  # fmt: skip


def _entry(entry: Entry) -> dict[str, Any]:
    """Day, what happened, of which case, from where to where, and what was left."""
    event = entry.event
    who = (event.actor or event.entered_by) if event else None
    case = entry.application
    return {
        "on": entry.on, "reason": entry.reason, "from": str(Account(entry.from_account).label),
        "to": str(Account(entry.to_account).label), "fen": entry.amount_fen, "who": who or "",
        "available": entry.available_after, "reserved": entry.reserved_after,  # type: ignore[attr-defined]
        "case": case.number if case else "", "case_url": reverse("application", args=[case.pk]) if case else "",
        "line_url": reverse("line", args=[entry.payout_line_id]) if entry.payout_line_id else "",
        "payee": entry.payout_line.payee_name if entry.payout_line else "",
    }  # fmt: skip
