"""连续录入: a new draft, a stored one, and what saves itself in between."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from relief import office
from relief.applications import sitting_drafts
from relief.applications.entering import keep
from relief.applications.models import Application
from relief.applications.pages.entry import COPIED, YES_NO, Entry, entered_rows
from relief.applications.room import ROOM
from relief.applications.selectors import application_under, same_person
from relief.casework.shown import opened
from relief.people.identifiers import luhn_valid, name_key, name_rare
from relief.people.masking import mask_name
from relief.queue.sitting import sitting_of
from workflows.errors import NotAllowed, NotPossible, Stale, WorkflowError
from workflows.relief_application import DRAFT

UNPROCESSABLE = 422
NEW = "new"
LOOK, NEXT, SUBMIT = "look", "next", "submit"


@require_http_methods(["GET", "POST"])
def application_new(request: HttpRequest) -> HttpResponse:
    """The paper form, empty but for the last union and bank, or after an earlier case (``copy``)."""
    entry = Entry(sitting_of(request))
    if not entry.unions:
        raise NotAllowed(_("只有经办人可以录入申请。"))
    return _handle(request, entry)


@require_http_methods(["GET", "POST"])
def application_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A stored draft; its secrets are not shown again."""
    case = opened(request, ROOM, pk)
    if case.state != DRAFT:
        raise NotPossible(_("%(case)s已经提交，只能更正，不能修改草稿。") % {"case": case})
    entry = Entry(sitting_of(request), case)
    if case.organisation.code not in entry.unions:
        raise NotAllowed(_("只有这家工会的经办人可以修改草稿。"))
    return _handle(request, entry)


@require_POST
def application_autosave(request: HttpRequest, key: str) -> HttpResponse:
    """Put aside what is typed; the answer is shown beside the buttons."""
    at = sitting_drafts.put_aside(request.session, key, request.POST)
    return HttpResponse(_("已自动保存 %(at)s") % {"at": at} if at else _("内容太长，没有自动保存，请先保存草稿"))


def _handle(request: HttpRequest, entry: Entry) -> HttpResponse:
    if request.method == "GET":
        return _page(request, _unsent(request, entry))
    if request.POST.get("then") == LOOK:
        return _page(request, entry.taken_up(request.POST))
    return _save(request, entry.sent(request.POST, request.FILES))


def _unsent(request: HttpRequest, entry: Entry) -> Entry:
    """As it was put aside, unless the draft has changed since; else as stored, copied or fresh."""
    aside = sitting_drafts.take_up(request.session, _key(entry))
    if "fresh" in request.GET:
        sitting_drafts.drop(request.session, _key(entry))
    elif aside and aside.data.get("seen", "") == str(entry.stored.event_count if entry.stored else ""):
        messages.info(request, _("已恢复%(at)s自动保存、还没有提交的内容。") % {"at": aside.at})
        return entry.taken_up(aside.data)
    if entry.stored is not None:
        return entry.as_stored()
    kept = sitting_drafts.kept(request.session)
    unions = list(entry.unions.values())
    first = entry.unions.get(kept.get("organisation", ""), unions[0] if len(unions) == 1 else None)
    return entry.fresh({"organisation": first, "bank": kept.get("bank", ""), **_copied(request, entry)})


def _copied(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """What a new draft takes over from an earlier case (relief.md §3: a lapsed case can be copied)."""
    key = request.GET.get("copy", "")
    if not key.isdecimal() or len(key) > 17:
        return {}
    earlier = application_under(entry.sitting.readable, int(key))
    if earlier.organisation.code not in entry.unions:
        raise NotAllowed(_("只能复制您录入的工会的申请。"))
    values = {n: getattr(earlier, n) for n in COPIED}
    values["relative_of_staff"] = YES_NO[earlier.relative_of_staff]
    return values


def _key(entry: Entry) -> str:
    return str(entry.stored.pk) if entry.stored else NEW


def _save(request: HttpRequest, entry: Entry) -> HttpResponse:
    if not entry.valid():
        return _page(request, entry, status=UNPROCESSABLE)
    text = request.POST.get("seen", "")
    seen = int(text) if text.isdecimal() and len(text) < 10 else None
    try:
        kept = keep(entry.typed(), actor=request.user, stored=entry.stored, seen=seen)
    except (NotPossible, Stale) as refusal:
        return _page(request, entry, status=refusal.status, refusal=refusal)
    sitting_drafts.drop(request.session, _key(entry))
    sitting_drafts.remember(request.session, kept.pk, union=kept.organisation.code, bank=kept.bank)
    for text in warnings(kept, entry):
        messages.warning(request, text)
    return _onwards(request, kept)


def _onwards(request: HttpRequest, kept: Application) -> HttpResponse:
    """The next form, this one again, or submitted."""
    then = request.POST.get("then", "")
    if then == SUBMIT:
        return _submit(request, kept)
    messages.success(request, _("已保存草稿：%(who)s。") % {"who": mask_name(kept.name)})
    return redirect("application_new") if then == NEXT else redirect("application_edit", pk=kept.pk)


def _submit(request: HttpRequest, kept: Application) -> HttpResponse:
    """The draft is kept in any case; what lacks is listed with links to its fields."""
    try:
        fired = office.perform(kept, "submit", actor=request.user)
    except NotPossible as refusal:
        stored = application_under(sitting_of(request).readable, kept.pk)
        entry = Entry(sitting_of(request), stored).as_stored()
        return _page(request, entry, status=refusal.status, refusal=refusal, kept=True)
    messages.success(request, _("已提交，编号%(number)s。") % {"number": fired.case.number})
    return redirect("application", pk=kept.pk)


def _page(request: HttpRequest, entry: Entry, *, status: int = 200,
          refusal: WorkflowError | None = None, kept: bool = False) -> HttpResponse:  # fmt: skip
    """The page; ``kept``: what was refused is the submission, the draft itself is safe."""
    stored, keys = entry.stored, sitting_drafts.entered(request.session)
    url = reverse("application_edit", args=[stored.pk]) if stored else reverse("application_new")
    context = entry.context(url)
    lacking = entry.lacking()
    if refusal is not None:
        context["problems"] = [{"text": refusal.message, "url": ""}, *(lacking if kept else [])]
        context["problems_title"] = _("草稿已保存，还不能提交") if kept else _("没有保存")
    title = _("修改草稿") if stored else _("新录申请")
    last = sitting_drafts.kept(request.session)
    context |= {
        "title": title, "crumbs": [{"label": _("救助申请"), "url": reverse("applications")}, {"label": title}],
        "url": url, "autosave_url": reverse("application_autosave", args=[_key(entry)]),
        "entered": entered_rows(keys, entry.sitting, sitting_drafts.LISTED), "entered_count": len(keys),
        "kept": _("沿用上一件的工会和开户银行。") if last and not stored else "", "missing": lacking,
        "duplicate": _duplicate(entry), "can_submit": True,
    }  # fmt: skip
    return render(request, "applications/form.html", context, status=status)


def _duplicate(entry: Entry) -> dict[str, str] | None:
    """An earlier case of the same number, where the clerk may see it."""
    other = same_person(entry.stored, entry.sitting.readable) if entry.stored else None
    if other is None:
        return None
    text = _("同一证件号码已有申请：%(number)s（%(state)s）。") % {"number": other.number or f"#{other.pk}",
                                                       "state": other.state_label}  # fmt: skip
    return {"text": text, "url": reverse("application", args=[other.pk])}


def warnings(kept: Application, entry: Entry) -> list[str]:
    """What is only warned of (relief.md §8), in the words of the scheme."""
    said = entry.scheme.import_sheet.messages
    codes = []
    if name_rare(kept.name):
        codes.append("W_NAME_RARE")
    if kept.card_no and not luhn_valid(kept.card_no):
        codes.append("W_CARD_LUHN")
    if kept.account_name and name_key(kept.account_name) != name_key(kept.name) and not kept.payee_relation:
        codes.append("W_PAYEE")
    return [f"{said[code]}。" for code in codes]
