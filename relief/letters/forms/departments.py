"""What a department says to a recommendation (supervision.md §5 †, §11)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import DayField, line, words
from relief.casework.forms import ActForm
from relief.letters.forms.deciding import first
from relief.letters.models import DepartmentAnswer
from relief.supervision.forms.fields import paper, yes
from workflows.clock import today


class AnswerForm(ActForm):
    """The day of the answer, and its paper."""

    day_label: Any = _("日期")

    def build(self) -> None:
        receipt = self.facts.receipt
        self.fields["on"] = DayField(label=self.day_label, initial=today(), latest=today(),
                                     earliest=receipt.served_on if receipt else None)  # fmt: skip
        self.ask()
        self.fields["paper"] = paper(_("部门的来文"))

    def ask(self) -> None:
        """What this answer says."""

    def given(self) -> dict[str, Any]:
        values = super().given()
        return {**values, "paper": first(values, "paper")}


class FileForm(AnswerForm):
    consequence = _("登记部门已立案，处理结果的期限从立案日起算。")
    day_label = _("立案日期")

    def ask(self) -> None:
        self.fields["case_no"] = line(_("案号"), limit=80)


class DeclineForm(AnswerForm):
    consequence = _("登记部门不予立案，由主任决定：请其说明理由，或转后续处理。")

    def ask(self) -> None:
        self.fields["reasons"] = words(_("理由"), required=False, limit=1000)
        self.fields["oral"] = yes(_("口头告知，没有书面理由"))

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not (values.get("reasons") or "").strip() and not values.get("oral"):
            raise forms.ValidationError(_("请写明不予立案的理由，或勾选口头告知。"))
        return values


class AskReasonsForm(ActForm):
    consequence = _("向部门发出请说明理由的函，重新等待答复。")

    def build(self) -> None:
        found = self.facts.answer(DepartmentAnswer.What.DECLINED)
        given = found is not None and bool(found.reasons.strip())
        self.fields["why_weak"] = words(_("为何现有理由不足"), required=given, limit=500,
                                        help_text=found.reasons if given else _("部门没有给出书面理由，可以不填。"))  # fmt: skip


class ResultForm(AnswerForm):
    consequence = _("登记处理结果，由主任判断是否足够。")

    def ask(self) -> None:
        self.fields["result"] = words(_("处理结果"), limit=2000)
        self.fields["decision_no"] = line(_("决定书文号"), required=False, limit=80)


class AcceptResultForm(ActForm):
    consequence = _("认可部门的处理结果，建议书办结。")

    def build(self) -> None:
        self.fields["judgement"] = words(_("结果为何足够"), limit=500)
