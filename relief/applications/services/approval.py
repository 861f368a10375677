"""Approval: the officer's or the meeting's decision, the award, the reserve, the planned line (relief.md §3, §9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from relief.applications import limits
from relief.applications.calculating import require_within_bounds
from relief.applications.models import AgendaItem, Application, Award, HouseholdLock, Meeting
from relief.applications.services.intake import refuse_silence
from relief.applications.services.opinions import COUNTYS, void_opinions
from relief.payouts.services import budget, planning
from workflows import roles
from workflows.clock import today
from workflows.engine import Fired, consequence, fire, verb
from workflows.errors import NotAllowed, NotPossible
from workflows.fsm import Moment
from workflows.models import Event
from workflows.roles import Role


@verb("relief_application", "approve")
def approve(m: Moment, *, agenda_item: AgendaItem | None = None) -> dict[str, Any]:
    """Write the award: the proposed amount, or the lower one that the meeting granted, from the named source."""
    a: Application = m.case
    facts = m.facts
    if agenda_item is not None and (agenda_item.application_id != a.pk or _acted_on(agenda_item)):
        raise NotPossible(_("这一议题不是本案的，或已经办理过；请登记新的会议决定。"))
    if facts.content_changed:
        raise NotPossible(_("公示之后内容有变动，须先重新公示。"))
    amount = facts.proposed_fen
    if agenda_item is not None and agenda_item.amount_fen is not None:
        amount = agenda_item.amount_fen
    if not 0 < amount <= facts.proposed_fen:
        raise NotPossible(_("批准金额须大于0，且不超过提请金额；要调整请退回审核。"))
    limits.one_at_a_time(a)
    require_within_bounds(facts, amount, m.today)
    line = budget.line_for(facts.line.at("county"), m.today.year, a.proposed_source)
    if facts.award is not None:
        raise NotPossible(_("本案已有批准结果。"))
    award = Award.objects.create(
        application=a, on=m.occurred_on, amount_fen=amount, source=a.proposed_source, budget_line=line, role=m.role,
        level=facts.matrix_row.level, decided_by=m.actor, agenda_item=agenda_item,
        sentence=facts.calculation.sentence)  # fmt: skip
    return {"amount_fen": award.amount_fen, "source": award.source, "agenda_item": agenda_item}


@verb("relief_application", "refuse", "return_county", "reopen")
def decide_against(m: Moment, *, reason: str = "", ground: str = "", agenda_item: AgendaItem | None = None,
                   minutes: str = "") -> dict[str, Any]:  # fmt: skip
    """The role that the matrix names says no, or not yet; a secretary only writes down what a meeting decided (§2)."""
    if m.role != m.facts.matrix_row.by:
        raise NotAllowed(_("这一金额不由您的岗位决定。"))
    award = m.facts.award
    if m.verb == "reopen" and award and m.grant and m.grant.path != m.facts.line.at(award.level).path:
        raise NotAllowed(_("本案由另一级批准，只能由批准的那一级撤销。"))
    if m.verb == "return_county":
        void_opinions(m.case, COUNTYS)
    refuse_silence(m.verb, ground)
    on_agenda = agenda_item is not None and agenda_item.application_id == m.case.pk and not _acted_on(agenda_item)
    if m.role == Role.SECRETARY and not on_agenda and not minutes.strip():
        raise NotPossible(_("会议秘书只能登记会议的决定，请填写会议纪要编号。"))
    m.case.rejected_reason = reason if m.verb == "refuse" else m.case.rejected_reason
    m.case.save(update_fields=["rejected_reason"])
    return {"reason": reason, "ground": ground, "agenda_item": agenda_item, "minutes": minutes}


def _acted_on(item: AgendaItem) -> bool:
    """Has a move followed this decision of the meeting already? Minutes decide a case once."""
    moves = Event.objects.filter(machine=item.application.machine.name, case_id=item.application_id)
    return moves.filter(facts__agenda_item=item.pk).exists()


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
    batched = award.lines.filter(state="batched").select_related("batch").first()
    if batched is not None:
        raise NotPossible(_("发放明细已列入批次%(batch)s，请先由制单作废该批次。") % {"batch": batched.batch})
    planning.cancel_lines(m.case, m)
    award.revoked_on = m.occurred_on
    award.save(update_fields=["revoked_on"])
    m.facts.__dict__.pop("award", None)


def record_meeting(*, organisation: Any, actor: Any, body: str, held_on: Any, present: int, entitled: int,
                   number: str = "", recused: str = "", scan: Any = None,
                   agenda: Sequence[dict[str, Any]]) -> Meeting:  # fmt: skip
    """Type a meeting's minutes once. Its agenda decides nothing yet: moves fire line by line (``decide``)."""
    grants = roles.grants_of(actor.pk, today())
    if not any(g.role == Role.SECRETARY and g.path == organisation.path for g in grants):
        raise NotAllowed(_("会议纪要由召开会议的工会的会议秘书登记。"))
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
            if item.application.state == "approval" and not _acted_on(item):
                given = {"agenda_item": item} | ({"reason": item.reason} if item.decision != "agree" else {})
                fired.append(fire(item.application, MOVE_OF[item.decision], actor=actor, role="secretary", given=given))
    return fired
