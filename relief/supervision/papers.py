"""The papers that leads and cases issue (supervision.md §3, §4): acceptance, decline, passing on, investigation, closing.

Those to the complainant bear no name: the identity lies in the vault, who hands the paper over knows where to. Nothing of
other persons stands on any of them. The forms that are signed by hand stand in ``papers_filled``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from relief.notices.kinds import NoticeKind, Reader, register
from relief.notices.models import Delivery
from relief.notices.paperdata import Basis, Paper, printed
from relief.notices.papers import Letter, PaperKind, Reason
from relief.queue.navigation import Entry, Section, enter
from relief.queue.sitting import READERS as RELIEF_READERS
from relief.supervision.models import Certificate, SupervisionLead
from relief.supervision.papers_filled import CASE_READERS, basis_of_rules, matters_of
from relief.supervision.papers_signed import Investigator
from relief.supervision.pseudonyms import bearers_of_lead, redacted
from workflows.engine import Fired
from workflows.fsm import Machine
from workflows.roles import Role
from workflows.supervision_case import SUPERVISION_CASE
from workflows.supervision_lead import SUPERVISION_LEAD

Method = Delivery.Method
TO_PERSONS = tuple(Method.values)
TO_BODIES = (Method.HAND.value, Method.POST.value)
DELIVERERS = frozenset({Role.SUPERVISOR, Role.CASE_OFFICE})
COMPLAINANT = gettext_lazy("线索反映人")
# What may be a number of a person or a telephone: eleven digits and more, an area code with its number, seven or eight
# digits that are neither a day nor a sum.
NUMBERS = re.compile(r"0\d{2,3}[-－—\s]?\d{7,8}|\d(?:[-－—\s]?\d){10,}[Xx]?|(?<!\d)(?!(?:19|20)\d{6}(?!\d))\d{7,8}(?![\d.,]*\s*[元万])")


@dataclass(frozen=True, kw_only=True)
class LeadAccepted(Letter):
    """受理通知: what was reported, under which number it is handled."""

    lead_no: str = printed("登记编号")
    case_no: str = printed("案件编号")
    employer: str = printed("用人单位")
    matters: str = printed("事项")
    received_on: date
    accepted_on: date


@dataclass(frozen=True, kw_only=True)
class LeadDeclined(Letter):
    """不予受理告知: the ground with its code and its words."""

    lead_no: str = printed("登记编号")
    employer: str = printed("用人单位")
    matters: str = printed("事项")
    received_on: date
    reasons: tuple[Reason, ...] = printed("理由")


@dataclass(frozen=True, kw_only=True)
class LeadPassedOn(Letter):
    """转办函: the facts of a lead for another body; nobody is named in it."""

    lead_no: str = printed("登记编号")
    received_on: date
    employer: str = printed("用人单位")
    uscc: str = printed("统一社会信用代码", default="")
    employer_address: str = printed("单位地址", default="")
    matters: str = printed("事项")
    workers: int | None = None
    project: str = printed("工程项目", default="")
    amount_fen: int | None = None
    period_from: date | None = None
    period_to: date | None = None
    request: str = printed("反映情况", lines=True, default="")


@dataclass(frozen=True, kw_only=True)
class InvestigationNotice(Letter):
    """调查通知: what is looked into, and who comes, with their certificates."""

    case_no: str = printed("案件编号")
    matters: str = printed("事项")
    investigators: tuple[Investigator, ...] = printed("调查人员")


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Letter):
    """办结告知: the outcome and the totals."""

    case_no: str = printed("案件编号")
    employer: str = printed("用人单位")
    closed_on: date
    outcome: str = printed("办理结果")
    workers: int = 0
    recovered_fen: int = 0
    contracts: int = 0


def reachable(lead: SupervisionLead) -> bool:
    """Did the complainant leave a name and a way to reach them?"""
    return lead.naming != lead.Naming.ANONYMOUS and lead.identity is not None and bool(lead.identity.contact)


def without_numbers(text: str) -> str:
    """The text without what may be a person's number or telephone."""
    return NUMBERS.sub("＊＊＊", text)


def accepted(fired: Fired, head: dict[str, Any]) -> Paper:
    lead = fired.case
    return LeadAccepted(**_about(lead, head), case_no=lead.case.number, accepted_on=fired.moment.occurred_on)


def declined(fired: Fired, head: dict[str, Any]) -> Paper:
    lead = fired.case
    reason = Reason(code=lead.ground, text=f"{lead.get_ground_display()}。{lead.ground_text}")
    return LeadDeclined(**_about(lead, head), reasons=(reason,))


def passed_on(fired: Fired, head: dict[str, Any]) -> Paper:
    """What a confidential complainant wrote stays here: the words alone may tell who wrote them."""
    lead = fired.case
    told = "" if lead.naming == lead.Naming.CONFIDENTIAL else lead.request
    return LeadPassedOn(
        **_about(lead, head, addressee=lead.recipient), uscc=lead.uscc, employer_address=lead.address,
        workers=lead.workers, project=lead.project, amount_fen=lead.amount_fen, period_from=lead.period_from,
        period_to=lead.period_to, request=without_numbers(redacted(told, bearers_of_lead(lead))))  # fmt: skip


def _about(lead: SupervisionLead, head: dict[str, Any], addressee: str = "") -> dict[str, Any]:
    return {**head, "addressee": addressee or str(COMPLAINANT), "lead_no": lead.number, "employer": lead.employer_name,
            "matters": matters_of(lead.matter_codes), "received_on": localdate(lead.received_at)}  # fmt: skip


def investigation(fired: Fired, head: dict[str, Any]) -> Paper:
    case, on = fired.case, fired.moment.occurred_on
    assigned = case.assignments.filter(ended_at=None).select_related("supervisor").order_by("pk")
    return InvestigationNotice(
        **head, addressee=case.employer.name, case_no=case.number, matters=matters_of(case.matter_codes),
        investigators=tuple(Investigator(name=str(a.supervisor), certificate=certificate_no(a.supervisor, on))
                            for a in assigned))  # fmt: skip


def certificate_no(person: Any, on: date) -> str:
    """The certificate that was valid that day."""
    held = Certificate.objects.filter(person=person, valid_from__lte=on, valid_to__gte=on).order_by("-valid_from")
    return held.values_list("number", flat=True).first() or ""


def closed(fired: Fired, head: dict[str, Any]) -> Paper:
    case = fired.case
    form = case.closings.latest()
    return CaseClosed(
        **head, addressee=str(COMPLAINANT), case_no=case.number, employer=case.employer.name,
        closed_on=fired.moment.occurred_on, outcome=case.get_outcome_display(), workers=form.workers,
        recovered_fen=sum(form.recovered.values()), contracts=form.contracts)  # fmt: skip


def handling(fired: Fired) -> Any:
    """The union that handles."""
    return fired.moment.facts.line.own


def in_force(fired: Fired) -> Basis:
    return basis_of_rules(fired.moment.facts.rules_on(fired.moment.occurred_on))


def to_reachable(fired: Fired) -> bool:
    return reachable(fired.case)


def announced(fired: Fired) -> bool:
    """An unannounced inspection is not told beforehand."""
    return not fired.case.unannounced


def somebody_reachable(fired: Fired) -> bool:
    return any(reachable(lead) for lead in fired.case.leads.select_related("identity"))


def _row(machine: Machine, paper: PaperKind, mark: str, read: Reader, **more: Any) -> NoticeKind:
    return NoticeKind(paper=paper, machine=machine.name, mark=mark, read=read, issuer=handling, basis=in_force,
                      deliverers=DELIVERERS, **more)  # fmt: skip


_t = gettext_lazy
register(
    _row(SUPERVISION_LEAD, PaperKind("acceptance_notice", _t("工会劳动法律监督线索受理通知书"), LeadAccepted), "监受",
         accepted, goes_out=to_reachable, methods=TO_PERSONS),
    _row(SUPERVISION_LEAD, PaperKind("decline_notice", _t("工会劳动法律监督线索不予受理告知书"), LeadDeclined), "监不受",
         declined, goes_out=to_reachable, methods=TO_PERSONS),
    _row(SUPERVISION_LEAD, PaperKind("pass_on_letter", _t("工会劳动法律监督线索转办函"), LeadPassedOn), "监转", passed_on,
         methods=TO_BODIES),
    _row(SUPERVISION_CASE, PaperKind("investigation_notice", _t("工会劳动法律监督调查通知书"), InvestigationNotice),
         "监查", investigation, goes_out=announced, methods=TO_BODIES),
    _row(SUPERVISION_CASE, PaperKind("closing_notice", _t("工会劳动法律监督案件办结告知书"), CaseClosed), "监结", closed,
         goes_out=somebody_reachable, methods=TO_PERSONS),
)  # fmt: skip
# The list of papers is one for all fields of work: who reads relief cases too has it there.
enter(Section(20, _t("监督"), (Entry(_t("通知书和表格"), "papers", CASE_READERS - RELIEF_READERS, "paper"),)))
