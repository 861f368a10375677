"""Intake: submit, accept, ask for what is missing, take the answers, exclusions, the member exception."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from relief.applications.forms.base import ApplicationForm
from relief.applications.requirements import papers_of
from relief.casework.fields import choice, ticks, words

YES_NO = [("no", _("否")), ("yes", _("是"))]


class SubmitForm(ApplicationForm):
    consequence = _("提交后取得受理编号，案件到待受理；草稿内容留存快照，之后只能更正，不能直接改。")


class AcceptForm(ApplicationForm):
    consequence = _("受理后适用今天生效的办法版本，同一家庭同一事由不能再受理；系统生成受理通知。")


class AskForm(ApplicationForm):
    """The full list at once: what evidence still lacks is offered to be ticked, the rest is written."""

    consequence = _("案件转为待补正，计时暂停；系统生成补正通知，一次列全。")

    def build(self) -> None:
        have = papers_of(self.case)
        needs = [n for n in self.scheme.evidence_for(self.case.cause) if n.kind != "O"]
        offered = sorted(needs, key=lambda n: n.code in have)
        self.fields["standard"] = ticks(
            _("补正材料"), [(n.label, _("%(what)s（已有）") % {"what": n.label} if n.code in have else n.label)
                        for n in offered], required=False)  # fmt: skip
        self.fields["others"] = words(
            _("其他补正内容"), required=False, rows=4, help_text=_("一行一项，写清要什么、为什么。"))
        again = self.facts.times("ask") > 0
        self.fields["reason"] = words(
            _("再次要求补正的理由") if again else _("说明"), required=again, rows=2,
            help_text=_("已要求过一次补正，再次要求须说明理由。") if again else "")  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not self.items():
            raise ValidationError(_("请勾选或写明需要补正的内容。"))
        return values

    def items(self) -> list[str]:
        typed = [row.strip() for row in self.cleaned_data.get("others", "").splitlines() if row.strip()]
        return [*self.cleaned_data.get("standard", []), *typed]

    def given(self) -> dict[str, Any]:
        return {"items": self.items(), "reason": self.cleaned_data["reason"]}


class AnswerForm(ApplicationForm):
    """Which of the things asked for have come."""

    consequence = _("补正完毕后计时继续，案件回到提出补正的环节。")

    def build(self) -> None:
        items = self.facts.open_items
        self.fields["answered"] = ticks(
            _("已补齐的内容"), [(i.pk, i.what) for i in items], required=bool(items), initial=[i.pk for i in items],
            help_text=_("全部补齐后才能继续办理；材料请先登记。"))  # fmt: skip

    def given(self) -> dict[str, Any]:
        return {"answered": [int(pk) for pk in self.cleaned_data["answered"]]}


class AnswerExclusionsForm(ApplicationForm):
    """Each active switch of the scheme; classes of income answer themselves."""

    consequence = _("逐项核对办法规定的排除情形；有一项为“是”就不能受理。")

    def build(self) -> None:
        for exclusion in self.scheme.exclusions_for(self.case.cause):
            if exclusion.household_class:
                continue
            known = self.case.exclusions.get(exclusion.code)
            self.fields[f"x_{exclusion.code}"] = forms.ChoiceField(
                label=exclusion.label, choices=YES_NO, widget=forms.RadioSelect,
                initial=None if known is None else ("yes" if known else "no"),
                error_messages={"required": _("请选择是或否。")})  # fmt: skip

    def given(self) -> dict[str, Any]:
        return {"answers": {k.removeprefix("x_"): v == "yes" for k, v in self.cleaned_data.items()}}


class AllowExceptionForm(ApplicationForm):
    consequence = _("同意后，申请人虽不是会员也可以受理；例外的种类和理由写入案卷。")

    def build(self) -> None:
        named = [(e, self.scheme.label("member_exceptions", e)) for e in self.scheme.eligibility.member_exceptions]
        self.fields["exception"] = choice(_("例外情形"), named)
        self.fields["reason"] = words(_("理由"), limit=300)
