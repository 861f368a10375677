"""The paper itself: its pages as pictures, its PDF. Scoped; a foreign letter does not exist."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from relief.casework.shown import opened
from relief.casework.stand import stand
from relief.documents import store
from relief.documents.streaming import file_response, stored_response
from relief.letters.models import SupervisionLetter
from relief.letters.pages.paper import may_print_final
from relief.letters.pages.preview import Shown, shown_draft, shown_pdf
from relief.letters.paper import letter_pdf as render_letter
from relief.letters.room import ROOM
from relief.letters.sealing import verify_url
from relief.notices.render import RenderError
from workflows.errors import NotAllowed, NotPossible


@require_safe
def letter_pages(request: HttpRequest, pk: int) -> HttpResponse:
    """Every page as a picture: of the sealed bytes, else of the draft as it is stored."""
    letter = opened(request, ROOM, pk)
    return render(request, "letters_ui/_pages.html", {"shown": _shown(letter)})


def _shown(letter: SupervisionLetter) -> Shown:
    if not letter.pdf_digest:
        return shown_draft(letter.machine.facts(letter).question)
    try:
        return shown_pdf(store.read(letter.pdf_digest))
    except (OSError, ValueError):
        return Shown(problem=_("存档的文件缺失或与登记的SHA-256不符，请告知管理员。"))


@require_safe
def letter_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The sealed PDF; a draft with 草稿 across it; ``final``: the very page to be stamped by hand."""
    letter, download = opened(request, ROOM, pk), "download" in request.GET
    if letter.pdf_digest:
        return stored_response(letter.pdf_digest, f"{letter.number}.pdf", download=download)
    facts = letter.machine.facts(letter)
    if facts.question is None:
        raise NotPossible(_("本地区尚无规则，不能排版。请管理员先装入地区规则。"))
    if "final" in request.GET:
        if not may_print_final(stand(ROOM, letter, request.user)):
            raise NotAllowed(_("正式版面只由用印员在用印前打印。"))
        return _drawn(facts.question, f"{letter.number}.pdf", "sealed", verify_url(letter.verify_code), download)
    name = _("%(title)s-草稿.pdf") % {"title": ROOM.title(letter)}
    return _drawn(facts.question, name, "draft", "", download)


def _drawn(question: Any, name: str, status: Any, url: str, download: bool) -> HttpResponse:
    try:
        content = render_letter(question, status=status, verify_url=url)
    except RenderError as error:
        raise NotPossible(str(error)) from error
    return file_response(content, name, download=download)
