"""What several forms of supervision ask for: a moment, people, papers, rows that only show a text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import NOT_LISTED, REQUIRED, FilesField, line, words
from relief.casework.forms import ActForm
from relief.supervision.selectors import Candidate
from workflows.clock import office_now

MOMENT = "%Y-%m-%dT%H:%M"
TYPED = (MOMENT, "%Y-%m-%d %H:%M", "%Y%m%d %H:%M", "%Y%m%d %H%M", "%Y/%m/%d %H:%M", "%Y年%m月%d日 %H:%M", "%Y-%m-%dT%H:%M:%S")
YES_NO = (("yes", _("是")), ("no", _("否")))


class MomentField(forms.DateTimeField):
    """A day and an hour, not later than now."""

    default_error_messages = {**REQUIRED, "invalid": _("时间写成 2026-03-05 09:30。")}

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})
        super().__init__(input_formats=TYPED, widget=widget, **options)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value > office_now():
            raise forms.ValidationError(_("时间不能晚于现在。"))


class Shown(forms.HiddenInput):
    """A text that is read, not typed."""

    input_type = "hidden"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html("<span>{}</span>{}", value or "", super().render(name, value, {}, renderer))

    @property
    def is_hidden(self) -> bool:
        return False


def count_field(label: Any, *, required: bool = True, least: int = 0, **options: Any) -> forms.IntegerField:
    """How many."""
    messages = {**REQUIRED, "invalid": _("请填写整数。"), "min_value": _("不能小于%(limit_value)s。"),
                "max_value": _("不能大于%(limit_value)s。")}  # fmt: skip
    return forms.IntegerField(label=label, required=required, min_value=least, error_messages=messages,
                              **{"max_value": 1_000_000, **options})  # fmt: skip


def yes(label: Any, **options: Any) -> forms.BooleanField:
    """A box to tick, or not."""
    return forms.BooleanField(label=label, required=False, **options)


def paper(label: Any, *, required: bool = False, **options: Any) -> FilesField:
    """One scan."""
    return FilesField(label=label, many=False, required=required, **options)


class PaperForm(ActForm):
    """A form whose verb files its one paper itself: it gets ``paper``, an upload or nothing."""

    def given(self) -> dict[str, Any]:
        values = super().given()
        return {**values, "paper": (values.pop("paper") or [None])[0]}


class NoteForm(ActForm):
    consequence = _("备注记入时间线，不能修改。不要写职工或反映人的姓名，用代称。")

    def build(self) -> None:
        self.fields["text"] = words(_("备注"), limit=500)


class AddPaperForm(ActForm):
    """登记证据材料; ``kinds`` are names on offer, ``coded`` those that stand for a code."""

    consequence = _("材料归入案卷。文件名会保存，请不要用职工姓名作文件名。")
    kinds: Iterable[Any] = ()

    def build(self) -> None:
        self.fields["item"] = line(_("材料名称"), limit=40, offers=self.kinds)
        self.fields["uploads"] = FilesField(label=_("文件"), help_text=_("可一次选多份，照片或 PDF。"))
        self.fields["original_seen"] = yes(_("已核对原件"))


def rows_choice(label: Any, rows: Iterable[Any], words: Any = str, **options: Any) -> forms.TypedChoiceField:
    """One record of a list, by key; the value is the record."""
    known = {str(row.pk): row for row in rows}
    first = [("", options.pop("empty", _("请选择")))]
    return forms.TypedChoiceField(
        label=label, choices=[*first, *((k, words(row)) for k, row in known.items())], coerce=lambda k: known[k],
        empty_value=None, error_messages={**REQUIRED, "invalid_choice": NOT_LISTED}, **options)  # fmt: skip


def candidate_words(candidate: Candidate, certificate: Any) -> str:
    """安澜，证号示监0001，有效至2027-12-31."""
    held = _("证号%(number)s，有效至%(to)s") % {"number": certificate.number, "to": certificate.valid_to} if certificate else _(
        "没有监督员证")  # fmt: skip
    parts = [str(candidate.person), _("上级工会") if candidate.higher else "", str(held),
             "" if candidate.fit or not certificate else _("今天无效")]  # fmt: skip
    return "，".join(str(p) for p in parts if p)
