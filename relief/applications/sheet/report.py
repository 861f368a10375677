"""What an import found: rows with their drafts or faults, and the summary shown before anything is written."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from relief.people.identifiers import IdType

REFUSED = "refused_whole_file"
CLEAN = "dry_run_clean"


@dataclass(frozen=True, slots=True)
class Fault:
    """One error. `column` is the Chinese column name, None for the file; `message` is ready to show."""

    code: str
    column: str | None
    message: str

    def as_json(self) -> dict[str, str | None]:
        return {"code": self.code, "column": self.column, "message": self.message}


@dataclass(slots=True, kw_only=True)
class DraftRow:
    """A good row as typed values. Money in fen, None where nothing stood. The household head defaults to the person."""

    name: str
    id_type: IdType
    id_no: str
    birth_date: date | None
    sex: str
    household_head_id_type: IdType
    household_head_id_no: str
    mobile: str
    employer: str
    union_id: int
    hukou: str | None
    household_size: int
    per_capita_monthly_fen: int | None
    cause: str
    event_date: date
    application_date: date
    total_cost_fen: int | None
    medical_insurance_fen: int | None
    commercial_insurance_fen: int | None
    mutual_aid_fen: int | None
    other_aid_fen: int | None
    loss_fen: int | None
    liability: str | None
    invoices: tuple[str, ...]
    requested_amount_fen: int | None
    bank: str
    card_no: str
    account_name: str
    narrative: str
    extra: dict[str, str]


@dataclass(frozen=True, slots=True)
class Preview:
    """The amount the scheme would suggest, without earlier payments, source or budget. None where it has no answer."""

    cause: str
    rule: str
    net_fen: int | None
    suggested_fen: int | None
    ceiling_fen: int | None
    decided_by: str | None

    def as_json(self) -> dict[str, Any]:
        return {
            "cause": self.cause,
            "rule": self.rule,
            "net_fen": self.net_fen,
            "suggested_fen": self.suggested_fen,
            "ceiling_fen": self.ceiling_fen,
            "decided_by": self.decided_by,
        }


@dataclass(slots=True)
class SheetRow:
    """One row by its number in the sheet. Without errors it has a draft and a preview."""

    row: int
    errors: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    draft: DraftRow | None = None
    preview: Preview | None = None

    @property
    def ok(self) -> bool:
        return not self.errors

    def as_json(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "status": "ok" if self.ok else "error",
            "errors": [fault.as_json() for fault in self.errors],
            "warnings": self.warnings,
            **(self.preview.as_json() if self.preview else {"suggested_fen": None}),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReport:
    """The outcome of reading one file. `errors` are faults of the whole file; then there are no rows."""

    digest: str
    sheet: str | None = None
    header_row: int | None = None
    columns: dict[str, int] = field(default_factory=dict)  # Chinese column name → column number in the sheet
    unknown_columns: list[str] = field(default_factory=list)
    skipped_rows: list[int] = field(default_factory=list)
    rows: list[SheetRow] = field(default_factory=list)
    errors: list[Fault] = field(default_factory=list)
    warning_texts: dict[str, str] = field(default_factory=dict)  # code of a warning → the scheme's text

    @property
    def clean(self) -> bool:
        """Nothing stands against writing the file."""
        return not self.errors and not self.bad_rows

    @property
    def good_rows(self) -> list[SheetRow]:
        return [row for row in self.rows if row.ok]

    @property
    def bad_rows(self) -> list[SheetRow]:
        return [row for row in self.rows if not row.ok]

    def summary(self, *, written: int = 0, outcome: str = "") -> dict[str, Any]:
        """Counts; `outcome` as given (written, already_imported), else what a dry run says."""
        good = self.good_rows
        suggested = [row.preview.suggested_fen or 0 for row in good if row.preview]
        return {
            "rows": len(self.rows),
            "ok": len(good),
            "error": len(self.rows) - len(good),
            "written": written,
            "outcome": outcome or (CLEAN if self.clean else REFUSED),
            "written_when_error_rows_are_removed": len(good),
            "suggested_total_fen_of_ok_rows": sum(suggested),
        }

    def as_json(self, *, written: int = 0, outcome: str = "") -> dict[str, Any]:
        """The shape of fixtures/examples/applications-small.expected.json; `errors` only where the file is refused."""
        return {
            "sheet": self.sheet,
            "header_row": self.header_row,
            "unknown_columns": self.unknown_columns,
            "skipped_rows": self.skipped_rows,
            "summary": self.summary(written=written, outcome=outcome),
            **({"errors": [fault.as_json() for fault in self.errors]} if self.errors else {}),
            "rows": [row.as_json() for row in self.rows],
        }
