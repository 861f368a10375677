"""What a department says to a recommendation: filed, declined, result (supervision.md §5 †, §11)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from relief.documents.services import Upload
from relief.letters.models import DepartmentAnswer, SupervisionLetter
from relief.letters.services.papers import MACHINE, file_one, filed, not_ahead, written
from workflows.engine import verb
from workflows.errors import NotPossible
from workflows.fsm import Moment

What = DepartmentAnswer.What


def _answered(m: Moment, what: str, on: date, paper: Upload | None, **values: Any) -> dict[str, Any]:
    """One answer of the department, with its paper."""
    not_ahead(m, on, _("日期"))
    if m.facts.receipt is None or on < m.facts.receipt.served_on:
        raise NotPossible(_("日期不能早于送达日期。"))
    document = file_one(m, f"DEPARTMENT:{what}", paper)
    DepartmentAnswer.objects.create(letter=m.case, what=what, on=on, paper=document, at=m.at, **values)
    return {"on": on, **values, **filed({"paper": document})}


@verb(MACHINE, "file")
def file(m: Moment, *, on: date, case_no: str, paper: Upload | None = None) -> dict[str, Any]:
    """The department took the matter up; its result is counted from this day."""
    return _answered(m, What.FILED, on, paper, case_no=case_no.strip())


@verb(MACHINE, "decline")
def decline(m: Moment, *, on: date, reasons: str = "", oral: bool = False, paper: Upload | None = None) -> dict[str, Any]:
    """It did not, with reasons, or told us so by word of mouth."""
    return _answered(m, What.DECLINED, on, paper, reasons=reasons.strip(), oral=oral)


@verb(MACHINE, "ask_reasons")
def ask_reasons(m: Moment, *, why_weak: str = "") -> dict[str, Any]:
    """None were given, or those given do not bear: the department has recommendation_reasons from today."""
    m.case.reasons_asked_on = m.occurred_on
    m.case.save(update_fields=["reasons_asked_on"])
    return {"why_weak": why_weak.strip()}


@verb(MACHINE, "report_result")
def report_result(m: Moment, *, on: date, result: str, decision_no: str = "", paper: Upload | None = None) -> dict[str, Any]:
    """What the department did, and the number of its decision."""
    return _answered(m, What.RESULT, on, paper, result=result.strip(), decision_no=decision_no.strip())


@verb(MACHINE, "accept_result")
def accept_result(m: Moment, *, judgement: str) -> dict[str, Any]:
    """The director judges the result sufficient, in words."""
    answer = m.facts.answer(What.RESULT)
    answer.judgement = written(judgement, _("认定意见"))
    answer.save(update_fields=["judgement"])
    m.case.detail = SupervisionLetter.Detail.FULL
    m.case.save(update_fields=["detail"])
    return {"judgement": judgement}
