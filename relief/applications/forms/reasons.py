"""Forms that are a reason: refusing, returning, ending (◂ in relief.md §3)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from relief.applications.forms.base import ApplicationForm
from relief.casework.fields import choice, words
from relief.casework.forms import ReasonForm as WrittenReason
from relief.casework.stand import Stand

ENTRY_ERROR = "ENTRY_ERROR"
GROUNDS = {
    "NOT_MEMBER": _("不是会员，也没有例外"),
    "OUT_OF_WINDOW": _("超出申请期限"),
    "LIMITS_USED": _("已达到救助次数或金额上限"),
    "AMOUNT_ZERO": _("按办法测算金额为0"),
    "UNTRUE": _("申报情况不实"),
}
"""Grounds that every scheme knows, most the failing of one of the machine's guards. The scheme adds its exclusions."""
ERROR_LABEL = _("录入错误或重复录入（不发通知）")
OTHER = ("OTHER", _("其他"))


def grounds(stand: Stand, *, error: bool = False) -> list[tuple[str, Any]]:
    """The scheme's exclusions for the cause, the common grounds, an entry error where that is one, and others."""
    named = [(x.code, x.label) for x in stand.facts.scheme.exclusions_for(stand.case.cause)]
    found = [*named, *GROUNDS.items(), OTHER]
    return [*found, (ENTRY_ERROR, ERROR_LABEL)] if error else found


class ReasonForm(WrittenReason, ApplicationForm):
    """A reason in words and nothing else."""


class ReturnForm(ReasonForm):
    consequence = _("案卷退回上一环节，期限重新计算；已写的意见和记录都保留。")
    reason_label = _("退回理由")
    reason_help = _("写清要补什么、改什么，对方会在时间线上看到。")


class RefusalForm(ApplicationForm):
    """A ground of the scheme and a reason in words; the notice prints both."""

    consequence = _("案件到此结束，系统按下面的理由生成告知书，写明申诉复查的期限。")
    error = False

    def build(self) -> None:
        self.fields["ground"] = choice(_("理由类别"), grounds(self.stand, error=self.error))
        self.fields["reason"] = words(_("理由"), limit=500, help_text=_("写给申请人看的话，会印在告知书上。"))


class DeclineForm(RefusalForm):
    consequence = _("这件申请不予受理并到此结束，系统生成不予受理告知；录入错误或重复录入不发告知。")
    error = True


class TerminateForm(RefusalForm):
    consequence = _("案件终止，预留的资金和待发明细一并释放，系统生成告知书；录入错误或重复录入不发告知。")
    error = True


class WithdrawForm(ApplicationForm):
    """The applicant takes the application back; a slip of the keyboard is its own ground."""

    consequence = _("申请撤回后案件结束，预留的资金和待发明细一并释放；需要时可以重新申请。")

    def build(self) -> None:
        choices = [("APPLICANT", _("申请人撤回")), (ENTRY_ERROR, _("录入错误或重复录入"))]
        self.fields["ground"] = choice(_("撤回原因"), choices)
        self.fields["reason"] = words(_("说明"), required=False, limit=500)


class ReopenForm(ReasonForm):
    consequence = _("批准被撤销：预留的资金和待发明细释放，案件回到待审批。")
    reason_label = _("撤销理由")
