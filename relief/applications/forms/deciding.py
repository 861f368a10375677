"""Approval by an officer, the call back, the archive."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.applications.forms.base import ApplicationForm
from relief.casework.fields import choice, words
from relief.payouts.models import BudgetLine
from relief.people.masking import mask_card
from relief.schemes.amounts.wording import plain_yuan
from workflows.clock import today

WAYS = [(w, w) for w in ("电话", "上门", "微信", "短信")]


class ApproveForm(ApplicationForm):
    """The money is confirmed in figures and in words (大写)."""

    consequence = _("批准后预留资金、生成发放明细和审批结果通知；之后要改须先撤销批准。")

    @property
    def confirm(self) -> dict[str, Any]:
        a, facts = self.case, self.facts
        fund = self.scheme.fund_sources.get(a.proposed_source)
        county = facts.line.at("county")
        budget = BudgetLine.objects.filter(organisation=county, year=today().year, source=a.proposed_source).first()
        left = plain_yuan(budget.available) if budget else _now("没有设立额度")
        rows = [
            {"name": _("收款人"), "value": a.account_name or a.name},
            {"name": _("账户"), "value": f"{a.bank} {mask_card(a.card_no)}".strip() or _("未填")},
            {"name": _("可用额度"), "value": left},
        ]
        return {"fen": facts.proposed_fen, "count": 1, "count_unit": _("件"), "fund": fund.label if fund else "",
                "rows": rows}  # fmt: skip


class FollowUpForm(ApplicationForm):
    consequence = _("登记回访；回访后案件可以归档。")
    dated = True

    def build(self) -> None:
        self.fields["how"] = choice(_("回访方式"), WAYS, initial="电话")
        self.fields["received"] = forms.ChoiceField(
            label=_("款项是否收到"), choices=[("yes", _("已收到")), ("no", _("没有收到"))], widget=forms.RadioSelect,
            error_messages={"required": _("请选择是否收到。")})  # fmt: skip
        self.fields["said"] = words(_("回访情况"))

    def given(self) -> dict[str, Any]:
        values = super().given()
        return {**values, "received": values["received"] == "yes"}


class ArchiveForm(ApplicationForm):
    consequence = _("案卷归档后不再变动；系统算出全卷摘要和保存期限。")
