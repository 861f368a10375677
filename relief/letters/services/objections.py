"""Objections 异议: the clock stands from the day after one to the day its result is served (supervision.md §10)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from relief.documents.services import Upload
from relief.letters.facts.clocks import OBJECTING
from relief.letters.models import Objection, Recheck, SupervisionLetter
from relief.letters.services.papers import MACHINE, file_one, filed, not_ahead, written
from workflows.engine import close_pause, open_pause, verb
from workflows.errors import NotPossible
from workflows.fsm import Moment
from workflows.models import Pause

ONE_DAY = timedelta(days=1)


@verb(MACHINE, "object")
def object_(m: Moment, *, received_on: date, grounds: str, paper: Upload | None = None) -> dict[str, Any]:
    """An objection with its reasons; without them it is an open item of the reply."""
    not_ahead(m, received_on, _("收到日期"))
    receipt, last = m.facts.receipt, m.facts.objection
    if receipt is None or received_on < receipt.served_on:
        raise NotPossible(_("收到日期不能早于送达日期。"))
    if last is not None and received_on <= last.result_served_on:
        raise NotPossible(_("收到日期须在上次复核结果送达之后。"))
    document = file_one(m, "OBJECTION", paper)
    Objection.objects.create(letter=m.case, received_on=received_on, grounds=grounds.strip(), paper=document, at=m.at)
    open_pause(m, OBJECTING, started_on=received_on + ONE_DAY)
    return {"received_on": received_on, "grounds": grounds, **filed({"paper": document})}


@verb(MACHINE, "recheck")
def recheck(m: Moment, *, opinion: str) -> dict[str, Any]:
    """One other supervisor's word, each once; whether they come from the higher union is read from their grant."""
    higher = m.grant is not None and m.grant.path != m.facts.line.own.path
    if m.actor.pk in m.facts.recheckers:
        raise NotPossible(_("您已登记过对这次异议的复核意见。"))
    Recheck.objects.create(objection=m.facts.objection, person=m.actor, opinion=written(opinion, _("复核意见")),
                           from_higher=higher, at=m.at)  # fmt: skip
    return {"opinion": opinion, "from_higher": higher}


@verb(MACHINE, "uphold")
def uphold(m: Moment, *, result: str, result_served_on: date) -> dict[str, Any]:
    """The letter stands; its clock runs on from the day after the result was served."""
    objection: Objection = m.facts.objection
    not_ahead(m, result_served_on, _("复核结果送达日期"))
    if result_served_on < objection.received_on:
        raise NotPossible(_("复核结果送达日期不能早于收到异议的日期。"))
    objection.result, objection.result_served_on = result.strip(), result_served_on
    objection.save(update_fields=["result", "result_served_on"])
    end_pause(m, result_served_on)
    return {"result": result, "result_served_on": result_served_on}


def end_pause(m: Moment, on: date) -> None:
    """Close the pause with that day; one that would have begun only later never began."""
    span = m.facts.timekeeping.open_pause(OBJECTING)
    if span is None:
        return
    if on >= span.started_on:
        close_pause(m, OBJECTING, ended_on=on)
        return
    Pause.objects.filter(machine=MACHINE, case_id=m.case.pk, kind=OBJECTING, ended_on=None).delete()
    m.facts.timekeeping.pauses.remove(span)


@verb(MACHINE, "supersede")
def supersede(m: Moment, *, opinion: str = "") -> dict[str, Any]:
    """Another letter stands in its place, or the case ends (§5 outcomes, §6.3)."""
    letter: SupervisionLetter = m.case
    follower = m.facts.successor
    detail = SupervisionLetter.Detail
    if follower is None:
        letter.detail = detail.CASE_ENDED
    else:
        letter.detail = detail.REISSUED if follower.kind == letter.kind else detail.ESCALATED
    letter.save(update_fields=["detail"])
    end_pause(m, m.occurred_on)
    return {"detail": letter.detail, "successor": follower.number if follower else "", "opinion": opinion}
