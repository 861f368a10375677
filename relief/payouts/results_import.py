"""A result file from its bytes into the batch: all or nothing, once; the same file again changes nothing (§9, I12)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from relief import office
from relief.payouts.models import BankResult, PayoutBatch
from relief.payouts.results_reading import LABELS, ResultError, read_results
from relief.payouts.services.results import ResultRow, ResultsRefused
from workflows.errors import NotPossible
from workflows.payout_batch import EXPORTED

WRITTEN, ALREADY, REFUSED = "written", "already", "refused"
# The services name columns; each column of theirs has one kind of fault.
CODES = {"序号": "E_LINE", "金额": "E_AMOUNT", "账号": "E_TAIL", "日期": "E_DATE", "结果": "E_CONTRADICTION"}


@dataclass(frozen=True)
class Taken:
    """What became of a file. ``outcome``: written, already, refused."""

    outcome: str
    paid: int = 0
    failed: int = 0
    errors: Sequence[ResultError] = field(default_factory=list)


def take_file(*, batch: PayoutBatch, content: bytes, actor: Any) -> Taken:
    """Read, check and record a result file. NotAllowed and Stale pass; every other fault is in the answer."""
    sheet = read_results(content)
    if sheet.errors:
        errors = [*sheet.errors, *_disagreements(batch, sheet.rows)]
        return Taken(REFUSED, errors=sorted(errors, key=lambda e: e.row))
    return take_rows(batch=batch, rows=sheet.rows, digest=sheet.digest, actor=actor)


def take_rows(*, batch: PayoutBatch, rows: Sequence[ResultRow], digest: str, actor: Any) -> Taken:
    """Record answers. What is all known already changes nothing, also in a batch that is settled."""
    if all_known(batch, rows):
        return Taken(ALREADY)
    try:
        fired = office.perform(batch, "record_result", actor=actor, rows=rows, digest=digest)
    except ResultsRefused as refused:
        return Taken(REFUSED, errors=[ResultError(row, column, CODES[column], message)
                                      for row, column, message in refused.errors])  # fmt: skip
    except NotPossible:
        batch.refresh_from_db()
        if batch.state == EXPORTED:
            raise
        return _of_settled(batch, rows)
    facts = fired.event.facts
    return Taken(WRITTEN, paid=facts["paid"], failed=facts["failed"])


def _disagreements(batch: PayoutBatch, rows: Sequence[ResultRow]) -> Iterator[ResultError]:
    """In a file that is refused anyway: what else does not fit the batch, so that it is corrected once."""
    lines = {x.line_no: x for x in batch.lines.all()}
    for row in rows:
        line = lines.get(row.line_no)
        if line is None:
            yield _unknown(row)
            continue
        if row.amount_fen != line.amount_fen:
            yield ResultError(row.row, LABELS["amount"], "E_AMOUNT", _("与发放明细不符"))
        if row.tail != line.card_tail:
            yield ResultError(row.row, LABELS["account"], "E_TAIL", _("末四位与发放明细不符"))


def all_known(batch: PayoutBatch, rows: Sequence[ResultRow]) -> bool:
    """Is every row an answer that stands already, word for word?"""
    known = _known(batch)
    return bool(rows) and all(known.get(r.line_no) == _key(r) for r in rows)


def _of_settled(batch: PayoutBatch, rows: Sequence[ResultRow]) -> Taken:
    """A batch that took no more answers: somebody else brought the same file, or this one contradicts it."""
    known = _known(batch)
    wrong = [r for r in rows if known.get(r.line_no) != _key(r)]
    return Taken(REFUSED, errors=[_settled_error(r, known) for r in wrong]) if wrong else Taken(ALREADY)


def _settled_error(row: ResultRow, known: Mapping[int | None, Any]) -> ResultError:
    if row.line_no not in known:
        return _unknown(row)
    return ResultError(row.row, LABELS["outcome"], "E_CONTRADICTION", _("与已登记的结果矛盾"))


def _unknown(row: ResultRow) -> ResultError:
    return ResultError(row.row, LABELS["line_no"], "E_LINE", _("本批次没有第%(n)d笔") % {"n": row.line_no})


def _known(batch: PayoutBatch) -> dict[int | None, Any]:
    results = BankResult.objects.filter(line__batch=batch).select_related("line")
    return {r.line.line_no: (r.outcome, r.amount_fen, r.tail, r.on) for r in results}


def _key(row: ResultRow) -> tuple[str, int, str, Any]:
    return row.outcome, row.amount_fen, row.tail, row.on


def error_table(errors: Sequence[dict[str, Any]]) -> bytes:
    """The faults as a workbook: row, column, code, message."""
    written = io.BytesIO()
    with Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(_("问题"))
        bold = book.add_format({"bold": True})
        page.set_column(0, 2, 12)
        page.set_column(3, 3, 60)
        page.write_row(0, 0, [_("行"), _("列"), _("代码"), _("问题")], bold)
        for n, error in enumerate(errors, 1):
            page.write_row(n, 0, [error["row"] or "", error["column"], error["code"], error["message"]])
    return written.getvalue()
