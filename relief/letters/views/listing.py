"""The list of letters: scoped, filtered, by pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from relief.audit.models import AccessLog
from relief.audit.services import log_audit
from relief.casework import listing
from relief.letters.models import SupervisionLetter
from relief.letters.room import ROOM
from relief.letters.selectors import letters_for, plans_to_draft
from relief.queue.sitting import Sitting, sitting_of
from relief.supervision.models import LetterKind
from relief.supervision.pages.words import rules_banner
from relief.supervision.unions import area_of
from workflows.supervision_letter import SUPERVISION_LETTER

KEYS = ("state", "kind", "unit", "late", "number", "to")
RELATED = ("issuer", "case", "case__employer", "plan")


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Letters of one's unions, none of a case that one stands aside from; the filters live in the address."""
    sitting, wanted = sitting_of(request), listing.asked(request.GET, KEYS)
    log_audit(person=request.user, grants=sitting.grants, what=AccessLog.What.SEARCH, detail=urlencode(wanted))
    page = listing.page_of(_found(sitting, wanted), SUPERVISION_LETTER, request.GET.get("at", ""))
    kinds = listing.select("kind", _("文种"), LetterKind.choices, wanted.get("kind", ""))
    return render(request, "letters_ui/list.html", {
        "rows": [_row(letter, sitting) for letter in page.rows],
        "filters": [kinds, *listing.usual_filters(SUPERVISION_LETTER, wanted, sitting)],
        "filters_typed": [listing.typed("number", _("文号"), wanted), listing.typed("to", _("主送或用人单位"), wanted)],
        "filters_on": bool(wanted), "clear_url": request.path, "page": listing.pager(page, request.path, wanted),
        "new_url": reverse("letter_new") if _drafts(sitting) else "", "waiting": plans_to_draft(sitting.grants).count(),
        "banner": rules_banner(area_of(sitting)), "empty": _nothing(bool(wanted)),
    })  # fmt: skip


def _drafts(sitting: Sitting) -> bool:
    return any(g.role in SUPERVISION_LETTER.opened_by for g in sitting.grants)


def _found(sitting: Sitting, wanted: dict[str, str]) -> Any:
    found = listing.narrowed(letters_for(sitting.grants), SUPERVISION_LETTER, wanted, sitting)
    if "kind" in wanted:
        found = found.filter(kind=wanted["kind"])
    if "number" in wanted:
        found = found.filter(number__contains=wanted["number"])
    if "to" in wanted:
        to = wanted["to"]
        found = found.filter(Q(plan__addressee__contains=to) | Q(case__employer__name__contains=to)
                             | Q(content__collective_addressee__contains=to))  # fmt: skip
    return found.select_related(*RELATED)


def _row(letter: SupervisionLetter, sitting: Sitting) -> dict[str, Any]:
    return {"url": reverse("letter", args=[letter.pk]), "number": ROOM.title(letter), "kind": letter.get_kind_display(),
            "state": letter.state, "state_label": letter.state_label, "to": letter.addressee,
            "issuer": letter.issuer_name or letter.issuer.name, "case": str(letter.case or ""),
            "detail": letter.get_detail_display() if letter.detail else "", "issued_on": letter.issued_on,
            "due": listing.due(letter, sitting), "holder": listing.holder(letter)}  # fmt: skip


def _nothing(filtered: bool) -> dict[str, str]:
    if filtered:
        return {"title": _("没有符合筛选条件的"), "text": _("换一个条件，或清除筛选再看。"), "url": reverse("letters"),
                "action": _("清除筛选")}  # fmt: skip
    return {"title": _("还没有文书"), "text": _("主任决定制发文书后，由监督员拟稿，文书会列在这里。")}
