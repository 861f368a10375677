"""Reading an import sheet from end to end."""

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

from relief.applications.sheet.columns import MONEY, Columns
from relief.applications.sheet.container import read_source
from relief.applications.sheet.duplicates import Duplicates
from relief.applications.sheet.faults import FileFault
from relief.applications.sheet.header import Header, find_header, split_rows
from relief.applications.sheet.preview import preview
from relief.applications.sheet.report import DraftRow, SheetReport, SheetRow
from relief.applications.sheet.rows import ParsedRow, RowParser
from relief.applications.sheet.ruleset import SheetRules
from relief.applications.sheet.unions import UnionIndex
from relief.applications.sheet.workbook import Sheet, read_first_sheet
from relief.people.identifiers import Identity
from relief.schemes.rules import Scheme

PROGRESS_EVERY = 100
WARNING_ORDER = (
    "W_ID15",
    "W_FOREIGN_CHECK",
    "W_NAME_RARE",
    "W_CARD_LUHN",
    "W_DUP_ACCOUNT",
    "W_PAYEE",
    "W_FORMULA_TEXT",
    "W_ZERO",
)
Progress = Callable[[int, int], None]


def read_sheet(
    source: Path | bytes,
    *,
    scheme: Scheme,
    unions: UnionIndex,
    received_on: date,
    progress: Progress | None = None,
) -> SheetReport:
    """Check a whole file against the scheme; nothing is written. `progress(done, total)` counts data rows.

    Never raises on the content of a file: what is wrong with it stands in the report.
    """
    rules = SheetRules(scheme)
    digest, name = "", None
    try:
        data = read_source(source)
        digest = hashlib.sha256(data).hexdigest()
        sheet = read_first_sheet(data)
        name = sheet.name
        header = find_header(sheet, rules)
        numbers, skipped = split_rows(sheet, header)
    except FileFault as fault:
        return SheetReport(digest=digest, sheet=name, errors=[rules.file_fault(fault)])
    return SheetReport(
        digest=digest,
        sheet=name,
        header_row=header.row,
        columns={rules.labels[identifier]: column for identifier, column in header.columns.items()},
        unknown_columns=header.unknown,
        skipped_rows=skipped,
        warning_texts={code: rules.message(code) for code in WARNING_ORDER},
        rows=_read_rows(sheet, header, numbers, rules, unions, received_on, progress),
    )


def _read_rows(
    sheet: Sheet,
    header: Header,
    numbers: list[int],
    rules: SheetRules,
    unions: UnionIndex,
    received_on: date,
    progress: Progress | None,
) -> list[SheetRow]:
    parser = RowParser(rules, Columns(rules, unions, sheet), header.columns, received_on)
    duplicates = Duplicates()
    rows = []
    for done, number in enumerate(numbers, start=1):
        row = parser.parse(number, sheet.rows[number])
        duplicates.check(row)
        duplicates.check_account(row)
        rows.append(_sheet_row(row, rules))
        if progress and (done % PROGRESS_EVERY == 0 or done == len(numbers)):
            progress(done, len(numbers))
    return rows


def _sheet_row(row: ParsedRow, rules: SheetRules) -> SheetRow:
    """The row as reported: a draft and a preview when nothing stands against it."""
    errors = [rules.fault(code, identifier, row=earlier) for code, identifier, earlier in row.faults]
    draft = amount = None
    if not errors and row.identity and row.head:
        draft = _draft(row, row.identity, row.head, rules)
        amount = preview(rules.scheme, draft, row.values["union"].area)
        if amount.suggested_fen == 0:
            row.warnings.add("W_ZERO")
    warnings = [code for code in WARNING_ORDER if code in row.warnings]
    return SheetRow(row.number, errors, warnings, draft, amount)


def _draft(row: ParsedRow, identity: Identity, head: Identity, rules: SheetRules) -> DraftRow:
    values = row.values
    return DraftRow(
        name=values["name"],
        id_type=identity.type,
        id_no=identity.number,
        birth_date=identity.birth_date,
        sex=identity.sex,
        household_head_id_type=head.type,
        household_head_id_no=head.number,
        mobile=values["mobile"],
        employer=values.get("employer", ""),
        union_id=values["union"].id,
        hukou=values.get("hukou_type"),
        household_size=values["household_size"],
        cause=values["cause"],
        event_date=values["event_date"],
        application_date=values["application_date"],
        liability=values.get("liability"),
        invoices=values.get("invoice_no", ()),
        bank=values.get("bank", ""),
        card_no=values.get("card_no", ""),
        account_name=values.get("account_name", ""),
        narrative=values.get("narrative", ""),
        extra={identifier: values[identifier] for identifier in rules.extra if identifier in values},
        **{f"{identifier}_fen": values.get(identifier) for identifier in MONEY},
    )
