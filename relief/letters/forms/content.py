"""The drafting form of a letter: every field of its kind, nothing refused but what cannot be read.

A draft may be saved unfinished; what still lacks, what may not be cited, whom it names and what cannot print is said at
its field and blocks only the submission (ui.md "Letter").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import choice, line, words
from relief.casework.row_lists import RowSet
from relief.letters.content import CONTENTS
from relief.letters.forms.citing import OTHER_ROWS, OTHERS, Catalogue
from relief.letters.forms.parts import (
    AREAS,
    CITED,
    EMPLOYER,
    EMPLOYER_FIELDS,
    HELPS,
    LONG,
    PARTS,
    RESPONSES,
    ROWS,
    TEXTS,
)
from relief.letters.models import SupervisionLetter
from relief.letters.pages.words import FIELDS
from relief.letters.pages.words import PARTS as PART_WORDS
from relief.letters.terms import RECOMMENDATION, REMINDER

Content = dict[str, Any]


class ContentForm(forms.Form):
    """``stored`` is the content as it lies in the row; fields that the plan decides are shown, not asked."""

    def __init__(self, data: Any = None, *, letter: SupervisionLetter) -> None:
        super().__init__(data)
        self.letter, self.kind, self.stored = letter, letter.kind, dict(letter.content)
        self.use_required_attribute = False
        matters = letter.case.matter_codes if letter.case else []
        cited = self.stored.get(CITED[self.kind])
        self.catalogue = Catalogue(matters, [r for r in cited if isinstance(r, Mapping)] if isinstance(cited, list) else [])
        self.rowsets: dict[str, RowSet] = {}
        for name in self.names:
            self._add(name)

    @property
    def names(self) -> Iterator[str]:
        """Fields and lists of the kind. To whom a letter of a case goes is the plan's to say (§6.1)."""
        fixed = {"addressees", "department", "reminder_scope", "collective_addressee"} if self.letter.plan_id else set()
        return (name for part in PARTS[self.kind] for name in part.names if name not in fixed)

    def _add(self, name: str) -> None:
        if name in ROWS:
            self.rowsets[name] = ROWS[name].build(self.data or None, None, self._rows_of(name))
        elif name == OTHERS:
            self.rowsets[OTHERS] = OTHER_ROWS.build(
                self.data or None, None, self.catalogue.foreign_rows, provisions=self.catalogue.foreign_choices)  # fmt: skip
        else:
            self.fields[name] = self._field(name)

    def _field(self, name: str) -> forms.Field:
        if name == CITED[self.kind]:
            return self.catalogue.ticks(FIELDS[name], required=True)
        head, _dash, part = name.partition("_") if name.startswith(f"{EMPLOYER}_") else (name, "", "")
        if part and part in EMPLOYER_FIELDS:
            held = self.stored.get(EMPLOYER)
            value = held.get(part) if isinstance(held, Mapping) else ""
            return self._needed(line(PART_WORDS[part], required=False, limit=200, initial=value), f"{EMPLOYER}.{part}")
        value = self.stored.get(name)
        if name == "employer_response":
            return self._needed(choice(FIELDS[name], RESPONSES, required=False, initial=value), name)
        if name == "reminder_scope":
            return self._needed(choice(FIELDS[name], SCOPES, required=False, initial=value), name)
        options: dict[str, Any] = {"required": False, "initial": value, "help_text": HELPS.get(name, "")}
        made = words(FIELDS[name], rows=AREAS[name], limit=LONG, **options) if name in AREAS else line(
            FIELDS[name], limit=300, **options)  # fmt: skip
        return self._needed(made, name)

    def _needed(self, field: forms.Field, name: str) -> forms.Field:
        field.needed = name in self.required_names  # type: ignore[attr-defined]
        return field

    @cached_property
    def required_names(self) -> set[str]:
        """What may not stay empty when the letter is submitted: marked, never enforced here."""
        held = CONTENTS[self.kind].__dataclass_fields__
        found = {name for name, part in held.items() if not part.metadata["empty"]}
        if self.kind == REMINDER and self.letter.scope == SupervisionLetter.Scope.TARGETED:
            found |= {"reply_rule_text", "reply_channel"}
        return found | ({"department", "employer.name", "employer.uscc"} if self.kind == RECOMMENDATION else {"addressees"})

    def _rows_of(self, name: str) -> Sequence[Mapping[str, Any]]:
        """What stands in a list, as rows."""
        held = self.stored.get(name)
        rows = held if isinstance(held, list | tuple) else []
        return [dict(row) if isinstance(row, Mapping) else {"text": row, "name": row} for row in rows]

    # --- for the page ------------------------------------------------------------------------------------------
    @property
    def parts(self) -> list[dict[str, Any]]:
        """Headings with their fields and lists."""
        found = []
        for part in PARTS[self.kind]:
            items = [{**self._item(name), "bare": str(self._title(name)) == str(part.title)}
                     for name in part.names if name in self.fields or name in self.rowsets]  # fmt: skip
            if items:
                found.append({"title": part.title, "help": part.help, "parts": items})
        return found

    def _title(self, name: str) -> Any:
        """A field or list that is called like its heading is not named twice."""
        return self.fields[name].label if name in self.fields else self.rowsets[name].spec.title

    def _item(self, name: str) -> dict[str, Any]:
        if name in self.fields:
            return {"name": name, "field": self[name], "needed": getattr(self.fields[name], "needed", False),
                    "short": not isinstance(self.fields[name].widget, forms.Textarea | forms.CheckboxSelectMultiple)}  # fmt: skip
        return {"name": name, "rows": self.rowsets[name], "needed": name in self.required_names}

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(rows.is_valid() for rows in self.rowsets.values())])

    def row_problems(self) -> list[dict[str, str]]:
        """What cannot be read in the lists."""
        return [p for rows in self.rowsets.values() for p in rows.problems()] if self.is_bound else []

    # --- as the letter keeps it --------------------------------------------------------------------------------
    @property
    def values(self) -> Content:
        """The content as typed, also where something could not be read: the preview shows what there is."""
        self.is_valid()
        read = getattr(self, "cleaned_data", {})
        cited = CITED[self.kind]
        plain = {name: read.get(name, self.stored.get(name)) or "" for name in self.fields
                 if name != cited and not name.startswith(f"{EMPLOYER}_") or name == "employer_response"}  # fmt: skip
        chosen = [*read.get(cited, []), *(row.get("provision") or "" for _n, row in self.filled(OTHERS))]
        found: Content = {**plain, cited: self.catalogue.chosen(chosen)}
        for name in self.rowsets:
            if name != OTHERS:
                found[name] = self._listed(name)
        if self.kind == RECOMMENDATION:
            found[EMPLOYER] = {part: read.get(f"{EMPLOYER}_{part}", "") for part in EMPLOYER_FIELDS}
        return found

    def filled(self, name: str) -> list[tuple[int, dict[str, Any]]]:
        """The rows of a list that hold anything, each with its place in the form."""
        rows = self.rowsets[name].forms if name in self.rowsets else []
        return [(n, getattr(row, "cleaned_data", {})) for n, row in enumerate(rows) if row.has_changed()]

    def _listed(self, name: str) -> list[Any]:
        rows = [row for _n, row in self.filled(name)]
        if name in TEXTS:
            return [row.get("text") or "" for row in rows]
        if name == "demands":
            return [{"n": n, **_plain(row)} for n, row in enumerate(rows, start=1)]
        return [_plain(row) for row in rows]


SCOPES = (("CLASS", _("一类单位")), ("PUBLIC", _("社会公众")), ("TARGETED", _("特定单位")))


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON keeps it: days written 2026-03-20."""
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()}
