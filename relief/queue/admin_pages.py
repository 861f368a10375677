"""What the pages of administration share: for whom they are, a plain table, a form with its refusals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relief import office
from relief.queue.sitting import sitting_of
from workflows.errors import NotAllowed, NotPossible

LISTED = 100
UNPROCESSABLE = 422
Cells = Sequence[dict[str, Any]]


def by_administrators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Pages on which an administrator acts: whoever administers no union is told so."""

    @wraps(view)
    def guarded(request: HttpRequest, **given: Any) -> HttpResponse:
        if not sitting_of(request).administers:
            raise NotAllowed(_("这一页由管理员办理。"))
        return view(request, **given)

    return require_http_methods(["GET", "HEAD", "POST"])(guarded)


def posted(request: HttpRequest) -> Any:
    """What a form is bound to: what was posted, or nothing."""
    return request.POST if request.method == "POST" else None


def acted(request: HttpRequest, form: forms.Form, act: Callable[[], Any], *, title: str, listed_at: tuple[str, str],
          done: str) -> HttpResponse:  # fmt: skip
    """The empty form, or what was typed with its problems, or the act and back to the list (its label, its route)."""
    label, route = listed_at
    crumbs = [{"label": _("管理"), "url": reverse("admin_home")}, {"label": label, "url": reverse(route)},
              {"label": title, "url": ""}]  # fmt: skip
    context = {"title": title, "crumbs": crumbs, "form": form, "cancel_url": reverse(route)}
    if request.method != "POST":
        return render(request, "queue/admin_form.html", context)
    request.bound_form = form  # type: ignore[attr-defined]
    if not form.is_valid():
        return render(request, "queue/admin_form.html", context, status=UNPROCESSABLE)
    try:
        office.carry_out(act)
    except NotPossible as refusal:
        refused = {"problems": [{"text": refusal.message, "url": ""}], "problems_title": _("没有保存")}
        return render(request, "queue/admin_form.html", {**context, **refused}, status=refusal.status)
    messages.success(request, done)
    return redirect(route)


def within(rows: QuerySet[Any], tops: list[str], column: str) -> QuerySet[Any]:
    """Only the rows whose path in ``column`` lies below one of ``tops``."""
    covered = Q(pk__in=[])
    for top in tops:
        covered |= Q(**{f"{column}__startswith": top})
    return rows.filter(covered)


def paged(request: HttpRequest, rows: QuerySet[Any]) -> Page:
    """The page of the address."""
    return Paginator(rows, LISTED).get_page(request.GET.get("page"))


def cell(value: Any, url: str = "", num: bool = False) -> dict[str, Any]:
    """One cell; nothing is a dash, a day does not break."""
    dated = hasattr(value, "isoformat")
    shown = value.isoformat() if dated else value
    return {"value": "—" if shown in (None, "") else shown, "url": url, "num": num, "nowrap": dated}


def listed(request: HttpRequest, title: str, columns: list[str], rows: Sequence[Cells], *, page: Page | None = None,
          trail: Sequence[dict[str, str]] = (), steps: Sequence[dict[str, Any]] = (),
          numbers: tuple[int, ...] = (), buttons: Sequence[dict[str, str]] = ()) -> HttpResponse:  # fmt: skip
    """One plain table under its breadcrumb, paged by number: these lists are short and change seldom."""
    first = {"label": _("管理"), "url": reverse("admin_home")}
    here = {"label": title, "url": request.path if trail else ""}
    return render(request, "queue/admin_list.html", {
        "title": title,
        "crumbs": [first, here, *trail],
        "steps": steps,
        "buttons": buttons,
        "table": {"columns": [{"label": c, "num": n in numbers} for n, c in enumerate(columns)],
                  "rows": [{"cells": cells} for cells in rows]},
        "page": _pager(request, page) if page and page.has_other_pages() else None,
        "empty": {"title": _("还没有"), "text": _("这里还没有内容。")},
    })  # fmt: skip


def _pager(request: HttpRequest, page: Page) -> dict[str, Any]:
    def link(n: int) -> str:
        return f"?{urlencode({**request.GET.dict(), 'page': n})}"

    return {
        "shown": len(page.object_list),
        "total": page.paginator.count,
        "previous_url": link(page.previous_page_number()) if page.has_previous() else "",
        "next_url": link(page.next_page_number()) if page.has_next() else "",
    }
