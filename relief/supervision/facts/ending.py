"""How a case ends: what was to be put right, visits, feedback, the closing form, the dossier (supervision.md §10, §11)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from relief.notices.models import Notice
from relief.supervision.facts.letters import SATISFIED, Letters
from relief.supervision.models import Closing, ItemCheck, LetterKind, SupervisionCase, SupervisionLead, Visit
from workflows.supervision_case import LETTERS_OPEN, NEGOTIATING, REVISITING, VERIFYING

Drop, Outcome = SupervisionCase.DropGround, SupervisionCase.Outcome
# §4, §10: how a case that was dropped on this ground ends.
OUTCOMES_OF_DROP: dict[str, frozenset[str]] = {
    Drop.ON_THE_SPOT: frozenset({Outcome.SETTLED, Outcome.RECTIFIED}),
    Drop.PATROL_CLEAN: frozenset({Outcome.NOT_PROVED}),
    Drop.NOT_PROVED: frozenset({Outcome.NOT_PROVED}),
    Drop.WITHDRAWN: frozenset({Outcome.WITHDRAWN}),
    Drop.EMPLOYER_GONE: frozenset({Outcome.EMPLOYER_GONE}),
    Drop.OTHER_CHANNEL: frozenset({Outcome.OTHER_CHANNEL}),
}
PUT_RIGHT = frozenset({Outcome.RECTIFIED, Outcome.SETTLED})


@dataclass(frozen=True)
class Item:
    """One demand or term to be looked at. ``source`` and ``n`` name it in the checks."""

    source: str
    n: int
    text: str


class Ending(Letters):
    """Verification, visit, feedback, closing, archive."""

    # --- 整改核实 ------------------------------------------------------------------------------------------------
    @cached_property
    def items(self) -> list[Item]:
        """The terms of the settlement where talks brought the case here, else the demands of the letters that ended
        well; a recommendation that was answered stands for the opinion that it followed."""
        talked, wrote = self.since(NEGOTIATING), self.since(LETTERS_OPEN)
        if self.settlement and talked and (wrote is None or talked > wrote):
            return _numbered(f"settlement:{self.settlement.pk}", (t.get("text") for t in self.settlement.terms))
        return [item for letter in self.satisfied for item in _demands(letter)]

    @cached_property
    def checks(self) -> list[ItemCheck]:
        """Since the case came to verification."""
        began = self.since(VERIFYING)
        return list(self.case.checks.filter(at__gte=began).order_by("pk")) if began else []

    @property
    def unproved(self) -> list[Item]:
        """Items whose latest check did not find them done."""
        last = {(c.source, c.n): c.done and bool(c.evidence.strip()) for c in self.checks}
        return [item for item in self.items if not last.get((item.source, item.n))]

    @property
    def every_demand_proved(self) -> bool:
        return bool(self.items) and not self.unproved

    @property
    def verifiers(self) -> list[frozenset[int]]:
        return self.doers("check_items", VERIFYING)

    # --- 回访 ----------------------------------------------------------------------------------------------------
    @cached_property
    def visits(self) -> list[Visit]:
        """Since the case came to its visit."""
        began = self.since(REVISITING)
        return list(self.case.visits.filter(at__gte=began).order_by("pk")) if began else []

    @property
    def visit_recorders(self) -> list[frozenset[int]]:
        return self.doers("record_visit", REVISITING)

    @property
    def breach_ended(self) -> bool:
        last = self.visits[-1] if self.visits else None
        return last is not None and last.breach_ended and all(x.get("done") is True for x in last.items)

    # --- 反馈, 终结, 结案 -------------------------------------------------------------------------------------------
    @cached_property
    def unanswered(self) -> list[SupervisionLead]:
        """Leads whose complainant gave a name and has not been told."""
        named = self.case.leads.exclude(naming=SupervisionLead.Naming.ANONYMOUS)
        return list(named.filter(feedback=None).order_by("pk"))

    @property
    def named_feedback_given(self) -> bool:
        return not self.unanswered

    @property
    def drop_ground_holds(self) -> bool:
        """§4: a ground of the list, in words; with it what that ground needs."""
        ground = self.case.drop_ground
        if ground not in Drop.values or not self.case.drop_note.strip():
            return False
        if ground == Drop.PATROL_CLEAN:
            return self.case.leads.filter(source=SupervisionLead.Source.PATROL).exists()
        return ground != Drop.NOT_PROVED or bool(self.records)

    @property
    def outcomes(self) -> frozenset[str]:
        """How this case may end: what was verified was put right, what was dropped ends as its ground says."""
        return OUTCOMES_OF_DROP.get(self.case.drop_ground, PUT_RIGHT)

    @cached_property
    def closing(self) -> Closing | None:
        return self.case.closings.order_by("pk").last()

    @property
    def closing_form_complete(self) -> bool:
        c = self.closing
        if c is None or c.outcome not in self.outcomes or not c.feedback.strip():
            return False
        return all(kind in Closing.KINDS and type(fen) is int and fen >= 0 for kind, fen in c.recovered.items())

    # --- 案卷 ----------------------------------------------------------------------------------------------------
    @property
    def dossier_gaps(self) -> list[str]:
        """§10 案卷: what this case must have and has not, in the order of the list."""
        investigated = bool(self.case.assignments.exists())
        dropped = bool(self.case.drop_ground)
        wanted = [
            (_("线索登记表"), self.case.leads.exists()),
            (_("调查笔录"), not investigated or dropped or self.records_signed),
            (_("证据材料"), not investigated or dropped or self.evidence_listed),
            (_("审查结论"), dropped or self.finding is not None),
            (_("回访记录"), dropped or self.case.visits.exists()),
            (_("反馈记录"), self.named_feedback_given),
            (_("结案审批表"), self.closing is not None),
            (_("通知书文件"), not self._papers().exclude(status=Notice.Status.READY).exists()),
        ]
        return [name for name, there in wanted if not there] + list(self._letter_gaps())

    def _papers(self) -> Any:
        return Notice.objects.filter(dossier__in=self.dossiers())

    def _letter_gaps(self) -> Iterable[str]:
        """Of every letter that was sealed its bytes; of every one that reached its addressee the receipt."""
        for letter in self.letters:
            if letter.sealed_at and not letter.pdf_digest:
                yield _("%(letter)s的定稿文件") % {"letter": letter}
            if letter.outcome_row.end == SATISFIED and letter.sealed_at and not hasattr(letter, "receipt"):
                yield _("%(letter)s的送达回证") % {"letter": letter}


def _numbered(source: str, texts: Iterable[Any]) -> list[Item]:
    return [Item(source, n, str(text)) for n, text in enumerate(texts, 1)]


def _demands(letter: Any) -> list[Item]:
    """What a letter asked for: demands of an opinion, items of a reminder. Of a recommendation what the opinion before it
    asked for, else its own proposals."""
    if letter.kind == LetterKind.RECOMMENDATION and letter.follows is not None:
        return _demands(letter.follows)
    content, source = letter.content, f"letter:{letter.pk}"
    if letter.kind == LetterKind.OPINION:
        return [Item(source, int(d["n"]), str(d["action"])) for d in content.get("demands") or []]
    return _numbered(source, content.get("items" if letter.kind == LetterKind.REMINDER else "proposals") or [])
