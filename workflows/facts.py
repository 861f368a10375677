"""What a machine's guards may know of a case: the office registers one ``Facts`` class a machine.

``workflows`` imports nothing of the office; the office's classes read their own tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from workflows import calendar
from workflows.calendar import RollRule, StartRule
from workflows.fsm import Machine, Row, Stage
from workflows.reading import Reading, one
from workflows.roles import Place

if TYPE_CHECKING:
    from workflows.journal import Deed
    from workflows.timekeeping import Deadline, PauseSpan, Stretch, Timekeeping


@dataclass(frozen=True)
class Limit:
    """A running clock: ``n`` units from ``start``. Unit wd | d | m | h (relief.md §6); the rules of supervision.md §7
    say whether the first day may be the starting day, and where a last day that is off goes."""

    start: date
    n: int
    unit: str
    start_at: datetime | None = None
    start_rule: StartRule = StartRule.NEXT_DAY
    roll_rule: RollRule = RollRule.NEXT_WORKING_DAY


class Facts:
    """Base of all facts. Subclasses add what their guards need, each read lazily and once."""

    def __init__(self, case: Any) -> None:
        self.case = case

    # --- where the case stands, and whose work it is --------------------------------------------------
    def place(self, at: str) -> Place:
        """The place of a stage's ``at`` word (base, county, …)."""
        raise NotImplementedError(at)  # pragma: no cover - every subclass says where its desks stand

    def desk_role(self, stage: Stage, today: date) -> str:
        """Which role has the file on the table; by default the stage's own."""
        return stage.by

    # --- who must stay apart ---------------------------------------------------------------------------
    def dossiers(self) -> list[str]:
        """The journals that separation looks through: this case's own, and those it shares money with."""
        return [dossier(self.case)]

    def dossiers_sql(self) -> tuple[str, list[Any]]:
        """The same as an SQL array and its values, for one case, without asking for the keys first."""
        return "%s::text[]", [self.dossiers()]

    def dossier(self) -> str:
        """The file in which an event of this case is bound."""
        return dossier(self.case)

    def mode(self, on: date) -> str:
        """Separation mode in force: ``strict`` or ``small_office``."""
        return "strict"

    def concerned(self) -> set[str]:
        """Blind indexes of everybody who is applicant, member or payee."""
        return set()

    @cached_property
    def past(self) -> list[Deed]:
        """What was done in these files before now."""
        return one(self.readings()["past"])

    def times(self, verb: str) -> int:
        """How often this was done in the file of this case."""
        return sum(deed.verb == verb and deed.dossier == self.dossier() for deed in self.past)

    # --- time ----------------------------------------------------------------------------------------------
    def limit(self, stage: Stage, start: date, start_at: datetime) -> Limit | None:
        """The clock of a stage, from the data; None where it has none."""
        return None

    def reckon(self, limit: Limit, pauses: list[PauseSpan], extensions: list[Stretch]) -> calendar.Due:
        """The due day of a clock of days, which can explain itself."""
        return calendar.due(limit.start, limit.n, limit.unit, calendar=calendar.load_calendar(), pauses=pauses,
                            start_rule=limit.start_rule, roll_rule=limit.roll_rule, extensions=extensions)  # fmt: skip

    def may_by(self, row: Row) -> tuple[str, ...]:
        """The roles of the row; a subclass adds those to which the data of the case open it (a chain without counsel)."""
        return row.by

    def unfit(self, row: Row, role: str, persons: frozenset[int], on: date) -> str:
        """Why these persons may not do this on that day though they hold the role (no valid certificate); '' if none."""
        return ""

    def passed(self, stage: Stage) -> str:
        """What happens when the stage's limit has passed: the name of a move, or ``tell`` and the roles told."""
        return stage.passed

    def paper_entry(self, row_name: str, role: str, today: date) -> str:
        """Why a paper signed by ``role`` may not be keyed for this row; '' when it may (relief.md §2)."""
        return "本事项不接受纸质补录"

    paper_keyers: frozenset[str] = frozenset({"clerk", "reviewer", "head"})
    """Roles that may key what others signed on paper: at the base, or above it."""

    keyed_as = "clerk"
    """The role as which such a keyer counts for separation."""

    stopping: frozenset[str] = frozenset()
    """Kinds of pause that stop this machine's clocks."""

    @cached_property
    def timekeeping(self) -> Timekeeping:
        """The recorded clocks, pauses and extensions of the case."""
        return one(self.readings()["timekeeping"])

    @property
    def held(self) -> bool:
        """Is a hold 暂缓办理 open?"""
        return self.timekeeping.open_pause("held") is not None

    @property
    def deadline(self) -> Deadline:
        """When the state in which the case stands is due, and why."""
        from workflows import timekeeping

        return timekeeping.deadline(self, self.case.state)

    organisation_name = ""
    """The name of the accepting union as it is today; the event keeps it."""

    @classmethod
    def prefetched(cls, cases: list[Any]) -> list[Facts]:
        """The facts of many cases; a subclass reads for all of them together what guards will ask."""
        return [cls(case) for case in cases]

    def readings(self) -> dict[str, Reading]:
        """What every move asks of a case, by the names of these facts: the engine has it read in one question."""
        from workflows import journal, timekeeping

        return {"past": journal.past_reading(self),
                "timekeeping": timekeeping.reading(self.case.machine.name, self.case.pk)}  # fmt: skip

    kept: frozenset[str] = frozenset({"case", "past", "timekeeping"})
    """What no verb changes and a subclass need not read twice in a move. Clocks are kept by the engine itself."""

    def forget_written(self) -> None:
        """Drop what was read before a verb wrote."""
        for name in [k for k in self.__dict__ if k not in self.kept]:
            del self.__dict__[name]

    forget_moved = forget_written


def dossier(case: Any) -> str:
    """The key of a case's file in the journal."""
    return f"{case.machine.name}:{case.pk}"


def facts_for(machine: Machine) -> Callable[[type[Facts]], type[Facts]]:
    """Register the decorated class as the facts of ``machine``."""

    def register(cls: type[Facts]) -> type[Facts]:
        machine.facts = cls
        return cls

    return register
