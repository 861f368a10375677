"""协商: opened where both sides are willing, settled with terms (supervision.md §4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from relief.documents.services import Upload
from relief.supervision.models import Settlement
from relief.supervision.services.filing import CASE, filed_one, names_kept_out
from workflows.engine import verb
from workflows.errors import NotPossible
from workflows.fsm import Moment


@verb(CASE, "negotiate")
def negotiate(m: Moment, *, workers_willing: bool, employer_willing: bool, reason: str = "") -> dict[str, Any]:
    """转入协商: who asked both sides, and that both agreed."""
    names_kept_out(m, reason)
    m.case.talks_agreed_on = m.occurred_on if workers_willing is True and employer_willing is True else None
    m.case.save(update_fields=["talks_agreed_on"])
    return {"workers_willing": workers_willing, "employer_willing": employer_willing, "reason": reason}


@verb(CASE, "settle")
def settle(m: Moment, *, agreed_on: date, terms: Sequence[Mapping[str, Any]], agreed_by: str,
           paper: Upload | None = None) -> dict[str, Any]:  # fmt: skip
    """协商达成一致: the terms that the employer has to keep, each with its day."""
    if agreed_on > m.today:
        raise NotPossible(_("达成日期不能晚于今天。"))
    if not terms or not all(str(t.get("text") or "").strip() for t in terms):
        raise NotPossible(_("请逐项填写约定内容。"))
    kept = [{"n": n, "text": str(t["text"]).strip(), "due_on": _day(t.get("due_on"))} for n, t in enumerate(terms, 1)]
    row = Settlement.objects.create(case=m.case, by=m.actor, at=m.at, agreed_on=agreed_on, terms=kept,
                                    agreed_by=agreed_by.strip(), document=filed_one(m, "SETTLEMENT", paper))  # fmt: skip
    return {"settlement": row.pk, "agreed_on": agreed_on, "terms": len(kept)}


def _day(due: Any) -> str:
    return due.isoformat() if isinstance(due, date) else str(due or "")
