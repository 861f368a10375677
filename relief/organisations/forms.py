"""The form of a union's entries 单位信息."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import line
from relief.organisations.letterhead import POSTCODE, SHORT_WORD

KEPT = _("文号中代表本单位的字，如示县，只写汉字，各单位不得相同。"
         "已经启用的文号簿沿用启用当日的代字，改动只对以后新启用的文号簿（新文种或新年度）生效。")  # fmt: skip


class LetterheadForm(forms.Form):
    """What may be left empty stays off the papers; without a short word the union's short name stands in numbers."""

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["abbr"] = line(_("机关代字"), limit=10, required=False, help_text=KEPT)
        self.fields["phone"] = line(_("电话"), limit=40, required=False, help_text=_("印在文书上供对方联系，写区号。"))
        self.fields["address"] = line(_("地址"), required=False)
        self.fields["postcode"] = line(_("邮编"), limit=6, required=False)

    def clean_abbr(self) -> str:
        typed: str = self.cleaned_data["abbr"]
        if typed and not SHORT_WORD.fullmatch(typed):
            raise forms.ValidationError(_("机关代字只能是汉字，一至十个字。"))
        return typed

    def clean_postcode(self) -> str:
        typed: str = self.cleaned_data["postcode"]
        if typed and not POSTCODE.fullmatch(typed):
            raise forms.ValidationError(_("邮政编码是六位数字。"))
        return typed
