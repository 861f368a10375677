"""Leads and cases of supervision on the desk, in the search and in the navigation."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.queue.finding import Found
from relief.queue.navigation import Entry, Section, enter
from relief.queue.registry import Kind, keys, show
from relief.queue.sitting import Sitting
from relief.queue.summaries import Summary
from relief.supervision.employers import employer_key
from relief.supervision.pages.words import matters_line, rules_banner
from relief.supervision.selectors import CASE_READERS, LEAD_READERS, cases_for, leads_for
from relief.supervision.unions import area_of
from workflows.supervision_case import SUPERVISION_CASE
from workflows.supervision_lead import SUPERVISION_LEAD

REGISTER = frozenset(SUPERVISION_LEAD.opened_by)


class Supervised(Kind):
    """What is told of an employer: its name, the matters; found by name or credit code."""

    employer_field = ""
    number_word = gettext_lazy("编号")

    def subject(self, summary: Summary) -> str:
        return matters_line(summary.told["matters"]) or str(self.machine.label)

    def party(self, summary: Summary) -> str:
        return str(summary.told["name"])

    def by_words(self, found: Found, text: str, sitting: Sitting) -> None:
        named = Q(**{f"{self.employer_field}name_key__contains": employer_key(text)})
        coded = Q(**{f"{self.employer_field}uscc": text.upper()})
        found.add(self.machine.name, keys(self.cases(sitting).filter(named | coded)), _("用人单位"))

    def banner(self, case: Any) -> str:
        return rules_banner(case.organisation.area)

    def common_banner(self, sitting: Sitting) -> str | None:
        return rules_banner(area_of(sitting))


class SupervisionLeads(Supervised):
    """线索: hotline and clerks see those that they registered."""

    machine = SUPERVISION_LEAD
    page = "supervision_lead"
    readers = LEAD_READERS
    amount = F("amount_fen")
    amount_sql = "(SELECT amount_fen FROM supervision_supervisionlead l WHERE l.id = t.case_id)"
    told = {"name": F("employer_name"), "matters": F("matter_codes")}
    tones = {"registered": "todo", "accepted": "doing", "declined": "bad", "passed_on": "off", "merged": "off"}
    series = ("supervision_lead",)
    barred_sql = (
        "EXISTS (SELECT 1 FROM supervision_recusal r JOIN supervision_supervisionlead l ON l.case_id = r.case_id"
        " WHERE l.id = {case} AND r.person_id = %(me)s)"
    )

    def cases(self, sitting: Sitting) -> QuerySet[Any]:
        return leads_for(sitting)


class SupervisionCases(Supervised):
    """案件: nobody finds a case from which they stand aside."""

    machine = SUPERVISION_CASE
    page = "supervision_case"
    readers = CASE_READERS
    told = {"name": F("employer__name"), "matters": F("matter_codes")}
    tones = {"finding": "todo", "negotiating": "doing", "letters_open": "doing", "verifying": "doing",
             "revisiting": "doing", "closing": "todo", "closed": "done"}  # fmt: skip
    series = ("supervision_case",)
    barred_sql = (
        "EXISTS (SELECT 1 FROM supervision_recusal r WHERE r.case_id = {case} AND r.person_id = %(me)s)"
    )
    employer_field = "employer__"

    def cases(self, sitting: Sitting) -> QuerySet[Any]:
        return cases_for(sitting)


show(SupervisionLeads())
show(SupervisionCases())
enter(Section(20, gettext_lazy("监督"), (
    Entry(gettext_lazy("监督案件"), "supervision_cases", CASE_READERS, "supervision_case"),
    Entry(gettext_lazy("监督线索"), "supervision_leads", LEAD_READERS | REGISTER, "supervision_lead"),
)))  # fmt: skip
