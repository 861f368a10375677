"""Approval: the officer's or the meeting's decision, the award, the reserve, the planned line (relief.md §3, §9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from relief.applications.models import AgendaItem, Application, Award, HouseholdLock, Meeting
from relief.payouts.services import budget, planning
from workflows.clock import today
from workflows.engine import Fired, consequence, fire, verb
from workflows.errors import NotPossible
from workflows.fsm import Moment


@verb("relief_application", "approve")
def approve(m: Moment, *, agenda_item: AgendaItem | None = None) -> dict[str, Any]:
    """Write the award: the proposed amount, or the lower one that the meeting granted, from the named source."""
    a: Application = m.case
    facts = m.facts
    amount = facts.proposed_fen
    if agenda_item is not None and agenda_item.amount_fen is not None:
        amount = agenda_item.amount_fen
    if not 0 < amount <= facts.proposed_fen:
        raise NotPossible(_("批准金额须大于0，且不超过提请金额；要调整请退回审核。"))
    line = budget.line_for(facts.line.at("county"), m.today.year, a.proposed_source)
    if facts.award is not None:
        raise NotPossible(_("本案已有批准结果。"))
    award = Award.objects.create(
        application=a, on=m.occurred_on, amount_fen=amount, source=a.proposed_source, budget_line=line, role=m.role,
        level=facts.matrix_row.level, decided_by=m.actor, agenda_item=agenda_item,
        sentence=facts.calculation.sentence)  # fmt: skip
    return {"amount_fen": award.amount_fen, "source": award.source, "agenda_item": agenda_item}


@consequence("relief_application", "approve")
def reserve_and_plan(m: Moment, event: Any) -> None:
    """Reserve the money on its line and plan the payment."""
    award: Award = m.facts.award
    budget.reserve(award, event)
    planning.plan_line(award, because=m, county=m.facts.line.at("county"))


@consequence("relief_application", "reopen")
def undo_award(m: Moment, event: Any) -> None:
    """The approval is undone: lines cancelled, reserve freed, the award kept as revoked."""
    _free_money(m, event)


@consequence("relief_application", "*")
def free_where_no_desk(m: Moment, event: Any) -> None:
    """A state without desk frees the household's lock, unspent reserve and planned lines (relief.md §3)."""
    if event.to_state not in m.case.machine.ends or event.from_state == event.to_state:
        return
    HouseholdLock.objects.filter(application=m.case).delete()
    if event.to_state != "archived":
        _free_money(m, event)


def _free_money(m: Moment, event: Any) -> None:
    award = m.facts.award
    if award is None:
        return
    planning.cancel_lines(m.case, m)
    award.revoked_on = m.occurred_on
    award.save(update_fields=["revoked_on"])
    m.facts.__dict__.pop("award", None)


def record_meeting(*, organisation: Any, actor: Any, body: str, held_on: Any, present: int, entitled: int,
                   number: str = "", recused: str = "", scan: Any = None,
                   agenda: Sequence[dict[str, Any]]) -> Meeting:  # fmt: skip
    """Type a meeting's minutes once. Its agenda decides nothing yet: moves fire line by line (``decide``)."""
    if not 0 < present <= entitled:
        raise NotPossible(_("到会人数须大于0且不超过应到人数。"))
    if held_on > today():
        raise NotPossible(_("会议日期不能晚于今天。"))
    if not agenda:
        raise NotPossible(_("请至少选择一件议题。"))
    with transaction.atomic():
        meeting = Meeting.objects.create(
            organisation=organisation, body=body, held_on=held_on, number=number, present=present, entitled=entitled,
            recused=recused, scan=scan, recorded_by=actor)  # fmt: skip
        AgendaItem.objects.bulk_create(AgendaItem(meeting=meeting, **row) for row in agenda)
    return meeting


MOVE_OF = {"agree": "approve", "return": "return_county", "refuse": "refuse"}


def decide(*, meeting: Meeting, actor: Any) -> list[Fired]:
    """Fire the moves of the agenda, line by line, in one transaction; lines already decided are left alone."""
    fired = []
    with transaction.atomic():
        for item in meeting.agenda.select_related("application", "meeting").order_by("application_id"):
            if item.application.state == "approval":
                given = {"agenda_item": item} | ({"reason": item.reason} if item.decision != "agree" else {})
                fired.append(fire(item.application, MOVE_OF[item.decision], actor=actor, role="secretary", given=given))
    return fired
