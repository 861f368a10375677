"""「为什么是这一天」 for a letter: trigger, rule and its version, days counted and skipped, pauses, roll (§10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from relief.jurisdictions.clock import Answer, Extended, Reckoning, Resumed
from relief.jurisdictions.rules import Rules
from relief.jurisdictions.terms import ExtensionRule, LimitRule
from relief.jurisdictions.vocabulary import LIMITS
from workflows.calendar import Due, RollRule, StartRule


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a clock ends on its day. ``stretches`` are the counts that led there, the last one in force."""

    trigger: str
    rule: str
    version: str
    due_on: date | None
    stretches: tuple[Due, ...]
    notes: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The whole in one text."""
        return "；".join([self.trigger, self.rule, *self.notes, self.stretches[-1].sentence])


def explain(found: Reckoning, rules: Rules) -> Explanation:
    """A clock in words, with its days beside it."""
    notes = [*map(_extended, found.extended), *map(_resumed, found.resumed)]
    return Explanation(
        trigger=_("送达日%(day)s") % {"day": found.served_on.isoformat()},
        rule=rule_text(found.limit),
        version=version_text(rules),
        due_on=found.due_on,
        stretches=found.stretches,
        notes=tuple(notes),
    )


def version_text(rules: Rules) -> str:
    """示例省第1版（规则待确认）."""
    words = {"name": rules.name, "version": rules.data["version"]}
    told = _("%(name)s地区规则第%(version)s版") % words
    return told if rules.confirmed else _("%(told)s（规则待确认）") % {"told": told}


def length_text(n: int, unit: str) -> str:
    """15个工作日."""
    return _("%(n)d个工作日") % {"n": n} if unit == "wd" else _("%(n)d个自然日") % {"n": n}


def rule_text(limit: LimitRule) -> str:
    """意见书答复15个工作日，次日起算，末日为休息日的顺延至下一工作日."""
    start = {StartRule.NEXT_DAY: _("次日起算"), StartRule.SAME_DAY: _("当日起算")}[limit.start_rule]
    named = f"{LIMITS[limit.key]}" if limit.key in LIMITS else _("期限")
    return f"{named}{length_text(limit.n, limit.unit)}，{start}，{roll_text(limit.roll_rule)}"


def roll_text(rule: RollRule) -> str:
    return {
        RollRule.NEXT_WORKING_DAY: _("末日不是工作日的顺延至下一工作日"),
        RollRule.AFTER_STATUTORY_HOLIDAY: _("末日在法定节假日内的顺延至节后第一日，周末不顺延"),
        RollRule.NONE: _("末日不顺延"),
    }[rule]


def extension_text(rule: ExtensionRule | None) -> str:
    """可延期1次，最多15个工作日."""
    if rule is None:
        return _("不得延期")
    words = {"times": rule.times, "length": length_text(rule.max_n, rule.unit)}
    return _("可延期%(times)d次，最多%(length)s，须在截止日前提出") % words


def _extended(one: Extended) -> str:
    words = {"day": one.request.requested_on.isoformat(), "due": one.due_on.isoformat() if one.due_on else ""}
    if one.answer is not Answer.GRANTED:
        return _("%(day)s申请延期，不符合规则") % words
    return _("%(day)s申请延期，延至%(due)s") % words if one.due_on else _("%(day)s申请延期，暂无截止日") % words


def _resumed(one: Resumed) -> str:
    words = {"from": one.objection.objected_on.isoformat(), "used": one.used, "rest": one.rest}
    if one.objection.result_served_on is None:
        return _("%(from)s提出异议，次日起计时已停") % words
    words["to"] = one.objection.result_served_on.isoformat()
    if one.used is None:
        return _("%(from)s提出异议，%(to)s送达复核结果，其间计时已停") % words
    return _("%(from)s提出异议，%(to)s送达复核结果，其间计时已停，已用%(used)s，剩余%(rest)s") % words
