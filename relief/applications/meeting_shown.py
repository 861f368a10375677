"""Minutes as the page shows them: lines while they are typed, the sum to confirm, what became of each case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from relief.applications.forms_meeting import AGREE, REFUSE, RETURN, AgendaLineForm, MeetingForm
from relief.applications.models import AgendaItem, Application, Meeting
from relief.applications.selectors_meeting import agenda_of
from relief.organisations.models import Organisation
from relief.people.masking import mask_name
from relief.queue.templatetags.relief_ui import money
from relief.schemes.rules import Scheme
from relief.schemes.selectors import scheme_on, version_by_key
from workflows.clock import today

TONES = {AGREE: "done", RETURN: "wait", REFUSE: "bad"}


def rules_of(case: Application) -> Scheme:
    """The 办法 frozen on the case."""
    return (version_by_key(case.scheme_id) if case.scheme_id else scheme_on(today())).rules


def _case(case: Application) -> dict[str, Any]:
    rules = rules_of(case)
    fund = rules.fund_sources.get(case.proposed_source)
    return {"pk": case.pk, "url": reverse("application", args=[case.pk]), "number": case.number,
            "party": mask_name(case.name), "organisation": case.organisation.name,
            "cause": rules.causes[case.cause].label, "source": fund.label if fund else ""}  # fmt: skip


def typed_lines(lines: Sequence[AgendaLineForm], confirming: bool) -> list[dict[str, Any]]:
    """The lines of the form; while confirming as words, their values hidden beside them."""
    found = []
    for line in lines:
        shown = {**_case(line.case), "fen": line.case.proposed_fen, "ceiling_fen": line.case.ceiling_fen, "form": line}
        if confirming:
            row = line.row()
            shown |= {"hidden": [field.as_hidden() for field in line], "award_fen": row["amount_fen"],
                      "reason": row["reason"], "votes": _votes(row), **_decision(row["decision"])}  # fmt: skip
        found.append(shown)
    return found


def confirmation(lines: Sequence[AgendaLineForm]) -> dict[str, Any]:
    """What the secretary confirms: sum, words, count and funds of what the meeting granted."""
    rows = [line.row() for line in lines]
    agreed = [row for row in rows if row["decision"] == AGREE]
    funds: dict[str, int] = defaultdict(int)
    for row in agreed:
        funds[_case(row["application"])["source"] or _("未指明")] += row["amount_fen"]
    others = {RETURN: _("退回审核"), REFUSE: _("不予救助")}
    counts = [(word, sum(row["decision"] == d for row in rows)) for d, word in others.items()]
    return {"fen": sum(row["amount_fen"] for row in agreed), "count": len(agreed), "count_unit": _("件同意"),
            "fund": "；".join(f"{n} {money(fen)} {_('元')}" if len(funds) > 1 else n for n, fen in funds.items()),
            "rows": [{"name": word, "value": _("%(n)d件") % {"n": n}} for word, n in counts if n],
            "text": _("确认后逐件办理：同意的预留资金并列入待发放，退回的回到县级审核，"
                      "不予的生成告知书。不能撤回。")}  # fmt: skip


def typed_heads(form: MeetingForm, at: Organisation) -> list[dict[str, Any]]:
    """The head as it was typed, to be read once more."""
    return _heads({**form.cleaned_data, "organisation": at})


def _heads(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    present = _("应到%(all)d人，到会%(there)d人") % {"all": values["entitled"], "there": values["present"]}
    rows = [
        (_("会议名称"), values["body"]), (_("会议日期"), values["held_on"].isoformat()),
        (_("纪要编号"), values["number"]), (_("单位"), values["organisation"].name), (_("到会"), present),
        (_("回避人员"), values["recused"]),
    ]  # fmt: skip
    return [{"name": name, "value": value} for name, value in rows]


def held_meeting(meeting: Meeting) -> dict[str, Any]:
    """The minutes as recorded."""
    items = agenda_of(meeting)
    agreed = [i for i in items if i.decision == AGREE]
    names = ("body", "held_on", "number", "organisation", "entitled", "present", "recused")
    heads = _heads({name: getattr(meeting, name) for name in names})
    return {
        "meeting": {"title": f"{meeting.body} {meeting.held_on.isoformat()}", "number": meeting.number,
                    "state": "done", "state_label": _("已办理"), "pk": meeting.pk, "scan": meeting.scan,
                    "list_pdf_url": reverse("paper_form", args=["agenda", "decided", meeting.pk]),
                    "list_scan_url": reverse("paper_scan", args=["agenda", meeting.pk])},
        "heads": [*heads, {"name": _("记录"), "value": str(meeting.recorded_by)}],
        "agenda": [_held_line(i) for i in items],
        "votes": any(i.votes_for or i.votes_against for i in items),
        "totals": {"count": len(items), "agreed": len(agreed), "fen": sum(i.amount_fen or 0 for i in agreed)},
    }  # fmt: skip


def _held_line(item: Any) -> dict[str, Any]:
    case = item.application
    fen = item.amount_fen if item.decision == AGREE else None
    problem = _("批准已于%(day)s撤销") % {"day": item.revoked_on} if item.revoked_on else ""
    row = {"votes_for": item.votes_for, "votes_against": item.votes_against, "abstentions": item.abstentions}
    return {**_case(case), "fen": item.proposed_fen, "award_fen": fen, "reason": item.reason, "votes": _votes(row),
            "now": case.state_label, "now_state": case.state, "problem": problem,
            **_decision(item.decision)}  # fmt: skip


def _votes(row: dict[str, Any]) -> str:
    return f"{row['votes_for']} / {row['votes_against']} / {row['abstentions']}"


def _decision(decision: str) -> dict[str, str]:
    return {
        "decision": str(AgendaItem.Decision(decision).label),
        "decision_state": TONES[AgendaItem.Decision(decision)],
    }
