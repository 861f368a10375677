"""Which papers a move issues: one row a kind says who issues it and how its content is read from the case (§7).

Adding a notice: its template, one row here, the cell of the move, a golden test. The publicity sheet is no row: it
speaks of many cases and has its own rule (``sheets``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from relief.notices import papers
from relief.notices.paperdata import Basis, Paper
from workflows import calendar
from workflows.engine import Fired

Reader = Callable[[Fired, dict[str, Any]], Paper]

REVIEWING = ("county", "city", "province")
"""Levels that have reviewers, who hear appeals (relief.md §2)."""


@dataclass(frozen=True)
class NoticeKind:
    """``issuer``: base | county | decider (whose officer decided)."""

    kind: str
    issuer: str
    read: Reader


def basis_of(scheme: Any) -> Basis:
    """The 办法 a paper rests on."""
    return Basis(name=scheme.name, version=scheme.version, confirmed=scheme.confirmed)


def _letter(fired: Fired, head: dict[str, Any]) -> dict[str, Any]:
    return {**head, "addressee": fired.case.name}


def acceptance(fired: Fired, head: dict[str, Any]) -> Paper:
    a = fired.case
    return papers.Acceptance(
        **_letter(fired, head), case_no=a.number, cause_label=_cause(fired), applied_on=a.application_date,
        accepted_on=a.accepted_on)  # fmt: skip


def supplement(fired: Fired, head: dict[str, Any]) -> Paper:
    """The whole list at once: what is asked now and what an earlier request left open."""
    a, facts = fired.case, fired.moment.facts
    return papers.Supplement(
        **_letter(fired, head), case_no=a.number, applied_on=a.application_date,
        missing=tuple(i.what for i in facts.open_items), due_on=a.due_on,
        lapses=facts.scheme.clock("supplement").on_expiry == "lapse")  # fmt: skip


def non_acceptance(fired: Fired, head: dict[str, Any]) -> Paper:
    return papers.NonAcceptance(**_letter(fired, head), applied_on=fired.case.application_date,
                                reasons=_reasons(fired), **_review(fired))  # fmt: skip


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
    """All lines of the case are paid now: their sum, the last day, the account that the last one went to."""
    a, sources = fired.case, fired.moment.facts.scheme.fund_sources
    lines = list(a.lines.filter(state="paid").select_related("result", "award").order_by("id"))
    last = max(lines, key=lambda line: (line.result.on, line.pk))
    labels = dict.fromkeys(sources[line.award.source].label for line in lines)
    return papers.Payment(
        **_letter(fired, head), case_no=a.number, amount_fen=sum(line.amount_fen for line in lines),
        paid_on=last.result.on, bank=last.bank, card_tail=last.card_tail, source_label="、".join(labels))  # fmt: skip


def _cause(fired: Fired) -> str:
    return fired.moment.facts.scheme.causes[fired.case.cause].label


def _reasons(fired: Fired) -> tuple[papers.Reason, ...]:
    """The exclusions that were found true, each under its own code, and the officer's ground and words."""
    m, a = fired.moment, fired.case
    if fired.row.name == "lapse":
        return (papers.Reason(code="LAPSED", text=_("逾期未补正，视为放弃申请。")),)
    excluded = m.facts.scheme.exclusions_for(a.cause) if fired.row.name == "decline" else []
    reasons = [papers.Reason(code=x.code, text=x.label) for x in excluded if m.facts.excluded(x)]
    ground = m.given.get("ground") or "OTHER"
    if not reasons or ground != EXCLUDED:
        reasons.append(papers.Reason(code=ground, text=a.rejected_reason))
    return tuple(reasons)


EXCLUDED = "EXCLUDED"
"""The ground that only says "one of the exclusions": the exclusions themselves stand on the paper instead."""


def _review(fired: Fired) -> dict[str, Any]:
    """Last day and place of 申诉复查: the next level with reviewers above the one that refused."""
    m = fired.moment
    clock = m.facts.scheme.clock("reconsider_apply")
    due = calendar.due(m.occurred_on, clock.n, clock.unit, calendar=calendar.load_calendar())
    own = decider(fired)
    higher = [u for u in m.facts.line.units if u.path != own.path and own.path.startswith(u.path)]
    above = [u for u in higher if u.level in REVIEWING]
    return {"review_until": due.due, "review_with": above[-1].name if above else own.name}


def decider(fired: Fired) -> Any:
    """The union whose officer decided: a county's head may stop a case that still lies at the base."""
    grant = fired.moment.grant
    path = grant.path if grant else fired.event.path
    return next(u for u in fired.moment.facts.line.units if u.path == path)


KINDS: dict[str, NoticeKind] = {
    row.kind: row
    for row in (
        NoticeKind("acceptance", "base", acceptance),
        NoticeKind("supplement", "base", supplement),
        NoticeKind("non_acceptance", "decider", non_acceptance),
        NoticeKind("refusal", "decider", refusal),
        NoticeKind("decision", "county", decision),
        NoticeKind("payment", "county", payment),
    )
}
