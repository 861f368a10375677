"""Drafting: a new letter from a plan, the form with its preview, and what is saved of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from relief import office
from relief.casework.acting import seen_of
from relief.casework.shown import opened
from relief.casework.stand import Stand, stand
from relief.letters.forms.content import ContentForm
from relief.letters.pages import drafting as page
from relief.letters.pages.preview import asked_of, shown_draft
from relief.letters.pages.words import told
from relief.letters.room import ROOM
from relief.queue.sitting import sitting_of
from workflows.errors import NotAllowed, NotPossible, WorkflowError
from workflows.supervision_letter import DRAFT

UNPROCESSABLE = 422
LOOK, SUBMIT = "look", "submit"


@require_http_methods(["GET", "HEAD", "POST"])
def letter_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The drafting form; saved unfinished as well, submitted when nothing lacks."""
    standing = _standing(request, pk)
    if request.method != "POST":
        return _page(request, standing, ContentForm(letter=standing.case))
    form = ContentForm(request.POST, letter=standing.case)
    request.bound_form = form  # type: ignore[attr-defined]
    if request.POST.get("then") == LOOK:
        return _page(request, standing, form, shown=shown_draft(asked_of(standing.facts, form.values)))
    if not form.is_valid():
        return _page(request, standing, form, status=UNPROCESSABLE, problems=form.row_problems())
    return _save(request, standing, form)


@require_POST
def letter_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What is typed as it would print, and what is to be said at each field; nothing is written."""
    standing = _standing(request, pk)
    form = ContentForm(request.POST, letter=standing.case)
    return render(request, "letters_ui/_preview.html", page.fragment(standing, form))


def _standing(request: HttpRequest, pk: int) -> Stand:
    """The letter for whoever may write it now. Raises what the engine would."""
    standing = stand(ROOM, opened(request, ROOM, pk), request.user)
    if standing.case.state != DRAFT:
        raise NotPossible(_("%(letter)s现在是“%(state)s”，不能再修改。") % {
            "letter": ROOM.title(standing.case), "state": standing.case.state_label})  # fmt: skip
    option = standing.options.get("edit")
    if option is None or option.hand is None:
        raise NotAllowed((option.refusal if option else "") or _("这份文书不由您的岗位拟稿。"))
    return standing


def _save(request: HttpRequest, standing: Stand, form: ContentForm) -> HttpResponse:
    letter = standing.case
    try:
        office.perform(letter, "edit", actor=request.user, seen=seen_of(request), values=form.values)
    except NotAllowed:
        raise
    except WorkflowError as refusal:
        return _refused(request, letter.pk, refusal)
    if request.POST.get("then") == SUBMIT:
        return _submit(request, letter.pk)
    messages.success(request, _("草稿已保存。"))
    return redirect("letter_edit", letter.pk)


def _refused(request: HttpRequest, pk: int, refusal: WorkflowError) -> HttpResponse:
    """What was typed, on the letter as it is now."""
    now = _standing(request, pk)
    return _page(request, now, ContentForm(request.POST, letter=now.case), status=refusal.status,
                 problems=[{"text": refusal.message, "url": ""}], title=_("没有保存"))  # fmt: skip


def _submit(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft is kept in any case; what lacks is listed."""
    letter = ROOM.find(sitting_of(request), pk)
    try:
        office.perform(letter, "submit", actor=request.user)
    except NotPossible as refusal:
        now = _standing(request, pk)
        named = [g for g in refusal.missing if g] or [refusal.message]
        lacks = [*named, *told(now.facts.all_faults("submit"))]
        return _page(request, now, ContentForm(letter=now.case), status=refusal.status,
                     problems=[{"text": text, "url": ""} for text in dict.fromkeys(lacks)],
                     title=_("草稿已保存，还不能送审"))  # fmt: skip
    except NotAllowed as refusal:
        messages.warning(request, _("草稿已保存，但不能送审：%(why)s") % {"why": refusal.message})
        return redirect("letter", pk)
    messages.success(request, _("已送审。"))
    return redirect("letter", pk)


def _page(request: HttpRequest, standing: Stand, form: ContentForm, *, status: int = 200, shown: Any = None,
          problems: list[dict[str, str]] | None = None, title: str = "") -> HttpResponse:  # fmt: skip
    context = page.context(standing, form, shown=shown)
    return render(request, "letters_ui/edit.html", {**context, "problems": problems, "problems_title": title}, status=status)
