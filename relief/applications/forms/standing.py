"""What may be recorded at almost any time: hold, extension, contact, note, papers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BooleanField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.applications.forms.base import ApplicationForm
from relief.applications.forms.reasons import ReasonForm
from relief.applications.requirements import papers_of
from relief.casework.fields import DayField, FilesField, line, ticks, words
from workflows.clock import today

OTHER_PAPER = "OTHER_PAPER"
UNITS = {"wd": _("个工作日"), "d": _("天"), "m": _("个月"), "h": _("小时")}
A_FORTNIGHT = timedelta(days=14)


class HoldForm(ReasonForm):
    consequence = _("暂缓期间计时停止，案件不能往下走；到复查日期请再看一次。")
    reason_label = _("暂缓理由")

    def build(self) -> None:
        super().build()
        self.fields["review_on"] = DayField(
            label=_("复查日期"), initial=today() + A_FORTNIGHT, earliest=today() + timedelta(days=1))


class ReleaseForm(ApplicationForm):
    consequence = _("解除后从明天起继续计时。")

    def build(self) -> None:
        self.fields["reason"] = words(_("说明"), required=False, rows=2)


class ExtendForm(ReasonForm):
    """The scheme says by how much, by whom and how often."""

    reason_label = _("延期理由")

    @property
    def consequence(self) -> str:  # type: ignore[override]
        key = self.case.machine.stage(self.case.state).limit
        terms = self.scheme.clock(key).extend
        if terms is None:
            return ""
        return _now("本环节期限延长%(n)d%(unit)s，延期和理由写入案卷。") % {"n": terms.n, "unit": UNITS[terms.unit]}


class ContactNoteForm(ApplicationForm):
    consequence = _("记下和谁联系、说了什么；不改变办理环节。")
    dated = True

    def build(self) -> None:
        self.fields["who"] = line(_("联系对象"), limit=50, initial=self.case.name)
        self.fields["phone"] = line(_("联系方式"), required=False, limit=40, help_text=_("电话或“上门”“微信”。"))
        self.fields["said"] = words(_("沟通内容"))


class NoteForm(ApplicationForm):
    consequence = _("备注写进时间线，能看这件申请的人都能看到，不能删除。")

    def build(self) -> None:
        self.fields["text"] = words(_("备注"), limit=500)


class AddPaperForm(ApplicationForm):
    """One file may serve several items of evidence; several files may be filed at once."""

    consequence = _("材料存入案卷并记录摘要；有待补正事项时，对应的事项随之补齐。")

    def build(self) -> None:
        have = papers_of(self.case)
        needs = self.scheme.evidence_for(self.case.cause)
        items = [(n.code, _item_label(n, n.code in have)) for n in needs] + [(OTHER_PAPER, _("其他材料"))]
        self.fields["items"] = ticks(_("这些文件证明"), items, initial=[self.asked.get("item", "")])
        self.fields["files"] = FilesField(
            label=_("文件"), required=False,
            help_text=_("jpg、png、heic、pdf 或长截图，可一次选多个，每个不超过20MB。"))  # fmt: skip
        self.fields["original_seen"] = BooleanField(label=_("原件已核对"), required=False)
        if self.scheme.evidence_paper_seen:
            self.fields["paper_only"] = BooleanField(
                label=_("只登记纸质存档，不上传"), required=False,
                help_text=_("办法允许纸质存档的材料才可以。"))  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not values.get("files") and not values.get("paper_only") and "files" not in self.errors:
            raise ValidationError({"files": _("请选择要上传的文件。")})
        return values

    def given(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {"uploads": values["files"], "original_seen": values["original_seen"]}

    def runs(self) -> list[dict[str, Any]]:
        """Files are filed once for all items; paper in the cabinet is noted item by item."""
        items = self.cleaned_data["items"]
        if self.cleaned_data.get("paper_only"):
            return [{"item": i, "original_seen": True, "paper_only": True} for i in items]
        return [{"item": ",".join(items), **self.given()}]


def _item_label(need: Any, there: bool) -> str:
    marks = [_now("必备")] if need.kind == "R" else [_now("任选其一")] if need.group else []
    marks += [_now("已有")] if there else []
    return f"{need.label}（{'，'.join(marks)}）" if marks else str(need.label)
