"""Investigation: the visit, its signatures, the checks, the end of the investigation."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.applications.forms.base import ApplicationForm
from relief.applications.models import Check
from relief.casework.fields import FilesField, MoneyField, choice, line, words
from relief.casework.forms import Filing

VISIT_PHOTO = "VISIT_PHOTO"
ANSWERS = [c for c in Check.Status.choices if c[0] != Check.Status.WAITING]


class RecordVisitForm(ApplicationForm):
    """入户调查表."""

    consequence = _("登记入户调查表，您签为第一名调查员；系统按申请表测算金额。另一名调查员须再签字。")
    dated = True
    wide = True

    def build(self) -> None:
        self.fields["place"] = line(_("地点"), initial=_("申请人家中"))
        self.fields["present"] = line(_("在场人员"), help_text=_("如：申请人本人、配偶。"))
        self.fields["housing"] = line(_("住房情况"), required=False, limit=200)
        self.fields["income"] = line(_("收入情况"), required=False, limit=200)
        self.fields["spending"] = line(_("支出情况"), required=False, limit=200)
        self.fields["neighbours"] = line(_("邻里走访"), required=False, limit=200)
        self.fields["conclusion"] = words(_("调查结论"))
        self.fields["proposed_fen"] = MoneyField(label=_("调查建议金额（元）"), required=False)
        self.fields["refusal_of_signature"] = line(
            _("拒签情况"), required=False, limit=200, help_text=_("有人拒绝签字时，写明是谁、为什么。"))
        self.fields["photos"] = FilesField(label=_("入户照片"), required=False, help_text=_("可一次选多张。"))

    def given(self) -> dict[str, Any]:
        return {k: v for k, v in super().given().items() if k != "photos"}

    def filings(self) -> list[Filing]:
        return [Filing(VISIT_PHOTO, self.cleaned_data["photos"])] if self.cleaned_data["photos"] else []


class SignVisitForm(ApplicationForm):
    consequence = _("您作为另一名调查员，在最近一份入户调查表上签字，对其内容负责。")


class FinishVisitForm(ApplicationForm):
    consequence = _("调查结束，案件转基层初审；测算结果随案保存，申请表之后只能更正。")


class RequestCheckForm(ApplicationForm):
    consequence = _("登记已向有关单位发出核对；等待回复期间本环节的期限停止计算。")

    def build(self) -> None:
        self.fields["kind"] = choice(_("核对事项"), open_checks(self))
        self.fields["authorisation"] = line(
            _("授权依据"), required=False, help_text=_("需要授权的核对，写明授权书日期或编号。"))


class SettleCheckForm(ApplicationForm):
    """Every open check in one form: those with an answer are recorded, each as an act of its own."""

    consequence = _("登记核对结果；“无法核对”也算有结果，“免于核对”要写明理由。")
    wide = True

    def build(self) -> None:
        for key, label in open_checks(self):
            self.fields[f"status_{key}"] = choice(label, ANSWERS, required=False, empty=_("还没有结果"))
            self.fields[f"result_{key}"] = line(_("%(what)s：说明") % {"what": label}, required=False, limit=300)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        found = [k for k in values if k.startswith("status_") and values[k]]
        if not found:
            raise ValidationError(_("请至少为一项核对选择结果。"))
        for name in found:
            reason = name.replace("status_", "result_")
            if values[name] == Check.Status.WAIVED and not values.get(reason, "").strip():
                self.add_error(reason, _("免于核对须写明理由。"))
        return values

    def runs(self) -> list[dict[str, Any]]:
        values = self.cleaned_data
        keys = [k.removeprefix("status_") for k in values if k.startswith("status_") and values[k]]
        return [{"kind": k, "status": values[f"status_{k}"], "result": values[f"result_{k}"]} for k in keys]


def open_checks(form: ApplicationForm) -> list[tuple[str, str]]:
    """Checks of the scheme without an answer: the required first."""
    done = set(Check.objects.filter(application=form.case).exclude(status=Check.Status.WAITING).values_list(
        "kind", flat=True))  # fmt: skip
    left = [c for c in form.scheme.checks.values() if c.key not in done]
    left.sort(key=lambda c: not c.required)
    return [(c.key, c.label if c.required else _now("%(what)s（可选）") % {"what": c.label}) for c in left]
