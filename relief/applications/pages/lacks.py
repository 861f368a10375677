"""What exactly lacks behind a guard that says only that something does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.schemes.money_terms import Limit
from relief.schemes.rules import Scheme
from workflows.clock import today

SCOPES = {"person": gettext_lazy("本人"), "household": gettext_lazy("本户")}
KEYS = {"any": "", "cause": gettext_lazy("同一原因"), "event": gettext_lazy("同一事件"),
        "source": gettext_lazy("同一资金来源")}  # fmt: skip
WINDOWS = {"calendar_year": gettext_lazy("本年度"), "rolling_12m": gettext_lazy("近12个月"),
           "lifetime": gettext_lazy("历来")}  # fmt: skip


def limit_label(limit: Limit, scheme: Scheme) -> str:
    """本户本年度同一原因1次, 本人近12个月20,000元."""
    what = KEYS.get(limit.key, limit.key)
    if limit.key == "source" and limit.source in scheme.fund_sources:
        what = scheme.fund_sources[limit.source].label
    most = [_("%(n)d次") % {"n": limit.count}] if limit.count is not None else []
    if limit.sum_fen is not None:
        most.append(_("%(yuan)s元") % {"yuan": f"{limit.sum_fen // 100:,}"})
    return f"{SCOPES.get(limit.scope, '')}{WINDOWS.get(limit.window, '')}{what}{'、'.join(most)}"


def _form(facts: Any) -> list[str]:
    return [*facts.missing_fields, *facts.missing_papers]


def _exclusions(facts: Any) -> list[str]:
    found = []
    for exclusion in facts.scheme.exclusions_for(facts.case.cause):
        answer = facts.excluded(exclusion)
        if answer is not False:
            word = _("未答复") if answer is None else _("不符合")
            found.append(f"{exclusion.label}({word})")
    return found


def _limits(facts: Any) -> list[str]:
    by_id = {limit.id: limit for limit in facts.scheme.limits}
    return [limit_label(by_id[key], facts.scheme) for key in facts.used_up_limits(today())]


def _signers(facts: Any) -> list[str]:
    return [_("已签%(n)d人，须%(least)d人") % {"n": len(facts.visit_signers), "least": facts.visitors_min}]


def _term(facts: Any) -> list[str]:
    sheet = facts.entry.sheet if facts.entry else None
    if sheet is None:
        return []
    lacks = []
    if sheet.ends_on >= today():
        lacks.append(_("公示至%(day)s") % {"day": sheet.ends_on})
    if not sheet.start_photo_on:
        lacks.append(_("开始照片"))
    if not sheet.end_photo_on:
        lacks.append(_("结束照片"))
    if not sheet.result or not sheet.result_signed_by_id:
        lacks.append(_("签字的公示结果"))
    return lacks


def _checks(by: str) -> Callable[[Any], list[str]]:
    return lambda facts: [c.label for c in facts.open_checks(by)]


DETAILS: Mapping[str, Callable[[Any], list[str]]] = {
    "papers_complete": _form,
    "not_excluded": _exclusions,
    "limits_open": _limits,
    "visit_signed_by_two": _signers,
    "checks_settled": _checks("base"),
    "reviewer_opinion_signed": _checks("county"),
    "term_served": _term,
    "index_complete": lambda facts: list(facts.index_gaps),
}
