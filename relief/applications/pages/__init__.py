"""What each part of a case's page shows, as plain values for the templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest

from relief.applications.options import Stand
from relief.applications.pages import amount, documents, facts, papers, payout, timeline, visit
from relief.applications.pages.head import TABS, tab_links
from relief.applications.selectors import Surroundings
from relief.queue.sitting import Sitting, sitting_of

Asked = Mapping[str, str]
Page = Callable[[Stand, Sitting, Asked], dict[str, Any]]


def _overview(stand: Stand, _sitting: Sitting, _asked: Asked) -> dict[str, Any]:
    return {
        "groups": facts.key_facts(stand), "calculation": amount.shown(stand), "award": amount.award(stand),
        "days": timeline.latest(stand.case, stand.facts.scheme),
        "timeline_url": next(t["url"] for t in tab_links(stand.case, {}) if t["key"] == "timeline"),
    }  # fmt: skip


PAGES: Mapping[str, Page] = {
    "overview": _overview,
    "facts": lambda stand, _s, _a: facts.page(stand),
    "visit": lambda stand, _s, _a: visit.page(stand),
    "amount": lambda stand, _s, _a: amount.page(stand),
    "documents": lambda stand, sitting, asked: documents.page(stand, sitting, _number(asked.get("document"))),
    "papers": lambda stand, sitting, _a: papers.page(stand, sitting),
    "payout": lambda stand, _s, _a: payout.page(stand),
    "timeline": lambda stand, _s, asked: timeline.page(stand.case, stand.facts.scheme, _number(asked.get("before"))),
}


def tab_context(request: HttpRequest, stand: Stand, found: Surroundings) -> dict[str, Any]:
    """The open tab and the way to the others. A tab that does not exist is the first one."""
    counts = {"documents": found.documents, "papers": found.papers}
    tab = request.GET.get("tab", "")
    tab = tab if tab in PAGES else TABS[0]
    return {
        "tabs": tab_links(stand.case, counts), "tab": tab, "tab_template": f"applications/_{tab}.html",
        **PAGES[tab](stand, sitting_of(request), request.GET),
    }  # fmt: skip


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 18 else None
