"""The search box of every page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from relief.audit.services import log_audit
from relief.queue.empties import nothing_found
from relief.queue.finding import Found, Question, find, read_question
from relief.queue.pages import case_url
from relief.queue.sitting import sitting_of
from relief.queue.summaries import summaries


@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Words are searched by address, so that the page can be kept; numbers of persons never stand in one.

    Addresses stay in the browser's history and in server logs: an identity number, a card or a phone is posted.
    """
    typed = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()
    question = read_question(typed)
    if request.method == "POST" and not question.secret:
        return redirect(f"{reverse('search')}?{urlencode({'q': typed})}")
    sitting = sitting_of(request)
    found = find(question, sitting) if typed else Found()
    if typed:
        log_audit(person=request.user, grants=sitting.grants, what="search", detail=question.shown)
    return render(request, "queue/search.html", _context(question, found))


def _context(question: Question, found: Found) -> dict[str, Any]:
    told = summaries(found.keys)
    results = [
        {"url": case_url(*key), "number": told[key].title, "state": told[key].state,
         "state_label": told[key].state_label, "matter": told[key].subject, "party": told[key].party,
         "party_detail": told[key].party_detail, "organisation": told[key].unit, "found": where}
        for key, where in found.keys.items()
    ]  # fmt: skip
    return {"q": "" if question.secret else question.text, "asked": question.shown, "results": results,
            "more": found.more, "hint": found.hint, "empty": nothing_found(question, found)}  # fmt: skip
