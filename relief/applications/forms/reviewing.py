"""Reviews: the base's opinion and publicity, the township's word, the county's opinion and recommendation."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.applications.forms.base import ApplicationForm
from relief.applications.forms.reasons import ReasonForm
from relief.applications.models import PublicitySheet
from relief.casework.fields import DayField, FilesField, MoneyField, choice, line, words
from relief.casework.forms import Filing
from relief.payouts.models import BudgetLine
from relief.schemes.amounts.wording import plain_yuan
from workflows.clock import today

PUBLICITY_PHOTO = "PUBLICITY_PHOTO"
NEW_SHEET = "new"


class OpinionForm(ApplicationForm):
    """An opinion in words, signed by whoever sends it."""

    said: Any = _("情况属实，同意上报。")

    def build(self) -> None:
        self.fields["opinion"] = words(_("意见"), initial=self.said)


class TownshipOpineForm(OpinionForm):
    consequence = _("以乡镇（街道）工会的名义签署意见；基层工会随后可以公示。")


class OpineForm(OpinionForm):
    consequence = _("签署县级审核意见；意见齐备后由部门负责人提交审批。")
    said = _("材料齐全，测算无误，同意。")


class PublishForm(ApplicationForm):
    """The chair's opinion and amount, and the sheet the case goes on."""

    consequence = _("签署初审意见并张贴公示；公示期内案件不能往下走，公示的姓名、单位、原因和金额随之固定。")

    def build(self) -> None:
        ceiling, suggested = self.facts.ceiling_fen, self.facts.proposed_fen
        self.fields["opinion"] = words(_("初审意见"), initial=_("经审核符合条件，同意公示。"))
        self.fields["amount_fen"] = MoneyField(
            label=_("拟救助金额（元）"), initial=suggested,
            help_text=_now("测算建议%(suggested)s，最高%(ceiling)s。") % {
                "suggested": plain_yuan(suggested), "ceiling": plain_yuan(ceiling)})  # fmt: skip
        sheets = PublicitySheet.objects.filter(organisation=self.case.organisation).order_by("-id")
        todays = [s for s in sheets[:20] if s.starts_on == today()]
        last = sheets.first()
        named = [(str(s.pk), _now("今天开始的公示表：%(place)s") % {"place": s.place}) for s in todays]
        self.fields["sheet"] = choice(_("公示表"), [*named, (NEW_SHEET, _("另开一张公示表"))],
                                      initial=named[0][0] if named else NEW_SHEET)  # fmt: skip
        self.fields["place"] = line(_("公示地点"), required=False, initial=last.place if last else "",
                                     help_text=_("另开公示表时填写。"))  # fmt: skip
        self.fields["complaint_phone"] = line(
            _("监督电话"), required=False, limit=40,
            initial=last.complaint_phone if last else self.case.organisation.phone)  # fmt: skip

    def clean_amount_fen(self) -> int:
        amount: int = self.cleaned_data["amount_fen"]
        if not 0 < amount <= self.facts.ceiling_fen:
            raise ValidationError(_("金额须大于0，且不超过测算上限%(top)s。"), params={
                "top": plain_yuan(self.facts.ceiling_fen)})  # fmt: skip
        return amount

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("sheet") == NEW_SHEET:
            for name in ("place", "complaint_phone"):
                if not values.get(name):
                    self.add_error(name, _("另开公示表时必填。"))
        return values

    def given(self) -> dict[str, Any]:
        values = super().given()
        shared = values["sheet"] != NEW_SHEET
        values["sheet"] = PublicitySheet.objects.get(pk=values["sheet"]) if shared else None
        return values


class RecordPublicityForm(ApplicationForm):
    """Photos with stated dates and the signed result, for every case of the sheet; while it hangs only the first photo."""

    consequence = _("登记的照片和结果属于整张公示表，表上各件共用。")

    def build(self) -> None:
        sheet = self.facts.entry.sheet if self.facts.entry else None
        span: dict[str, Any] = {"earliest": sheet.starts_on if sheet else None, "latest": today(), "required": False}
        self.fields["start_photo"] = FilesField(many=False, label=_("公示开始照片"), required=False)
        self.fields["start_photo_on"] = DayField(label=_("开始照片日期"), **span)
        self.fields["end_photo"] = FilesField(many=False, label=_("公示结束照片"), required=False)
        self.fields["end_photo_on"] = DayField(label=_("结束照片日期"), **span)
        self.fields["result"] = line(
            _("公示结果"),
            required=False,
            limit=200,
            offers=[_("公示期间未收到异议。")],
            help_text=_("公示期满后填写，填写人即签字人。"),
        )
        if sheet is not None and sheet.ends_on >= today():
            for name in ("result", "end_photo", "end_photo_on"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        for name in ("start_photo", "end_photo"):
            if values.get(name) and not values.get(f"{name}_on"):
                self.add_error(f"{name}_on", _("请填写照片日期。"))
        if not any(values.get(k) for k in ("start_photo", "end_photo", "result")):
            raise ValidationError(_("请选择照片或填写公示结果。") if "result" in self.fields else _("请选择照片。"))
        return values

    def given(self) -> dict[str, Any]:
        return {k: v for k, v in super().given().items() if k not in ("start_photo", "end_photo")}

    def filings(self) -> list[Filing]:
        dossier = f"publicity_sheet:{self.facts.entry.sheet_id}" if self.facts.entry else ""
        return [Filing(PUBLICITY_PHOTO, self.cleaned_data[name], name, dossier)
                for name in ("start_photo", "end_photo") if self.cleaned_data.get(name)]  # fmt: skip


class ClosePublicityForm(ApplicationForm):
    consequence = _("公示结束，案件报县级审核。")


class RepublishForm(ReasonForm):
    """A changed content goes on a new sheet for a full new term."""

    consequence = _("内容变动后重新公示，公示期重新计满；系统另开一张公示表。")

    def build(self) -> None:
        super().build()
        sheet = self.facts.entry.sheet if self.facts.entry else None
        self.fields["place"] = line(_("公示地点"), initial=sheet.place if sheet else "")
        self.fields["complaint_phone"] = line(_("监督电话"), limit=40, initial=sheet.complaint_phone if sheet else "")


class SearchDuplicatesForm(ApplicationForm):
    consequence = _("在全部工会中查找同一人、同一家庭、同一账号的其他申请和救助，结果写入案卷。")


class RecommendForm(ApplicationForm):
    """The head names the fund source; what is left on each budget line is said beside it."""

    consequence = _("提交后由有权审批的一级决定，您不能再修改金额和收款人。")

    def build(self) -> None:
        county = self.facts.line.at("county")
        lines = {b.source: b.available for b in BudgetLine.objects.filter(organisation=county, year=today().year)}
        named = [(code, _source_label(fund, lines)) for code, fund in self.scheme.fund_sources.items()]
        named.sort(key=lambda row: row[0] not in lines)
        self.fields["source"] = choice(_("资金来源"), named, initial=self.case.proposed_source or "")
        self.fields["opinion"] = words(_("部门负责人意见"), initial=_("同意提请审批。"))


def _source_label(fund: Any, lines: dict[str, int]) -> str:
    if fund.code not in lines:
        return _now("%(fund)s（今年没有额度）") % {"fund": fund.label}
    return _now("%(fund)s（可用%(left)s元）") % {"fund": fund.label, "left": f"{lines[fund.code] // 100:,}"}
