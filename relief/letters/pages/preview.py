"""The page as it will print, and what is to be said at each field (ui.md "Letter")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from relief.letters import checks
from relief.letters.content import LetterQuestion
from relief.letters.forms.content import ContentForm
from relief.letters.forms.parts import CITED, EMPLOYER
from relief.letters.pages.words import MADE, PLACE, fault_words, place_words
from relief.letters.paper import letter_pdf
from relief.letters.pictures import MOST, Unreadable, page_pictures
from relief.letters.terms import Fault
from relief.notices.render import RenderError

ELSEWHERE = "letter"
"""Where a fault is said that belongs to no field of the form."""


@dataclass(frozen=True)
class Shown:
    """Pages as pictures; ``problem``: why there are none."""

    pages: Sequence[str] = ()
    total: int = 0
    problem: str = ""

    @property
    def more(self) -> int:
        return max(self.total - MOST, 0)



def shown_draft(question: LetterQuestion | None) -> Shown:
    """A draft as it would print now, 草稿 across it."""
    if question is None:
        return Shown(problem=_("本地区尚无规则，不能排版。请管理员先装入地区规则。"))
    try:
        return shown_pdf(letter_pdf(question, status="draft"))
    except RenderError as error:
        return Shown(problem=str(error))


def shown_pdf(pdf: bytes) -> Shown:
    """Stored bytes as they are."""
    try:
        pages, total = page_pictures(pdf)
    except Unreadable:
        return Shown(problem=_("这份文件不能显示为图片，请打开 PDF 看。"))
    return Shown(pages, total)


def asked_of(facts: Any, content: Mapping[str, Any]) -> LetterQuestion | None:
    """The letter with what is typed in the place of what is stored."""
    question: LetterQuestion | None = facts.question
    return None if question is None else replace(question, letter={**question.letter, **content})


def warnings(question: LetterQuestion | None) -> list[Fault]:
    """What would stop the letter at its submission, and what could not be printed at its signature."""
    if question is None:
        return []
    found = [*checks.faults("submit", question), *checks.glyphs_present(question), *checks.issuer_may_issue(question)]
    return list(dict.fromkeys(found))


def at_fields(form: ContentForm, faults: Iterable[Fault]) -> dict[str, list[str]]:
    """What is said under each control of the form, by the control's name; under ``ELSEWHERE`` what has none."""
    found: dict[str, list[str]] = {}
    for fault in faults:
        place, words = _place(form, fault.field), fault_words(fault)
        if place == ELSEWHERE and (where := place_words(fault.field)):
            words = f"{where}：{words}"
        if words not in found.setdefault(place, []):
            found[place].append(words)
    return found


def _place(form: ContentForm, field: str) -> str:
    """facts[0].text → the control of the first filled row; a citation → the list of provisions."""
    match = PLACE.fullmatch(field)
    if match is None or field in MADE:
        return ELSEWHERE
    name, row, part = match["field"], match["row"], match["part"]
    if name == CITED[form.kind]:
        return name
    if name == EMPLOYER:
        return f"{EMPLOYER}_{part}" if f"{EMPLOYER}_{part}" in form.fields else ELSEWHERE
    if name in form.fields:
        return name
    if name not in form.rowsets:
        return ELSEWHERE
    return _place_in_rows(form, name, row, part)


def _place_in_rows(form: ContentForm, name: str, row: str | None, part: str | None) -> str:
    if row is None:
        return name
    rows = [n for n, _values in form.filled(name)] if form.is_bound else list(range(len(form.rowsets[name].forms)))
    at = rows[int(row)] if int(row) < len(rows) else None
    if at is None:
        return name
    made = form.rowsets[name].forms[at]
    return f"{name}-{at}-{part}" if part in made.fields else f"{name}-{at}-text" if "text" in made.fields else name


def controls(form: ContentForm) -> list[str]:
    """Every place at which something may be said."""
    names = [ELSEWHERE, *form.fields, *form.rowsets]
    return names + [f"{name}-{n}-{part}" for name, rows in form.rowsets.items()
                    for n, row in enumerate(rows.forms) for part in row.fields]  # fmt: skip
