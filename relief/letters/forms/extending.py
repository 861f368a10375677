"""延期: what the rules leave, what is asked, and why not (supervision.md §7)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import DayField, words
from relief.casework.forms import ActForm
from relief.jurisdictions import explaining
from relief.jurisdictions.clock import Answer
from relief.letters.forms.deciding import first
from relief.supervision.forms.fields import count_field, paper
from workflows.clock import today

WHY_NOT = {
    Answer.REFUSED_NONE_ALLOWED: _("规则不允许延期，或者次数已经用完。"),
    Answer.REFUSED_LATE: _("申请日期已过截止日，按规则不能同意。"),
    Answer.REFUSED_TOO_LONG: _("超过了可以延长的天数。"),
}


def limit_words(facts: Any) -> str:
    """提示函答复15个自然日，…；可延期1次，最多10个自然日；现在的截止日2026-06-22."""
    rule, clock = facts.reply_rule, facts.reply_clock
    if rule is None:
        return ""
    parts = [explaining.rule_text(rule), explaining.extension_text(rule.extension)]
    if clock is not None:
        granted = len([x for x in clock.extended if x.answer is Answer.GRANTED])
        if granted:
            parts.append(_now("已延期%(n)d次") % {"n": granted})
        parts.append(_now("现在的截止日%(on)s") % {"on": clock.due_on} if clock.due_on else _now("现在没有确定的截止日"))
    return "；".join(str(p) for p in parts) + "。"


class ExtensionForm(ActForm):
    """What was asked for, beside the rule that judges it."""

    plan_needed = False

    def build(self) -> None:
        rule, receipt = self.facts.reply_rule, self.facts.receipt
        unit = rule.extension.unit if rule and rule.extension else rule.unit if rule else "d"
        self.fields["requested_on"] = DayField(label=_("申请日期"), initial=today(), latest=today(),
                                               earliest=receipt.served_on if receipt else None)  # fmt: skip
        self.fields["n"] = count_field(
            _now("申请延长（%(unit)s）") % {"unit": _now("个工作日") if unit == "wd" else _now("天")}, least=1, max_value=400,
            help_text=limit_words(self.facts))  # fmt: skip
        self.fields["plan"] = paper(_("整改计划"), required=self.plan_needed)
        self.fields["reason"] = words(_("理由"), required=not self.plan_needed, limit=500)

    def given(self) -> dict[str, Any]:
        values = super().given()
        return {**values, "plan": first(values, "plan")}


class ExtendForm(ExtensionForm):
    consequence = _("截止日从现在的截止日往后延长，并向对方发出同意延期整改通知。")
    plan_needed = True

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("requested_on") and values.get("n"):
            answer = self.facts.judge(values["requested_on"], values["n"])
            if answer in WHY_NOT:
                self.add_error("requested_on" if answer is Answer.REFUSED_LATE else "n", WHY_NOT[answer])
        return values


class RefuseForm(ExtensionForm):
    consequence = _("截止日不变，并向对方发出不同意延期的通知。")
