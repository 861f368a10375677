"""The way of the letters (supervision.md §6): which rung, which issuer, who may decide to skip."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.jurisdictions.rules import Rules
from relief.organisations.models import Organisation
from relief.organisations.selectors import proper_level
from relief.supervision.employers import employer_key
from relief.supervision.models import LetterKind, LetterPlan, Organ
from workflows import roles
from workflows.clock import today

HIGH_LEVELS = ("county", "city", "province")
SKIP_LABELS = {
    "PRIORITY_MATTER": gettext_lazy("重点事项"), "REPEAT": gettext_lazy("十二个月内同一事项再次发生"),
    "OBSTRUCTION": gettext_lazy("阻挠监督"), "GROUP": gettext_lazy("群体性"), "DANGER": gettext_lazy("危及安全"),
    "TIME_BAR": gettext_lazy("时效将满"), "TALKS_FAILED": gettext_lazy("协商未成"),
    "HIGHER_ORDER": gettext_lazy("上级交办"), "SUSPECTED_CRIME": gettext_lazy("涉嫌犯罪"),
}  # fmt: skip


def issuer_for(facts: Any, kind: str, organ: str = "") -> tuple[Organisation | None, str]:
    """The lowest union of the line that may issue the kind, and in whose name: a union below the county asks the county
    for a recommendation (§6.6)."""
    rules = facts.rules_today
    organs = [organ] if organ else [row.organ for row in rules.issuers(kind)] if rules else []
    for unit in reversed(facts.line.units):
        for name in organs:
            if may_issue(rules, kind, name, unit):
                return unit, name
    return None, organ


def may_issue(rules: Rules | None, kind: str, organ: str, unit: Organisation) -> bool:
    """By the profile: organ and level, an industry union also by the level of the unit it hangs under."""
    levels = {unit.level, proper_level(unit) or ""} - {""}
    return rules is not None and any(rules.may_issue(kind, organ, level) for level in levels)


def follows_for(facts: Any, kind: str, addressee: str) -> Any:
    """The letter that a new one follows unless another is named: that of a ground for its kind, else of an opinion the
    last reminder to the same addressee."""
    key = employer_key(addressee)
    grounds = [g.letter for g in facts.escalation_grounds if g.kind == kind]
    if kind != LetterKind.RECOMMENDATION:
        grounds = [x for x in grounds if employer_key(x.addressee) == key]
    if grounds or kind != LetterKind.OPINION:
        return grounds[-1] if grounds else None
    before = [x for x in facts.letters if x.kind == LetterKind.REMINDER and employer_key(x.addressee) == key]
    return before[-1] if before else None


def plan_faults(facts: Any, plan: LetterPlan) -> list[str]:
    """Why this plan does not stand; nothing when it does."""
    rules = facts.rules_today
    if rules is None:
        return [_("本地区尚无监督规则，不能制发文书。")]
    if plan.kind not in LetterKind.values or not plan.addressee.strip():
        return [_("请选择文种并填写主送单位。")]
    found = [] if may_issue(rules, plan.kind, plan.organ, plan.issuer) else [_("该工会不能以这一名义制发这种文书。")]
    if plan.organ not in Organ.values or plan.issuer not in facts.line.units:
        found.append(_("制发工会须是办案工会或其上级工会。"))
    if _another_open(facts, plan):
        found.append(_("对该单位的同种文书还没有办结。"))
    if plan.kind != LetterKind.REMINDER and not (facts.finding and facts.finding.violations):
        found.append(_("审查结论没有认定违反的规定，只能发提示函。"))
    return found + _rung(facts, rules, plan)


def _another_open(facts: Any, plan: LetterPlan) -> bool:
    """§6.6: one open letter per (case, addressee, kind)."""
    key = (plan.kind, employer_key(plan.addressee))
    for other in facts.plans:
        ended = hasattr(other, "letter") and hasattr(other.letter, "outcome_row")
        replaced = plan.follows_id is not None and hasattr(other, "letter") and other.letter.pk == plan.follows_id
        if other.pk != plan.pk and not ended and not replaced and (other.kind, employer_key(other.addressee)) == key:
            return True
    return False


def _rung(facts: Any, rules: Rules, plan: LetterPlan) -> list[str]:
    """The rung before was taken, or its skipping has its reason and its decider."""
    if plan.kind == LetterKind.REMINDER or _stands_on(facts, plan):
        return []
    if plan.kind == LetterKind.OPINION:
        why, rule, what = plan.skip_reminder, rules.ladder.skip_reminder, _("提示函")
    else:
        why, rule, what = plan.skip_opinion, rules.ladder.skip_opinion, _("意见书")
    if not why:
        return [_("没有可以依据的前一份%(what)s，请写明跳过%(what)s的理由。") % {"what": what}]
    if why not in rule.reasons:
        return [_("规则不允许以此理由跳过%(what)s。") % {"what": what}]
    high = plan.kind == LetterKind.RECOMMENDATION
    if not _holds(facts, plan.skip_decided_by_id, rule.decided_by, high=high):
        return [_("跳过%(what)s须由%(who)s决定。") % {"what": what, "who": _who(rule.decided_by, high)}]
    if why in CHECKED and not CHECKED[why](facts, rules):
        return [_("案件情况与所选跳级理由“%(why)s”不符。") % {"why": SKIP_LABELS[why]}]
    return [] if plan.skip_note.strip() else [_("请说明跳级的具体情况。")]


def rung_skipped(facts: Any, kind: str, addressee: str) -> bool:
    """Would a plan of this kind to this addressee leave out the rung before it? Then its reason is asked for (§6.5)."""
    plan = LetterPlan(case=facts.case, kind=kind, addressee=addressee, follows=follows_for(facts, kind, addressee))
    return kind in LetterKind.values and kind != LetterKind.REMINDER and not _stands_on(facts, plan)


def _who(role: str, high: bool) -> str:
    return _("县级以上工会的%(role)s") % {"role": roles.label(role)} if high else roles.label(role)


def _stands_on(facts: Any, plan: LetterPlan) -> bool:
    """§6.4, or of an opinion: a reminder that was served and has ended, one that a later case takes in among them."""
    if plan.follows_id is None:
        return False
    if any(g.kind == plan.kind and g.letter.pk == plan.follows_id for g in facts.escalation_grounds):
        return True
    before: Any = plan.follows
    if plan.kind != LetterKind.OPINION or before.kind != LetterKind.REMINDER or not hasattr(before, "receipt"):
        return False
    return before.case_id in (facts.case.pk, None) and bool(hasattr(before, "outcome_row") or facts.expired(before))


def _holds(facts: Any, person_id: int | None, role: str, *, high: bool) -> bool:
    """Does this person hold the role over the case, for the opinion's rung at a county or above?"""
    if person_id is None or person_id in facts.recused:
        return False
    held = [g for g in roles.grants_of(person_id, today()) if g.role == role and facts.line.own.path.startswith(g.path)]
    levels = {u.path: u.level for u in facts.line.units}
    return any(not high or levels.get(g.path) in HIGH_LEVELS for g in held)


# Reasons that the file itself can tell.
CHECKED: dict[str, Callable[[Any, Rules], bool]] = {
    "GROUP": lambda facts, rules: facts.finding.workers >= rules.ladder.group_size,
    "PRIORITY_MATTER": lambda facts, rules: bool(set(facts.case.matter_codes) & set(rules.priority_matters)),
    "TALKS_FAILED": lambda facts, rules: facts.times("break_off") > 0,
}
