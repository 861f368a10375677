"""The page on which a letter is written: form on the left, the page as it will print on the right."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from relief.casework.stand import Stand
from relief.letters.forms.content import ContentForm
from relief.letters.forms.parts import CITED
from relief.letters.pages.preview import ELSEWHERE, Shown, asked_of, at_fields, controls, shown_draft, warnings

Context = dict[str, Any]


def context(stand: Stand, form: ContentForm, *, shown: Shown | None = None) -> Context:
    """What templates/letters_ui/edit.html shows. ``shown``: the pages, where they are drawn with the page itself."""
    letter = stand.case
    said = _said(stand, form)
    crumbs = [{"label": _("监督文书"), "url": reverse("letters")},
              {"label": stand.room.title(letter), "url": reverse("letter", args=[letter.pk])},
              {"label": _("拟稿"), "url": ""}]  # fmt: skip
    return {
        "crumbs": crumbs, "letter": letter, "title": stand.room.title(letter), "form": form, "said": said,
        "elsewhere": said.get(ELSEWHERE, []), "cited": CITED[letter.kind], "seen": letter.event_count,
        "to": letter.plan.addressee if letter.plan_id else "", "shown": shown,
        "edit_url": reverse("letter_edit", args=[letter.pk]), "preview_url": reverse("letter_preview", args=[letter.pk]),
        "case_url": reverse("letter", args=[letter.pk]), "count": sum(map(len, said.values())),
    }  # fmt: skip


def _said(stand: Stand, form: ContentForm) -> dict[str, list[str]]:
    """What the checks say of what is typed, or of what is stored."""
    content = form.values if form.is_bound else stand.case.content
    return at_fields(form, warnings(asked_of(stand.facts, content)))


def fragment(stand: Stand, form: ContentForm) -> Context:
    """The pages, and what is to be said at every place of the form as it is now."""
    said = _said(stand, form)
    return {"shown": shown_draft(asked_of(stand.facts, form.values)), "count": sum(map(len, said.values())),
            "holders": [{"name": name, "texts": said.get(name, [])} for name in controls(form)]}  # fmt: skip
