"""法律依据: chosen from the catalogue by matter, never typed (ui.md). A citation that died stays visible until it is taken
out: it is the drafter who removes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import NOT_LISTED, choice
from relief.casework.row_lists import Rows
from relief.jurisdictions.models import Provision
from relief.jurisdictions.selectors import provisions_citable
from workflows.clock import today

Citation = Mapping[str, str]
Key = tuple[str, str, str]
DEAD = "old-"
OTHERS = "others"


class OtherRow(forms.Form):
    """A provision of another matter than those of the case."""

    provision = choice(_("条款"), (), required=False)

    def __init__(self, *args: Any, provisions: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["provision"] = choice(_("条款"), provisions, required=False)


OTHER_ROWS = Rows(OTHERS, _("引用其他事项的条款"), OtherRow, add=_("再加一条"), most=20)


def key_of(row: Any) -> Key:
    """What makes two citations the same."""
    if isinstance(row, Provision):
        return row.law, row.article, row.clause
    return str(row.get("law") or ""), str(row.get("article") or ""), str(row.get("clause") or "")


@dataclass
class Catalogue:
    """What may be cited today, by the matters of the case and by all others; and what the letter cites already."""

    matters: Sequence[str]
    cited: Sequence[Citation]

    def __post_init__(self) -> None:
        rows: dict[Key, Provision] = {}
        found = provisions_citable(today()).order_by("matter__code", "id")
        for row in sorted(found, key=lambda p: p.matter.code not in self.matters):
            rows.setdefault(key_of(row), row)
        self._by_pk = {str(p.pk): p for p in rows.values()}
        self._by_key = {key: str(p.pk) for key, p in rows.items()}
        self.dead = {f"{DEAD}{n}": row for n, row in enumerate(self.cited) if key_of(row) not in self._by_key}

    @property
    def own(self) -> list[Provision]:
        return [p for p in self._by_pk.values() if p.matter.code in self.matters]

    @property
    def foreign(self) -> list[Provision]:
        return [p for p in self._by_pk.values() if p.matter.code not in self.matters]

    def ticks(self, label: Any, *, required: bool) -> forms.MultipleChoiceField:
        """Those of the case's matters to tick; what may not be cited any more stands last, ticked."""
        groups: list[Any] = by_matter(self.own)
        if self.dead:
            words = [(value, f"《{r.get('law', '')}》{r.get('article', '')}{r.get('clause', '')}")
                     for value, r in self.dead.items()]  # fmt: skip
            groups.append((_now("现在不能引用，请取消"), words))
        field = forms.MultipleChoiceField(
            label=label, choices=groups, required=False, widget=forms.CheckboxSelectMultiple, initial=self.ticked,
            error_messages={"invalid_choice": NOT_LISTED},
            help_text=_("按本案事项列出今天可以引用的条款。") if self.own else _("在下面按事项选择条款。"))  # fmt: skip
        field.needed = required  # type: ignore[attr-defined]
        return field

    @property
    def ticked(self) -> list[str]:
        own = {str(p.pk) for p in self.own}
        return [k for row in self.cited if (k := self._by_key.get(key_of(row), "")) in own] + list(self.dead)

    @property
    def foreign_rows(self) -> list[dict[str, str]]:
        """Cited already, of other matters: rows that stand there."""
        other = {str(p.pk) for p in self.foreign}
        return [{"provision": k} for row in self.cited if (k := self._by_key.get(key_of(row), "")) in other]

    @property
    def foreign_choices(self) -> list[Any]:
        return by_matter(self.foreign)

    def chosen(self, values: Iterable[str]) -> list[dict[str, str]]:
        """Citations as the letter keeps them: those that stood there in their order, then the new ones."""
        picked = [self._row(v) for v in dict.fromkeys(values) if v in self._by_pk or v in self.dead]
        place = {key_of(row): n for n, row in enumerate(self.cited)}
        return sorted(picked, key=lambda row: place.get(key_of(row), len(place)))

    def _row(self, value: str) -> dict[str, str]:
        row: Any = self._by_pk.get(value) or self.dead[value]
        return dict(zip(("law", "article", "clause"), key_of(row), strict=True))


def by_matter(provisions: Iterable[Provision]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Provisions under the names of their matters: 《劳动法》第五十条 工资应当按月支付."""
    rows = sorted(provisions, key=lambda p: (p.matter.code, p.pk))
    return [(str(rows_of[0].matter), [(str(p.pk), f"{p} {p.summary}") for p in rows_of])
            for _code, found in groupby(rows, key=lambda p: p.matter.code) if (rows_of := list(found))]  # fmt: skip
