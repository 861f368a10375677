"""My desk, claim and release, 为什么是这一天, the role switch. Each view parses, calls, answers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from relief.queue import batches, selectors, services
from relief.queue.context import TABS, frame_of, tabs
from relief.queue.dues import why_of
from relief.queue.empties import nothing_here
from relief.queue.filters import Filters, controls, read_filters
from relief.queue.handled import handled_by
from relief.queue.pages import case_title
from relief.queue.paging import Page, capped, read_by_due, read_by_event
from relief.queue.refusals import back_url
from relief.queue.registry import KINDS
from relief.queue.rows import desk_rows, handled_rows
from relief.queue.scope import cases
from relief.queue.selectors import Line
from relief.queue.sitting import ROLE, sitting_of
from relief.queue.summaries import summaries

HANDLED = "done"


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The tab of the address; without one the first that holds anything."""
    if not sitting_of(request).covered and sitting_of(request).administers:
        return redirect("admin_home")
    counts = frame_of(request).counts
    tab = request.GET.get("tab", "")
    if tab not in TABS:
        tab = next((name for name in counts if counts[name]), "mine")
    request.desk_tab = tab  # type: ignore[attr-defined]
    filters = read_filters(request.GET)
    return render(request, "queue/desk.html", {
        "title": TABS[tab],
        "desks": tabs(request, tab),
        "filters": controls(sitting_of(request), filters, tab),
        "filters_hidden": [{"name": "tab", "value": tab}],
        "filters_on": filters.on,
        "clear_url": address(tab, Filters()),
        "batch_url": reverse("desk_batch"),
        "empty": nothing_here(tab, filters, sitting_of(request), counts, address(tab, Filters())),
        **_listed(request, tab, filters),
    })  # fmt: skip


def _listed(request: HttpRequest, tab: str, filters: Filters) -> dict[str, Any]:
    """The page of the tab: open files, or the cases one has worked on."""
    sitting, at = sitting_of(request), request.GET.get("at", "")
    if tab == HANDLED:
        page = handled_by(sitting, filters, read_by_event(at))
        return {"rows": handled_rows(page.rows, sitting), "page": _pager(tab, filters, page), "handled": True}
    page = selectors.page_of(sitting, tab, filters, read_by_due(at))
    rows = desk_rows(page.rows, sitting)
    return {
        "rows": rows,
        "page": _pager(tab, filters, page),
        "next_url": rows[0]["url"] if rows else "",
        "news": _news(tab, frame_of(request).newest, 0),
        "batch_actions": batches.offered(sitting, tab, page.rows),
    }


def address(tab: str, filters: Filters, at: object = "") -> str:
    """The address of a page of the desk."""
    query = {"tab": tab, **filters.query(), **({"at": str(at)} if at else {})}
    return f"{reverse('desk')}?{urlencode(query)}"


def _pager(tab: str, filters: Filters, page: Page) -> dict[str, Any]:
    return {
        "shown": len(page.rows),
        "total": capped(page.total),
        "previous_url": address(tab, filters, page.previous) if page.previous else "",
        "next_url": address(tab, filters, page.next) if page.next else "",
    }


def _news(tab: str, since: int, n: int) -> dict[str, Any]:
    asked = urlencode({"tab": tab, "since": since})
    return {"url": f"{reverse('desk_news')}?{asked}", "count": capped(n) if n else 0,
            "reload_url": address(tab, Filters())}  # fmt: skip


@require_GET
def news(request: HttpRequest) -> HttpResponse:
    """有 n 件新待办: asked every minute by an open desk. That is no click and keeps no session alive."""
    tab, since = request.GET.get("tab", ""), request.GET.get("since", "")
    if tab not in selectors.TABS or not since.isdecimal():
        raise Http404
    n = selectors.new_since(sitting_of(request), tab, int(since))
    request.session.modified = False
    return render(request, "queue/_news.html", {"news": _news(tab, int(since), n)})


@require_POST
def claim(request: HttpRequest, task_id: int) -> HttpResponse:
    """Take one file."""
    line = _line(request, task_id)
    services.claim(task_id=line.id, person=request.user)
    messages.success(request, _("已领取%(what)s。") % {"what": _title(line)})
    return redirect(back_url(request) or "desk")


@require_POST
def release(request: HttpRequest, task_id: int) -> HttpResponse:
    """Lay one file back."""
    line = _line(request, task_id)
    services.release(task_id=line.id, person=request.user)
    messages.success(request, _("已放回%(what)s，其他人可以领取。") % {"what": _title(line)})
    return redirect(back_url(request) or "desk")


def _line(request: HttpRequest, task_id: int) -> Line:
    """A file that lies before this person; any other does not exist."""
    found = selectors.lines_by_key(sitting_of(request), [task_id])
    if not found:
        raise Http404
    return found[0]


def _title(line: Line) -> str:
    return summaries([(line.machine, line.case_id)])[line.machine, line.case_id].title


@require_GET
def due_why(request: HttpRequest, machine: str, pk: int) -> HttpResponse:
    """为什么是这一天, of the stage in which a case stands."""
    sitting = sitting_of(request)
    found = cases(sitting, machine) if machine in KINDS else None
    case = found.select_related("organisation").filter(pk=pk).first() if found is not None else None
    if case is None:
        raise Http404
    title = f"{case_title(machine, case.pk, case.number)} · {case.state_label}"
    why = why_of(case.machine.facts(case), today=sitting.on, now=sitting.now)
    return render(request, "queue/due_why.html", {"why": {"title": title, **why}, "back_url": back_url(request)})


@require_POST
def switch_role(request: HttpRequest) -> HttpResponse:
    """Look at the work of one role only, or of all again. It narrows what is shown and gives no right."""
    wanted = request.POST.get("role", "")
    request.session[ROLE] = wanted if wanted in sitting_of(request).roles else ""
    return redirect("desk")
