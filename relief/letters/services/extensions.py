"""Extensions 延期 of the addressee's clock: granted within the rules, or refused with a reason (supervision.md §7)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from relief.documents.services import Upload
from relief.jurisdictions.clock import Answer
from relief.letters.models import ExtensionRequest
from relief.letters.services.papers import MACHINE, file_one, filed, not_ahead, written
from workflows.engine import verb
from workflows.errors import NotPossible
from workflows.fsm import Moment
from workflows.models import Extension

CLOCK = "reply"
"""The name of the clock that is lengthened: the limit of the stage awaiting_reply."""
GROUNDS = {Answer.REFUSED_NONE_ALLOWED: ExtensionRequest.Ground.NONE_ALLOWED,
           Answer.REFUSED_LATE: ExtensionRequest.Ground.LATE,
           Answer.REFUSED_TOO_LONG: ExtensionRequest.Ground.TOO_LONG}  # fmt: skip


@verb(MACHINE, "extend")
def extend(m: Moment, *, requested_on: date, n: int, plan: Upload | None = None, reason: str = "") -> dict[str, Any]:
    """Counted from the due day in force; the guards judge the request by the clock as it stood before."""
    _asked(m, requested_on, n)
    rule = m.facts.reply_rule.extension
    unit = rule.unit if rule is not None else m.facts.reply_rule.unit
    document = file_one(m, "EXTENSION_PLAN", plan)
    ExtensionRequest.objects.create(letter=m.case, requested_on=requested_on, n=n, plan=document, granted=True,
                                    reason=reason.strip(), at=m.at)  # fmt: skip
    Extension.objects.create(machine=MACHINE, case_id=m.case.pk, clock=CLOCK, started_on=requested_on, n=n, unit=unit,
                             reason=reason.strip())  # fmt: skip
    m.facts.__dict__.pop("timekeeping", None)
    return {"requested_on": requested_on, "n": n, "unit": unit, "reason": reason, **filed({"plan": document})}


@verb(MACHINE, "refuse_extension")
def refuse_extension(m: Moment, *, requested_on: date, n: int, reason: str = "",
                     plan: Upload | None = None) -> dict[str, Any]:  # fmt: skip
    """With the rule that forbids it, tested in the order NONE_ALLOWED, LATE, TOO_LONG; else by decision."""
    _asked(m, requested_on, n)
    ground = GROUNDS.get(m.facts.judge(requested_on, n), ExtensionRequest.Ground.DECIDED)
    document = file_one(m, "EXTENSION_PLAN", plan)
    ExtensionRequest.objects.create(letter=m.case, requested_on=requested_on, n=n, plan=document, granted=False,
                                    ground=ground, reason=written(reason, _("理由")), at=m.at)  # fmt: skip
    return {"requested_on": requested_on, "n": n, "ground": ground, "reason": reason}


def _asked(m: Moment, on: date, n: int) -> None:
    """A request lies between service and today, for at least one day."""
    not_ahead(m, on, _("申请日期"))
    limit = m.facts.reply_limit
    if limit is None or on < limit.start:
        raise NotPossible(_("申请日期不能早于送达日期。"))
    if n < 1:
        raise NotPossible(_("申请天数须至少为1。"))
