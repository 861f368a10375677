"""What each part of a case's page shows, as plain values for the templates."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from relief.applications.pages import amount, documents, facts, papers, payout, visit
from relief.casework import timeline
from relief.casework.rooms import Asked, Tab, case_url
from relief.casework.stand import Stand
from relief.casework.tabs import TIMELINE, number_in
from relief.queue.sitting import Sitting


def _overview(stand: Stand, _sitting: Sitting, _asked: Asked) -> dict[str, Any]:
    return {
        "groups": facts.key_facts(stand), "calculation": amount.shown(stand), "award": amount.award(stand),
        "days": timeline.latest(stand.case, stand.facts),
        "timeline_url": case_url(stand.room, stand.case.pk, tab=TIMELINE.key),
    }  # fmt: skip


def _documents(stand: Stand, sitting: Sitting, asked: Asked) -> dict[str, Any]:
    return documents.page(stand, sitting, number_in(asked.get("document")))


TABS = (
    Tab("overview", _("概要"), "applications/_overview.html", _overview, prints=False),
    Tab("facts", _("申请与家庭"), "applications/_facts.html", lambda stand, _s, _a: facts.page(stand)),
    Tab("visit", _("调查与核对"), "applications/_visit.html", lambda stand, _s, _a: visit.page(stand)),
    Tab("amount", _("金额"), "applications/_amount.html", lambda stand, _s, _a: amount.page(stand)),
    Tab("documents", _("材料"), "casework/_documents.html", _documents),
    Tab("papers", _("文书"), "casework/_papers.html", lambda stand, sitting, _a: papers.page(stand, sitting)),
    Tab("payout", _("发放"), "applications/_payout.html", lambda stand, sitting, _a: payout.page(stand, sitting)),
    TIMELINE,
)
