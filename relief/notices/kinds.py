"""Which papers the moves of the machines issue: one row a kind.

Adding a notice: its template in ``templates/notices``, one row in the module ``papers`` of the machine's app (found when
the office starts), the ``notice`` cell of the move, a golden test. A row says whose machine, in whose name, on what
basis, how the content is read from what was done, and how the paper reaches its reader.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from relief.notices.numbers import MARKS
from relief.notices.paperdata import Basis, Paper
from relief.notices.papers import PAPERS, PaperKind
from workflows.engine import Fired, consequence
from workflows.fsm import Moment

Reader = Callable[[Fired, dict[str, Any]], Paper]


@dataclass(frozen=True, kw_only=True)
class NoticeKind:
    """One row. ``read`` gets the head of the paper (issuer, basis, number, day, telephone) and may say it otherwise."""

    paper: PaperKind
    machine: str
    mark: str
    """What stands before 〔year〕 in its number."""
    issuer: Callable[[Fired], Any]
    basis: Callable[[Fired], Basis]
    read: Reader
    goes_out: Callable[[Fired], bool] | None = None
    """Only where this holds is a paper issued; without it, always."""
    methods: tuple[str, ...] = ()
    """How it may be delivered; empty: as the 办法 of the case says, ``like`` naming the kind whose words count."""
    like: str = ""
    proved: bool = False
    """It must reach its reader: a delivery needs its proof."""
    deliverers: frozenset[str]
    """Roles that hand it over."""

    @property
    def kind(self) -> str:
        return self.paper.kind

    def applies(self, fired: Fired) -> bool:
        """Does this paper follow from what was done?"""
        return fired.case.machine.name == self.machine and (self.goes_out is None or self.goes_out(fired))


KINDS: dict[str, NoticeKind] = {}


def register(*rows: NoticeKind) -> None:
    """Make kinds known: moves of their machines that name them issue them from now on."""
    for row in rows:
        if row.machine not in {known.machine for known in KINDS.values()}:
            consequence(row.machine, "*")(issue_paper)
        KINDS[row.kind], PAPERS[row.kind], MARKS[row.kind] = row, row.paper, row.mark


def issue_paper(m: Moment, event: Any) -> None:
    """Every move or act whose row names a paper issues it, in the same transaction."""
    from relief.notices.services import issue

    issue(Fired(m.case, m.case.machine.row(event.verb), event, m))


def basis_of(scheme: Any) -> Basis:
    """The 办法 a paper rests on."""
    return Basis(name=scheme.name, version=scheme.version, confirmed=scheme.confirmed)
