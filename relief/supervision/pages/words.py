"""Codes of supervision in Chinese, and the rules' standing in one strip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.jurisdictions.models import Matter
from relief.jurisdictions.selectors import profile_for
from relief.supervision.models import Employer, Finding, LetterKind, SupervisionCase, SupervisionLead, Visit
from relief.supervision.routes import SKIP_LABELS
from workflows.clock import today

Lead = SupervisionLead
_CHOICES = (Lead.Source, Lead.Naming, Lead.Urgency, Lead.Channels, Lead.Ground, SupervisionCase.DropGround,
            SupervisionCase.Outcome, Finding.Route, Visit.Mode, LetterKind, Employer.Union)  # fmt: skip
CODES: Mapping[str, Any] = {str(value): word for kind in _CHOICES for value, word in kind.choices} | SKIP_LABELS
ITEMS: Mapping[str, Any] = {
    "WORKER_LIST": _("工人信息"), "INVESTIGATION_RECORD": _("调查笔录"), "SETTLEMENT": _("协商协议"),
    "DROP_GROUND": _("终结调查的依据"),
}  # fmt: skip
_matters: dict[str, str] = {}


def matter_names() -> Mapping[str, str]:
    """The catalogue of matters: few rows that only a new catalogue changes."""
    if not _matters:
        _matters.update(Matter.objects.values_list("code", "name"))
    return _matters


def matters_line(codes: Iterable[str]) -> str:
    """工资支付、社会保险."""
    wanted = list(codes)
    if any(code not in matter_names() for code in wanted):
        _matters.clear()
    known = matter_names()
    return "、".join(known.get(code, code) for code in wanted)


def paper_words(facts: Mapping[str, Any], of: Any) -> str:
    """工资表，2份."""
    item, n = facts.get("item", ""), len(facts.get("documents", []))
    return _now("%(item)s，%(n)d份") % {"item": ITEMS.get(item, item), "n": n}


def rules_banner(area: str) -> str:
    """规则待确认 with its reason, or 本地区尚无规则; nothing where an administrator has confirmed them."""
    version = profile_for(area, today())
    if version is None:
        return _now("本地区尚无规则：期限、签发和送达方式都没有依据，请管理员先装入地区规则。")
    return str(version.rules.banner)
