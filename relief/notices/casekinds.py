"""The notices of relief applications (relief.md §7): who issues each and how its content is read from the case.

The publicity sheet is no row: it speaks of many cases and has its own rule (``sheets``).
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.notices import papers
from relief.notices.kinds import NoticeKind, basis_of, register
from relief.notices.paperdata import Basis, Paper
from relief.notices.papers import PaperKind
from workflows import calendar
from workflows.engine import Fired
from workflows.roles import Role

MACHINE = "relief_application"
REVIEWING = ("county", "city", "province")
"""Levels that have reviewers, who hear appeals (relief.md §2)."""
ENTRY_ERROR = "ENTRY_ERROR"
DELIVERERS = frozenset({Role.CLERK, Role.CHAIR, Role.REVIEWER, Role.HEAD})


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


def base(fired: Fired) -> Any:
    """The union that accepts."""
    return fired.moment.facts.line.own


def county(fired: Fired) -> Any:
    """The county's union, or the one that stands for it."""
    return fired.moment.facts.line.at("county")


def no_entry_error(fired: Fired) -> bool:
    """What was entered by mistake (录入错误) sends no paper."""
    return bool(fired.moment.given.get("ground") != ENTRY_ERROR)


def _basis(fired: Fired) -> Basis:
    return basis_of(fired.moment.facts.scheme)


def _row(paper: PaperKind, mark: str, issuer: Any, read: Any, *, proved: bool = False, like: str = "") -> NoticeKind:
    return NoticeKind(
        paper=paper, machine=MACHINE, mark=mark, issuer=issuer, basis=_basis, read=read, goes_out=no_entry_error,
        proved=proved, like=like, deliverers=DELIVERERS)  # fmt: skip


_t = gettext_lazy
register(
    _row(PaperKind("acceptance", _t("临时救助申请受理通知书"), papers.Acceptance), "受", base, acceptance),
    _row(PaperKind("supplement", _t("临时救助申请材料补正通知书"), papers.Supplement), "补", base, supplement),
    _row(PaperKind("non_acceptance", _t("临时救助申请不予受理告知书"), papers.NonAcceptance), "不受", decider,
         non_acceptance, proved=True, like="refusal"),
    _row(PaperKind("refusal", _t("不予临时救助告知书"), papers.Refusal), "不救", decider, refusal, proved=True),
    _row(PaperKind("decision", _t("临时救助审批结果通知书"), papers.Decision), "批", county, decision),
    _row(PaperKind("payment", _t("临时救助金发放通知书"), papers.Payment), "发", county, payment),
)  # fmt: skip
