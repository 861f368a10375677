"""Intervals in which a case's clocks stand: opened and closed by moves and acts, never edited (relief.md §6)."""

from __future__ import annotations

from datetime import date

from workflows import timekeeping
from workflows.fsm import Moment


def open_pause(moment: Moment, kind: str, *, reason: str = "", review_on: date | None = None,
               started_on: date | None = None) -> None:  # fmt: skip
    """Stop the case's clocks from the day it happened, or from ``started_on`` on."""
    from workflows.models import Pause

    case, first = moment.case, started_on or moment.occurred_on
    Pause.objects.create(machine=case.machine.name, case_id=case.pk, kind=kind, started_on=first,
                         reason=reason, review_on=review_on)  # fmt: skip
    moment.facts.timekeeping.pauses.append(timekeeping.PauseSpan(kind, first, None, reason, review_on))


def close_pause(moment: Moment, kind: str, *, ended_on: date | None = None) -> None:
    """Let the clocks run again from the day after it happened, or after ``ended_on``."""
    from workflows.models import Pause

    case, keeping = moment.case, moment.facts.timekeeping
    Pause.objects.filter(machine=case.machine.name, case_id=case.pk, kind=kind, ended_on=None).update(
        ended_on=ended_on or moment.occurred_on)  # fmt: skip
    keeping.pauses = timekeeping.read(case.machine.name, case.pk).pauses
