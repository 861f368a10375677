"""The journal in sentences: 李梅(经办人)受理，适用演示办法第1版; and the same as a table for audit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.applications.models import Application
from relief.applications.pages import words
from relief.applications.selectors import events_of
from relief.schemes.rules import Scheme
from workflows import roles
from workflows.fsm import MACHINES, Move
from workflows.models import Event
from workflows.roles import Pseudo

SHOWN, LATEST = 60, 5
TONES = {
    **dict.fromkeys(("ask", "hold", "return_visit", "return_base", "return_county", "republish", "reopen"), "wait"),
    "fail": "wait",
    **dict.fromkeys(("decline", "refuse_at_base", "refuse_at_county", "refuse", "terminate", "lapse", "expire"), "bad"),
    **dict.fromkeys(("approve", "pay", "succeed", "archive"), "done"),
}
NOBODY: dict[str, Any] = {Pseudo.APPLICANT: gettext_lazy("申请人"), Pseudo.CLOCK: gettext_lazy("时限届满，系统"),
                          Pseudo.BANK: gettext_lazy("银行")}  # fmt: skip


def who(event: Event) -> str:
    """李梅(经办人), 李梅(审核员，代郑文涛), or the outsider who did it."""
    if event.actor is None:
        return str(NOBODY.get(event.role, event.role))
    role = roles.label(event.role)
    if event.principal:
        role = _("%(role)s，代%(principal)s") % {"role": role, "principal": event.principal}
    return f"{event.actor}({role})"


def did(event: Event) -> str:
    """What was done; the register of a payout line belongs to the money, not to the case."""
    label = event.label
    if event.verb == "open":
        label = _("登记") + str(MACHINES[event.machine].label if event.machine != "relief_application" else _("草稿"))
    return str(label)


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


def sentence(event: Event, scheme: Scheme) -> str:
    """One event, with the facts that matter."""
    detail = words.details(event.verb, event.facts, scheme)
    return f"{who(event)}{did(event)}" + (f"：{detail}" if detail else "")


def _line(event: Event, scheme: Scheme) -> dict[str, Any]:
    return {"time": f"{localtime(event.at):%H:%M}", "text": sentence(event, scheme), "reason": words.said(event.facts),
            "detail": "", "paper": keyed(event), "tone": TONES.get(event.verb, ""), "url": ""}  # fmt: skip


def days(events: Iterable[Event], scheme: Scheme) -> list[dict[str, Any]]:
    """Events by the day they were entered, newest first."""
    return [{"date": day, "events": [_line(e, scheme) for e in group]}
            for day, group in groupby(events, key=lambda e: localtime(e.at).date())]  # fmt: skip


def page(case: Application, scheme: Scheme, before: int | None) -> dict[str, Any]:
    """The timeline tab: the latest, older ones on demand."""
    events = events_of(case)
    found = list((events.filter(pk__lt=before) if before else events)[: SHOWN + 1])
    older = ""
    if len(found) > SHOWN:
        older = f"{reverse('application', args=[case.pk])}?tab=timeline&before={found[SHOWN - 1].pk}"
    return {"days": days(found[:SHOWN], scheme), "older_url": older}


def latest(case: Application, scheme: Scheme) -> list[dict[str, Any]]:
    """The last few events."""
    return days(events_of(case)[:LATEST], scheme)


def table(events: Sequence[Event], scheme: Scheme) -> list[dict[str, Any]]:
    """Every event as a row, oldest first; a payout line's events carry their own machine's states."""
    return [_row(no, e, scheme) for no, e in enumerate(events, 1)]


def _row(no: int, event: Event, scheme: Scheme) -> dict[str, Any]:
    machine = MACHINES[event.machine]
    moved = event.verb in machine.by_move and isinstance(machine.by_move[event.verb], Move)
    return {
        "no": no, "at": event.at, "recorded_at": event.recorded_at, "text": sentence(event, scheme),
        "from_label": machine.states(event.from_state).label if moved and event.from_state else "",
        "to_label": machine.states(event.to_state).label if moved else "", "reason": words.said(event.facts),
        "facts": keyed(event), "entered_by": event.entered_by or event.actor, "hash": bytes(event.hash).hex(),
    }  # fmt: skip


def verified(case: Application, events: Sequence[Event]) -> dict[str, Any]:
    """Does each event follow the one before, up to the last one that the case knows? Contents are verified by
    ``verify_journal``, in the database."""
    own = [e for e in events if e.machine == case.machine.name and e.case_id == case.pk]
    chained = all(bytes(b.prev_hash) == bytes(a.hash) for a, b in zip(own, own[1:], strict=False))
    numbered = [e.seq for e in own] == list(range(1, len(own) + 1))
    whole = len(own) == case.event_count and bool(own) and bytes(own[-1].hash) == bytes(case.head_hash)
    if chained and numbered and whole:
        return {"ok": True, "text": _("%(n)d条记录首尾相接，没有缺失。") % {"n": len(own)}}
    return {"ok": False, "text": _("记录不连续或有缺失，请告诉管理员并运行日志校验。")}
