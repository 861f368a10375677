"""Export: the bank file is written once, hashed, and the lines are at the bank (relief.md §4, §9)."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils.translation import gettext as _

from relief.payouts.bankfile import Row, write
from relief.payouts.models import BankFile, PayoutBatch
from workflows.engine import consequence, fire_many, verb
from workflows.errors import NotPossible
from workflows.fsm import Moment
from workflows.payout_line import PAYOUT_LINE
from workflows.relief_application import APPROVED

SUFFIX = {"csv": "csv", "manual": "txt"}


def rows_of(batch: PayoutBatch) -> list[Row]:
    """The lines of the batch in the order of their numbers."""
    lines: Any = batch.lines.select_related("application").order_by("line_no")
    return [
        Row(x.line_no, x.payee_name, x.card_no, x.bank, x.bank_code, x.amount_fen,
            _("临时救助%(number)s") % {"number": x.application.number})
        for x in lines
    ]  # fmt: skip


@verb("payout_batch", "export")
def export(m: Moment) -> dict[str, Any]:
    """Write the file and its SHA-256. A second export is refused by the guard and by the database."""
    batch: PayoutBatch = m.case
    template = batch.template.data
    already = BankFile.objects.filter(batch=batch).first()
    if already is not None:
        return {"digest": already.digest}
    _still_payable(batch)
    content = write(template, rows_of(batch), {"total_fen": batch.total_fen})
    digest = hashlib.sha256(content).hexdigest()
    name = f"{batch.number}.{SUFFIX[template['kind']]}"
    BankFile.objects.create(batch=batch, name=name, content=content, digest=digest, written_at=m.at)
    return {"file": name, "digest": digest, "count": batch.count, "total_fen": batch.total_fen}


def _still_payable(batch: PayoutBatch) -> None:
    """The last look before the money goes: what was right when the batch was drafted may no longer be (§11.2, I15)."""
    lines = list(batch.lines.order_by("line_no"))
    for line, facts in zip(lines, PAYOUT_LINE.facts.prefetched(lines), strict=True):
        approved = line.application.state == APPROVED
        why = _("已暂缓办理") if facts.held else "" if facts.payee_alive else _("收款人已故")
        if why or not approved:
            raise NotPossible(_("第%(n)d笔(%(who)s)%(why)s，请退回制单后作废本批次，剔除后重新制单。") % {
                "n": line.line_no, "who": line.payee_name, "why": why or _("的案件不在待发放状态")})  # fmt: skip


@consequence("payout_batch", "export")
def send_lines(m: Moment, event: Any) -> None:
    """Every line of the batch is now at the bank."""
    fire_many(list(m.case.lines.all()), "export", actor=m.actor, because=m)
