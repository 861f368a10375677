"""整改与回访: each demand and whether it was found done, visits, what complainants were told, the closing form."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from relief.casework.rooms import Asked
from relief.casework.stand import Stand
from relief.queue.sitting import Sitting
from relief.supervision.models import Closing, Visit
from relief.supervision.pages.lead import row
from relief.supervision.pages.words import CODES
from relief.supervision.pseudonyms import bearers, redacted


def page(stand: Stand, sitting: Sitting, asked: Asked) -> dict[str, Any]:
    """From the demands to the closing form."""
    case, names = stand.case, bearers(stand.case)
    visits = case.visits.select_related("by").order_by("-pk")
    told = case.feedback.select_related("by", "lead__identity").order_by("-pk")
    closing = case.closings.select_related("by").order_by("pk").last()
    return {
        "items": _items(stand),
        "visits": [_visit(v, names) for v in visits],
        "feedback": [{"at": f.at, "who": _who(f.lead), "channel": f.channel, "reached": f.reached, "by": str(f.by),
                      "text": redacted(f.text, names)} for f in told],
        "waiting": [_who(lead) for lead in stand.facts.unanswered],
        "closing": [{"title": "", "rows": _closing(closing, names)}] if closing else [],
        "empty": {"title": _("还没有整改要求"), "text": _("文书办结或协商达成一致后，要求和约定列在这里逐项核实。")},
    }  # fmt: skip


def _items(stand: Stand) -> list[dict[str, Any]]:
    """Every demand or term with its latest check."""
    checks = stand.case.checks.select_related("by").order_by("pk")
    last = {(c.source, c.n): c for c in checks}
    return [_item(item, last.get((item.source, item.n))) for item in stand.facts.items]


def _item(item: Any, check: Any) -> dict[str, Any]:
    state = "off" if check is None else "done" if check.done else "bad"
    word = _("未核实") if check is None else _("已落实") if check.done else _("未落实")
    return {"n": item.n, "text": item.text, "state": state, "word": word, "evidence": check.evidence if check else "",
            "by": str(check.by) if check else "", "at": check.at if check else None}  # fmt: skip


def _visit(v: Visit, names: dict[str, str]) -> dict[str, Any]:
    return {"at": v.visited_at, "mode": v.get_mode_display(), "who": v.pseudonyms, "by": str(v.by), "ended": v.breach_ended,
            "items": [{"text": redacted(str(x.get("text", "")), names), "done": x.get("done") is True} for x in v.items],
            "new": redacted(v.new_issues, names)}  # fmt: skip


def _who(lead: Any) -> str:
    return f"{lead.identity}（{lead}）" if lead.identity else str(lead)


def _closing(c: Closing, names: dict[str, str]) -> list[dict[str, Any]]:
    money = [row(_("追回%(what)s") % {"what": Closing.KINDS[kind]}, fen=fen) for kind, fen in c.recovered.items()]
    total = [row(_("追回合计"), fen=sum(c.recovered.values()))] if len(money) > 1 else []
    return [row(_("结果"), CODES.get(c.outcome, c.outcome)), row(_("受益人数"), c.workers), *money, *total,
            row(_("补签劳动合同"), _("%(n)d份") % {"n": c.contracts}), row(_("反馈情况"), redacted(c.feedback, names)),
            row(_("审批意见"), redacted(c.opinion, names)), row(_("审批人"), str(c.by))]  # fmt: skip
