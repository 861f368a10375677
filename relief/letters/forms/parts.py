"""What the drafting form asks for, by kind, in the order of the paper (supervision.md §9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import DayField, choice, line, words
from relief.casework.row_lists import Rows
from relief.letters.terms import OPINION, RECOMMENDATION, REMINDER
from relief.supervision.models import LetterKind

LONG = 4000


class AddresseeRow(forms.Form):
    name = line(_("单位名称"), required=False, limit=200)
    uscc = line(_("统一社会信用代码（不印出）"), required=False, limit=30)


class FactRow(forms.Form):
    text = words(_("事实"), required=False, limit=LONG, rows=3)
    period = line(_("期间"), required=False)
    workers = forms.IntegerField(label=_("人数"), required=False, min_value=0, max_value=999_999_999,
                                 error_messages={"invalid": _("请填写整数。"), "min_value": _("不能小于0。")})  # fmt: skip
    amount = line(_("金额"), required=False, help_text=_("如：243,600.00元"))


class TextRow(forms.Form):
    text = words(_("内容"), required=False, limit=LONG, rows=2)


class LineRow(forms.Form):
    text = line(_("名称"), required=False, limit=200)


class DemandRow(forms.Form):
    action = words(_("事项"), required=False, limit=1000, rows=2)
    measure = words(_("标准"), required=False, limit=1000, rows=2)
    due_text = words(_("期限"), required=False, limit=500, rows=2)
    evidence = words(_("应交证明"), required=False, limit=500, rows=2)


class StepRow(forms.Form):
    kind = choice(_("文种"), LetterKind.choices, required=False)
    no = line(_("文号"), required=False)
    served_on = DayField(label=_("送达日期"), required=False)
    method = line(_("送达方式"), required=False)


ROWS: Mapping[str, Rows] = {
    "addressees": Rows("addressees", _("主送单位"), AddresseeRow, add=_("再加一个单位"), most=500),
    "facts": Rows("facts", _("事实"), FactRow, add=_("再加一条事实"), most=100),
    "items": Rows("items", _("自查事项"), TextRow, add=_("再加一项"), most=100),
    "demands": Rows("demands", _("整改要求"), DemandRow, add=_("再加一项要求"), most=100),
    "prior_steps": Rows("prior_steps", _("此前办理"), StepRow, add=_("再加一件"), most=20, blank=0),
    "proposals": Rows("proposals", _("处理建议"), TextRow, add=_("再加一条建议"), most=50),
    "evidence_index": Rows("evidence_index", _("证据目录"), LineRow, add=_("再加一件证据"), most=200),
    "attachments": Rows("attachments", _("附件"), LineRow, add=_("再加一个附件"), most=50),
    "copy_to": Rows("copy_to", _("抄送"), LineRow, add=_("再加一个单位"), most=50),
}  # fmt: skip
TEXTS = frozenset({"items", "proposals", "evidence_index", "attachments", "copy_to"})
"""Lists of plain texts: each row is one of them."""
CITED = {REMINDER: "legal_bases", OPINION: "violations", RECOMMENDATION: "violations"}
EMPLOYER = "employer"
EMPLOYER_FIELDS = ("name", "uscc", "address", "legal_representative", "phone")
RESPONSES = (("NONE", _("没有答复")), ("REFUSED", _("拒绝改正")), ("PARTIAL", _("部分改正")))


@dataclass(frozen=True)
class Part:
    """A heading of the form and what stands under it: names of fields and of lists."""

    title: Any
    names: tuple[str, ...]
    help: Any = ""


CONTACT = Part(_("联系方式"), ("contact_name", "contact_phone", "contact_address", "contact_postcode"))
FOOT = Part(_("附件和抄送"), ("attachments", "copy_to"))
PARTS: Mapping[str, tuple[Part, ...]] = {
    REMINDER: (
        Part(_("主送"), ("reminder_scope", "addressees", "collective_addressee")),
        Part(_("事由和事实"), ("reason", "facts")),
        Part(_("法律依据"), ("legal_bases", "others")),
        Part(_("自查"), ("items", "self_check_request")),
        Part(_("答复"), ("reply_rule_text", "reply_channel"), _("只写规则，不写截止日期：送达之后才有截止日。")),
        CONTACT, FOOT,
    ),
    OPINION: (
        Part(_("主送"), ("addressees",)),
        Part(_("线索和调查"), ("lead_source_public", "investigation_summary")),
        Part(_("查明的事实"), ("facts",)),
        Part(_("违反的规定"), ("violations", "others")),
        Part(_("整改要求"), ("demands",)),
        Part(_("答复和后果"), ("reply_rule_text", "preceding_no", "consequence"), _("只写规则，不写截止日期：送达之后才有截止日。")),
        CONTACT, FOOT,
    ),
    RECOMMENDATION: (
        Part(_("受送部门"), ("department",)),
        Part(_("用人单位"), tuple(f"{EMPLOYER}_{name}" for name in EMPLOYER_FIELDS)),
        Part(_("线索和事实"), ("lead_source_public", "facts")),
        Part(_("违反的规定"), ("violations", "others")),
        Part(_("此前办理"), ("prior_steps", "employer_response")),
        Part(_("建议和反馈"), ("proposals", "feedback_request")),
        Part(_("证据"), ("evidence_index",)),
        CONTACT, FOOT,
    ),
}  # fmt: skip
AREAS = {"reason": 4, "investigation_summary": 4, "self_check_request": 2, "consequence": 3, "feedback_request": 2,
         "reply_rule_text": 2}  # fmt: skip
"""Fields of several sentences, and how high they are."""
HELPS = {
    "lead_source_public": _("只写来源类别，不写是谁反映的。"), "preceding_no": _("由前一份提示函带入。"),
    "collective_addressee": _("主送单位超过5个，或者没有具体单位时填写，如：各用人单位。"),
}  # fmt: skip
