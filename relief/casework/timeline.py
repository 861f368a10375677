"""The journal in sentences: 李梅(经办人)受理，适用演示办法第1版; and the same as a table for audit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from relief.casework.rooms import ROOMS, Room, case_url
from relief.casework.telling import details, said
from workflows import roles
from workflows.fsm import MACHINES, Move
from workflows.models import Event
from workflows.roles import Pseudo

SHOWN, LATEST = 60, 5


def events_of(case: Any, dossier: str) -> QuerySet[Event]:
    """The journal of a case, newest first: of the whole file where the file is its own (with payout lines, letters)."""
    people = ("actor", "principal", "entered_by")
    own = dossier == f"{case.machine.name}:{case.pk}"
    found = Event.objects.filter(dossier=dossier) if own else Event.objects.filter(
        machine=case.machine.name, case_id=case.pk)  # fmt: skip
    return found.select_related(*people).order_by("-id")


def who(event: Event) -> str:
    """李梅(经办人), 李梅(审核员，代郑文涛), or the outsider who did it."""
    if event.actor is None:
        return _("时限届满，系统") if event.role == Pseudo.CLOCK else roles.label(event.role)
    role = roles.label(event.role)
    if event.principal:
        role = _("%(role)s，代%(principal)s") % {"role": role, "principal": event.principal}
    return f"{event.actor}({role})"


def did(event: Event) -> str:
    """What was done."""
    if event.verb != "open":
        return str(event.label)
    room = ROOMS.get(event.machine)
    return _("登记") + str(room.opening if room and room.opening else MACHINES[event.machine].label)


def keyed(event: Event) -> str:
    """Who keyed it, and the day on the paper, where they differ from who did it and when."""
    parts = []
    entered = localtime(event.at).date()
    if event.occurred_on != entered:
        parts.append(_("发生于%(on)s，%(entered)s录入") % {"on": event.occurred_on, "entered": entered})
    if event.entered_by and event.entered_by_id != event.actor_id:
        parts.append(_("由%(who)s(%(role)s)录入") % {
            "who": event.entered_by, "role": roles.label(event.entered_as or event.role)})  # fmt: skip
    if "scan" in event.facts:
        parts.append(_("附签字件扫描"))
    return "，".join(parts)


def sentence(event: Event, facts: Any) -> str:
    """One event, with what matters of it. ``facts`` are those of the case whose page it stands on."""
    detail = details(event, facts)
    return f"{who(event)}{did(event)}" + (f"：{detail}" if detail else "")


def _links(event: Event) -> list[dict[str, str]]:
    """Its documents: filed with it, or the scan it was keyed from."""
    papers = event.facts.get("documents", [])
    found = [(p["id"], p["name"]) for p in papers if isinstance(p, dict) and {"id", "name"} <= p.keys()]
    if event.entered_by_id and isinstance(event.facts.get("scan"), int):
        found.append((event.facts["scan"], _("签字件")))
    return [{"text": name, "url": reverse("document", args=[pk])} for pk, name in found]


def _line(event: Event, facts: Any) -> dict[str, Any]:
    room = ROOMS.get(event.machine)
    return {"time": f"{localtime(event.at):%H:%M}", "text": sentence(event, facts), "reason": said(event.facts),
            "detail": "", "paper": keyed(event), "tone": room.tones.get(event.verb, "") if room else "", "url": "",
            "links": _links(event) if room and room.links_papers else []}  # fmt: skip


def days(events: Iterable[Event], facts: Any) -> list[dict[str, Any]]:
    """Events by the day they were entered, newest first."""
    return [{"date": day, "events": [_line(e, facts) for e in group]}
            for day, group in groupby(events, key=lambda e: localtime(e.at).date())]  # fmt: skip


def page(room: Room, case: Any, facts: Any, before: int | None = None) -> dict[str, Any]:
    """The timeline tab: the latest, older ones on demand."""
    events = events_of(case, facts.dossier())
    found = list((events.filter(pk__lt=before) if before else events)[: SHOWN + 1])
    more = len(found) > SHOWN
    older = case_url(room, case.pk, tab="timeline", before=found[SHOWN - 1].pk) if more else ""
    return {"days": days(found[:SHOWN], facts), "older_url": older}


def latest(case: Any, facts: Any) -> list[dict[str, Any]]:
    """The last few events."""
    return days(events_of(case, facts.dossier())[:LATEST], facts)


def table(events: Sequence[Event], facts: Any) -> list[dict[str, Any]]:
    """Every event as a row, oldest first; events of another machine carry its own states."""
    return [_row(no, e, facts) for no, e in enumerate(events, 1)]


def _row(no: int, event: Event, facts: Any) -> dict[str, Any]:
    machine = MACHINES[event.machine]
    moved = isinstance(machine.by_move.get(event.verb), Move)
    return {
        "no": no, "at": event.at, "recorded_at": event.recorded_at, "text": sentence(event, facts),
        "from_label": machine.states(event.from_state).label if moved and event.from_state else "",
        "to_label": machine.states(event.to_state).label if moved else "", "reason": said(event.facts),
        "facts": keyed(event), "entered_by": event.entered_by or event.actor, "hash": bytes(event.hash).hex(),
    }  # fmt: skip


def verified(case: Any, events: Sequence[Event]) -> dict[str, Any]:
    """Does each event follow the one before, up to the last one that the case knows? Contents are verified by
    ``verify_journal``, in the database."""
    own = [e for e in events if e.machine == case.machine.name and e.case_id == case.pk]
    chained = all(bytes(b.prev_hash) == bytes(a.hash) for a, b in zip(own, own[1:], strict=False))
    numbered = [e.seq for e in own] == list(range(1, len(own) + 1))
    whole = len(own) == case.event_count and bool(own) and bytes(own[-1].hash) == bytes(case.head_hash)
    if chained and numbered and whole:
        return {"ok": True, "text": _("%(n)d条记录首尾相接，没有缺失。") % {"n": len(own)}}
    return {"ok": False, "text": _("记录不连续或有缺失，请告诉管理员并运行日志校验。")}
