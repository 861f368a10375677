"""线索登记表 as it was typed, the complainant by the pseudonym alone; candidates for duplicates side by side."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.casework import timeline
from relief.casework.rooms import Asked, case_url
from relief.casework.stand import Stand
from relief.leads.models import Lead
from relief.leads.selectors import general_leads_for
from relief.queue.sitting import Sitting
from relief.supervision.facts.lead import SIX_CLEAR
from relief.supervision.models import PriorityReport, SupervisionLead
from relief.supervision.pages.words import CODES, matters_line
from relief.supervision.pseudonyms import bearers_of_lead, redacted
from relief.supervision.selectors import cases_for, leads_for

Row = dict[str, Any]
SAME = {"uscc": gettext_lazy("统一社会信用代码"), "name": gettext_lazy("单位名称"), "period": gettext_lazy("期间"),
        "matter": gettext_lazy("事项")}  # fmt: skip


def row(name: Any, value: Any = "", *, fen: int | None = None, source: Any = "", url: str = "") -> Row:
    """A line of a summary list."""
    return {"name": name, "value": value, "fen": fen, "source": source, "correct_url": url}


def overview(stand: Stand, sitting: Sitting, asked: Asked) -> dict[str, Any]:
    """The form, where it came from, what became of it."""
    lead: SupervisionLead = stand.case
    groups = [{"title": _("来源"), "rows": _source(lead)}, {"title": _("用人单位"), "rows": _employer(lead)},
              {"title": _("反映事项"), "rows": _matter(lead)}]  # fmt: skip
    if stand.facts.about_wages:
        groups.append({"title": _("欠薪六明确"), "rows": _wages(lead)})
    return {"groups": groups, "links": _links(lead, sitting), "priority": _priority(lead),
            "days": timeline.latest(lead, stand.facts),
            "timeline_url": case_url(stand.room, lead.pk, tab="timeline")}  # fmt: skip


def _source(lead: SupervisionLead) -> list[Row]:
    source = f"{lead.get_source_display()} {lead.source_ref}".strip()
    who = lead.identity.pseudonym if lead.identity else _("匿名")
    held = _("姓名和联系方式已加密保存") if lead.identity else ""
    return [row(_("接收时间"), _moment(lead)), row(_("来源"), source), row(_("紧急程度"), lead.get_urgency_display()),
            row(_("反映人"), who, source=held), row(_("实名情况"), lead.get_naming_display()),
            row(_("仲裁诉讼投诉"), lead.get_other_channels_display())]  # fmt: skip


def _moment(lead: SupervisionLead) -> str:
    return f"{localtime(lead.received_at):%Y-%m-%d %H:%M}"


def _employer(lead: SupervisionLead) -> list[Row]:
    return [row(_("单位"), lead.employer_name), row(_("统一社会信用代码"), lead.uscc), row(_("地址"), lead.address),
            row(_("行业"), lead.industry), row(_("建会"), CODES.get(lead.has_union, ""))]  # fmt: skip


def _matter(lead: SupervisionLead) -> list[Row]:
    return [row(_("事项"), matters_line(lead.matter_codes)), row(_("人数"), lead.workers),
            row(_("诉求"), redacted(lead.request, bearers_of_lead(lead)))]  # fmt: skip


def _wages(lead: SupervisionLead) -> list[Row]:
    """Each of the six, or why not."""
    period = f"{lead.period_from} 至 {lead.period_to}" if lead.period_from and lead.period_to else ""
    shown = {"project": lead.project, "period": period, "worker_list": _("已附") if lead.worker_list_filed else "",
             "contact": _("已加密保存") if lead.identity and lead.identity.contact else ""}  # fmt: skip
    found = [row(_("欠薪单位"), lead.employer_name)]
    for key, (label, _filled) in SIX_CLEAR.items():
        why = lead.why_missing.get(key, "")
        reason = _("没有：%(why)s") % {"why": why} if why else ""
        if key == "amount_fen":
            found.append(row(label, reason, fen=lead.amount_fen))
        else:
            found.append(row(label, shown[key] or reason))
    return found


def _links(lead: SupervisionLead, sitting: Sitting) -> list[dict[str, str]]:
    """The general lead, the case, the lead that lives on: with a link where the reader reads them."""
    found = []
    if lead.lead is not None:
        found.append({"label": _("来自线索"), "text": f"{lead.lead} {lead.lead.state_label}", "url": _general(lead.lead, sitting)})
    if lead.case is not None:
        may = cases_for(sitting).filter(pk=lead.case.pk).exists()
        url = reverse("supervision_case", args=[lead.case_id]) if may else ""
        found.append({"label": _("案件"), "text": f"{lead.case} {lead.case.state_label}", "url": url})
    if lead.survivor is not None:
        url = reverse("supervision_lead", args=[lead.survivor_id])
        found.append({"label": _("已并入"), "text": str(lead.survivor), "url": url})
    if lead.ground:
        found.append({"label": _("不予受理"), "text": f"{lead.get_ground_display()}：{lead.ground_text}", "url": ""})
    if lead.recipient:
        found.append({"label": _("转往"), "text": lead.recipient, "url": ""})
    return found


def _general(of: Lead, sitting: Sitting) -> str:
    return reverse("lead", args=[of.pk]) if general_leads_for(sitting).filter(pk=of.pk).exists() else ""


def _priority(lead: SupervisionLead) -> str:
    report = PriorityReport.objects.filter(lead=lead).select_related("to").first()
    return _("重点事项，已报告%(union)s。") % {"union": report.to} if report else ""


# --- 查重 ------------------------------------------------------------------------------------------------------
def duplicates(stand: Stand, sitting: Sitting, asked: Asked) -> dict[str, Any]:
    """This lead and each candidate, item by item."""
    found = stand.case.duplicates.select_related("other__organisation", "other__identity", "decided_by").order_by("pk")
    readable = set(leads_for(sitting).filter(pk__in=[d.other_id for d in found]).values_list("pk", flat=True))
    return {"pairs": [_pair(stand.case, d, d.other_id in readable) for d in found],
            "empty": {"title": _("没有疑似重复的线索"), "text": _("同一单位、同一事项、期间相同的线索会列在这里，由人核对。")}}


def _pair(lead: SupervisionLead, d: Any, readable: bool) -> dict[str, Any]:
    mine, others = _compared(lead), _compared(d.other)
    if readable:
        mine, others = [*mine, (_("诉求"), _request(lead))], [*others, (_("诉求"), _request(d.other))]
    decided = {True: _("是同一线索"), False: _("不是同一线索")}.get(d.is_same, _("待核对"))
    who = f"（{d.decided_by}）" if d.decided_by else ""
    return {
        "title": str(d.other), "url": reverse("supervision_lead", args=[d.other_id]) if readable else "",
        "own": str(lead), "decided": f"{decided}{who}", "tone": "wait" if d.is_same is None else "done",
        "same": "、".join(str(SAME[word]) for word in d.same if word in SAME),
        "rows": [{"name": name, "own": a, "other": b, "same": a == b and bool(a)}
                 for (name, a), (_same, b) in zip(mine, others, strict=True)],
    }  # fmt: skip


def _compared(lead: SupervisionLead) -> list[tuple[str, str]]:
    period = f"{lead.period_from} 至 {lead.period_to}" if lead.period_from and lead.period_to else ""
    return [(_("单位"), lead.employer_name), (_("统一社会信用代码"), lead.uscc), (_("地址"), lead.address),
            (_("事项"), matters_line(lead.matter_codes)), (_("期间"), period), (_("人数"), str(lead.workers or "")),
            (_("登记工会"), lead.organisation.name), (_("接收时间"), _moment(lead)),
            (_("来源"), str(lead.get_source_display())), (_("状态"), lead.state_label)]  # fmt: skip


def _request(lead: SupervisionLead) -> str:
    return redacted(lead.request, bearers_of_lead(lead))
