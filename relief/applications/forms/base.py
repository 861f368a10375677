"""What every form of a verb shares: for whom it is built, signed paper, what it hands to the verb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relief.applications.forms.fields import DayField, FilesField
from relief.applications.options import Stand
from relief.documents.services import Upload
from relief.people.models import User
from workflows.clock import today
from workflows.options import Option, place_of


@dataclass(frozen=True)
class Filing:
    """Files that come with a form. ``name`` is the verb's value that takes the document; '' where none does."""

    item: str
    uploads: Sequence[Upload]
    name: str = ""
    dossier: str = ""


class ActForm(forms.Form):
    """The form of one verb on one case. ``consequence`` says in one sentence what follows.

    ``dated``: the day it happened is asked for, today at the latest. ``signed_by``, ``occurred_on`` and ``scan`` are
    asked for where a keyer writes what another signed on paper (relief.md §2).
    """

    consequence: Any = ""
    label: Any = ""
    dated = False
    wide = False

    def __init__(self, *args: Any, stand: Stand, option: Option, asked: Mapping[str, str] | None = None,
                 **options: Any) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.stand, self.option = stand, option
        self.case, self.facts, self.scheme = stand.case, stand.facts, stand.facts.scheme
        self.asked = asked or {}
        self.use_required_attribute = False
        self.build()
        if self.keyed:
            self._ask_for_paper()
        elif self.dated:
            self.fields["occurred_on"] = DayField(
                label=_("日期"), initial=today(), latest=today(), earliest=self.case.opened_on)  # fmt: skip

    def build(self) -> None:
        """Fields that depend on the case."""

    @property
    def keyed(self) -> bool:
        """Is it another's signature on paper that is keyed here?"""
        return self.option.hand is None and bool(self.option.signers)

    def _ask_for_paper(self) -> None:
        self.fields["signed_by"] = forms.ModelChoiceField(
            signers(self.stand, self.option), label=_("谁签的字"), help_text=_("照纸上的签名选择。"),
            error_messages={"required": _("请选择签字人。")})  # fmt: skip
        self.fields["occurred_on"] = DayField(label=_("纸面日期"), latest=today(), help_text=_("纸上写的日期。"))
        self.fields["scan"] = FilesField(many=False, label=_("签字盖章扫描件"))

    def given(self) -> dict[str, Any]:
        """The values of the verb."""
        apart = ("signed_by", "occurred_on", "scan")
        return {k: v for k, v in self.cleaned_data.items() if k not in apart}

    def runs(self) -> list[dict[str, Any]]:
        """The verb's values, once for each time it is to be done; usually once."""
        return [self.given()]

    def filings(self) -> list[Filing]:
        """Files to be filed with it."""
        return []

    @property
    def confirm(self) -> dict[str, Any] | None:
        """Money that moves, to be confirmed in words (ui/confirm_money.html)."""
        return None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.confirm and self.data.get("confirmed") != "1":
            self.add_error(None, _("请核对金额、大写和资金来源，勾选“我已核对”后再确认。"))
        return values

    @property
    def signature(self) -> dict[str, Any]:
        """Who signed, when, and the scan, for ``office.perform``."""
        values = self.cleaned_data
        found = {"signed_by": values["signed_by"], "scan": values["scan"][0]} if self.keyed else {}
        return found | ({"occurred_on": values["occurred_on"]} if "occurred_on" in values else {})


def signers(stand: Stand, option: Option) -> Any:
    """Whoever holds or held the role at the place of the case; the engine asks whether it was so that day."""
    place = place_of(option.row, stand.facts)
    tops = [place.path] if place.exact else [u.path for u in stand.facts.line.units]
    held = Q(grants__role__in=option.signers, grants__organisation__path__in=tops)
    return User.objects.filter(held).exclude(pk=stand.person.pk).distinct().order_by("name")
