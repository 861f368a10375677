"""核实, 回访, 反馈, 终结, 结案, 归档 (supervision.md §4, §10, §11)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from relief.documents.models import Document
from relief.documents.services import Upload
from relief.notices.models import Notice
from relief.supervision.models import Closing, Feedback, ItemCheck, SupervisionCase, SupervisionLead, Visit
from relief.supervision.services.filing import CASE, filed_one, names_kept_out
from workflows.engine import consequence, verb
from workflows.errors import NotPossible
from workflows.fsm import Moment


@verb(CASE, "check_items")
def check_items(m: Moment, *, checks: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """登记整改核实: of each demand or term {source, n, done, evidence}; what is done has its evidence."""
    known = {(item.source, item.n): item for item in m.facts.items}
    if not checks:
        raise NotPossible(_("请至少核实一项。"))
    rows = []
    for check in checks:
        item = known.get((check.get("source"), check.get("n")))
        evidence = str(check.get("evidence") or "").strip()
        if item is None or not isinstance(check.get("done"), bool) or not evidence:
            raise NotPossible(_("请逐项选择是否落实并写明依据。"))
        rows.append(ItemCheck(case=m.case, by=m.actor, at=m.at, source=item.source, n=item.n, text=item.text[:500],
                              done=check["done"], evidence=evidence))  # fmt: skip
    ItemCheck.objects.bulk_create(rows)
    return {"done": [f"{r.source}:{r.n}" for r in rows if r.done], "open": [f"{r.source}:{r.n}" for r in rows if not r.done]}


@verb(CASE, "record_visit")
def record_visit(m: Moment, *, visited_at: datetime, mode: str, pseudonyms: str, items: Sequence[Mapping[str, Any]],
                 breach_ended: bool, new_issues: str = "") -> dict[str, Any]:  # fmt: skip
    """登记回访: whom, how, item by item, whether the breach has ended."""
    if mode not in Visit.Mode.values or not pseudonyms.strip() or visited_at > m.at:
        raise NotPossible(_("请填写回访时间、方式和对象。"))
    names_kept_out(m, pseudonyms, new_issues)
    kept = [{"n": n, "text": str(x.get("text") or ""), "done": x.get("done") is True} for n, x in enumerate(items, 1)]
    row = Visit.objects.create(
        case=m.case, by=m.actor, at=m.at, visited_at=visited_at, mode=mode, pseudonyms=pseudonyms.strip(), items=kept,
        new_issues=new_issues.strip(), breach_ended=breach_ended is True)  # fmt: skip
    return {"visit": row.pk, "mode": mode, "breach_ended": row.breach_ended, "new_issues": row.new_issues}


@verb(CASE, "feed_back")
def feed_back(m: Moment, *, lead: SupervisionLead, channel: str, text: str, reached: bool = True) -> dict[str, Any]:
    """向反映人反馈: what the complainant of a lead was told, or that they could not be reached."""
    if not channel.strip() or not text.strip():
        raise NotPossible(_("请填写反馈方式和内容。"))
    if not m.case.leads.filter(pk=lead.pk).exists():
        raise NotPossible(_("该线索不属于本案。"))
    row = Feedback.objects.create(case=m.case, by=m.actor, at=m.at, lead=lead, channel=channel.strip(),
                                  text=text.strip(), reached=reached)  # fmt: skip
    return {"feedback": row.pk, "lead": lead, "channel": row.channel, "reached": reached}


@verb(CASE, "drop")
def drop(m: Moment, *, ground: str, reason: str, paper: Upload | None = None) -> dict[str, Any]:
    """终结调查: the ground, and on what it rests (the worker's confirmation, a phone note suffices)."""
    names_kept_out(m, reason)
    m.case.drop_ground, m.case.drop_note = ground, reason.strip()
    m.case.save(update_fields=["drop_ground", "drop_note"])
    return {"ground": ground, "reason": reason.strip(), "paper": filed_one(m, "DROP_GROUND", paper)}


@verb(CASE, "return_closing")
def return_closing(m: Moment, *, reason: str = "") -> dict[str, Any]:
    """退回重新审定: the ground of a dropped case is judged anew."""
    names_kept_out(m, reason)
    m.case.drop_ground = m.case.drop_note = ""
    m.case.save(update_fields=["drop_ground", "drop_note"])
    return {"reason": reason.strip()}


@verb(CASE, "close")
def close(m: Moment, *, outcome: str, workers: int, feedback: str, recovered: Mapping[str, int] | None = None,
          contracts: int = 0, opinion: str = "") -> dict[str, Any]:  # fmt: skip
    """结案审批表. ``recovered``: fen by kind."""
    names_kept_out(m, feedback, opinion)
    if workers < 0 or contracts < 0:
        raise NotPossible(_("人数和份数不能为负数。"))
    row = Closing.objects.create(
        case=m.case, by=m.actor, at=m.at, outcome=outcome, workers=workers, recovered=dict(recovered or {}),
        contracts=contracts, feedback=feedback.strip(), opinion=opinion.strip())  # fmt: skip
    m.case.outcome = outcome if outcome in SupervisionCase.Outcome.values else ""
    m.case.save(update_fields=["outcome"])
    return {"closing": row.pk, "outcome": outcome, "workers": workers, "recovered": row.recovered,
            "contracts": contracts, "opinion": row.opinion}  # fmt: skip


@consequence(CASE, "archive")
def bind_dossier(m: Moment, event: Any) -> None:
    """§10 案卷: the digest covers journal, notices, papers and frozen letters. Kept for the profile's years from 1 January
    after archiving; a group's file for good."""
    case, files = m.case, m.facts.dossiers()
    digests = [bytes(event.hash).hex()]
    digests += Notice.objects.filter(dossier__in=files).order_by("id").values_list("pdf_digest", flat=True)
    digests += Document.objects.filter(dossier__in=files).order_by("id").values_list("digest", flat=True)
    digests += case.letters.order_by("pk").values_list("pdf_digest", flat=True)
    case.dossier_digest = hashlib.sha256("\n".join(digests).encode()).hexdigest()
    rules = m.facts.rules_today
    if rules is not None and case.urgency != SupervisionLead.Urgency.GROUP:
        case.retain_until = date(m.today.year + 1 + rules.data["archive"]["retention_years"], 1, 1)
    case.save(update_fields=["retain_until", "dossier_digest"])
