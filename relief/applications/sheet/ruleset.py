"""What the import sheet takes from a scheme: names of columns, labels, texts, and what each cause must have."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from relief.applications.sheet.faults import FileFault
from relief.applications.sheet.report import Fault
from relief.applications.sheet.text import clean, squeeze
from relief.people.identifiers import ID_TYPE_LABELS, IdType
from relief.schemes.rules import Scheme
from relief.schemes.windows import window_start

ALWAYS_REQUIRED = (
    "name",
    "id_no",
    "mobile",
    "union",
    "household_size",
    "cause",
    "event_date",
    "application_date",
)
# Headers of the further columns a programme may want (`import_sheet.extra_columns`), where the scheme names none.
EXTRA_LABELS = {
    "sex": "性别",
    "address": "住址",
    "identity": "身份",
    "insurance_kind": "医保",
    "work_status": "工作状态",
    "relative_of_staff": "是否职工亲属",
    "consent": "承诺",
}
_SUFFIXES = ("(元)", "(必填)")


def header_key(text: str) -> str:
    """A header as it is compared: blanks, line breaks, *, a final (元) or (必填) gone, full width folded."""
    key = squeeze(clean(text, fold=True)).replace("*", "")
    while key.endswith(_SUFFIXES):
        key = key.removesuffix(_SUFFIXES[0]).removesuffix(_SUFFIXES[1])
    return key


class SheetRules:
    """Read-only view of one scheme for one import."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        sheet = scheme.import_sheet
        self.extra = tuple(sheet.extra_columns)
        headers = dict(sheet.columns)
        named = set(headers.values())
        headers.update({EXTRA_LABELS.get(name, name): name for name in self.extra if name not in named})
        self.labels = {identifier: label for label, identifier in headers.items()}
        self.headers = {header_key(label): identifier for label, identifier in headers.items()}
        for alias, label in sheet.aliases.items():
            self.headers.setdefault(header_key(alias), headers[label])
        self.causes = _folded((cause.label, code) for code, cause in scheme.causes.items())
        self.hukou = _folded(sheet.hukou_labels.items())
        self.liabilities = _folded(sheet.liability_labels.items())
        self.id_types = {label: id_type for id_type, label in ID_TYPE_LABELS.items() if id_type is not IdType.TEMPORARY}
        self.messages = sheet.messages
        self.age_min = scheme.eligibility.age_min

    @cached_property
    def needs(self) -> dict[str, tuple[str, ...]]:
        """By cause: the columns that must be filled because of it."""
        return {cause: tuple(self._needs_of(cause)) for cause in self.scheme.causes}

    def _needs_of(self, cause: str) -> Iterable[str]:
        rule = self.scheme.rule_for(cause)
        # An exclusion by household class (INCOME_OVER) cannot be answered without income and dibao.
        by_income = any(row.household_class and row.causes for row in self.scheme.exclusions_for(cause))
        by_class = rule.by_class is not None
        if by_income or by_class or rule.kind == "dibao_multiple":
            yield "hukou_type"
        if by_income or by_class:
            yield "per_capita_monthly"
        if gross := self.gross_column(cause):
            yield gross
        if rule.liability is not None:
            yield "liability"

    def gross_column(self, cause: str) -> str | None:
        """total_cost or loss where the cause's rule rests on it."""
        return {"cost": "total_cost", "loss": "loss"}.get(self.scheme.rule_for(cause).basis)

    def claim_from(self, application_date: date) -> date:
        """The first event day still in time for an application."""
        window = self.scheme.eligibility.claim_window
        return window_start(application_date, window.n, window.unit)

    def message(self, code: str, *, identifier: str = "", row: int | None = None, text: str = "") -> str:
        """The scheme's text of an error or warning."""
        label = self.labels.get(identifier, text)
        return self.messages[code].replace("{列}", label).replace("{行}", str(row)).replace("{原因}", text)

    def fault(self, code: str, identifier: str, *, row: int | None = None) -> Fault:
        """An error on a column; `row` is the earlier row of a duplicate."""
        return Fault(code, self.labels[identifier], self.message(code, identifier=identifier, row=row))

    def file_fault(self, fault: FileFault) -> Fault:
        """An error of the whole file."""
        column = self.labels.get(fault.column or "")
        return Fault(fault.code, column, self.message(fault.code, identifier=fault.column or "", text=fault.reason))


def _folded(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {clean(label, fold=True): code for label, code in pairs}
