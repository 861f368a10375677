"""Which papers a move issues: one row a kind says who issues it and how its content is read from the case (§7).

Adding a notice: its template, one row here, the cell of the move, a golden test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from relief.notices import papers
from relief.notices.paperdata import Basis, Paper
from workflows import calendar
from workflows.engine import Fired

Reader = Callable[[Fired, dict[str, Any]], Paper]


@dataclass(frozen=True)
class NoticeKind:
    """``issuer``: base | county | stage (where the case stood). ``once``: a kind that one sheet shares."""

    kind: str
    issuer: str
    read: Reader


def basis_of(fired: Fired) -> Basis:
    """The 办法 the paper rests on."""
    scheme = fired.moment.facts.scheme
    return Basis(name=scheme.name, version=scheme.version, confirmed=scheme.confirmed)


def _letter(fired: Fired, head: dict[str, Any]) -> dict[str, Any]:
    return {**head, "addressee": fired.case.name}


def acceptance(fired: Fired, head: dict[str, Any]) -> Paper:
    a = fired.case
    return papers.Acceptance(
        **_letter(fired, head), case_no=a.number, cause_label=_cause(fired), applied_on=a.application_date,
        accepted_on=a.accepted_on)  # fmt: skip


def supplement(fired: Fired, head: dict[str, Any]) -> Paper:
    a, facts = fired.case, fired.moment.facts
    return papers.Supplement(
        **_letter(fired, head), case_no=a.number, applied_on=a.application_date,
        missing=tuple(i.what for i in facts.open_items), due_on=a.due_on,
        lapses=facts.scheme.clock("supplement").on_expiry == "lapse")  # fmt: skip


def non_acceptance(fired: Fired, head: dict[str, Any]) -> Paper:
    return papers.NonAcceptance(
        **_letter(fired, head), applied_on=fired.case.application_date, reasons=_reasons(fired), **_review(fired))  # fmt: skip


def refusal(fired: Fired, head: dict[str, Any]) -> Paper:
    a = fired.case
    return papers.Refusal(**_letter(fired, head), case_no=a.number, accepted_on=a.accepted_on,
                          reasons=_reasons(fired), **_review(fired))  # fmt: skip


def decision(fired: Fired, head: dict[str, Any]) -> Paper:
    facts = fired.moment.facts
    award = facts.award
    item = award.agenda_item
    return papers.Decision(
        **_letter(fired, head), case_no=fired.case.number, amount_fen=award.amount_fen,
        source_label=facts.scheme.fund_sources[award.source].label, decided_on=award.on,
        minutes_no=item.meeting.number if item else "", sentence=award.sentence)  # fmt: skip


def payment(fired: Fired, head: dict[str, Any]) -> Paper:
    a, facts = fired.case, fired.moment.facts
    line = a.lines.filter(state="paid").select_related("result").order_by("id").last()
    return papers.Payment(
        **_letter(fired, head), case_no=a.number, amount_fen=line.amount_fen, paid_on=line.result.on, bank=line.bank,
        card_tail=line.card_tail, source_label=facts.scheme.fund_sources[line.award.source].label)  # fmt: skip


def publicity(fired: Fired, head: dict[str, Any]) -> Paper:
    """The sheet as it stands; printed anew until the day it goes up is over, when its list is complete."""
    return sheet_paper(fired.moment.facts.entry.sheet, head)


def sheet_paper(sheet: Any, head: dict[str, Any]) -> papers.Publicity:
    """One sheet for any number of cases: the whitelist and nothing else."""
    rows = tuple(
        papers.PublicityRow(name_masked=e.name_masked, employer=e.employer, cause_label=e.cause_label,
                            amount_fen=e.amount_fen)
        for e in sheet.entries.order_by("id")
    )  # fmt: skip
    return papers.Publicity(
        **{**head, "phone": sheet.complaint_phone}, place=sheet.place, from_on=sheet.starts_on, until_on=sheet.ends_on,
        rows=rows)  # fmt: skip


def _cause(fired: Fired) -> str:
    return fired.moment.facts.scheme.causes[fired.case.cause].label


def _reasons(fired: Fired) -> tuple[papers.Reason, ...]:
    m = fired.moment
    if fired.row.name == "lapse":
        return (papers.Reason(code="LAPSED", text=_("逾期未补正，视为放弃申请。")),)
    return (papers.Reason(code=m.given.get("ground") or "OTHER", text=fired.case.rejected_reason),)


def _review(fired: Fired) -> dict[str, Any]:
    """Last day and place of 申诉复查: the level above the one that refused."""
    m = fired.moment
    clock = m.facts.scheme.clock("reconsider_apply")
    due = calendar.due(m.occurred_on, clock.n, clock.unit, calendar=calendar.load_calendar())
    until: date | None = due.due
    own = [u for u in m.facts.line.units if u.path == fired.event.path]
    above = [u for u in m.facts.line.units if own and u.path < own[0].path and own[0].path.startswith(u.path)]
    return {"review_until": until, "review_with": above[-1].name if above else fired.event.organisation_name}


KINDS: dict[str, NoticeKind] = {
    row.kind: row
    for row in (
        NoticeKind("acceptance", "base", acceptance),
        NoticeKind("supplement", "base", supplement),
        NoticeKind("non_acceptance", "base", non_acceptance),
        NoticeKind("refusal", "stage", refusal),
        NoticeKind("decision", "county", decision),
        NoticeKind("payment", "county", payment),
    )
}
