"""What the bank answered: read whole, checked whole, all or nothing, the same file again changes nothing (§9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from relief.applications.models import Application
from relief.payouts.models import BankResult, PayoutBatch, PayoutLine
from workflows import timekeeping
from workflows.engine import consequence, fire, fire_many, verb
from workflows.errors import NotPossible
from workflows.fsm import Moment
from workflows.payout_batch import EXPORTED


@dataclass(frozen=True)
class ResultRow:
    """One answer. ``row`` is where it stands in the sheet (or the line number when keyed from the 回单)."""

    row: int
    line_no: int
    amount_fen: int
    tail: str
    outcome: str
    on: date
    reason: str = ""
    receipt: str = ""


class ResultsRefused(NotPossible):
    """The whole file is refused; ``errors`` are (row, column, message)."""

    def __init__(self, errors: Sequence[tuple[int, str, str]]) -> None:
        super().__init__(_("回盘文件有%(n)d处问题，没有写入任何结果。") % {"n": len(errors)},
                         missing=[f"第{row}行 {column}：{message}" for row, column, message in errors])  # fmt: skip
        self.errors = list(errors)


@verb("payout_batch", "record_result")
def record_result(m: Moment, *, rows: Sequence[ResultRow], digest: str = "") -> dict[str, Any]:
    """Write the answers that are new. Contradictions and unknown lines refuse the file."""
    batch: PayoutBatch = m.case
    lines = {x.line_no: x for x in batch.lines.select_related("result")}
    errors = [e for row in rows for e in _errors(row, lines, batch, m.today)] + _twice(rows)
    if errors:
        raise ResultsRefused(sorted(errors))
    new = [r for r in rows if not hasattr(lines[r.line_no], "result")]
    BankResult.objects.bulk_create(
        BankResult(line=lines[r.line_no], outcome=r.outcome, amount_fen=r.amount_fen, tail=r.tail, on=r.on,
                   reason=r.reason, receipt=r.receipt, file_digest=digest)
        for r in new
    )  # fmt: skip
    return {"new": len(new), "already": len(rows) - len(new), "digest": digest,
            "paid": sum(r.outcome == "paid" for r in new), "failed": sum(r.outcome == "failed" for r in new)}  # fmt: skip


def _twice(rows: Sequence[ResultRow]) -> list[tuple[int, str, str]]:
    first: dict[int, ResultRow] = {}
    found = []
    for row in rows:
        if row.line_no in first:
            found.append((row.row, _("序号"), _("与第%(row)d行重复") % {"row": first[row.line_no].row}))
        first.setdefault(row.line_no, row)
    return found


def _errors(row: ResultRow, lines: dict[Any, PayoutLine], batch: PayoutBatch, today: date,
            ) -> Iterable[tuple[int, str, str]]:  # fmt: skip
    line = lines.get(row.line_no)
    if line is None:
        yield row.row, _("序号"), _("本批次没有第%(n)d笔") % {"n": row.line_no}
        return
    if row.amount_fen != line.amount_fen:
        yield row.row, _("金额"), _("与发放明细不符")
    if row.tail != line.card_tail:
        yield row.row, _("账号"), _("末四位与发放明细不符")
    if not localdate(batch.file.written_at) <= row.on <= today:
        yield row.row, _("日期"), _("不在导出日与今天之间")
    known = getattr(line, "result", None)
    if known is not None and (known.outcome, known.on) != (row.outcome, row.on):
        yield row.row, _("结果"), _("与已登记的结果矛盾")


@consequence("payout_batch", "record_result")
def move_money(m: Moment, event: Any) -> None:
    """Lines follow their answers; cases whose money is there are paid; an answered batch is settled."""
    waiting = PayoutLine.objects.filter(batch=m.case, state="exported").select_related("result")
    answered = [x for x in waiting if hasattr(x, "result")]
    for verb_name, outcome in (("succeed", "paid"), ("fail", "failed")):
        fire_many([x for x in answered if x.result.outcome == outcome], verb_name, actor=m.actor, because=m)
    pay_where_complete({x.application_id for x in answered}, m)
    if m.case.state == EXPORTED and not m.case.lines.filter(state="exported").exists():
        fire(m.case, "settle", actor=m.actor, because=m)


@consequence("relief_application", "release")
def pay_after_hold(m: Moment, event: Any) -> None:
    """Money that arrived while the case was held pays it now."""
    pay_where_complete({m.case.pk}, m)


def pay_where_complete(applications: Iterable[int], because: Moment) -> None:
    """Fire ``pay`` for approved cases, not held, all of whose lines are paid."""
    lines = PayoutLine.objects.filter(application=OuterRef("pk")).exclude(state__in=("cancelled", "reissued"))
    ready = Application.objects.filter(pk__in=applications, state="approved").filter(
        Exists(lines.filter(state="paid")), ~Exists(lines.exclude(state="paid")))  # fmt: skip
    free = [a for a in ready if timekeeping.read("relief_application", a.pk).open_pause("held") is None]
    fire_many(free, "pay", actor=because.actor, because=because)
