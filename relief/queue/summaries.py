"""What a row of a list says of its case: one query for a page, however many machines stand on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from relief.queue.pages import case_title
from relief.queue.registry import KINDS
from workflows.fsm import MACHINES

Key = tuple[str, int]


@dataclass(frozen=True)
class Summary:
    """The columns that every machine fills, and ``told``: what its own words are made of. Money in fen."""

    machine: str
    pk: int
    number: str
    state: str
    event_count: int
    due_on: date | None
    unit: str
    path: str
    fen: int | None
    told: Mapping[str, Any]

    @property
    def title(self) -> str:
        return case_title(self.machine, self.pk, self.number)

    @property
    def state_label(self) -> str:
        return str(MACHINES[self.machine].states(self.state).label)

    @property
    def subject(self) -> str:
        """What the case is about: its cause, or what kind of case it is."""
        return KINDS[self.machine].subject(self)

    @property
    def matter(self) -> str:
        """县级审核·重大疾病."""
        return f"{self.state_label}·{self.subject}"

    @property
    def party(self) -> str:
        """A person masked; a batch by its bank."""
        return KINDS[self.machine].party(self)

    @property
    def party_detail(self) -> str:
        """男,41岁 of a person, 33笔 of a batch."""
        return KINDS[self.machine].party_detail(self)

    @property
    def fund(self) -> str:
        """The source of its money, '' where it has none."""
        return KINDS[self.machine].fund(self)


def summaries(keys: Iterable[Key]) -> dict[Key, Summary]:
    """The summaries of these cases, by (machine, key)."""
    wanted: dict[str, list[int]] = {}
    for machine, pk in keys:
        wanted.setdefault(machine, []).append(pk)
    parts = [KINDS[machine].rows().filter(pk__in=pks) for machine, pks in wanted.items()]
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return {(row[0], row[1]): Summary(*row) for row in rows}
