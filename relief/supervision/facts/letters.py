"""What the case knows of its letters: plans, outcomes, grounds to go on (supervision.md §6). It reads rows, it never
calls the letters' own code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from relief.supervision.facts.investigation import Investigation
from relief.supervision.models import LetterKind, LetterOutcome, LetterPlan, SupervisionCase
from workflows.clock import today as office_today
from workflows.models import Event
from workflows.supervision_case import LETTERS_OPEN
from workflows.supervision_letter import AWAITING_REPLY, OBJECTION, OVERDUE, PARTIAL, SUPERVISION_LETTER

REFUSED, UNANSWERED, NOT_COMPLIED = "OPINION_REFUSED_RECEIPT", "OPINION_UNANSWERED", "OPINION_NOT_COMPLIED"
REMINDER_OVERDUE, PLAN_MISSED, REPEAT, REPLACE = "REMINDER_OVERDUE", "PLAN_MISSED", "REPEAT", "REPLACE"
LEFT = "LEFT"
SATISFIED = LetterOutcome.End.SATISFIED
WORKED = ("receipt__attempt", "outcome_row")


@dataclass(frozen=True)
class Ground:
    """Why a next letter may follow ``letter``, and of which kind it is."""

    code: str
    letter: Any
    kind: str


class Letters(Investigation):
    """Plans, letters, outcomes."""

    @cached_property
    def letters(self) -> list[Any]:
        return list(self.case.letters.select_related(*WORKED).order_by("pk"))

    @cached_property
    def plans(self) -> list[LetterPlan]:
        return list(self.case.plans.select_related("letter__outcome_row", "issuer").order_by("pk"))

    @property
    def open_plans(self) -> list[LetterPlan]:
        """Decided, not drafted yet."""
        return [p for p in self.plans if not hasattr(p, "letter")]

    @property
    def every_letter_ended(self) -> bool:
        return not self.open_plans and all(hasattr(letter, "outcome_row") for letter in self.letters)

    @property
    def some_letter_satisfied(self) -> bool:
        return bool(self.satisfied)

    @property
    def satisfied(self) -> list[Any]:
        """The letters of this round that ended well; an earlier round's do not count twice."""
        began = self.since(LETTERS_OPEN)
        return [x for x in self.letters if hasattr(x, "outcome_row") and x.outcome_row.end == SATISFIED
                and (x.plan_id is None or began is None or x.plan.at >= began)]  # fmt: skip

    # --- §6.4 --------------------------------------------------------------------------------------------------
    @cached_property
    def escalation_grounds(self) -> list[Ground]:
        """Proof of service and an expired day; of an opinion refused at service the proof alone."""
        found = [g for letter in self.letters for g in self._grounds_of(letter)]
        return found + [Ground(REPEAT, x, LetterKind.OPINION) for x in self._earlier_letters()]

    def _grounds_of(self, letter: Any) -> Iterator[Ground]:
        if letter.state == OBJECTION and self._recheck_done(letter):
            yield Ground(REPLACE, letter, letter.kind)
        if not hasattr(letter, "receipt") or letter.kind == LetterKind.RECOMMENDATION:
            return
        expired = self.expired(letter)
        if letter.kind == LetterKind.REMINDER:
            if expired:
                yield Ground(PLAN_MISSED if expired == PARTIAL else REMINDER_OVERDUE, letter, LetterKind.OPINION)
            return
        code = NOT_COMPLIED if expired == PARTIAL else UNANSWERED if expired else ""
        code = REFUSED if letter.receipt.attempt.method == LEFT else code
        if code and self._allowed(code):
            yield Ground(code, letter, LetterKind.RECOMMENDATION)

    def _allowed(self, code: str) -> bool:
        rules = self.rules_today
        return rules is None or code in rules.ladder.recommendation_grounds

    def expired(self, letter: Any) -> str:
        """The state in which the addressee's day passed: awaiting_reply or partial; '' while it runs. The clock may not
        have come round yet."""
        if letter.state == OVERDUE:
            lapse = Event.objects.filter(machine=SUPERVISION_LETTER.name, case_id=letter.pk, verb="lapse").last()
            return lapse.from_state if lapse else str(AWAITING_REPLY)
        if letter.state in (AWAITING_REPLY, PARTIAL):
            due = letter.machine.facts(letter).deadline.due_on
            return str(letter.state) if due is not None and due < office_today() else ""
        return ""

    def _recheck_done(self, letter: Any) -> bool:
        """§10: as many others as the rules ask for have re-checked the objection, so the letter may be issued anew."""
        objection = letter.objections.order_by("pk").last()
        rules = self.rules_today
        wanted = rules.recheck.min if rules else 2
        return objection is not None and objection.rechecks.count() >= wanted

    def _earlier_letters(self) -> list[Any]:
        """REPEAT: letters of the employer's earlier cases on the same matter, served and answered or expired, within the
        window of the rules."""
        rules = self.rules_today
        if rules is None:
            return []
        window = _months_before(office_today(), rules.ladder.repeat_window_months)
        cases = SupervisionCase.objects.filter(employer=self.case.employer_id).exclude(pk=self.case.pk)
        same = [c for c in cases if set(c.matter_codes) & set(self.case.matter_codes)]
        kind = {LetterKind.REMINDER, LetterKind.OPINION}
        found = [x for c in same for x in c.letters.select_related(*WORKED).filter(receipt__served_on__gte=window)]
        return [x for x in found if x.kind in kind and (hasattr(x, "outcome_row") or self.expired(x))]


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))
