"""概要 and 职工: the employer, the matter, who investigates with which certificate, what was reported; pseudonyms only."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from relief.casework import timeline
from relief.casework.rooms import Asked, case_url
from relief.casework.stand import Stand
from relief.queue.sitting import Sitting
from relief.supervision.models import Certificate, PriorityReport, SupervisionCase
from relief.supervision.pages.lead import row
from relief.supervision.pages.words import CODES, matters_line
from relief.supervision.pseudonyms import bearers, redacted
from relief.supervision.selectors import leads_for
from workflows.clock import today


def overview(stand: Stand, sitting: Sitting, asked: Asked) -> dict[str, Any]:
    """The case at a glance."""
    case: SupervisionCase = stand.case
    matter = [row(_("事项"), matters_line(case.matter_codes)), row(_("紧急程度"), CODES.get(case.urgency, "")),
              row(_("反映情况"), redacted(case.summary, bearers(case))), *_found(stand), *_end(stand)]  # fmt: skip
    groups = [{"title": _("用人单位"), "rows": _employer(case)}, {"title": _("案情"), "rows": matter}]
    return {"groups": groups, "staff": _staff(stand), "leads": _leads(case, sitting), "recused": _recused(stand),
            "days": timeline.latest(case, stand.facts), "rules": _rules(stand),
            "timeline_url": case_url(stand.room, case.pk, tab="timeline")}  # fmt: skip


def _employer(case: SupervisionCase) -> list[dict[str, Any]]:
    e = case.employer
    union = " ".join(str(x) for x in (e.get_has_union_display(), e.union_name) if x)
    told = [(_("单位名称"), e.name), (_("统一社会信用代码"), e.uscc), (_("地址"), e.address), (_("行业"), e.industry),
            (_("建会"), union), (_("法定代表人"), e.legal_representative), (_("电话"), e.phone)]  # fmt: skip
    return [row(name, value) for name, value in told if value or name == _("统一社会信用代码")]


def _found(stand: Stand) -> list[dict[str, Any]]:
    """The finding in a line."""
    f = stand.facts.finding
    if f is None:
        return []
    url = case_url(stand.room, stand.case.pk, tab="investigation")
    found = [row(_("审查结论"), _("涉及%(n)d人，建议%(route)s") % {"n": f.workers, "route": f.get_route_display()},
                 source=str(f.by)), row(_("涉及金额"), fen=f.amount_fen)]  # fmt: skip
    return [{**x, "url": url} for x in found]


def _end(stand: Stand) -> list[dict[str, Any]]:
    case: SupervisionCase = stand.case
    found = []
    if case.drop_ground:
        found.append(row(_("终结情形"), f"{case.get_drop_ground_display()}：{case.drop_note}"))
    if case.outcome:
        found.append(row(_("结果"), case.get_outcome_display()))
    if case.retain_until:
        found.append(row(_("保存至"), str(case.retain_until)))
    return found


def _rules(stand: Stand) -> str:
    rules = stand.facts.rules_today
    if rules is None:
        return _("本地区尚无规则。")
    return _("适用%(name)s地区规则第%(version)s版。") % {"name": rules.name, "version": rules.data["version"]}


def _staff(stand: Stand) -> list[dict[str, Any]]:
    """The supervisors of the case and the certificates that they hold today."""
    assigned = stand.facts.assigned
    held = {c.person_id: c for c in Certificate.objects.filter(
        person__in=[a.supervisor_id for a in assigned]).order_by("valid_to")}  # fmt: skip
    return [_supervisor(a, held.get(a.supervisor_id)) for a in assigned]


def _supervisor(assignment: Any, certificate: Certificate | None) -> dict[str, Any]:
    valid = certificate is not None and certificate.valid_from <= today() <= certificate.valid_to
    return {"name": str(assignment.supervisor), "higher": assignment.from_higher, "since": assignment.at,
            "number": certificate.number if certificate else "", "issuer": certificate.issuer if certificate else "",
            "until": certificate.valid_to if certificate else None, "valid": valid}  # fmt: skip


def _leads(case: SupervisionCase, sitting: Sitting) -> list[dict[str, Any]]:
    found = case.leads.select_related("identity").order_by("pk")
    readable = set(leads_for(sitting).filter(case=case).values_list("pk", flat=True))
    reported = dict(PriorityReport.objects.filter(lead__case=case).values_list("lead_id", "to__name"))
    return [{"number": str(x), "url": reverse("supervision_lead", args=[x.pk]) if x.pk in readable else "",
             "source": x.get_source_display(), "who": x.identity.pseudonym if x.identity else _("匿名"),
             "naming": x.get_naming_display(), "on": x.received_at, "told": reported.get(x.pk, "")}
            for x in found]  # fmt: skip


def _recused(stand: Stand) -> list[dict[str, Any]]:
    return [{"name": str(r.person), "reason": r.reason, "at": r.at}
            for r in stand.case.recusals.select_related("person").order_by("pk")]  # fmt: skip


def workers(stand: Stand, sitting: Sitting, asked: Asked) -> dict[str, Any]:
    """职工甲, 职工乙 …: sums and periods; nobody's name."""
    found = list(stand.case.workers.order_by("pk"))
    return {
        "workers": [{"pseudonym": w.pseudonym, "fen": w.owed_fen, "period": w.period, "status": w.status,
                     "consents": w.consents} for w in found],
        "total": sum(w.owed_fen for w in found), "count": len(found),
        "add_url": _add(stand), "empty": {"title": _("还没有登记职工"), "text": _("登记后这里只显示代称，姓名加密保存。")},
    }  # fmt: skip


def _add(stand: Stand) -> str:
    return reverse("supervision_case_act", args=[stand.case.pk, "add_worker"]) if stand.may("add_worker") else ""
