"""The forms of 监督员证: a new one, and another last day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import DayField, line, words
from relief.organisations.models import Grant
from relief.supervision.forms.fields import rows_choice
from relief.supervision.models import Certificate


class CertificateForm(forms.Form):
    """In the order of the card."""

    use_required_attribute = False

    def __init__(self, *args: Any, posts: Sequence[Grant], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["post"] = rows_choice(
            _("监督员"), posts, lambda g: f"{g.person}（{g.organisation}）",
            help_text=_("只列出您管理的单位现任的劳动法律监督员；没有的，请先授予岗位。"))  # fmt: skip
        self.fields["number"] = line(_("证号"), limit=40)
        self.fields["issuer"] = line(_("发证机关"))
        self.fields["valid_from"] = DayField(label=_("有效期自"))
        self.fields["valid_to"] = DayField(label=_("有效期至"))

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if Certificate.objects.filter(number=number).exists():
            raise forms.ValidationError(_("证号“%(number)s”已登记，请核对证件。"), params={"number": number})
        return number

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        since, until = values.get("valid_from"), values.get("valid_to")
        if since and until and until < since:
            self.add_error("valid_to", _("截止日期早于起始日期。"))
        return values

    @property
    def given(self) -> dict[str, Any]:
        """What the service is called with."""
        post = self.cleaned_data["post"]
        facts = {name: self.cleaned_data[name] for name in ("number", "issuer", "valid_from", "valid_to")}
        return {"organisation": post.organisation, "person": post.person, **facts}


class CorrectionForm(forms.Form):
    """A card that ends early, or whose last day was mistyped."""

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["valid_to"] = DayField(
            label=_("有效期至"), help_text=_("提前终止的，填写最后一个有效日，最早为昨天；换发新证的，请另行登记。"))  # fmt: skip
        self.fields["reason"] = words(_("更正理由"), limit=200)
