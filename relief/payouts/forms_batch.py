"""Drafting a batch, and the bank's answer: its file, or what is keyed from the 回单."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import DayField, FilesField, MoneyField, line, ticks
from relief.payouts.forms import PROOF
from relief.payouts.models import BankTemplate, PayoutLine
from relief.payouts.results_reading import MAX_BYTES
from relief.payouts.services.results import ResultRow


class DraftForm(forms.Form):
    """制单: the bank's template, and which of the planned lines."""

    template = forms.ModelChoiceField(
        BankTemplate.objects.none(), label=_("银行模板"), empty_label=None,
        help_text=_("有网银批量代发的选银行模板；U盾逐笔、支票或国库支付的选手工清单。"),
        error_messages={"required": _("请选择银行模板。"), "invalid_choice": _("请从列表中选择。")})  # fmt: skip

    def __init__(
        self, *args: Any, templates: Any, lines: Sequence[PayoutLine], usual: BankTemplate | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.use_required_attribute = False
        self.fields["template"].queryset = templates  # type: ignore[attr-defined]
        self.fields["template"].initial = usual
        self.fields["line"] = ticks(_("明细"), [(str(x.pk), x.payee_name) for x in lines],
                                    initial=[str(x.pk) for x in lines])  # fmt: skip
        self.fields["line"].error_messages["required"] = _("请至少选择一笔发放明细。")
        self.by_key = {str(x.pk): x for x in lines}

    @property
    def chosen(self) -> list[PayoutLine]:
        return [self.by_key[key] for key in self.cleaned_data["line"]]


class ResultFileForm(forms.Form):
    """The bank's answer as a file."""

    results = forms.FileField(
        label=_("回盘文件"), widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        help_text=_("csv或xlsx，列：序号、账号（或账号末四位）、金额、结果、日期、失败原因、回单号。"),
        error_messages={"required": _("请选择回盘文件。"), "empty": _("这个文件是空的，请重新选择。")})  # fmt: skip

    def clean_results(self) -> Any:
        file = self.cleaned_data["results"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("回盘文件超过5兆字节，请核对是不是这一批的回盘。"))
        return file


class KeyedLineForm(forms.Form):
    """One line's answer as the 回单 says it: amount and tail are typed, so that they are compared."""

    OUTCOMES = (("", _("还没有")), ("paid", _("成功")), ("failed", _("失败")))

    outcome = forms.ChoiceField(label=_("结果"), choices=OUTCOMES, required=False)
    amount = MoneyField(label=_("回单金额"), required=False)
    tail = forms.RegexField(r"^[0-9]{4}$", label=_("账号末四位"), required=False,
                            error_messages={"invalid": _("填四位数字。")})  # fmt: skip
    on = DayField(label=_("银行日期"), required=False)
    receipt = line(_("回单号"), limit=60, required=False)
    reason = line(_("失败原因"), limit=200, required=False)

    def __init__(self, *args: Any, payment: PayoutLine, **options: Any) -> None:
        super().__init__(*args, **{**options, "prefix": f"line{payment.pk}"})
        self.use_required_attribute = False
        self.payment = payment
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{payment.line_no} {field.label}"
        self.fields["tail"].widget.attrs["inputmode"] = "numeric"

    @property
    def answered(self) -> bool:
        return bool(self.cleaned_data.get("outcome"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("outcome"):
            return values
        needed = {
            "amount": _("请填写回单上的金额。"),
            "tail": _("请填写回单上的账号末四位。"),
            "on": _("请填写银行日期。"),
        }
        needed["receipt" if values["outcome"] == "paid" else "reason"] = (
            _("请填写回单号。") if values["outcome"] == "paid" else _("请填写失败原因。"))  # fmt: skip
        for name, message in needed.items():
            if name not in self.errors and values.get(name) in (None, ""):
                self.add_error(name, message)
        return values

    def row(self) -> ResultRow:
        v = self.cleaned_data
        number = self.payment.line_no or 0
        return ResultRow(row=number, line_no=number, amount_fen=v["amount"], tail=v["tail"], outcome=v["outcome"],
                         on=v["on"], reason=v["reason"], receipt=v["receipt"])  # fmt: skip


class KeyingForm(forms.Form):
    """The scan of the 回单 behind what is keyed."""

    def __init__(self, *args: Any, scan_needed: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.use_required_attribute = False
        self.fields["scan"] = FilesField(label=_("回单扫描件"), required=scan_needed, help_text=PROOF)


def keyed_rows(forms_: Iterable[KeyedLineForm]) -> list[ResultRow]:
    """The lines that were answered."""
    return [f.row() for f in forms_ if f.answered]
