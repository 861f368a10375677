"""Batches: drafted by the cashier from planned lines of one bank template and one source (relief.md §4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from relief.notices.numbers import take_number
from relief.payouts.models import BankTemplate, PayoutBatch, PayoutLine
from workflows.clock import today
from workflows.engine import consequence, fire_many, open_cases, verb
from workflows.errors import NotPossible
from workflows.fsm import Moment


def draft_batch(*, lines: Sequence[PayoutLine], template: BankTemplate, actor: Any) -> PayoutBatch:
    """A batch of these lines, numbered from 1. All lines must be planned, of one cash desk and one source."""
    if not lines:
        raise NotPossible(_("请至少选择一笔发放明细。"))
    if len({(x.organisation_id, x.award.source) for x in lines}) > 1:
        raise NotPossible(_("同一批次只能有一个单位和一个资金来源。"))
    limit = template.data.get("line_limit")
    if limit and len(lines) > limit:
        raise NotPossible(_("本模板每批最多%(n)d笔，请分批。") % {"n": limit})
    with transaction.atomic():
        first = lines[0]
        batch = PayoutBatch(
            organisation=first.organisation, template=template, source=first.award.source, opened_on=today(),
            count=len(lines), total_fen=sum(x.amount_fen for x in lines),
            number=take_number(first.organisation, "batch", today().year).text)  # fmt: skip
        open_cases([batch], actor=actor, given={"count": batch.count, "total_fen": batch.total_fen})
        numbers = {x.pk: n for n, x in enumerate(sorted(lines, key=lambda x: x.pk), 1)}
        fire_many(list(lines), "batch", actor=actor, given={"batch": batch, "numbers": numbers})
    return batch


@consequence("payout_batch", "void")
def take_lines_out(m: Moment, event: Any) -> None:
    """A void batch gives its lines back."""
    fire_many(list(m.case.lines.all()), "unbatch", actor=m.actor, because=m)


@verb("payout_batch", "book")
def book(m: Moment, *, voucher_number: str, voucher_on: Any, scan: Any = None) -> dict[str, Any]:
    """登记凭证: voucher number, date, scan of the bank's receipt."""
    if not voucher_number.strip() or voucher_on is None:
        raise NotPossible(_("请填写凭证号和凭证日期。"))
    m.case.voucher_number, m.case.voucher_on = voucher_number.strip(), voucher_on
    m.case.save(update_fields=["voucher_number", "voucher_on"])
    return {"voucher_number": voucher_number, "voucher_on": voucher_on, "scan": scan}
