"""Fields that clerks type into: money in yuan, days in any of the usual ways of writing, several files at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from relief.documents import services as documents
from relief.documents.services import Upload
from relief.money import MoneyFault, parse_yuan
from workflows.errors import NotPossible

DAY_FORMATS = ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")
NOT_LISTED = _("请从列表中选择。")
REQUIRED = {"required": _("请填写这一项。")}


def yuan_text(fen: int) -> str:
    """360000 fen as it is typed: 3600.00."""
    return f"{fen // 100}.{fen % 100:02d}"


class MoneyField(forms.CharField):
    """A sum typed in yuan (3600, 3,600.00, ¥3600元), kept as integer fen; empty = not stated."""

    default_error_messages = {
        **REQUIRED,
        "E_AMOUNT": _("金额请写成数字，如 3600 或 3,600.00。"),
        "E_AMOUNT_NEGATIVE": _("金额不能为负数。"),
        "E_AMOUNT_PRECISION": _("金额最多两位小数。"),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"class": "money-input", "inputmode": "decimal"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, int):
            return value
        text = (super().to_python(value) or "").strip()
        if not text:
            return None
        try:
            return parse_yuan(text)
        except MoneyFault as fault:
            raise ValidationError(self.error_messages[fault.code], code=fault.code) from fault

    def prepare_value(self, value: Any) -> Any:
        return yuan_text(value) if isinstance(value, int) else value


class DayField(forms.DateField):
    """A day: 20260305, 2026-3-5, 2026年3月5日. ``picker`` shows the browser's calendar."""

    default_error_messages = {
        **REQUIRED,
        "invalid": _("日期写成 20260305 或 2026-03-05。"),
        "late": _("日期不能晚于%(day)s。"),
        "early": _("日期不能早于%(day)s。"),
    }

    def __init__(self, *, picker: bool = True, latest: date | None = None, earliest: date | None = None,
                 **options: Any) -> None:  # fmt: skip
        self.latest, self.earliest = latest, earliest
        typing = {"inputmode": "numeric", "placeholder": "20260305", "autocomplete": "off"}
        attrs = {"type": "date"} if picker else typing
        widget = forms.DateInput(format="%Y-%m-%d", attrs=attrs)
        super().__init__(input_formats=DAY_FORMATS, widget=widget, **options)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and self.latest and value > self.latest:
            raise ValidationError(self.error_messages["late"], code="late", params={"day": self.latest})
        if value and self.earliest and value < self.earliest:
            raise ValidationError(self.error_messages["early"], code="early", params={"day": self.earliest})


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Photos and PDFs, read and checked by their first bytes; the value is a list of ``Upload``."""

    default_error_messages = {**REQUIRED, "empty": _("文件是空的，请重新选择。")}

    def __init__(self, *, many: bool = True, **options: Any) -> None:
        widget = ManyFiles(attrs={"accept": "image/*,.heic,application/pdf", "multiple": many})
        super().__init__(widget=widget, **options)

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            super().clean(None, initial)
            return []
        return [self._upload(super(FilesField, self).clean(file, initial)) for file in files]

    def _upload(self, file: Any) -> Upload:
        upload = Upload(file.name, file.read())
        try:
            documents.check(upload)
        except NotPossible as refusal:
            raise ValidationError(refusal.message) from refusal
        return upload


class Suggesting(forms.TextInput):
    """A text input that offers what is usual, and takes anything else."""

    def __init__(self, offers: Iterable[Any] = (), attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(dict(attrs or {}))
        self.offers = tuple(offers)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        listed = f"{(attrs or {}).get('id', name)}_offers"
        field = super().render(name, value, {**(attrs or {}), "list": listed, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}">', ((offer,) for offer in self.offers))
        return format_html('{}<datalist id="{}">{}</datalist>', field, listed, options)


def text_area(rows: int = 3) -> forms.Textarea:
    """A box for sentences."""
    return forms.Textarea(attrs={"rows": rows})


def choice(label: Any, choices: Iterable[tuple[str, Any]], *, required: bool = True, empty: Any = "",
           **options: Any) -> forms.ChoiceField:  # fmt: skip
    """A select whose first line asks to choose."""
    first = [("", empty or _("请选择"))]
    return forms.ChoiceField(label=label, choices=[*first, *choices], required=required,
                             error_messages={"required": _("请选择一项。"), "invalid_choice": NOT_LISTED},
                             **options)  # fmt: skip


def ticks(label: Any, choices: Iterable[tuple[Any, Any]], *, required: bool = True, **options: Any) -> Any:
    """Several of a list."""
    return forms.MultipleChoiceField(
        label=label, choices=list(choices), required=required, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一项。"), "invalid_choice": NOT_LISTED}, **options)  # fmt: skip


def words(label: Any, *, required: bool = True, rows: int = 3, limit: int | None = None, **options: Any) -> Any:
    """Free text of some sentences."""
    messages = {**REQUIRED, "max_length": _("最多%(limit_value)d个字，现在有%(show_value)d个字。")}
    return forms.CharField(label=label, required=required, max_length=limit, widget=text_area(rows),
                           error_messages=messages, **options)  # fmt: skip


def line(label: Any, *, required: bool = True, limit: int = 100, offers: Iterable[Any] = (), **options: Any) -> Any:
    """One line of text, with what is usual on offer."""
    messages = {**REQUIRED, "max_length": _("最多%(limit_value)d个字，现在有%(show_value)d个字。")}
    widget = Suggesting(offers) if offers else forms.TextInput()
    return forms.CharField(label=label, required=required, max_length=limit, widget=widget, error_messages=messages,
                           **options)  # fmt: skip
