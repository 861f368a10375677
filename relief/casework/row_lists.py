"""Lists that a form asks for: a table of small forms with a button that adds a row (items, workers, demands)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

SPARE = 50
"""How many rows above the limit are still read, to be refused with what was typed."""


class RowSet(forms.BaseFormSet):
    """Rows of a list. What stood there before is shown as if typed: a row that is emptied is taken away."""

    spec: Rows

    def initial_form_count(self) -> int:
        return 0

    @property
    def added(self) -> Any:
        """What the button says that adds a row; '' where none can be added."""
        return "" if self.spec.fixed else self.spec.add

    @property
    def filled(self) -> list[dict[str, Any]]:
        """The values of the rows that hold anything; valid lists only."""
        return [row.cleaned_data for row in self.forms if row.has_changed()]

    def problems(self) -> list[dict[str, str]]:
        """What is wrong, for the summary on top of the form."""
        found = [{"text": f"{self.spec.title}：{text}", "url": ""} for text in self.non_form_errors()]
        return found + [problem for n, row in enumerate(self.forms, 1) for problem in self._of_row(n, row)]

    def _of_row(self, n: int, row: forms.BaseForm) -> list[dict[str, str]]:
        found = []
        for name, texts in row.errors.items():
            field = row[name] if name in row.fields else None
            head = _now("%(what)s第%(n)d行") % {"what": self.spec.title, "n": n} + (str(field.label) if field else "")
            url = f"#{field.id_for_label}" if field else ""
            found += [{"text": f"{head}：{text}", "url": url} for text in texts]
        return found

    def clean(self) -> None:
        if any(self.errors) or len(self.filled) >= self.spec.least:
            return
        raise forms.ValidationError(_("至少填写%(n)d行。"), params={"n": self.spec.least})


@dataclass(frozen=True)
class Rows:
    """A list of a form. ``row`` is the form of one row; a row left blank is none. ``least`` and ``most`` bound the
    filled rows, ``fixed``: the rows are those that stand there, none can be added.

    A row counts as blank where every field stands as its class says: give a field no ``initial`` there, but give it in
    ``ActForm.initial_rows``.
    """

    name: str
    title: Any
    row: type[forms.Form]
    add: Any = _("再加一行")
    least: int = 0
    most: int = 200
    blank: int = 1
    fixed: bool = False

    def build(self, data: Any, files: Any, initial: Sequence[Mapping[str, Any]], **given: Any) -> RowSet:
        """The list, with what stands there already."""
        shown = len(initial) if self.fixed else max(len(initial), self.least, self.blank)
        kind: Any = forms.formset_factory(
            self.row, formset=RowSet, extra=shown, max_num=self.most, validate_max=True,
            absolute_max=self.most + SPARE)  # fmt: skip
        rows: RowSet = kind(data, files, prefix=self.name, initial=None if data else initial, form_kwargs=given)
        rows.spec = self
        for row in rows.forms:
            row.use_required_attribute = False
        return rows
