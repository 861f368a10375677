"""The room of general leads: what was said, who was spoken to, what it became."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.applications.selectors import applications_under
from relief.casework import timeline
from relief.casework.rooms import Asked, Room, Tab, case_url, furnish
from relief.casework.stand import Stand
from relief.casework.tabs import TIMELINE
from relief.leads.forms import LEAD_FORMS
from relief.leads.models import Lead
from relief.leads.selectors import caller_of
from relief.queue.sitting import Sitting
from relief.supervision.selectors import leads_for
from workflows.lead import CLOSED, LEAD


class LeadRoom(Room):
    """A lead; who called is told to those who work on it."""

    def head(self, stand: Stand, sitting: Sitting) -> dict[str, Any]:
        lead: Lead = stand.case
        marks = [_now("紧急")] if lead.urgent else []
        marks += [_now("欠薪")] if lead.wage_arrears else []
        return {"who": lead.subject, "marks": marks,
                "line": [lead.organisation.name, lead.get_source_display(), lead.employer_name]}  # fmt: skip

    def crumbs(self, stand: Stand) -> list[dict[str, str]]:
        listed, unit = reverse("leads"), stand.case.organisation
        return [{"label": unit.name, "url": f"{listed}?unit={unit.pk}"},
                {"label": str(self.machine.label), "url": listed}, {"label": self.title(stand.case), "url": ""}]  # fmt: skip


def _row(name: str, value: Any) -> dict[str, Any]:
    return {"name": name, "value": value, "fen": None}


def overview(stand: Stand, sitting: Sitting, asked: Asked) -> dict[str, Any]:
    """What was said, by whom, and what came of it."""
    lead: Lead = stand.case
    caller = caller_of(lead, sitting)
    said = [_row(_now("接收时间"), f"{localtime(lead.received_at):%Y-%m-%d %H:%M}"),
            _row(_now("来源"), f"{lead.get_source_display()} {lead.source_ref}".strip()), _row(_now("事由"), lead.subject),
            _row(_now("反映内容"), lead.text), _row(_now("单位"), lead.employer_name),
            _row(_now("涉及欠薪"), _now("是") if lead.wage_arrears else _now("否"))]  # fmt: skip
    who = [_row(_now("反映人"), caller.name), _row(_now("联系电话"), caller.phone)]
    contacts = [{"on": c.on, "how": c.how, "said": c.said, "reached": c.reached, "by": str(c.by)}
                for c in lead.contacts.select_related("by").order_by("-pk")]  # fmt: skip
    return {"groups": [{"title": _now("反映情况"), "rows": said}, {"title": _now("反映人"), "rows": who},
                       {"title": _now("办理"), "rows": _handled(lead)}],
            "contacts": contacts, "links": _links(lead, sitting), "days": timeline.latest(lead, stand.facts),
            "timeline_url": case_url(stand.room, lead.pk, tab="timeline")}  # fmt: skip


def _handled(lead: Lead) -> list[dict[str, Any]]:
    found = [_row(_now("处理人"), str(lead.handler or ""))]
    if lead.answer:
        found.append(_row(_now("答复内容"), lead.answer))
    if lead.rating or lead.unreachable:
        found.append(_row(_now("评价"), _now("无法联系") if lead.unreachable else _now("%(n)d分") % {"n": lead.rating or 0}))
    return found


def _links(lead: Lead, sitting: Sitting) -> list[dict[str, str]]:
    """What the lead became: its state for everybody, a link for those who read it."""
    found = []
    opened = getattr(lead, "supervision_lead", None)
    if opened is not None:
        may = leads_for(sitting).filter(pk=opened.pk).exists()
        url = reverse("supervision_lead", args=[opened.pk]) if may else ""
        found.append({"label": _now("监督线索"), "text": f"{opened} {opened.state_label}", "url": url})
    if lead.application is not None:
        may = applications_under(sitting.readable).filter(pk=lead.application.pk).exists()
        url = reverse("application", args=[lead.application.pk]) if may else ""
        found.append({"label": _now("救助申请"), "text": f"{lead.application} {lead.application.state_label}", "url": url})
    return found


def _closed(facts: Mapping[str, Any], of: Any) -> str:
    return _now("无法联系") if facts.get("unreachable") else _now("评价%(n)s分") % {"n": facts.get("rating", "")}


def _opened(facts: Mapping[str, Any], of: Any) -> str:
    marks = [_now("紧急")] if facts.get("urgent") else []
    marks += [_now("欠薪")] if facts.get("wage_arrears") else []
    return "，".join([str(dict(Lead.Source.choices).get(facts.get("source", ""), "")), *marks])


def _became(facts: Mapping[str, Any], of: Any) -> str:
    parts = [_now("监督线索")] if facts.get("supervision_lead") else []
    return "、".join([*parts, _now("救助申请")] if facts.get("application") else parts)


ROOM = furnish(LeadRoom(
    machine=LEAD,
    page="lead",
    forms=LEAD_FORMS,
    forward=("assign", "convert", "answer", "close"),
    tabs=(Tab("overview", _("概要"), "leads/_overview.html", overview), TIMELINE),
    lacks={"not_duplicate": lambda facts: [str(facts.duplicate_open)] if facts.duplicate_open else []},
    done={CLOSED: _("这条线索已经办结。")},
    words={"open": _opened, "close": _closed, "convert": _became},
    fact_labels={"how": _("方式")},
    tones={"close": "done", "hand_back": "wait", "tell": "wait"},
    related=("organisation", "handler", "application", "supervision_lead"),
))  # fmt: skip
