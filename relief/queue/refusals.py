"""The three refusals as pages: what happened, what was not lost, what to do. A wrong state is 409, never 403."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.queue.pages import case_title, case_url
from relief.queue.registry import KINDS
from workflows.errors import NotAllowed, NotPossible, Stale, WorkflowError

PAGES: dict[type[WorkflowError], str] = {NotAllowed: "errors/403.html"}
# What a form posts besides what was typed, and what must never be shown again.
MACHINERY = frozenset({"csrfmiddlewaretoken", "seen", "verb", "pk", "case", "confirmed", "role", "next"})
SECRETS = ("password", "token", "id_no", "head_id", "card", "mobile", "phone", "address", "new_account")
WORDS = {
    "reason": gettext_lazy("理由"),
    "opinion": gettext_lazy("意见"),
    "text": gettext_lazy("备注"),
    "said": gettext_lazy("沟通内容"),
    "result": gettext_lazy("结果"),
    "conclusion": gettext_lazy("结论"),
    "place": gettext_lazy("地点"),
    "occurred_on": gettext_lazy("日期"),
}
LONGEST = 4000


class Refusals:
    """Middleware: a WorkflowError that a view lets pass becomes its page.

    A view may leave two things on the request for it: ``bound_form``, whose labels name what was typed, and
    ``case``, the case that it is about.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refusal(request, error) if isinstance(error, WorkflowError) else None


def refusal(request: HttpRequest, error: WorkflowError) -> HttpResponse:
    """The page of a refusal, or its part for htmx."""
    case = _case(getattr(request, "case", None))
    context = {
        "message": error.message,
        "stale": isinstance(error, Stale),
        "missing": [{"text": text} for text in error.missing] if isinstance(error, NotPossible) else [],
        "case": case,
        "posted": list(typed(request)),
        "back_url": back_url(request) or case["url"] or "/",
    }
    return render(request, PAGES.get(type(error), "errors/409.html"), context, status=error.status)


def _case(case: Any) -> dict[str, str]:
    if case is None:
        return {"number": "", "url": ""}
    name = case.machine.name
    return {"number": case_title(name, case.pk, getattr(case, "number", "")), "url": case_url(name, case.pk) if name in KINDS else ""}


def back_url(request: HttpRequest) -> str:
    """The page of ours that the request came from; for a click inside a page that page, not its part."""
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def typed(request: HttpRequest) -> Iterator[dict[str, str]]:
    """What was typed, with the labels of the form; never a secret."""
    form = getattr(request, "bound_form", None)
    for name in request.POST:
        if name in MACHINERY or any(word in name.lower() for word in SECRETS):
            continue
        value = _shown(form, name, [v for v in request.POST.getlist(name) if v.strip()])
        if value:
            yield {"label": _label(form, name), "value": value[:LONGEST]}


def _label(form: forms.BaseForm | None, name: str) -> str:
    if form is not None and name in form.fields:
        return str(form.fields[name].label or "")
    return str(WORDS.get(name.rpartition("-")[2], _("内容")))


def _shown(form: forms.BaseForm | None, name: str, values: list[str]) -> str:
    """Choices by their words, not by their codes; nothing of a hidden field."""
    field = form.fields.get(name) if form is not None else None
    if field is not None and isinstance(field.widget, forms.HiddenInput):
        return ""
    words: dict[str, str] = {}
    if field is not None and hasattr(field, "choices"):
        with suppress(TypeError, ValueError):
            words = {str(key): str(word) for key, word in field.choices}
    return "、".join(words.get(value, value) for value in values)
