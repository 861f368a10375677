"""The forms of the paper screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import DayField, FilesField, choice, line
from relief.documents.services import Upload
from relief.notices.delivering import methods_for, needs_proof
from relief.notices.models import Delivery, Notice
from workflows.clock import today


class DeliveryForm(forms.Form):
    """登记送达: the methods are those of the kind, or of the case's 办法."""

    def __init__(self, *args: Any, notice: Notice, **options: Any) -> None:
        super().__init__(*args, **options)
        words = dict(Delivery.Method.choices)
        self.use_required_attribute = False
        self.fields["method"] = choice(_("送达方式"), [(m, words[m]) for m in methods_for(notice)])
        self.fields["on"] = DayField(label=_("送达日期"), initial=today(), latest=today(), earliest=notice.issued_on)
        self.fields["receiver"] = line(_("签收人或接听人"), required=False, limit=50)
        self.fields["proof"] = FilesField(
            many=False, label=_("送达凭证"), required=needs_proof(notice),
            help_text=_("签收回执、邮寄单据、短信截图等，照片或PDF。"))  # fmt: skip

    def given(self) -> dict[str, Any]:
        """The values of ``delivering.deliver``."""
        values = dict(self.cleaned_data)
        uploads: list[Upload] = values.pop("proof")
        return {**values, "proof": uploads[0] if uploads else None}


class ScanForm(forms.Form):
    """签字盖章扫描件."""

    scan = FilesField(many=False, label=_("签字盖章扫描件"), help_text=_("签字、盖章齐全后的扫描件或照片。"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.use_required_attribute = False

    @property
    def upload(self) -> Upload:
        """The file."""
        found: Upload = self.cleaned_data["scan"][0]
        return found
