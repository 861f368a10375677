"""The page of a case, its print, its journal, and the routes of all four views, for any machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from relief.casework import panel, timeline
from relief.casework.acting import act_view
from relief.casework.rooms import Room
from relief.casework.shown import case_context, case_head, opened
from relief.casework.stand import Stand, stand
from relief.queue.sitting import sitting_of

View = Callable[..., HttpResponse]


def case_routes(room: Room) -> list[URLPattern]:
    """The four pages of a case, below an app's own prefix."""
    return [
        path("<int:pk>/", case_view(room), name=room.page),
        path("<int:pk>/print/", print_view(room), name=f"{room.page}_print"),
        path("<int:pk>/journal/", journal_view(room), name=f"{room.page}_journal"),
        path("<int:pk>/do/<slug:verb>/", act_view(room), name=f"{room.page}_act"),
    ]


def case_view(room: Room) -> View:
    """A case: its facts, and what this person may do now."""

    @require_safe
    def case(request: HttpRequest, pk: int) -> HttpResponse:
        standing = stand(room, opened(request, room, pk), request.user)
        context = {**case_context(request, standing), "actions": panel.actions(standing, sitting_of(request))}
        return render(request, room.case_template, context)

    return case


def print_view(room: Room) -> View:
    """Every part one after another, for paper."""

    @require_safe
    def print_case(request: HttpRequest, pk: int) -> HttpResponse:
        standing = stand(room, opened(request, room, pk), request.user)
        events = timeline.events_of(standing.case, standing.facts.dossier())
        context = {"case": case_head(standing, sitting_of(request)), "parts": _parts(request, standing),
                   "days": timeline.days(events, standing.facts)}  # fmt: skip
        return render(request, "casework/case_print.html", context)

    return print_case


def _parts(request: HttpRequest, standing: Stand) -> list[dict[str, Any]]:
    """The tabs as they print, each with its own context."""
    sitting = sitting_of(request)
    found = []
    for tab in standing.room.tabs:
        if tab.prints:
            html = render_to_string(tab.template, {**tab.show(standing, sitting, {}), "printed": True}, request)
            if html.strip():
                found.append({"label": tab.label, "html": html})
    return found


def journal_view(room: Room) -> View:
    """The whole journal of the case's file as a table."""

    @require_safe
    def journal(request: HttpRequest, pk: int) -> HttpResponse:
        standing = stand(room, opened(request, room, pk), request.user)
        events = list(timeline.events_of(standing.case, standing.facts.dossier()).order_by("id"))
        context = {"case": case_head(standing, sitting_of(request)), "crumbs": room.crumbs(standing),
                   "verified": timeline.verified(standing.case, events),
                   "events": timeline.table(events, standing.facts)}  # fmt: skip
        return render(request, "casework/journal.html", context)

    return journal
