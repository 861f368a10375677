"""One field for many drafts: which field, which value (issue 2 §5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from relief.applications.forms.entry_fields import entry_field, label_of
from relief.casework.fields import choice
from relief.schemes.rules import Scheme

SHARED = ("application_date", "hukou_type", "identity", "insurance_kind", "employer", "work_status", "contract_months",
          "relative_of_staff", "event_place", "bank", "bank_code", "consent_channel", "consent_at",
          "consent_version")  # fmt: skip
"""Fields that many households may truly have in common; names, numbers and accounts are each one's own."""


class ChooseForm(forms.Form):
    """The field, then its value in the field of the paper form."""

    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any], *, scheme: Scheme) -> None:
        chosen = data.get("field", "")
        self.field_name = chosen if chosen in SHARED else ""
        super().__init__(data if "value" in data else None, initial={"field": self.field_name})
        self.fields["field"] = choice(_("填哪一项"), [(n, label_of(n)) for n in SHARED])
        if self.field_name:
            self.fields["value"] = entry_field(self.field_name, scheme, picker=True)
            self.fields["value"].label = _("填成什么")
            self.fields["value"].required = True

    @property
    def value(self) -> Any:
        """The value as it will be stored; None until it is valid."""
        return self.cleaned_data.get("value") if self.is_bound and self.is_valid() and self.field_name else None
