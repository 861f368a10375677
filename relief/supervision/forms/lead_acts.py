"""What becomes of a supervision lead: taken up, ended, merged; its duplicates decided (supervision.md §3)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import choice, line, words
from relief.casework.forms import ActForm, ReasonForm
from relief.supervision.forms.fields import AddPaperForm, NoteForm, rows_choice
from relief.supervision.models import SupervisionLead
from relief.supervision.selectors import cases_to_join
from workflows.supervision_lead import ACCEPTED, REGISTERED

WORKER_LIST = "WORKER_LIST"
AUTO, SEPARATE = "auto", "separate"
LISTED = 50


class AcceptForm(ActForm):
    """A case of its own, or into an open one of the union."""

    consequence = _("受理后立案或并入在办案件，向能联系到的反映人发出受理通知；案件转指派。")

    def build(self) -> None:
        self.cases = {str(c.pk): c for c in cases_to_join(self.case)[:LISTED]}
        offered = [(AUTO, _now("该单位有在办案件的并入，没有的立案")), (SEPARATE, _now("单独立案"))]
        offered += [(key, _now("并入%(case)s %(who)s") % {"case": c, "who": c.employer}) for key, c in self.cases.items()]
        self.fields["into"] = forms.ChoiceField(label=_("立案方式"), choices=offered, initial=AUTO)

    def given(self) -> dict[str, Any]:
        into = super().given()["into"]
        return {"join": self.cases.get(into), "separate": into == SEPARATE}


class DeclineForm(ActForm):
    consequence = _("不予受理，向能联系到的反映人发出告知书；主任可以撤销。")

    def build(self) -> None:
        self.fields["ground"] = choice(_("情形"), SupervisionLead.Ground.choices,
                                       help_text=_("已仲裁或诉讼的，可以不受理，不是必须不受理。"))  # fmt: skip
        self.fields["text"] = words(_("理由"), limit=500)


class PassOnForm(ActForm):
    consequence = _("线索转其他单位办理，发出转办函；本会不再办理。")

    def build(self) -> None:
        self.fields["recipient"] = line(_("转往单位"))
        self.fields["reason"] = words(_("说明"), limit=500, required=False)


class MergeForm(ActForm):
    """Into another lead of the employer, those that were found to be the same first."""

    consequence = _("并入后由另一条线索继续办理，本条的反映人归入同一案件；不能撤销。")

    def build(self) -> None:
        county = self.facts.line.at("county").path
        same = Q(name_key=self.case.name_key) | (Q(uscc=self.case.uscc) if self.case.uscc else Q(pk__in=[]))
        twins = list(self.case.duplicates.filter(is_same=True).values_list("other_id", flat=True))
        found = SupervisionLead.objects.filter(same | Q(pk__in=twins), state__in=(REGISTERED, ACCEPTED),
                                               organisation__path__startswith=county)  # fmt: skip
        rows = sorted(found.exclude(pk=self.case.pk).order_by("pk")[:LISTED], key=lambda x: x.pk not in twins)
        help_text = "" if rows else _now("没有同一单位的其他线索。")
        self.fields["survivor"] = rows_choice(_("并入"), rows, _words, help_text=help_text)


def _words(lead: SupervisionLead) -> str:
    return f"{lead} {lead.employer_name} {lead.state_label}"


class DecideDuplicatesForm(ActForm):
    """Every candidate that waits, one below another; side by side they stand in their tab."""

    consequence = _("逐条说明是不是同一线索；是同一线索的可以接着并入。“查重”页并排列出两条的内容。")

    def build(self) -> None:
        for row in self.facts.undecided_duplicates:
            self.fields[f"same_{row.pk}"] = forms.ChoiceField(
                label=_now("与%(other)s") % {"other": row.other}, widget=forms.RadioSelect, required=False,
                choices=[("yes", _("是同一线索")), ("no", _("不是"))])  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not any(values.values()):
            raise forms.ValidationError(_("请至少核对一条。"))
        return values

    def given(self) -> dict[str, Any]:
        decided = {int(k.removeprefix("same_")): v == "yes" for k, v in super().given().items() if v}
        return {"decisions": decided}


class ReviewDeclineForm(ReasonForm):
    consequence = _("撤销不予受理，线索回到已登记，由监督委员会办公室重新审查。")


class LeadPaperForm(AddPaperForm):
    """The list of workers is one of the six clear items."""

    def build(self) -> None:
        super().build()
        self.fields["item"] = line(_("材料名称"), limit=40, offers=(_("工资条"), _("欠条"), _("劳动合同"), _("聊天记录")),
                                   required=False)  # fmt: skip
        self.fields["worker_list"] = forms.BooleanField(label=_("这是工人信息（欠薪六明确之一）"), required=False)
        self.order_fields(["worker_list", "item", "uploads", "original_seen"])

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not values.get("worker_list") and not values.get("item", "").strip():
            self.add_error("item", _("请写明材料名称。"))
        return values

    def given(self) -> dict[str, Any]:
        values = super().given()
        listed = values.pop("worker_list")
        return {**values, "item": WORKER_LIST if listed else values["item"]}


LEAD_FORMS: dict[str, type[ActForm]] = {
    "accept": AcceptForm, "decline": DeclineForm, "pass_on": PassOnForm, "merge": MergeForm,
    "review_decline": ReviewDeclineForm, "decide_duplicates": DecideDuplicatesForm, "add_paper": LeadPaperForm,
    "note": NoteForm,
}  # fmt: skip
