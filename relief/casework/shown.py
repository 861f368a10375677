"""What the page of a case shows around its panel: the head, the open tab, the neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse

from relief.audit.models import AccessLog
from relief.audit.services import log_audit
from relief.casework.rooms import Room, case_url
from relief.casework.stand import Stand
from relief.documents.models import Document
from relief.notices.models import Notice
from relief.queue.dues import due_cell
from relief.queue.pages import why_url
from relief.queue.sitting import Sitting, sitting_of
from workflows.timekeeping import Deadline


def opened(request: HttpRequest, room: Room, pk: int) -> Any:
    """The case the reader asked for; an auditor's look is kept in the access log, nowhere else (relief.md §10)."""
    sitting = sitting_of(request)
    case = room.find(sitting, pk)
    request.case = case  # type: ignore[attr-defined]
    if request.method in ("GET", "HEAD"):
        log_audit(person=request.user, grants=sitting.grants, what=AccessLog.What.READ,
                  on_path=case.organisation.path, dossier=room.facts_of(case).dossier(), detail=request.path)  # fmt: skip
    return case


def case_context(request: HttpRequest, stand: Stand) -> dict[str, Any]:
    """What templates/casework/case.html shows around the panel."""
    sitting, room = sitting_of(request), stand.room
    if room.page_context is not None:
        return {"seen": stand.case.event_count, **room.page_context(request, stand)}
    found = surroundings(stand, sitting)
    return {
        "case": case_head(stand, sitting), "crumbs": room.crumbs(stand), "seen": stand.case.event_count,
        **_around(room, stand.case.pk, found), **tab_context(request, stand, found.counts),
    }  # fmt: skip


def case_head(stand: Stand, sitting: Sitting) -> dict[str, Any]:
    """What stands above every tab."""
    case, facts, room = stand.case, stand.facts, stand.room
    deadline = facts.deadline if case.machine.stage(case.state).has_desk else Deadline()
    stopped = deadline.why is not None and deadline.due_on is None
    due = due_cell(deadline.due_on, deadline.due_at, today=sitting.on, now=sitting.now, stopped=stopped,
                   why_url=why_url(case.machine.name, case.pk))  # fmt: skip
    return {
        "pk": case.pk, "number": room.title(case), "workflow": case.machine.label, "state": case.state,
        "state_label": case.state_label, "due": due, "organisation": case.organisation.name, "held": facts.held,
        "who": "", "line": [], "fen": None, "marks": [], **room.head(stand, sitting),
    }  # fmt: skip


def tab_context(request: HttpRequest, stand: Stand, counts: dict[str, int]) -> dict[str, Any]:
    """The open tab and the way to the others. A tab that does not exist is the first one."""
    tabs = {tab.key: tab for tab in stand.room.tabs}
    if not tabs:
        return {}
    asked = request.GET.get("tab", "")
    tab = tabs[asked if asked in tabs else next(iter(tabs))]
    return {"tabs": tab_links(stand, counts), "tab": tab.key, "tab_template": tab.template,
            **tab.show(stand, sitting_of(request), request.GET)}  # fmt: skip


def tab_links(stand: Stand, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The tabs and how much lies behind those that hold papers."""
    room, pk = stand.room, stand.case.pk
    first = room.tabs[0].key if room.tabs else ""
    return [{"key": t.key, "label": t.label, "url": case_url(room, pk, tab="" if t.key == first else t.key),
             "count": counts.get(t.key)} for t in room.tabs]  # fmt: skip


class Counted(Subquery):
    """How many rows a query has, asked along with another one."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


@dataclass(frozen=True)
class Surroundings:
    """What lies around a case: its neighbours in the same state that the reader may see, how much is in its tabs."""

    before: int | None
    after: int | None
    counts: dict[str, int]


def surroundings(stand: Stand, sitting: Sitting) -> Surroundings:
    """All of it in one query."""
    case, model = stand.case, stand.room.machine.model
    alike = stand.room.cases(sitting).filter(state=case.state)
    before = alike.filter(pk__lt=case.pk).order_by("-pk").values("pk")[:1]
    after = alike.filter(pk__gt=case.pk).order_by("pk").values("pk")[:1]
    counted = _counted(stand)
    rows = [(tab, Counted(query.order_by().values("pk"))) for tab, queries in counted.items() for query in queries]
    own = model.objects.filter(pk=case.pk).values_list(
        Subquery(before), Subquery(after), *(count for _tab, count in rows))  # fmt: skip
    first, last, *numbers = own.get()
    counts: dict[str, int] = dict.fromkeys(counted, 0)
    for (tab, _count), n in zip(rows, numbers, strict=True):
        counts[tab] += n
    return Surroundings(first, last, counts)


def _counted(stand: Stand) -> dict[str, list[QuerySet[Any]]]:
    """The files and papers of the case's dossier, and what the room counts besides."""
    file = stand.facts.dossier()
    found: dict[str, list[QuerySet[Any]]] = {
        "documents": [Document.objects.filter(dossier=file, removed_at=None)],
        "papers": [Notice.objects.filter(dossier=file)],
    }
    for tab, queries in stand.room.counted(stand).items():
        found[tab] = [*found.get(tab, []), *queries]
    shown = {tab.key for tab in stand.room.tabs}
    return {tab: queries for tab, queries in found.items() if tab in shown}


def _around(room: Room, pk: int, found: Surroundings) -> dict[str, str]:
    """The cases before and after this one in the same state, and its records."""
    return {
        "previous_url": case_url(room, found.before) if found.before else "",
        "next_url": case_url(room, found.after) if found.after else "",
        "print_url": reverse(f"{room.page}_print", args=[pk]),
        "journal_url": reverse(f"{room.page}_journal", args=[pk]),
    }
