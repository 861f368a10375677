"""Planned payout lines: one for an award; cancelled where the money will not go out (relief.md §4)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from relief.payouts.models import PayoutLine
from workflows.engine import fire_many, open_cases
from workflows.fsm import Moment

UNSPENT = ("planned", "failed")


def plan_line(award: Any, *, because: Moment, county: Any) -> PayoutLine:
    """The payment of an award to the account on the form, for the county's cash desk."""
    a = award.application
    line = PayoutLine(
        application=a, award=award, organisation=county, budget_line=award.budget_line, amount_fen=award.amount_fen,
        payee_name=a.account_name or a.name, bank=a.bank, bank_code=a.bank_code, card_no=a.card_no,
        card_blind=a.card_blind, card_tail=a.card_no[-4:])  # fmt: skip
    open_cases([line], actor=because.actor, because=because, given={"amount_fen": award.amount_fen})
    return line


def cancel_lines(application: Any, because: Moment) -> None:
    """Cancel what has not gone out; each cancelled line frees its reserve."""
    lines = list(PayoutLine.objects.filter(application=application, state__in=UNSPENT))
    fire_many(lines, "cancel", actor=because.actor, because=because, given={"reason": _("案件未进入发放")})
