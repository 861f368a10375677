"""协商: both sides asked, the terms that were agreed (supervision.md §4)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import DayField, line, words
from relief.casework.forms import ActForm
from relief.casework.row_lists import Rows
from relief.supervision.forms.fields import PaperForm, paper, yes
from workflows.clock import today


class NegotiateForm(ActForm):
    consequence = _("双方都同意协商的，案件转入协商，协商期限开始计算；协商不成再回到结论审定。")

    def build(self) -> None:
        self.fields["workers_willing"] = yes(_("职工一方同意协商"))
        self.fields["employer_willing"] = yes(_("用人单位同意协商"))
        self.fields["reason"] = words(_("征求意见的情况"), limit=500, required=False)


class TermRow(forms.Form):
    text = words(_("约定内容"), limit=500, rows=2)
    due_on = DayField(label=_("履行期限"), required=False)


class SettleForm(PaperForm):
    """The terms that the employer has to keep, each with its day."""

    consequence = _("案件转入整改核实，由监督员逐项核实约定是否履行。")
    rows = (Rows("terms", _("约定事项"), TermRow, add=_("再加一项"), least=1, most=30),)

    def build(self) -> None:
        self.fields["agreed_on"] = DayField(label=_("达成日期"), initial=today(), latest=today())
        self.fields["agreed_by"] = line(_("双方代表"), limit=200, help_text=_("职工一方用代称。"))
        self.fields["paper"] = paper(_("协商协议扫描件"))

