"""The head of a case's page: number, state, due day, person, union."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from relief.applications.models import Application
from relief.applications.options import meeting_decides
from relief.casework.stand import Stand
from relief.people.identifiers import age_on
from relief.people.masking import mask_name
from relief.queue.pages import case_title
from relief.queue.sitting import Sitting


def head(stand: Stand, sitting: Sitting) -> dict[str, Any]:
    """What stands above every tab besides number, state and due day."""
    a, cause = stand.case, stand.facts.scheme.causes.get(stand.case.cause)
    return {"who": mask_name(a.name), "fen": _fen(stand), "marks": _marks(stand),
            "line": [person_detail(a, sitting.on), a.organisation.name, cause.label if cause else a.cause]}  # fmt: skip


def title_of(a: Application) -> str:
    """The number, or what a case without one is called."""
    return case_title(a.machine.name, a.pk, a.number)


def person_detail(a: Application, on: date) -> str:
    """男 · 41岁."""
    parts = [str(a.get_sex_display())] if a.sex else []
    if a.birth_on:
        parts.append(_("%(n)d岁") % {"n": age_on(a.birth_on, on)})
    return " · ".join(parts)


def _fen(stand: Stand) -> int | None:
    """What was decided, else what is proposed; nothing before the first calculation."""
    if stand.facts.award is not None:
        return int(stand.facts.award.amount_fen)
    return stand.facts.proposed_fen or None


def _marks(stand: Stand) -> list[str]:
    a, facts = stand.case, stand.facts
    found = [_("暂缓办理")] if facts.held else []
    if a.relative_of_staff:
        found.append(_("职工亲属"))
    if a.drawn_for_sample:
        found.append(_("抽中复核"))
    if facts.small_office:
        found.append(_("合并岗位"))
    if meeting_decides(stand):
        found.append(_("须上会"))
    return found


def crumbs(a: Application) -> list[dict[str, str]]:
    """Union › workflow › number."""
    listed = reverse("applications")
    return [{"label": a.organisation.name, "url": f"{listed}?unit={a.organisation_id}"},
            {"label": str(a.machine.label), "url": listed}, {"label": title_of(a), "url": ""}]  # fmt: skip
