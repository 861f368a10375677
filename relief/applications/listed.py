"""The list of cases: its filters, which live in the address, its pages by key, its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.applications.desk import AMOUNT
from relief.applications.models import Application
from relief.applications.pages.head import person_detail, title_of
from relief.applications.selectors import applications_under
from relief.casework.shown import Counted
from relief.organisations.models import Organisation
from relief.people.masking import mask_name
from relief.queue.dues import due_cell
from relief.queue.filters import units
from relief.queue.pages import why_url
from relief.queue.paging import CAP, PAGE, capped
from relief.queue.sitting import Sitting
from relief.schemes.rules import Scheme
from workflows.desks import open_tasks
from workflows.models import Pause
from workflows.relief_application import LIVE, RELIEF_APPLICATION, State
from workflows.roles import Pseudo, label

GROUPS: Mapping[str, tuple[Any, Iterable[str]]] = {
    "live": (gettext_lazy("在办"), [*LIVE, State.PAID]),
    "ended": (gettext_lazy("已办结"), RELIEF_APPLICATION.ends),
}
AWAITED = {Pseudo.APPLICANT: gettext_lazy("等申请人"), Pseudo.BANK: gettext_lazy("等银行"),
           Pseudo.CLOCK: gettext_lazy("等期满")}  # fmt: skip
KEYS = ("state", "cause", "unit", "number", "since", "until", "import")


@dataclass(frozen=True)
class Listed:
    """A page of the list."""

    rows: list[Any]
    total: int
    previous: int | None
    next: int | None


def asked(words: Mapping[str, str]) -> dict[str, str]:
    """The filters of an address; empty ones are none."""
    return {k: words[k].strip() for k in KEYS if words.get(k, "").strip()}


def matching(sitting: Sitting, wanted: Mapping[str, str]) -> QuerySet[Application]:
    """The reader's cases that the filters ask for."""
    found = applications_under(sitting.readable)
    state = wanted.get("state", "")
    if state in GROUPS:
        found = found.filter(state__in=list(GROUPS[state][1]))
    elif state:
        found = found.filter(state=state)
    if "cause" in wanted:
        found = found.filter(cause=wanted["cause"])
    if wanted.get("unit", "").isdecimal():
        found = found.filter(Q(organisation=wanted["unit"]) | _below(wanted["unit"]))
    if "number" in wanted:
        found = found.filter(number__contains=wanted["number"])
    if "import" in wanted:
        found = found.filter(import_digest__startswith=wanted["import"])
    for key, lookup in (("since", "application_date__gte"), ("until", "application_date__lte")):
        day = read_day(wanted.get(key, ""))
        found = found.filter(**{lookup: day}) if day else found
    return found


def _below(unit: str) -> Q:
    own = Organisation.objects.filter(pk=unit).first() if len(unit) < 10 else None
    return Q(organisation__path__startswith=own.path) if own else Q(pk__in=[])


def read_day(text: str) -> date | None:
    """A day of the address; anything else is no filter."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def page_of(found: QuerySet[Application], at: str) -> Listed:
    """A page by key, the latest first. ``at``: 120 = those below case 120, -120 = those above it."""
    key = at.removeprefix("-")
    back = at.startswith("-")
    rows = found.select_related("organisation").annotate(
        fen=AMOUNT, paused=_PAUSED, owner=Subquery(_ON_A_DESK.values("owner__name")[:1]),
        desk_role=Subquery(_ON_A_DESK.values("role")[:1]),
        total=Counted(found.order_by().values("pk")[: CAP + 1]))  # fmt: skip
    if key.isdecimal() and len(key) < 19:
        rows = rows.filter(pk__gt=key) if back else rows.filter(pk__lt=key)
    read = list(rows.order_by("pk" if back else "-pk")[: PAGE + 1])
    more, shown = len(read) > PAGE, read[:PAGE]
    if back:
        shown.reverse()
    before, after = (more, True) if back else (bool(key), more)
    if not shown:
        return Listed([], 0, None, None)
    return Listed(shown, shown[0].total, shown[0].pk if before else None, shown[-1].pk if after else None)


_ON_A_DESK = open_tasks().filter(machine=RELIEF_APPLICATION.name, case_id=OuterRef("pk"))
_PAUSED = Exists(Pause.objects.filter(machine=RELIEF_APPLICATION.name, case_id=OuterRef("pk"), ended_on=None))


def rows(listed: Listed, sitting: Sitting, scheme: Scheme) -> list[dict[str, Any]]:
    """The rows as templates/applications/list.html shows them."""
    return [_row(a, sitting, scheme) for a in listed.rows]


def _holder(a: Any) -> str:
    """Who has the file on the table, or who is to take it."""
    if a.owner or not a.desk_role:
        return a.owner or ""
    return str(AWAITED.get(a.desk_role) or _("待%(role)s领取") % {"role": label(a.desk_role)})


def _row(a: Any, sitting: Sitting, scheme: Scheme) -> dict[str, Any]:
    due = due_cell(a.due_on, None, today=sitting.on, now=sitting.now, stopped=a.paused,
                   why_url=why_url(a.machine.name, a.pk))  # fmt: skip
    cause = scheme.causes.get(a.cause)
    return {
        "pk": a.pk, "url": reverse("application", args=[a.pk]), "number": title_of(a), "state": a.state,
        "state_label": a.state_label, "party": mask_name(a.name), "party_detail": person_detail(a, sitting.on),
        "organisation": a.organisation.name, "cause": cause.label if cause else a.cause, "fen": a.fen,
        "opened_on": a.application_date, "due": due, "holder": _holder(a),
    }  # fmt: skip


def controls(sitting: Sitting, wanted: Mapping[str, str], scheme: Scheme) -> dict[str, Any]:
    """What stands above the list: selects, and the fields one types (one query: the units)."""
    chosen = wanted.get("unit", "")
    states = [*((key, str(word)) for key, (word, _s) in GROUPS.items()), *State.choices]
    named = units(sitting, int(chosen) if chosen.isdecimal() and len(chosen) < 10 else None)
    selects = [
        _select("state", _("状态"), states, wanted.get("state", "")),
        _select("cause", _("致困原因"), [(c, x.label) for c, x in scheme.causes.items()], wanted.get("cause", "")),
        _select("unit", _("单位"), named if len(named) > 1 else [], chosen),
    ]
    typed = [
        {"name": "number", "label": _("编号"), "type": "search", "value": wanted.get("number", "")},
        {"name": "since", "label": _("申请日期自"), "type": "date", "value": wanted.get("since", "")},
        {"name": "until", "label": _("至"), "type": "date", "value": wanted.get("until", "")},
    ]
    hidden = [{"name": "import", "value": wanted["import"]}] if "import" in wanted else []
    return {"filters": [s for s in selects if len(s["options"]) > 1], "filters_typed": typed, "filters_hidden": hidden,
            "filters_on": bool(wanted), "clear_url": reverse("applications")}  # fmt: skip


def _select(name: str, word: str, options: Iterable[tuple[str, Any]], chosen: str) -> dict[str, Any]:
    listed = [("", _("全部")), *options]
    return {"name": name, "label": word,
            "options": [{"value": v, "label": w, "selected": v == chosen} for v, w in listed]}  # fmt: skip


def pager(listed: Listed, wanted: Mapping[str, str]) -> dict[str, Any]:
    """Earlier and later pages keep the filters."""
    def url(at: str) -> str:
        return f"{reverse('applications')}?{urlencode({**wanted, 'at': at})}"

    return {
        "shown": len(listed.rows), "total": capped(listed.total),
        "previous_url": url(f"-{listed.previous}") if listed.previous else "",
        "next_url": url(str(listed.next)) if listed.next else "",
    }  # fmt: skip
