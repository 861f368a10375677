"""The import sheet, from the file to drafts: all or nothing, once per file (relief.md §14, I12)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from relief.applications.models import Application, ImportRun, Invoice
from relief.applications.services.drafting import open_drafts
from relief.applications.sheet import DraftRow, SheetReport, Union, UnionIndex, read_sheet
from relief.memory import collection_waits
from relief.organisations.models import Organisation
from relief.schemes.selectors import scheme_on
from workflows.rows import fresh, give_keys, store

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Imported:
    """What an import did. ``outcome``: refused_whole_file, dry_run_clean, written, already_imported."""

    report: SheetReport
    outcome: str
    written: int = 0

    def as_json(self) -> dict[str, Any]:
        return self.report.as_json(written=self.written, outcome=self.outcome)


def unions_under(organisation: Organisation) -> UnionIndex:
    """The unions that an uploader of this organisation may name: its own and those below."""
    rows = Organisation.objects.filter(path__startswith=organisation.path).values_list("code", "name", "area", "id")
    return UnionIndex(Union(*row) for row in rows)


@collection_waits()
def read(source: Path | bytes, *, organisation: Organisation, received_on: date,
         progress: Progress | None = None) -> SheetReport:  # fmt: skip
    """Read and check a sheet; nothing is written."""
    scheme = scheme_on(received_on).rules
    return read_sheet(source, scheme=scheme, unions=unions_under(organisation), received_on=received_on,
                      progress=progress)  # fmt: skip


@collection_waits()
def import_sheet(*, source: Path | bytes, organisation: Organisation, received_on: date, actor: Any = None,
                 dry_run: bool = False, leave_out_bad: bool = False, progress: Progress | None = None) -> Imported:  # fmt: skip
    """Read a sheet and, if it is clean (or its bad rows are left out on purpose), write one draft a row."""
    report = read(source, organisation=organisation, received_on=received_on, progress=progress)
    if report.errors or not report.good_rows or (report.bad_rows and not leave_out_bad):
        return Imported(report, "dry_run_clean" if dry_run and report.clean else "refused_whole_file")
    if dry_run:
        return Imported(report, "dry_run_clean")
    with transaction.atomic():
        run, new = ImportRun.objects.get_or_create(
            digest=report.digest, defaults={"organisation": organisation, "received_on": received_on, "by": actor,
                                     "rows": len(report.good_rows)})  # fmt: skip
        if not new:
            return Imported(report, "already_imported")
        _write(report, run, actor)
    return Imported(report, "written", len(report.good_rows))


def _write(report: SheetReport, run: ImportRun, actor: Any) -> None:
    rows = [(row.row, row.draft) for row in report.good_rows if row.draft is not None]
    drafts = [_draft(draft, run, n) for n, draft in rows]
    open_drafts(drafts, actor=actor, given={"import": run.digest[:16], "rows": len(rows)})
    invoices = [
        Invoice(application=application, number=number)
        for application, (_n, draft) in zip(drafts, rows, strict=True)
        for number in draft.invoices
    ]
    if invoices:
        give_keys(invoices)
        store(invoices)


def _draft(d: DraftRow, run: ImportRun, row: int) -> Application:
    head = d.household_head_id_no if d.household_head_id_no != d.id_no else ""
    return fresh(Application, {
        "organisation_id": d.union_id, "name": d.name, "sex": d.sex, "id_type": str(d.id_type), "id_no": d.id_no,
        "birth_on": d.birth_date, "household_head_id": head, "hukou_type": d.hukou or "", "mobile": d.mobile,
        "employer": d.employer, "household_size": d.household_size, "per_capita_monthly_fen": d.per_capita_monthly_fen,
        "cause": d.cause, "narrative": d.narrative, "event_date": d.event_date, "application_date": d.application_date,
        "total_cost_fen": d.total_cost_fen, "medical_insurance_fen": d.medical_insurance_fen,
        "commercial_insurance_fen": d.commercial_insurance_fen, "mutual_aid_fen": d.mutual_aid_fen,
        "other_aid_fen": d.other_aid_fen, "loss_fen": d.loss_fen, "liability": d.liability or "",
        "requested_fen": d.requested_amount_fen, "bank": d.bank, "card_no": d.card_no, "account_name": d.account_name,
        "import_digest": run.digest, "import_row": row,
    })  # fmt: skip
