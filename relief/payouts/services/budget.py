"""Entries on budget lines: every change of money is one balanced, immutable entry (relief.md §9, I2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from relief.organisations.administering import administer
from relief.payouts.models import Account, BudgetLine, Entry
from workflows.clock import today
from workflows.engine import verb
from workflows.errors import NotPossible
from workflows.fsm import Moment

A, R, C, P = Account.AVAILABLE, Account.RESERVED, Account.COMMITTED, Account.PAID


def line_for(organisation: Any, year: int, source: str) -> BudgetLine:
    """The budget line of an organisation, year and source. NotPossible where none was set up."""
    line = BudgetLine.objects.filter(organisation=organisation, year=year, source=source).first()
    if line is None:
        raise NotPossible(_("%(who)s%(year)s年没有这一资金来源的预算额度，请先设立。") % {"who": organisation, "year": year})
    return line


def credit(*, organisation: Any, year: int, source: str, amount_fen: int, reason: str, by: Any = None) -> BudgetLine:
    """Put money on a line (opening it if need be): outside → available. ``by=None`` is set-up."""
    fired = administer("credit_budget", organisation=organisation, actor=by, year=year, source=source,
                       amount_fen=amount_fen, reason=reason)  # fmt: skip
    return BudgetLine.objects.get(pk=fired.event.facts["budget_line"])


@verb("administration", "credit_budget")
def write_credit(m: Moment, *, year: int, source: str, amount_fen: int, reason: str) -> dict[str, Any]:
    """The line of the record's own organisation, and its entry."""
    line, _new = BudgetLine.objects.get_or_create(organisation=m.case.organisation, year=year, source=source)
    entry = Entry.objects.create(budget_line=line, from_account=Account.OUTSIDE, to_account=A, amount_fen=amount_fen,
                                 on=today(), reason=reason)  # fmt: skip
    return {"budget_line": line, "entry": entry, "year": year, "source": source, "amount_fen": amount_fen,
            "reason": reason}  # fmt: skip


def reserve(award: Any, event: Any) -> None:
    """approve: available → reserved."""
    Entry.objects.create(budget_line=award.budget_line, from_account=A, to_account=R, amount_fen=award.amount_fen,
                         on=award.on, reason=_("批准"), application=award.application, event=event)  # fmt: skip


def move_lines(lines: Any, from_: str, to: str, *, on: date, reason: str, events: dict[int, Any]) -> None:
    """One entry a payout line, written together. ``events`` maps a line to its event."""
    Entry.objects.bulk_create(
        Entry(budget_line_id=x.budget_line_id, from_account=from_, to_account=to, amount_fen=x.amount_fen, on=on,
              reason=reason, application_id=x.application_id, payout_line=x, event=events.get(x.pk))
        for x in lines
    )  # fmt: skip
