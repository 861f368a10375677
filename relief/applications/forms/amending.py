"""更正 of one field: chosen, then typed anew in the field of the paper form, with its reason (relief.md §3)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.applications.forms.base import ApplicationForm
from relief.applications.forms.draft import NAMES
from relief.applications.forms.entry_fields import entry_field, label_of, value_label
from relief.applications.selectors import documents_of
from relief.applications.services.amending import FREE_WHEN_APPROVED
from relief.applications.services.drafting import SECRET
from relief.applications.services.standing import MONEY_FIELDS
from relief.casework.fields import choice, words, yuan_text
from workflows.relief_application import APPROVAL, APPROVED


def amendable(form: ApplicationForm) -> list[str]:
    """The fields that may be corrected as the case stands; the union never is."""
    names = [n for n in NAMES if n != "organisation"]
    if not form.facts.before_publish:
        names.remove("cause")
    if form.case.state == APPROVAL:
        names = [n for n in names if not n.endswith("_fen") and n not in MONEY_FIELDS]
    if form.case.state == APPROVED:
        names = [n for n in names if n in FREE_WHEN_APPROVED]
    return names


class AmendForm(ApplicationForm):
    """Old and new stand side by side; a secret is shown masked and typed anew."""

    consequence = _("更正写明原内容、新内容和理由；金额随之重新测算，已公示的内容变动须重新公示。")

    def build(self) -> None:
        names = amendable(self)
        self.field_name = self._chosen(names)
        url = reverse("application_act", args=[self.case.pk, "amend"])
        pick = choice(_("更正哪一项"), [(n, label_of(n)) for n in names], initial=self.field_name)
        pick.widget.attrs.update({"hx-get": url, "hx-target": "#action", "hx-select": "#action", "hx-swap": "outerHTML",
                                  "hx-trigger": "change"})  # fmt: skip
        self.fields["field"] = pick
        if self.field_name:
            self._ask_for_value(self.field_name)
        self.fields["reason"] = words(_("更正理由"), limit=300)
        papers = [(str(d.pk), d.name) for d in documents_of(self.case)]
        self.fields["paper"] = choice(_("依据材料"), papers, required=False, empty=_("没有"))

    def _chosen(self, names: list[str]) -> str:
        wanted = self.data.get("field", "") if self.is_bound else self.asked.get("field", "")
        return wanted if wanted in names else ""

    def _ask_for_value(self, name: str) -> None:
        field = entry_field(name, self.scheme, id_type=self.case.id_type, picker=True)
        old = getattr(self.case, name)
        shown = SECRET[name](old) if name in SECRET and old else _shown(name, old, self.scheme)
        field.label = _now("%(what)s：新内容") % {"what": label_of(name)}
        field.help_text = _now("现在是：%(old)s") % {"old": shown or _("未填")}
        if name not in SECRET:
            field.initial = _initial(old)
        self.fields["value"] = field

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if self.field_name and "value" in values and values["value"] == getattr(self.case, self.field_name):
            raise ValidationError(_("新内容与原内容相同。"))
        if not self.field_name and "field" not in self.errors:
            raise ValidationError({"field": _("请选择要更正的一项。")})
        return values

    def given(self) -> dict[str, Any]:
        values = super().given()
        return {**values, "paper": int(values["paper"]) if values["paper"] else None}


def _initial(value: Any) -> Any:
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def _shown(name: str, value: Any, scheme: Any) -> Any:
    if name.endswith("_fen"):
        return _now("%(yuan)s元") % {"yuan": yuan_text(value)} if value is not None else ""
    return value_label(name, value, scheme)
