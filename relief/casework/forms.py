"""What every form of a verb shares: for whom it is built, signed paper, lists, files, what it hands to the verb.

::

    class ReportForm(ActForm):                       # 审查结论
        consequence = _("结论报主任审定；另一名监督员须列名。")
        dated = True                                 # asks for the day, today at the latest
        rows = (Rows("facts", _("事实"), FactRow, add=_("再加一条事实"), least=1),)
        papers = {"evidence": ("EVIDENCE", "")}      # files: filed in the case's file before the verb

        def build(self) -> None:                     # fields that depend on the case
            self.fields["workers"] = forms.IntegerField(label=_("人数"), min_value=1)
            self.fields["evidence"] = FilesField(label=_("证据"), required=False)

The verb then gets ``workers``, ``facts`` (a list of mappings, one a filled row) and, where the form is ``dated``, the day as
``occurred_on`` of the event. ``papers = {"receipt": ("RECEIPT", "paper")}`` hands the filed document to the verb as
``paper`` (None where none came). What else the verb wants comes from ``given``; a form that does its verb several times
says so in ``runs``. A form without any field is ``class PassForm(ActForm): consequence = …``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import DayField, FilesField, choice, words
from relief.casework.row_lists import Rows, RowSet
from relief.casework.stand import Stand
from relief.documents.services import Upload
from relief.organisations.selectors import paths_down_to
from relief.people.models import User
from workflows.clock import today
from workflows.options import Option

PAPER = ("signed_by", "occurred_on", "scan")


@dataclass(frozen=True)
class Filing:
    """Files that come with a form. ``name`` is the verb's value that takes the document, of ``many`` all of them; ''
    where none does. ``dossier``: another file than the case's."""

    item: str
    uploads: Sequence[Upload]
    name: str = ""
    dossier: str = ""
    many: bool = False


class ActForm(forms.Form):
    """The form of one verb on one case. ``consequence`` says in one sentence what follows, ``label`` what the button
    says where the verb's own does not do, ``wide`` gives it the whole width.

    ``dated``: the day it happened is asked for, today at the latest. ``signed_by``, ``occurred_on`` and ``scan`` are
    asked for where a keyer writes what another signed on paper (relief.md §2).
    """

    consequence: Any = ""
    label: Any = ""
    dated = False
    wide = False
    rows: tuple[Rows, ...] = ()
    papers: Mapping[str, tuple[str, str]] = {}
    """Field of files → (the item under which they are filed, the verb's value that takes the document or '')."""

    def __init__(self, data: Any = None, files: Any = None, *, stand: Stand, option: Option,
                 asked: Mapping[str, str] | None = None, **options: Any) -> None:  # fmt: skip
        super().__init__(data, files, **options)
        self.stand, self.option = stand, option
        self.case, self.facts = stand.case, stand.facts
        self.asked = asked or {}
        self.use_required_attribute = False
        self.build()
        self.formsets: list[RowSet] = [
            rows.build(data, files, self.initial_rows(rows.name), **self.row_options(rows.name)) for rows in self.rows]
        if self.keyed:
            self._ask_for_paper()
        elif self.dated:
            self.fields["occurred_on"] = DayField(
                label=_("日期"), initial=today(), latest=today(), earliest=self.case.opened_on)  # fmt: skip

    # --- what a verb's form says of itself ------------------------------------------------------------------
    def build(self) -> None:
        """Fields that depend on the case."""

    def initial_rows(self, name: str) -> Sequence[Mapping[str, Any]]:
        """The rows that stand in a list already."""
        return []

    def row_options(self, name: str) -> Mapping[str, Any]:
        """What the forms of a list's rows are built with."""
        return {}

    def given(self) -> dict[str, Any]:
        """The values of the verb: fields, lists, and nothing for a document that did not come."""
        typed = {k: v for k, v in self.cleaned_data.items() if k not in PAPER and k not in self.papers}
        lists = {rows.spec.name: rows.filled for rows in self.formsets}
        return {**typed, **lists, **{value: None for _item, value in self.papers.values() if value}}

    def runs(self) -> list[dict[str, Any]]:
        """The verb's values, once for each time it is to be done; usually once."""
        return [self.given()]

    def filings(self) -> list[Filing]:
        """Files to be filed with it; their fields are no values of the verb."""
        chosen = {name: self.cleaned_data.get(name) for name in self.papers}
        return [Filing(item, uploads, value) for name, (item, value) in self.papers.items() if (uploads := chosen[name])]

    @property
    def confirm(self) -> dict[str, Any] | None:
        """Money that moves, to be confirmed in words (ui/confirm_money.html)."""
        return None

    # --- what they share ---------------------------------------------------------------------------------------
    @property
    def keyed(self) -> bool:
        """Is it another's signature on paper that is keyed here?"""
        return self.option.hand is None and bool(self.option.signers)

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(rows.is_valid() for rows in self.formsets)])

    def is_multipart(self) -> bool:
        return super().is_multipart() or any(rows.is_multipart() for rows in self.formsets)

    def row_problems(self) -> list[dict[str, str]]:
        """What is wrong in the lists, for the summary on top of the form."""
        return [problem for rows in self.formsets for problem in rows.problems()] if self.is_bound else []

    def _ask_for_paper(self) -> None:
        self.fields["signed_by"] = forms.ModelChoiceField(
            signers(self.stand, self.option), label=_("谁签的字"), help_text=_("照纸上的签名选择。"),
            error_messages={"required": _("请选择签字人。")})  # fmt: skip
        self.fields["occurred_on"] = DayField(label=_("纸面日期"), latest=today(), help_text=_("纸上写的日期。"))
        self.fields["scan"] = FilesField(many=False, label=_("签字盖章扫描件"))

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
    place = stand.room.place(stand, option)
    tops = [place.path] if place.exact else paths_down_to(place.path)
    held = Q(grants__role__in=option.signers, grants__organisation__path__in=tops)
    return User.objects.filter(held).exclude(pk=stand.person.pk).distinct().order_by("name")


class ReasonForm(ActForm):
    """A reason in words and nothing else (◂ in the tables of moves)."""

    reason_label: Any = _("理由")
    reason_help: Any = ""

    def build(self) -> None:
        self.fields["reason"] = words(self.reason_label, limit=500, help_text=self.reason_help)


class GroundForm(ReasonForm):
    """A ground of a list (``grounds``: code and words), then the reason in words."""

    ground_label: Any = _("理由类别")
    grounds: Sequence[tuple[str, Any]] = ()

    def build(self) -> None:
        self.fields["ground"] = choice(self.ground_label, self.grounds)
        super().build()
