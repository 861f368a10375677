"""The upload of an import sheet."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from relief.applications.sheet.container import MAX_FILE_BYTES
from relief.casework.fields import DayField
from relief.organisations.models import Organisation
from relief.schemes.errors import SchemeError
from relief.schemes.selectors import scheme_on
from workflows.clock import today

MEGABYTE = 1024 * 1024


class ImportForm(forms.Form):
    """Whose sheet it is, when it came in, and the file."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("导入到哪家工会"), empty_label=None,
        help_text=_("表中“所属工会”须是这家工会或其下级工会。"),
        error_messages={"required": _("请选择工会。"), "invalid_choice": _("请选择您任经办人的工会。")})  # fmt: skip
    received_on = DayField(label=_("收到日期"), help_text=_("办法版本和时限按这一天判断，不能晚于今天。"))
    file = forms.FileField(
        label=_("导入表"), help_text=_("xlsx文件，最大20兆字节。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("请选择要导入的xlsx文件。"), "empty": _("这个文件是空的，请重新选择。"),
                        "missing": _("没有收到文件，请重新选择。")})  # fmt: skip

    def __init__(self, *args: Any, unions: QuerySet[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.use_required_attribute = False
        self.fields["organisation"].queryset = unions  # type: ignore[attr-defined]
        self.fields["received_on"].initial = today()

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > today():
            raise ValidationError(_("收到日期不能晚于今天。"))
        try:
            scheme_on(day)
        except SchemeError as error:
            raise ValidationError(_("这一天没有生效的救助办法，请核对日期。")) from error
        return day

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE_BYTES:
            raise ValidationError(
                _("文件有%(size)d兆字节，超过%(most)d兆字节；请分成几个文件导入。"),
                params={"size": file.size // MEGABYTE, "most": MAX_FILE_BYTES // MEGABYTE})  # fmt: skip
        return file

    def received(self) -> dict[str, Any]:
        """What ``import_jobs.receive`` takes."""
        file = self.cleaned_data["file"]
        return {"content": file.read(), "name": file.name, "organisation": self.cleaned_data["organisation"],
                "received_on": self.cleaned_data["received_on"]}  # fmt: skip
