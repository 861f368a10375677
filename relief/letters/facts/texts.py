"""What a letter says, judged as checks and paper judge it: the question of the letter, and its faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from relief.jurisdictions.selectors import citable
from relief.letters import checks
from relief.letters.content import Issuer, LetterQuestion
from relief.letters.facts.clocks import Clocks
from relief.letters.models import NumberEntry, SupervisionLetter
from relief.letters.naming import abbr_of, issuer_name_of
from relief.letters.terms import RECOMMENDATION, Fault
from relief.organisations.selectors import proper_level
from relief.supervision.models import Finding, Identity, InvestigationRecord
from workflows.clock import today as office_today


class Texts(Clocks):
    """The content of the letter against the pinned rules, the catalogue and the case."""

    @cached_property
    def number_entry(self) -> NumberEntry | None:
        """The number that the letter has now; a void one is none."""
        living = NumberEntry.objects.filter(letter=self.case).exclude(state=NumberEntry.State.VOID)
        return living.select_related("series").first()

    @property
    def issued_on(self) -> date:
        """The day on the letter: the day of signature, before it today."""
        return self.case.issued_on or office_today()

    @property
    def issuer(self) -> Issuer:
        """As the letter names it. From the signature on it keeps the name and the short word of that day (§13.18)."""
        letter, entry = self.case, self.number_entry
        name = letter.issuer_name or issuer_name_of(letter.issuer, letter.organ)
        abbr = entry.series.abbr if entry else abbr_of(letter.issuer)
        return Issuer(name=name, abbr=abbr, organ=letter.organ, level=self._level())

    def _level(self) -> str:
        """Its own, or where the profile does not name that, the level of the unit that an industry union hangs under."""
        union, own = self.case.issuer, self.case.issuer.level.upper()
        if self.rules is None or self.rules.may_issue(self.case.kind, self.case.organ, own):
            return own
        return (proper_level(union) or own).upper()

    @cached_property
    def case_workers(self) -> Sequence[tuple[str, str]]:
        """(name, pseudonym) of everybody whom no letter may name: workers of the case and who reported it."""
        case = self.case.case
        if case is None:
            return ()
        told = Identity.objects.filter(supervisionlead__case=case)
        workers = [(row.name, row.pseudonym) for row in case.workers.all()]
        return [*workers, *((row.name, row.pseudonym) for row in told if row.name)]

    @property
    def skip_reason(self) -> str:
        """The reason code under which the rung before was skipped; it stands in the approval form, not in the letter. A
        letter issued anew keeps the reason of the one that it replaces."""
        letter: SupervisionLetter | None = self.case
        while letter is not None and letter.kind == self.case.kind:
            plan = letter.plan
            if plan is not None and plan.skip_decided_by_id is not None:
                return plan.skip_opinion if letter.kind == RECOMMENDATION else plan.skip_reminder
            letter = letter.follows
        return ""

    @cached_property
    def question(self) -> LetterQuestion | None:
        """Everything that checks and paper ask; None where the region has no rules."""
        if self.rules is None:
            return None
        entry = self.number_entry
        return LetterQuestion(
            kind=self.case.kind, rules=self.rules, issued_on=self.issued_on, issuer=self.issuer,
            n=entry.n if entry else None, letter=self.case.content, citable=citable, case_workers=self.case_workers,
            skip_reminder_reason=self.skip_reason, signatory=self.signatory)  # fmt: skip

    @property
    def signatory(self) -> str:
        """签发人, printed where the profile asks for the line."""
        if self.rules is None or not self.rules.signatory_line:
            return ""
        last = self.case.steps.filter(stage="SIGN", verdict="AGREE").order_by("id").select_related("person").last()
        return last.person.name if last and self.case.issued_on else ""

    @cached_property
    def _found(self) -> dict[str, list[Fault]]:
        return {}

    def all_faults(self, stage: str) -> list[Fault]:
        """Everything that stands between the letter and this move, asked once."""
        if stage not in self._found:
            asked = self.question
            found = [NO_RULES] if asked is None else checks.faults(stage, asked)
            self._found[stage] = [*found, *(self._astray() if stage == "submit" else ())]
        return self._found[stage]

    def faults(self, stage: str, *codes: str) -> list[Fault]:
        """Those of a guard, by its name."""
        return [fault for fault in self.all_faults(stage) if fault.code in codes]

    def _astray(self) -> list[Fault]:
        """§6.1: the letter goes to whom the plan names."""
        plan, content = self.case.plan, self.case.content
        if plan is None:
            return []
        if self.is_recommendation:
            field, named = "department", [content.get("department")]
        else:
            field = "addressees"
            rows = content.get("addressees")
            named = [row.get("name") if isinstance(row, Mapping) else row for row in rows or ()] if isinstance(rows, list) else []
        if named == [plan.addressee]:
            return []
        return [Fault(checks.ADDRESSEE, field, _("主送单位须是文书计划所定的“%(name)s”") % {"name": plan.addressee})]

    @property
    def investigation_on_file(self) -> bool:
        """§5 submit: with a case, its record and its finding; without one there is nothing to ask."""
        case = self.case.case_id
        if case is None:
            return True
        return (InvestigationRecord.objects.filter(case=case).exists()
                and Finding.objects.filter(case=case).exists())  # fmt: skip

    @property
    def case_suspended(self) -> bool:
        """§4: suspension stops sign, seal and dispatch."""
        return self.case.case is not None and self.case.case.state == "suspended"


NO_RULES = Fault(checks.FACTS, "profile", "本地区尚无规则，请管理员装入地区规则")
