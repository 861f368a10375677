"""A new publicity sheet: one opinion and one place for all of its cases, an amount for each (relief.md §7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from relief.applications.forms.base import ApplicationForm
from relief.applications.models import PublicitySheet
from relief.casework.fields import MoneyField, line, ticks, words
from relief.casework.stand import Stand
from relief.schemes.amounts.wording import plain_yuan

PUBLISH = "publish"


class NewSheetForm(ApplicationForm):
    """The first case stands for all: the same hand signs, or the same signed paper is keyed for every one of them."""

    def __init__(self, *args: Any, stands: Sequence[Stand], **options: Any) -> None:
        self.stands = stands
        super().__init__(*args, stand=stands[0], option=stands[0].options[PUBLISH], **options)

    def build(self) -> None:
        last = PublicitySheet.objects.filter(organisation=self.case.organisation).order_by("-id").first()
        self.fields["case"] = ticks(_("上表的申请"), [(s.case.pk, s.case.number) for s in self.stands])
        self.fields["opinion"] = words(_("初审意见"), initial=_("经审核符合条件，同意公示。"), rows=2,
                                       help_text=_("写进表上每一件申请。"))  # fmt: skip
        self.fields["place"] = line(_("公示地点"), initial=last.place if last else "")
        self.fields["complaint_phone"] = line(
            _("监督电话"), limit=40, initial=last.complaint_phone if last else self.case.organisation.phone
        )
        for each in self.stands:
            self.fields[f"amount_{each.case.pk}"] = MoneyField(
                label=_("拟救助金额（元）"), required=False, initial=each.facts.proposed_fen
            )
            self.fields[f"seen_{each.case.pk}"] = forms.IntegerField(
                initial=each.case.event_count, required=False, widget=forms.HiddenInput)  # fmt: skip

    @property
    def chosen(self) -> list[Stand]:
        """The ticked cases, in the order in which they are locked."""
        ticked = set(self.cleaned_data.get("case", ()))
        return [s for s in self.stands if str(s.case.pk) in ticked]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        for each in self.chosen:
            name, top = f"amount_{each.case.pk}", each.facts.ceiling_fen
            amount = values.get(name)
            if name not in self.errors and (amount is None or not 0 < amount <= top):
                self.add_error(name, _("%(case)s：金额须大于0，且不超过测算上限%(top)s。") % {
                    "case": each.case.number, "top": plain_yuan(top)})  # fmt: skip
        return values

    def entries(self) -> list[tuple[Any, int, int]]:
        """Case, the event count it was shown with, amount."""
        values = self.cleaned_data
        return [(s.case, values[f"seen_{s.case.pk}"] or 0, values[f"amount_{s.case.pk}"]) for s in self.chosen]
