"""调查: records and who signed them, evidence, findings, talks. Names of workers give way to their pseudonyms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from relief.casework.rooms import Asked, case_url
from relief.casework.stand import Stand
from relief.casework.tabs import documents_of
from relief.queue.sitting import Sitting
from relief.supervision.models import Finding, InvestigationRecord, Settlement
from relief.supervision.pages.lead import row
from relief.supervision.pseudonyms import bearers, redacted

Names = dict[str, str]


def page(stand: Stand, sitting: Sitting, asked: Asked) -> dict[str, Any]:
    """Everything that was found out."""
    case, names = stand.case, bearers(stand.case)
    records = case.records.select_related("by", "signed_scan").prefetch_related("signatures__person").order_by("pk")
    findings = list(case.findings.select_related("by", "second").order_by("-pk"))
    settlements = case.settlements.select_related("document").order_by("-pk")
    return {
        "records": [_record(stand, r, names) for r in records],
        "evidence": _evidence(stand),
        "findings": [_finding(f, names, latest=n == 0) for n, f in enumerate(findings)],
        "settlements": [_settlement(s, names) for s in settlements],
        "empty": {"title": _("还没有调查记录"), "text": _("指派后，监督员登记调查笔录和证据材料，再提交审查结论。")},
    }  # fmt: skip


def _record(stand: Stand, r: InvestigationRecord, names: Names) -> dict[str, Any]:
    scan = r.signed_scan
    signed = [f"{s.person}（{s.certificate}）" if s.certificate else str(s.person) for s in r.signatures.all()]
    complete = bool((scan or r.refusal_note) and len(signed) > 1)
    return {
        "at": r.held_at, "place": r.place, "who": redacted(f"{r.person} {r.position}".strip(), names),
        "told": redacted(r.told, names), "text": redacted(r.text, names), "read_back": r.get_read_back_display(),
        "refusal": redacted(r.refusal_note, names), "signed": "、".join(signed), "complete": complete,
        "state": _("已签字") if complete else _("待签字"),
        "scan_url": case_url(stand.room, stand.case.pk, tab="documents", document=scan.pk) if scan else "",
    }  # fmt: skip


def _evidence(stand: Stand) -> list[dict[str, Any]]:
    """Papers filed with the case and with the leads that opened it; signed forms are none."""
    case, found = stand.case, []
    for paper in documents_of(stand.facts.dossier()):
        if not paper.item.startswith("SIGNED:"):
            url = case_url(stand.room, case.pk, tab="documents", document=paper.pk) if paper.digest else ""
            found.append({"item": stand.room.item_label(paper.item, stand) if paper.item in stand.room.items else paper.item,
                          "on": paper.added_at, "by": str(paper.added_by or ""), "seen": paper.original_seen,
                          "where": _("本案"), "url": url})  # fmt: skip
    return found


def _finding(f: Finding, names: Names, *, latest: bool) -> dict[str, Any]:
    cited = [f"《{v.get('law', '')}》{v.get('article', '')}{v.get('clause', '')}" for v in f.violations]
    rows = [row(_("违反的规定"), "\n".join(cited) or _("没有认定违反的规定")), row(_("涉及人数"), f.workers),
            row(_("涉及金额"), fen=f.amount_fen), row(_("单位意见"), redacted(f.employer_view, names)),
            row(_("处理建议"), f.get_route_display()), row(_("理由"), redacted(f.reason, names)),
            row(_("作出结论"), f"{f.by}、{f.second}")]  # fmt: skip
    return {"at": f.at, "latest": latest, "facts": [_fact(x, names) for x in f.facts],
            "groups": [{"title": "", "rows": rows}]}  # fmt: skip


def _fact(fact: Mapping[str, Any], names: Names) -> dict[str, str]:
    return {key: redacted(str(fact.get(key) or ""), names) for key in ("text", "evidence_ref", "period")}


def _settlement(s: Settlement, names: Names) -> dict[str, Any]:
    terms = [{"n": t.get("n"), "text": redacted(str(t.get("text", "")), names), "due_on": t.get("due_on", "")}
             for t in s.terms]  # fmt: skip
    return {"on": s.agreed_on, "by": redacted(s.agreed_by, names), "terms": terms}
