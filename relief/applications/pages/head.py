"""The head of a case's page: number, state, due day, person, union."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from relief.applications.models import Application
from relief.applications.options import Stand
from relief.applications.selectors import Surroundings
from relief.people.identifiers import age_on
from relief.people.masking import mask_name
from relief.queue.dues import due_cell
from relief.queue.pages import case_title, why_url
from relief.queue.sitting import Sitting
from workflows.timekeeping import Deadline

TABS = ("overview", "facts", "visit", "amount", "documents", "papers", "payout", "timeline")


def case_head(stand: Stand, sitting: Sitting) -> dict[str, Any]:
    """What stands above every tab."""
    a, facts = stand.case, stand.facts
    deadline = facts.deadline if a.machine.stage(a.state).has_desk else Deadline()
    stopped = deadline.why is not None and deadline.due_on is None
    due = due_cell(deadline.due_on, deadline.due_at, today=sitting.on, now=sitting.now, stopped=stopped,
                   why_url=why_url(a.machine.name, a.pk))  # fmt: skip
    cause = facts.scheme.causes.get(a.cause)
    return {
        "pk": a.pk, "number": title_of(a), "workflow": a.machine.label, "state": a.state,
        "state_label": a.state_label, "due": due, "person": mask_name(a.name),
        "person_detail": person_detail(a, sitting.on), "organisation": a.organisation.name,
        "cause": cause.label if cause else a.cause, "fen": _fen(stand), "marks": _marks(stand), "held": facts.held,
    }  # fmt: skip


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
    if stand.meeting_decides:
        found.append(_("须上会"))
    return found


def tab_links(a: Application, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The tabs and how much lies behind those that hold papers."""
    labels = {"overview": _("概要"), "facts": _("申请与家庭"), "visit": _("调查与核对"), "amount": _("金额"),
              "documents": _("材料"), "papers": _("文书"), "payout": _("发放"), "timeline": _("时间线")}  # fmt: skip
    url = reverse("application", args=[a.pk])
    return [{"key": key, "label": labels[key], "url": f"{url}?tab={key}" if key != TABS[0] else url,
             "count": counts.get(key)} for key in TABS]  # fmt: skip


def around(a: Application, found: Surroundings) -> dict[str, str]:
    """The cases before and after this one in the same state, and its records."""
    pk = a.pk
    return {
        "previous_url": reverse("application", args=[found.before]) if found.before else "",
        "next_url": reverse("application", args=[found.after]) if found.after else "",
        "print_url": reverse("application_print", args=[pk]),
        "journal_url": reverse("application_journal", args=[pk]),
    }


def crumbs(a: Application) -> list[dict[str, str]]:
    """Union › workflow › number."""
    listed = reverse("applications")
    return [{"label": a.organisation.name, "url": f"{listed}?unit={a.organisation_id}"},
            {"label": str(a.machine.label), "url": listed}, {"label": title_of(a), "url": ""}]  # fmt: skip
