"""/v/<code>: what the QR code on a letter answers to anybody: no addressee, no facts (supervision.md §9)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from relief.letters.selectors import verify as answer

NOT_FOUND, TOO_MANY = 404, 429
ASKED, WITHIN = 60, 60
"""So many questions of one address in so many seconds: a person with papers asks less, a guessing machine more."""


@login_not_required
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Kind, number, issuer, day, status and the beginning of the hash; 查无此文书 for any other code."""
    if _too_many(request):
        response = render(request, "letters_ui/verify.html", {"busy": True}, status=TOO_MANY)
        response["Retry-After"] = str(WITHIN)
    else:
        found = answer(code)
        response = render(request, "letters_ui/verify.html", {"found": found}, status=200 if found else NOT_FOUND)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    return response


def _too_many(request: HttpRequest) -> bool:
    key = f"verify:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, WITHIN)
    try:
        return bool(cache.incr(key) > ASKED)
    except ValueError:  # it ran out between the two
        return False
