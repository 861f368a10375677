"""The room of supervision leads: 线索登记表, its duplicates, its papers, its timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.casework.rooms import Room, Tab, furnish
from relief.casework.stand import Stand
from relief.casework.tabs import SHARED_TABS
from relief.queue.sitting import Sitting
from relief.supervision.forms.lead_acts import LEAD_FORMS
from relief.supervision.models import SupervisionLead
from relief.supervision.pages import lead as pages
from relief.supervision.pages.words import CODES, ITEMS, matters_line, paper_words
from workflows.supervision_lead import ACCEPTED, DECLINED, MERGED, PASSED_ON, SUPERVISION_LEAD

Words = Mapping[str, Any]


class LeadRoom(Room):
    """The form is mended on a page of its own; its duplicates stand side by side in a tab."""

    def head(self, stand: Stand, sitting: Sitting) -> dict[str, Any]:
        lead: SupervisionLead = stand.case
        urgent = lead.urgency != lead.Urgency.NORMAL
        marks = [str(lead.get_urgency_display())] if urgent else []
        return {"who": lead.employer_name, "fen": lead.amount_fen, "marks": marks,
                "line": [lead.organisation.name, matters_line(lead.matter_codes), lead.get_source_display()]}  # fmt: skip

    def crumbs(self, stand: Stand) -> list[dict[str, str]]:
        listed = reverse("supervision_leads")
        unit = stand.case.organisation
        return [{"label": unit.name, "url": f"{listed}?unit={unit.pk}"},
                {"label": str(self.machine.label), "url": listed}, {"label": self.title(stand.case), "url": ""}]  # fmt: skip

    def counted(self, stand: Stand) -> dict[str, list[Any]]:
        return {"duplicates": [stand.case.duplicates.all()]}

    def elsewhere(self, stand: Stand, verb: str) -> str:
        """The form on its page; the duplicates with both leads side by side."""
        if verb == "decide_duplicates":
            return reverse("supervision_lead_act", args=[stand.case.pk, verb]) + "?tab=duplicates"
        return reverse("supervision_lead_edit", args=[stand.case.pk]) if verb == "edit" else ""


def _accepted(facts: Words, of: Any) -> str:
    return _now("并入在办案件") if facts.get("joined") else _now("立案")


def _opened(facts: Words, of: Any) -> str:
    source = str(CODES.get(facts.get("source", ""), ""))
    return "，".join(x for x in (source, matters_line(facts.get("matter_codes", []))) if x)


def _same(facts: Words, of: Any) -> str:
    return _now("%(same)d条相同，%(other)d条不同") % {
        "same": len(facts.get("same", [])), "other": len(facts.get("other", []))}  # fmt: skip


LEAD_ROOM = furnish(LeadRoom(
    machine=SUPERVISION_LEAD,
    page="supervision_lead",
    forms=LEAD_FORMS,
    forward=("accept",),
    tabs=(Tab("overview", _("登记表"), "supervision/_lead.html", pages.overview),
          Tab("duplicates", _("查重"), "supervision/_duplicates.html", pages.duplicates, prints=False), *SHARED_TABS),
    pointless={"decide_duplicates": lambda facts, option, person: not facts.undecided_duplicates},
    lacks={"minimum_fields_present": lambda facts: facts.missing_fields,
           "duplicates_decided": lambda facts: [str(d.other) for d in facts.undecided_duplicates]},
    done={ACCEPTED: _("这条线索已经受理，请到案件中办理。"), DECLINED: _("这条线索不予受理。"),
          PASSED_ON: _("这条线索已转其他单位。"), MERGED: _("这条线索已并入另一条线索。")},
    words={"open": _opened, "accept": _accepted, "decide_duplicates": _same, "add_paper": paper_words,
           "edit": lambda facts, of: _now("改动%(n)d项") % {"n": len(facts.get("changed", []))}},
    fact_labels={"ground": _("情形"), "recipient": _("转往")},
    codes=CODES,
    items=ITEMS,
    tones={"decline": "bad", "accept": "done", "tell": "wait"},
    related=("organisation", "identity", "case", "lead", "survivor"),
))  # fmt: skip
