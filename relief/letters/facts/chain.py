"""The signing chain of the pinned profile, and how far this round has come in it (supervision.md §5, §7)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from relief.documents.models import Document
from relief.jurisdictions.terms import Step
from relief.letters.facts.texts import Texts
from relief.letters.models import ApprovalStep
from workflows.facts import dossier
from workflows.fsm import Row
from workflows.models import Event
from workflows.roles import Role

ENDORSING = ("endorse", "pass_review")
LEGAL_OPINION = "LEGAL_OPINION"
"""Counsel's opinion on paper, filed with the letter where the chain has no step of counsel's."""


class Chain(Texts):
    """Counsel's step is ``pass_review`` (without counsel the last REVIEW step), the last SIGN step is ``sign``, all
    others are ``endorse``. Each is taken in the order of the profile."""

    @cached_property
    def chain(self) -> tuple[Step, ...]:
        return self.rules.chain(self.case.kind) if self.rules else ()

    def may_by(self, row: Row) -> tuple[str, ...]:
        """§7: a chain without counsel lets the last REVIEW role pass the review; another profile may let the union's
        chair sign, or somebody else endorse. The guards ask whose step it is."""
        steps = [step.role for step in self.chain]
        opened = {"pass_review": steps[self.passing : self.passing + 1] if self.passing >= 0 else [],
                  "endorse": steps[:-1], "sign": steps[-1:]}  # fmt: skip
        return tuple(dict.fromkeys((*row.by, *opened.get(row.name, ()))))

    @cached_property
    def passing(self) -> int:
        """The place of the step that lets the letter out of review."""
        reviews = [n for n, step in enumerate(self.chain) if step.stage == "REVIEW"]
        counsel = [n for n in reviews if self.chain[n].role == Role.COUNSEL]
        return (counsel or reviews or [-1])[-1]

    @cached_property
    def steps(self) -> list[ApprovalStep]:
        """Who agreed in this round, in the order of the chain; the one that is being written included. A letter that
        was returned or recalled begins a new round when it is submitted again."""
        agreed = ApprovalStep.objects.filter(letter=self.case, round=self.case.round, verdict=ApprovalStep.Verdict.AGREE)
        return list(agreed.order_by("id"))

    @property
    def due_step(self) -> Step | None:
        """The next step; None when the chain is done."""
        return self.chain[len(self.steps)] if len(self.steps) < len(self.chain) else None

    @cached_property
    def before(self) -> int:
        """How many steps the journal tells: without the one that is being written in this move."""
        own = [deed.verb for deed in self.past if deed.dossier == self.dossier()]
        last = max((n for n, verb in enumerate(own) if verb == "submit"), default=-1)
        return sum(verb in ENDORSING for verb in own[last + 1 :])

    def step_is_due(self, role: str) -> bool:
        """Is the next step of the chain one to endorse, and this role's?"""
        here = self.before
        return here < len(self.chain) - 1 and here != self.passing and self.chain[here].role == role

    def reviewer_by_profile(self, role: str) -> bool:
        """Does this role pass the review?"""
        return self.passing >= 0 and self.chain[self.passing].role == role

    def review_steps_done(self, role: str) -> bool:
        """Every REVIEW step before the one that passes the review."""
        return self.reviewer_by_profile(role) and self.before == self.passing

    def signatory_by_profile(self, role: str) -> bool:
        return bool(self.chain) and self.chain[-1].role == role

    @property
    def earlier_steps_done(self) -> bool:
        return bool(self.chain) and self.before == len(self.chain) - 1

    def legality_written(self, m: Any) -> bool:
        """Counsel's own words, or counsel's opinion on paper entered by the office (§5)."""
        if self.reviewer_by_profile(Role.COUNSEL):
            return m.role == Role.COUNSEL and (m.entered_by is not None or bool(str(m.given.get("opinion") or "").strip()))
        return self.legal_opinion_filed

    @property
    def legal_opinion_filed(self) -> bool:
        """Since the letter was submitted last: an opinion on an earlier text is none on this one."""
        own = Event.objects.filter(machine=self.case.machine.name, case_id=self.case.pk, verb="submit")
        submitted_at = own.order_by("seq").values_list("at", flat=True).last()
        filed = Document.objects.filter(dossier=dossier(self.case), item=LEGAL_OPINION, removed_at=None)
        return submitted_at is not None and filed.filter(added_at__gte=submitted_at).exists()
