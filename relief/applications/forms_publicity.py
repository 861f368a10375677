"""Photos, stated dates and the signed result of a publicity sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from relief.applications.models import PublicitySheet
from relief.casework.fields import DayField, FilesField, words
from workflows.clock import today

PHOTOS = ("start", "end")
LABELS = {"start": _("开始照片"), "end": _("结束照片")}
DATES = {"start": _("开始照片日期"), "end": _("结束照片日期")}


class PublicityForm(forms.Form):
    """What is not on record yet is asked for; what is there may be replaced."""

    def __init__(self, *args: Any, sheet: PublicitySheet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.use_required_attribute = False
        known = {"start": sheet.start_photo_on, "end": sheet.end_photo_on}
        for which in PHOTOS:
            self.fields[f"{which}_photo"] = FilesField(
                many=False, label=LABELS[which], required=False,
                help_text=_("公示张贴处的照片；群内公示用注明日期的截图。"))  # fmt: skip
            self.fields[f"{which}_photo_on"] = DayField(
                label=DATES[which], required=False, initial=known[which], earliest=sheet.starts_on, latest=today(),
                help_text=_("照片是哪一天拍的，由您写明。"))  # fmt: skip
        self.fields["result"] = words(
            _("公示结果"), required=False, limit=200, initial=sheet.result or _("公示期间未收到异议。"),
            help_text=_("写明公示情况，登记后视为您签字。期满后再写。"))  # fmt: skip
        if sheet.ends_on >= today():
            for name in ("result", "end_photo", "end_photo_on"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for which in PHOTOS:
            photo, day = values.get(f"{which}_photo"), values.get(f"{which}_photo_on")
            if photo and not day and f"{which}_photo_on" not in self.errors:
                self.add_error(f"{which}_photo_on", _("请写明照片日期。"))
        said = any(values.get(f"{which}_photo") for which in PHOTOS) or (values.get("result") or "").strip()
        if not self.errors and not said:
            self.add_error(None, _("请上传照片，或填写公示结果。"))
        return values


class ClosingForm(forms.Form):
    """The cases to be closed, each as it stood on the page."""

    case = forms.Field(widget=forms.MultipleHiddenInput)
