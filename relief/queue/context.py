"""The frame of every page: what this person's grants open, with counts; who they are; which rules are unconfirmed.

Nothing is read before a template asks: error pages, fragments and the sign-in page cost no query.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.queue import selectors
from relief.queue.navigation import sections
from relief.queue.paging import capped
from relief.queue.registry import KINDS
from relief.queue.selectors import Frame
from relief.queue.sitting import Sitting, sitting_of
from relief.schemes.errors import SchemeError
from relief.schemes.selectors import scheme_on
from workflows import clock
from workflows.roles import label

TABS = {
    "mine": gettext_lazy("我的待办"),
    "open": gettext_lazy("各岗位待领"),
    "overdue": gettext_lazy("已逾期"),
    "waiting": gettext_lazy("等待他人"),
    "done": gettext_lazy("我办过的"),
}
ROLES_SHOWN = 3


def frame(request: HttpRequest) -> Mapping[str, Any]:
    """nav, me, banner and today for templates/base.html."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {
        "nav": SimpleLazyObject(lambda: navigation(request)),
        "me": SimpleLazyObject(lambda: _me(request)),
        "banner": SimpleLazyObject(lambda: banner(request)),
        "today": SimpleLazyObject(clock.today),
    }


def frame_of(request: HttpRequest) -> Frame:
    """The counts of a request, read once."""
    known: Frame | None = getattr(request, "_frame", None)
    if known is None:
        known = selectors.frame_of(sitting_of(request))
        request._frame = known  # type: ignore[attr-defined]
    return known


def tabs(request: HttpRequest, active: str) -> list[dict[str, Any]]:
    """The desks with their counts; 我办过的 only grows and has none."""
    counts = frame_of(request).counts
    return [
        {"label": word, "url": f"{reverse('desk')}?tab={name}", "active": name == active,
         "count": capped(counts[name]) if name in counts else None}
        for name, word in TABS.items()
    ]  # fmt: skip


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The desks of those who read cases, then what the grants open."""
    sitting = sitting_of(request)
    here = (request.resolver_match.url_name if request.resolver_match else "") or ""
    found: list[dict[str, Any]] = []
    if sitting.covered or not sitting.grants:
        desks = tabs(request, getattr(request, "desk_tab", ""))
        found.append({"title": "", "items": [d if d["count"] != "0" else {**d, "count": None} for d in desks]})
    held, active = {g.role for g in sitting.held}, _active(here)
    for section in sections():
        items = [{"label": e.word, "url": reverse(e.page), "count": None, "active": e.page == active}
                 for e in section.entries if e.roles & held]  # fmt: skip
        if items:
            found.append({"title": section.title, "items": items})
    return found


def _active(here: str) -> str:
    """The entry under which a page stands: its own, or the one whose stem its name begins with."""
    entries = [entry for section in sections() for entry in section.entries]
    if here in {entry.page for entry in entries}:
        return here
    return next((e.page for e in entries if e.stem and here.startswith(e.stem)), "")


def _me(request: HttpRequest) -> dict[str, Any]:
    sitting, units = sitting_of(request), frame_of(request).units
    return {
        "name": str(request.user),
        "organisation": _names(units, (g.organisation_id for g in sitting.held), 1),
        "role": "、".join(label(r) for r in sitting.roles[:ROLES_SHOWN] if sitting.role in ("", r)),
        "roles": _switch(sitting, units),
    }


def _switch(sitting: Sitting, units: Mapping[int, str]) -> list[dict[str, Any]]:
    """One line a role, those held for somebody else marked; the first one unites them again."""
    lines = [{"label": _("全部岗位"), "value": "", "organisation": "", "active": not sitting.role}]
    for role in sitting.roles:
        grants = [g for g in sitting.grants if g.role == role]
        lent = all(g.principal_id for g in grants)
        lines.append({
            "label": _("%(role)s（代理）") % {"role": label(role)} if lent else label(role), "value": role,
            "organisation": _names(units, (g.organisation_id for g in grants), 2), "active": sitting.role == role,
        })  # fmt: skip
    return lines if len(sitting.roles) > 1 else []


def _names(units: Mapping[int, str], keys: Iterable[int], shown: int) -> str:
    names = list(dict.fromkeys(units[key] for key in keys if key in units))
    more = _("等%(n)d家") % {"n": len(names)} if len(names) > shown else ""
    return "、".join(names[:shown]) + more


def banner(request: HttpRequest) -> str:
    """Which rules are not confirmed yet, and that no number of theirs is final: those of the case that is open, else
    those by which the reader works, relief's before others."""
    own = _own_banner(request)
    if own is not None:
        return own
    try:
        return scheme_on(clock.today()).rules.banner
    except SchemeError as error:
        return str(error)


def _own_banner(request: HttpRequest) -> str | None:
    case = getattr(request, "case", None)
    if case is not None:
        return KINDS[case.machine.name].banner(case) if case.machine.name in KINDS else None
    sitting = sitting_of(request)
    if sitting.readable:
        return None
    said = (kind.common_banner(sitting) for kind in KINDS.values() if kind.tops(sitting.grants))
    return next((text for text in said if text is not None), None)
