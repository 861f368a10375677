"""General leads on the desk, in the search and in the navigation."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.leads.models import Lead
from relief.leads.selectors import READERS, general_leads_for
from relief.people.secrets import blind
from relief.queue.finding import Found, Question
from relief.queue.navigation import Entry, Section, enter
from relief.queue.registry import Kind, keys, show
from relief.queue.sitting import Sitting
from relief.queue.summaries import Summary
from workflows.lead import LEAD

REGISTER = frozenset(LEAD.opened_by)


class Leads(Kind):
    """What was said: its subject; of whom it speaks only the employer."""

    machine = LEAD
    page = "lead"
    readers = READERS
    told = {"subject": F("subject"), "employer": F("employer_name")}
    tones = {"open": "todo", "assigned": "doing", "converted": "doing", "answered": "done"}
    series = ("lead",)
    number_word = gettext_lazy("编号")

    def cases(self, sitting: Sitting) -> QuerySet[Any]:
        return general_leads_for(sitting)

    def subject(self, summary: Summary) -> str:
        return str(summary.told["subject"])

    def party(self, summary: Summary) -> str:
        return str(summary.told["employer"])

    def by_words(self, found: Found, text: str, sitting: Sitting) -> None:
        about = Q(employer_name__contains=text) | Q(subject__contains=text)
        found.add(self.machine.name, keys(self.cases(sitting).filter(about)), _("线索事由"))

    def by_secret(self, found: Found, question: Question, sitting: Sitting) -> None:
        """By the caller's phone, where it may be known whose it is: a scout's is not sought."""
        if question.mobile:
            called = self.cases(sitting).filter(phone_blind=blind("mobile", question.mobile))
            found.add(self.machine.name, keys(called.exclude(source=Lead.Source.SCOUT)), _("来电号码"))


show(Leads())
enter(Section(50, gettext_lazy("线索"), (
    Entry(gettext_lazy("线索台账"), "leads", READERS, "lead"),
    Entry(gettext_lazy("登记线索"), "lead_new", REGISTER),
)))  # fmt: skip
