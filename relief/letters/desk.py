"""Letters on the desk, in the search and in the navigation."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.letters.models import SupervisionLetter
from relief.letters.selectors import READERS, letters_for
from relief.queue.finding import Found
from relief.queue.navigation import Entry, Section, enter
from relief.queue.registry import Kind, keys, show
from relief.queue.sitting import Sitting
from relief.queue.summaries import Summary
from relief.supervision.employers import employer_key
from relief.supervision.models import LetterKind
from relief.supervision.pages.words import rules_banner
from workflows.supervision_letter import SUPERVISION_LETTER


class Letters(Kind):
    """The kind, to whom, the number; found by number, addressee, employer or credit code."""

    machine = SUPERVISION_LETTER
    page = "letter"
    readers = READERS
    told = {"kind": F("kind"), "employer": F("case__employer__name"), "department": KT("content__department"),
            "to": KT("content__addressees__0__name"), "all": KT("content__collective_addressee")}  # fmt: skip
    tones = {
        **dict.fromkeys(("review", "signing", "numbered", "sealed", "replied"), "todo"),
        **dict.fromkeys(("dispatched", "awaiting_reply", "department_filed"), "doing"),
        **dict.fromkeys(("partial", "service_failed", "department_declined"), "wait"),
        "department_result": "todo", "overdue": "bad", "satisfied": "done", "superseded": "off", "revoked": "off",
    }  # fmt: skip
    number_word = gettext_lazy("文号")
    barred_sql = (
        "EXISTS (SELECT 1 FROM supervision_recusal r JOIN letters_supervisionletter l ON l.case_id = r.case_id"
        " WHERE l.id = {case} AND r.person_id = %(me)s)"
    )

    def cases(self, sitting: Sitting) -> QuerySet[Any]:
        return letters_for(sitting.grants).order_by("-pk")

    def subject(self, summary: Summary) -> str:
        return str(LetterKind(summary.told["kind"]).label)

    def party(self, summary: Summary) -> str:
        told = summary.told
        return str(told["department"] or told["all"] or told["to"] or told["employer"] or "")

    def by_words(self, found: Found, text: str, sitting: Sitting) -> None:
        """By whom it goes to, or by the employer of its case."""
        letters = self.cases(sitting)
        named = Q(case__employer__name_key__contains=employer_key(text)) | Q(case__employer__uscc=text.upper())
        found.add(self.machine.name, keys(letters.filter(named)), _("用人单位"))
        to = Q(plan__addressee__contains=text) | Q(content__collective_addressee__contains=text)
        found.add(self.machine.name, keys(letters.filter(to)), _("主送单位"))

    def banner(self, case: SupervisionLetter) -> str:
        """The standing of the rules that the letter is pinned to; of those in force while it is a draft."""
        rules = case.machine.facts(case).rules
        return str(rules.banner) if rules else rules_banner(case.organisation.area)


show(Letters())
enter(Section(20, gettext_lazy("监督"), (
    Entry(gettext_lazy("监督文书"), "letters", READERS, "letter"),
    Entry(gettext_lazy("编号登记簿"), "number_registers", READERS, "number_register"),
)))  # fmt: skip
