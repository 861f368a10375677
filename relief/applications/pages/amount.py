"""The computed amount with its stored sentence, what bounded it, earlier help, and what was decided."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.applications.models import StoredCalculation
from relief.applications.pages.lacks import limit_label
from relief.casework.stand import Stand
from relief.schemes.rules import Scheme

BOUNDS = {"rule_cap": gettext_lazy("本项最高额"), "case_cap": gettext_lazy("每件最高额"),
          "remaining": gettext_lazy("自付或净损失"), "requested": gettext_lazy("申请金额"),
          "budget": gettext_lazy("可用额度")}  # fmt: skip
MONEY = {"total_cost": gettext_lazy("费用总额"), "medical_insurance": gettext_lazy("医保报销"),
         "commercial_insurance": gettext_lazy("商业保险赔付"), "mutual_aid": gettext_lazy("互助保障给付"),
         "other_aid": gettext_lazy("其他救助"), "loss": gettext_lazy("损失金额"),
         "per_capita_monthly": gettext_lazy("家庭月人均收入"),
         "requested_amount": gettext_lazy("申请金额")}  # fmt: skip

RECEIVED = ("medical_insurance", "commercial_insurance", "mutual_aid", "other_aid")
USED = {"cost": ("total_cost", *RECEIVED), "loss": ("loss", *RECEIVED)}
"""The sums that a basis rests on."""


def page(stand: Stand) -> dict[str, Any]:
    """The tab 金额."""
    stored = list(StoredCalculation.objects.filter(application=stand.case).select_related("scheme").order_by("-id"))
    scheme = stand.facts.scheme
    return {
        "calculation": calculation(stored[0], scheme) if stored else None,
        "empty": {"title": _("还没有测算"), "text": _("登记入户调查时，系统按申请表和现行办法测算。")},
        "earlier": [{"on": s.on, "fen": s.suggested_fen, "sentence": s.sentence, "why": ""} for s in stored[1:]],
        "prior": _prior(stored[0], scheme) if stored else [],
        "award": award(stand),
    }


def shown(stand: Stand) -> dict[str, Any] | None:
    """The latest calculation, for the overview."""
    found = stand.facts.calculation
    return calculation(found, stand.facts.scheme) if found else None


def calculation(stored: StoredCalculation, scheme: Scheme) -> dict[str, Any]:
    """One stored calculation as the page shows it."""
    data = stored.data
    bounds = [{"name": bound_label(b["name"], scheme), "fen": b["value"], "decides": b["name"] == data["decided_by"]}
              for b in data["bounds"]]  # fmt: skip
    return {
        "headline": _("建议金额"), "fen": stored.suggested_fen, "ceiling_fen": stored.ceiling_fen,
        "floor_fen": data.get("floor"), "sentence": stored.sentence, "version": scheme.title,
        "unconfirmed": _("未确认办法") if scheme.unconfirmed else "", "inputs": _inputs(data["inputs"]["case"], scheme),
        "bounds": bounds, "on": stored.on,
    }  # fmt: skip


def bound_label(name: str, scheme: Scheme) -> str:
    """rule_cap, limit:L1, fund_cap:OWN in words."""
    kind, _colon, key = name.partition(":")
    if kind == "limit":
        limit = next((x for x in scheme.limits if x.id == key), None)
        return limit_label(limit, scheme) if limit else key
    if kind == "fund_cap":
        return _("%(fund)s每次最高额") % {"fund": scheme.fund_sources[key].label if key in scheme.fund_sources else key}
    return str(BOUNDS.get(kind, name))


def _inputs(case: dict[str, Any], scheme: Scheme) -> list[dict[str, Any]]:
    """What the rule of the cause looks at, and nothing else."""
    rule = scheme.rule_for(case["cause"])
    used = {"requested_amount", *USED.get(rule.basis, ())} | ({"per_capita_monthly"} if rule.by_class else set())
    rows = [{"name": label, "fen": case[key], "value": ""} for key, label in MONEY.items()
            if key in used and case.get(key) is not None]  # fmt: skip
    if rule.basis == "dibao":
        rows.append({"name": _("家庭人口"), "fen": None, "value": case["household_size"]})
    if case.get("liability"):
        labels = {code: label for label, code in scheme.import_sheet.liability_labels.items()}
        rows.append({"name": _("责任认定"), "fen": None, "value": labels.get(case["liability"], "")})
    rows.append({"name": _("申请日期"), "fen": None, "value": case["application_date"]})
    return rows


def _prior(stored: StoredCalculation, scheme: Scheme) -> list[dict[str, Any]]:
    """Earlier help as it was counted; in whatever union it was given."""
    found = []
    for p in stored.data["inputs"]["prior"]:
        cause = scheme.causes.get(p["cause"])
        found.append({"on": date.fromisoformat(p["on"]), "cause": cause.label if cause else "—",
                      "whose": _("本人") if p["same_person"] else _("同一家庭"), "fen": p["amount"],
                      "used": _("计入") if p["amount"] > p["returned"] else _("已全部退回，不计")})  # fmt: skip
    return found


def award(stand: Stand) -> dict[str, Any] | None:
    """What was decided, by whom, from which money."""
    found = stand.facts.award
    if found is None:
        return None
    fund = stand.facts.scheme.fund_sources.get(found.source)
    item = found.agenda_item
    return {"fen": found.amount_fen, "who": found.decided_by, "on": found.on, "source": fund.label if fund else "",
            "minutes": f"{item.meeting.body} {item.meeting.number}".strip() if item else ""}  # fmt: skip
