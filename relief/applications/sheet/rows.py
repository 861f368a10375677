"""One row: its cells, its identity numbers, what it must have, and what its fields say about each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from relief.applications.sheet.columns import RECEIVED, Columns, Reading
from relief.applications.sheet.ruleset import ALWAYS_REQUIRED, SheetRules
from relief.applications.sheet.xml_cells import RawCell
from relief.people.identifiers import (
    IdentifierError,
    Identity,
    IdType,
    age_on,
    luhn_valid,
    name_key,
    name_rare,
    parse_identifier,
)


@dataclass(slots=True)
class ParsedRow:
    """A row on its way: parsed fields by identifier, errors as (code, column, earlier row), codes of warnings."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    filled: set[str] = field(default_factory=set)
    faults: list[tuple[str, str, int | None]] = field(default_factory=list)
    warnings: set[str] = field(default_factory=set)
    identity: Identity | None = None
    head: Identity | None = None

    def take(self, identifier: str, reading: Reading) -> None:
        """A cell: refused, it counts as filled and takes part in nothing further."""
        self.filled.add(identifier)
        if reading.formula_like:
            self.warnings.add("W_FORMULA_TEXT")
        if reading.error:
            self.refuse(reading.error, identifier)
        else:
            self.values[identifier] = reading.value

    def refuse(self, code: str, identifier: str, row: int | None = None) -> None:
        self.faults.append((code, identifier, row))


class RowParser:
    """Applies the rules of relief.md §14 to one row at a time; what spans rows is in duplicates.py."""

    def __init__(self, rules: SheetRules, columns: Columns, positions: Mapping[str, int], received_on: date) -> None:
        self.rules = rules
        self.columns = columns
        self.positions = positions
        self.received_on = received_on

    def parse(self, number: int, cells: Mapping[int, RawCell]) -> ParsedRow:
        row = ParsedRow(number)
        for identifier, reading in self.columns.read_row(self.positions, cells):
            row.take(identifier, reading)
        self._identities(row)
        self._required(row)
        self._dates(row)
        self._received(row)
        self._warnings(row)
        return row

    def _identities(self, row: ParsedRow) -> None:
        """The applicant's number by its type (blank: 居民身份证), the head's by its shape (blank: the applicant)."""
        id_type = row.values.get("id_type") if "id_type" in row.filled else IdType.RESIDENT
        number, head = row.values.get("id_no"), row.values.get("household_head_id")
        if id_type and number:
            try:
                row.identity = parse_identifier(id_type, number, today=self.received_on)
            except IdentifierError as error:
                row.refuse(error.code, "id_no")
        if head:
            try:
                row.head = parse_identifier(None, head, today=self.received_on)
            except IdentifierError:
                row.refuse("E_HOUSEHOLD_ID", "household_head_id")
        elif "household_head_id" not in row.filled:
            row.head = row.identity
        for identity in (row.identity, row.head):
            row.warnings.update(identity.warnings if identity else ())

    def _required(self, row: ParsedRow) -> None:
        needed = ALWAYS_REQUIRED + self.rules.needs.get(row.values.get("cause", ""), ())
        for identifier in needed:
            if identifier not in row.filled:
                row.refuse("E_REQUIRED", identifier)

    def _dates(self, row: ParsedRow) -> None:
        """Age on application, no date after the one it must precede, the claim window."""
        applied, happened = row.values.get("application_date"), row.values.get("event_date")
        if applied is None:
            return
        born, age_min = row.identity.birth_date if row.identity else None, self.rules.age_min
        if born and age_min is not None and age_on(born, applied) < age_min:
            row.refuse("E_AGE", "id_no")
        if applied > self.received_on:
            row.refuse("E_DATE_FUTURE", "application_date")
        if happened is None:
            return
        if happened > applied:
            row.refuse("E_DATE_FUTURE", "event_date")
        elif happened < self.rules.claim_from(applied):
            row.refuse("E_WINDOW", "event_date")

    def _received(self, row: ParsedRow) -> None:
        """E_COST, for causes whose rule rests on cost or loss."""
        cause = row.values.get("cause")
        gross = self.rules.gross_column(cause) if cause else None
        if gross and gross in row.values:
            received = sum(row.values.get(identifier, 0) for identifier in RECEIVED)
            if received > row.values[gross]:
                row.refuse("E_COST", gross)

    def _warnings(self, row: ParsedRow) -> None:
        """What is only warned of."""
        name, payee, card = (row.values.get(key) for key in ("name", "account_name", "card_no"))
        if name and name_rare(name):
            row.warnings.add("W_NAME_RARE")
        if name and payee and name_key(payee) != name_key(name):
            row.warnings.add("W_PAYEE")
        if card and not luhn_valid(card):
            row.warnings.add("W_CARD_LUHN")
