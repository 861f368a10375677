"""编号登记簿: numbers are reserved, issued or void, never missing and never used twice (supervision.md §8).

A number is taken inside the transaction that signs, its series' row locked: what rolls back gives it back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from relief.jurisdictions.rules import Rules
from relief.letters.models import NumberEntry, Series, SupervisionLetter
from relief.letters.naming import abbr_of
from relief.organisations.models import Organisation

State = NumberEntry.State


def reserve(letter: SupervisionLetter, rules: Rules, *, by: Any, at: datetime) -> NumberEntry:
    """The next number of the letter's issuer, kind and year of ``issued_on``: n = max + 1 under the lock of its series."""
    assert letter.issued_on is not None
    series = _locked(letter.issuer, letter.kind, letter.issued_on.year)
    last = series.entries.aggregate(last=Max("n"))["last"]
    n = rules.first_number if last is None else last + 1
    text = rules.number_text(series.abbr, letter.kind, series.year, n)
    return NumberEntry.objects.create(series=series, n=n, text=text, state=State.RESERVED, letter=letter, at=at, by=by)


def _locked(issuer: Organisation, kind: str, year: int) -> Series:
    """Its row, held until the transaction ends; a new series keeps the short word of that day."""
    key = {"issuer": issuer, "kind": kind, "year": year}
    Series.objects.bulk_create([Series(**key, abbr=abbr_of(issuer))], ignore_conflicts=True)
    return Series.objects.select_for_update(of=("self",)).get(**key)


def living(letter: SupervisionLetter) -> NumberEntry:
    """The number that the letter bears now."""
    return NumberEntry.objects.select_for_update().exclude(state=State.VOID).get(letter=letter)


def issue(letter: SupervisionLetter, *, by: Any, at: datetime) -> NumberEntry:
    """RESERVED → ISSUED, with the seal."""
    return _now(living(letter), State.ISSUED, "", by, at)


def issue_void(letter: SupervisionLetter, reason: str, *, by: Any, at: datetime) -> NumberEntry:
    """RESERVED or ISSUED → VOID, with the reason; it never returns."""
    return _now(living(letter), State.VOID, reason, by, at)


def _now(entry: NumberEntry, state: str, reason: str, by: Any, at: datetime) -> NumberEntry:
    entry.state, entry.reason, entry.by, entry.at = state, reason, by, at
    entry.save(update_fields=["state", "reason", "by", "at"])
    return entry


@dataclass(frozen=True)
class Page:
    """One series of the register: its numbers from the first to the last, and how many stand how."""

    series: Series
    entries: tuple[NumberEntry, ...]
    counts: Counter[str]

    @property
    def last(self) -> int:
        return self.entries[-1].n if self.entries else 0

    @property
    def holes(self) -> tuple[int, ...]:
        """Numbers that no row explains; there are none (§14.2)."""
        first = self.entries[0].n if self.entries else 1
        return tuple(sorted(set(range(first, self.last + 1)) - {entry.n for entry in self.entries}))

    @property
    def whole(self) -> bool:
        """max(n) = RESERVED + ISSUED + VOID, counted from the first number of the series."""
        first = self.entries[0].n if self.entries else 1
        return self.last == first - 1 + sum(self.counts.values()) if self.entries else True


def page_of(series: Series) -> Page:
    """A page of the register, in the order of the numbers, without holes."""
    entries = tuple(series.entries.select_related("letter", "by").order_by("n"))
    return Page(series, entries, Counter(entry.state for entry in entries))


def pages_of(some: Iterable[Series]) -> list[Page]:
    """Several pages in three questions."""
    listed = list(some)
    rows: dict[int, list[NumberEntry]] = {series.pk: [] for series in listed}
    for entry in NumberEntry.objects.filter(series__in=listed).select_related("letter", "by").order_by("n"):
        rows[entry.series_id].append(entry)
    return [Page(s, tuple(rows[s.pk]), Counter(e.state for e in rows[s.pk])) for s in listed]
