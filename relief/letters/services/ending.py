"""A letter's end writes one outcome in its transaction; the case reads it as a fact (supervision.md §6.2)."""

from __future__ import annotations

from typing import Any

from relief.letters.models import SupervisionLetter
from relief.letters.services.papers import MACHINE
from relief.supervision.models import LetterOutcome
from workflows.engine import consequence
from workflows.fsm import Moment
from workflows.supervision_letter import ENDS


@consequence(MACHINE, "*")
def write_outcome(m: Moment, event: Any) -> None:
    """Once a letter, and only of letters that belong to a case. It fires nothing."""
    letter: SupervisionLetter = m.case
    if letter.state in ENDS and letter.case_id is not None:
        LetterOutcome.objects.create(case_id=letter.case_id, plan_id=letter.plan_id, letter=letter, end=str(letter.state),
                                     detail=letter.detail, on=event.occurred_on)  # fmt: skip
