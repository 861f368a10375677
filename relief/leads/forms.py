"""The forms of general leads: what somebody said, who handles it, what became of it (relief.md §4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import choice, line, words
from relief.casework.forms import ActForm, ReasonForm
from relief.leads.facts import HANDLERS
from relief.leads.forms_converting import ConvertForm
from relief.leads.models import Lead
from relief.organisations.models import Grant, Organisation
from relief.organisations.selectors import in_force, paths_down_to
from relief.people.identifiers import parse_mobile
from relief.supervision.forms.fields import MomentField, NoteForm, rows_choice, yes
from workflows import roles
from workflows.clock import office_now, today

SHOWN = 200
CHANNELS = (_("电话"), _("当面"), _("短信"), _("上门"))
RATINGS = [(str(n), word) for n, word in zip(
    range(5, 0, -1), (_("5 非常满意"), _("4 满意"), _("3 一般"), _("2 不满意"), _("1 非常不满意")), strict=True)]  # fmt: skip


class LeadForm(forms.Form):
    """登记线索: in the order in which somebody tells it."""

    use_required_attribute = False

    def __init__(self, *args: Any, unions: Sequence[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        only = str(unions[0].pk) if len(unions) == 1 else None
        self.fields["organisation"] = rows_choice(_("登记工会"), unions, initial=only)
        self.fields["received_at"] = MomentField(label=_("接收时间"), initial=office_now())
        self.fields["source"] = choice(_("来源"), Lead.Source.choices)
        self.fields["source_ref"] = line(_("来源编号"), limit=60, required=False)
        self.fields["subject"] = line(_("事由"), offers=(_("拖欠工资"), _("生活困难"), _("劳动安全"), _("社会保险")))
        self.fields["text"] = words(_("反映内容"), limit=4000, rows=6)
        self.fields["employer_name"] = line(_("单位"), required=False, help_text=_("涉及单位的写全称。"))
        self.fields["wage_arrears"] = yes(_("涉及欠薪"))
        self.fields["urgent"] = yes(_("紧急（两小时内联系）"))
        self.fields["person_name"] = line(_("反映人"), limit=50, required=False)
        self.fields["person_phone"] = line(_("联系电话"), limit=40, required=False)

    def clean_person_phone(self) -> str:
        typed: str = self.cleaned_data["person_phone"].strip()
        if typed.isdecimal() and len(typed) == 11 and not parse_mobile(typed):
            raise forms.ValidationError(_("手机号码不对，请核对。"))
        return typed

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("wage_arrears") and not values.get("employer_name"):
            self.add_error("employer_name", _("涉及欠薪的须写明单位。"))
        return values

    @property
    def values(self) -> dict[str, Any]:
        return {k: v for k, v in self.cleaned_data.items() if k != "organisation"}


class AssignForm(ActForm):
    """To somebody who takes in or reviews work; a lower union's person takes the lead with them."""

    consequence = _("线索交选定的人处理；选下级工会的人时，线索一并转到该工会。")

    def build(self) -> None:
        own = self.case.organisation.path
        near = Q(organisation__path__in=paths_down_to(own)) | Q(organisation__path__startswith=own)
        found = Grant.objects.filter(in_force(today()), near, role__in=HANDLERS).select_related("person", "organisation")
        self.fields["handler"] = rows_choice(
            _("由谁处理"), found.order_by("organisation__path", "person__name")[:SHOWN],
            lambda g: f"{g.person}（{roles.label(g.role)}，{g.organisation}）")  # fmt: skip

    def given(self) -> dict[str, Any]:
        grant: Grant = super().given()["handler"]
        below = not self.case.organisation.path.startswith(grant.organisation.path)
        return {"handler": grant.person, "organisation": grant.organisation if below else None}


class ContactForm(ActForm):
    consequence = _("登记与反映人联系的情况；第一次联系后，联系期限不再计算。")
    dated = True

    def build(self) -> None:
        self.fields["how"] = line(_("方式"), limit=40, offers=CHANNELS)
        self.fields["said"] = words(_("沟通内容"), limit=1000)
        self.fields["unreached"] = yes(_("没有联系上"))

    def given(self) -> dict[str, Any]:
        values = super().given()
        reached = not values.pop("unreached")
        return {**values, "reached": reached}


class AnswerForm(ActForm):
    consequence = _("答复后转热线坐席告知结果、登记评价。")

    def build(self) -> None:
        self.fields["text"] = words(_("答复内容"), limit=2000, rows=5)


class CloseForm(ActForm):
    consequence = _("办结线索；评价不高于2分的可以重新办理一次。")

    def build(self) -> None:
        self.fields["told"] = yes(_("已告知结果"))
        self.fields["rating"] = choice(_("评价"), RATINGS, required=False, empty=_("没有评价"))
        self.fields["unreachable"] = yes(_("无法联系"), help_text=_("试过多次仍联系不上的选用。"))

    def given(self) -> dict[str, Any]:
        values = super().given()
        return {**values, "rating": int(values["rating"]) if values["rating"] else None}


class HandBackForm(ReasonForm):
    consequence = _("线索退回待分派，由热线坐席或审核员另行分派。")


class ReopenForm(ReasonForm):
    consequence = _("线索回到处理中，重新答复和告知；只能重新办理一次。")


LEAD_FORMS: dict[str, type[ActForm]] = {
    "assign": AssignForm, "hand_back": HandBackForm, "convert": ConvertForm, "answer": AnswerForm, "close": CloseForm,
    "reopen": ReopenForm, "contact_note": ContactForm, "note": NoteForm,
}  # fmt: skip
