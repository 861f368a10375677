"""What stands in a letter, typed: the fields of each kind (supervision.md §9) and the question the checks answer.

A class is the list of its fields in the order of the specification; each says how it is read and whether it may stay
empty. ``LetterQuestion`` is everything that checks and paper need, with or without a row in the database.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from relief.jurisdictions.rules import Rules
from relief.letters.reading import a_text, choice, day, mixed, read, row, rows, texts, whole
from relief.letters.terms import KINDS, REMINDER, RESPONSES, SCOPES, Fault


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """One who receives the letter; the credit code is never printed."""

    name: str = a_text()
    uscc: str = a_text(empty=True, printed=False)


@dataclass(frozen=True, kw_only=True)
class Citation:
    """A provision of law; an empty clause equals empty (§7)."""

    law: str = a_text()
    article: str = a_text()
    clause: str = a_text(empty=True)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One finding; period, workers and amount of any fact may be empty."""

    text: str = a_text()
    period: str = a_text(empty=True)
    workers: int | None = whole(empty=True)
    amount: str = a_text(empty=True)


@dataclass(frozen=True, kw_only=True)
class Demand:
    """One item to correct."""

    n: int | None = whole()
    action: str = a_text()
    measure: str = a_text()
    due_text: str = a_text()
    evidence: str = a_text()


@dataclass(frozen=True, kw_only=True)
class Employer:
    """The employer a recommendation speaks of."""

    name: str = a_text()
    uscc: str = a_text()
    address: str = a_text(empty=True)
    legal_representative: str = a_text(empty=True)
    phone: str = a_text(empty=True)


@dataclass(frozen=True, kw_only=True)
class PriorStep:
    """A letter that went before, and how it was served."""

    kind: str = choice(KINDS)
    no: str = a_text()
    served_on: date | None = day()
    method: str = a_text()


@dataclass(frozen=True, kw_only=True)
class Content:
    """Fields of all kinds. Those that the machine writes (title, number, day, issuer) may be stated, never differ."""

    issuer_name: str = a_text(empty=True, printed=False)
    doc_title: str = a_text(empty=True, printed=False)
    doc_no: str = a_text(empty=True, printed=False)
    issued_on: date | None = day(empty=True)
    verify_code: str = a_text(empty=True, printed=False)
    contact_name: str = a_text()
    contact_phone: str = a_text()
    contact_address: str = a_text()
    contact_postcode: str = a_text()
    copy_to: tuple[str, ...] = texts(empty=True)
    attachments: tuple[str, ...] = texts(empty=True)

    @property
    def citations(self) -> tuple[str, tuple[Citation, ...]]:
        """(field, provisions cited)"""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Reminder(Content):
    """提示函: a risk or a first defect."""

    reminder_scope: str = choice(SCOPES)
    addressees: tuple[Addressee, ...] = rows(Addressee, empty=True)
    collective_addressee: str = a_text(empty=True)
    reason: str = a_text()
    facts: tuple[Fact, ...] = mixed(Fact, empty=True)
    legal_bases: tuple[Citation, ...] = rows(Citation)
    items: tuple[str, ...] = texts()
    self_check_request: str = a_text()
    reply_rule_text: str = a_text(empty=True)
    reply_channel: str = a_text(empty=True)

    @property
    def citations(self) -> tuple[str, tuple[Citation, ...]]:
        return "legal_bases", self.legal_bases


@dataclass(frozen=True, kw_only=True)
class Opinion(Content):
    """意见书: a breach is established."""

    addressees: tuple[Addressee, ...] = rows(Addressee, empty=True)
    lead_source_public: str = a_text()
    investigation_summary: str = a_text()
    facts: tuple[Fact, ...] = rows(Fact)
    violations: tuple[Citation, ...] = rows(Citation)
    demands: tuple[Demand, ...] = rows(Demand)
    reply_rule_text: str = a_text()
    preceding_no: str = a_text(empty=True)
    consequence: str = a_text()

    @property
    def citations(self) -> tuple[str, tuple[Citation, ...]]:
        return "violations", self.violations


@dataclass(frozen=True, kw_only=True)
class Recommendation(Content):
    """建议书: to a department."""

    addressees: tuple[Addressee, ...] = rows(Addressee, empty=True)
    department: str = a_text(empty=True)  # asked for by addressee_complete
    employer: Employer = row(Employer)
    lead_source_public: str = a_text()
    facts: tuple[Fact, ...] = mixed(Fact)
    prior_steps: tuple[PriorStep, ...] = rows(PriorStep, empty=True)
    employer_response: str = choice(RESPONSES)
    violations: tuple[Citation, ...] = rows(Citation)
    proposals: tuple[str, ...] = texts()
    reply_rule_text: str = a_text(empty=True)
    feedback_request: str = a_text()
    evidence_index: tuple[str, ...] = texts()

    @property
    def citations(self) -> tuple[str, tuple[Citation, ...]]:
        return "violations", self.violations


CONTENTS: dict[str, type[Content]] = {
    "reminder_letter": Reminder,
    "opinion": Opinion,
    "recommendation": Recommendation,
}


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """Who issues: its name as the mark prints it, the short word of its numbers, its organ and its level."""

    name: str
    abbr: str
    organ: str
    level: str


@dataclass(frozen=True, kw_only=True)
class LetterQuestion:
    """A letter as data, and the rules it stands under. ``citable`` answers for (law, article, clause, day)."""

    kind: str
    rules: Rules
    issued_on: date
    issuer: Issuer
    n: int | None
    letter: Mapping[str, Any]
    citable: Callable[[str, str, str, date], bool]
    case_workers: Sequence[tuple[str, str]] = ()
    skip_reminder_reason: str = ""
    signatory: str = ""

    @cached_property
    def _read(self) -> tuple[Content, list[Fault]]:
        return read(CONTENTS[self.kind], self.letter)

    @property
    def content(self) -> Content:
        """The letter typed; what could not be read is empty in it."""
        return self._read[0]

    @property
    def reading_faults(self) -> list[Fault]:
        """Unknown and mistyped values, and required ones that are empty."""
        return self._read[1]

    @property
    def title(self) -> str:
        """文书名称, as the profile has it."""
        return self.rules.titles[self.kind]

    @property
    def number(self) -> str:
        """The number as it prints; empty while there is none."""
        if self.n is None:
            return ""
        return self.rules.number_text(self.issuer.abbr, self.kind, self.issued_on.year, self.n)

    @property
    def scope(self) -> str:
        """TARGETED, CLASS or PUBLIC of a reminder; the other letters go to one."""
        return getattr(self.content, "reminder_scope", "")

    @property
    def is_reminder(self) -> bool:
        return self.kind == REMINDER
