"""The papers that a letter's acts issue (supervision.md §5): extension granted or refused, chasing, recheck, reasons asked.

Each speaks of one letter that was served. Reasons and results are typed freely: no worker's name passes into them. The
forms that are signed by hand stand in ``papers_filled``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.letters.models import ExtensionRequest
from relief.letters.papers_filled import basis_of_letter
from relief.letters.terms import RECOMMENDATION
from relief.notices.kinds import NoticeKind, Reader, register
from relief.notices.models import Delivery
from relief.notices.paperdata import Basis, Paper, printed
from relief.notices.papers import Letter, PaperKind, Reason
from relief.supervision.pseudonyms import refuse_names
from workflows.engine import Fired
from workflows.models import Event
from workflows.roles import Role
from workflows.supervision_letter import AWAITING_REPLY, PARTIAL, SUPERVISION_LETTER

METHODS = (Delivery.Method.HAND.value, Delivery.Method.POST.value)
DELIVERERS = frozenset({Role.SUPERVISOR, Role.CASE_OFFICE})


@dataclass(frozen=True, kw_only=True)
class OfLetter(Letter):
    """A paper about a letter: its title, number, day, and the day on which it was served."""

    letter_title: str = printed("文书名称")
    letter_no: str = printed("所涉文号")
    letter_on: date | None = None
    served_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ExtensionGranted(OfLetter):
    """同意延期: by how much, and the day that counts from now on (None past the calendar)."""

    requested_on: date
    length: str = printed("延长时间")
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ExtensionRefused(OfLetter):
    """不同意延期: the rule that forbids it, if any, and the reason; the day stands."""

    requested_on: date
    length: str = printed("申请延长时间")
    reason: Reason
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Chased(OfLetter):
    """催办: what was awaited until when. ``department``: of a department after a recommendation."""

    awaited: str = printed("逾期事项")
    due_on: date | None = None
    department: bool = False


@dataclass(frozen=True, kw_only=True)
class RecheckResult(OfLetter):
    """复核结果: the letter stands, its clock runs on."""

    objected_on: date
    result: str = printed("复核结果", lines=True)
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReasonsRequest(OfLetter):
    """请说明理由: why the department took nothing up, within the days of the rules."""

    employer: str = printed("用人单位", default="")
    declined_on: date
    oral: bool = False
    why_weak: str = printed("对所述理由的意见", lines=True, default="")
    length: str = printed("说明理由的时间")


def granted(fired: Fired, head: dict[str, Any]) -> Paper:
    request = fired.case.extension_requests.filter(granted=True).latest()
    return ExtensionGranted(**_about(fired, head), requested_on=request.requested_on, length=_asked(fired, request),
                            due_on=fired.case.due_on)  # fmt: skip


def refused(fired: Fired, head: dict[str, Any]) -> Paper:
    request = fired.case.extension_requests.filter(granted=False).latest()
    ground = request.get_ground_display() if request.ground != request.Ground.DECIDED else ""
    words = "。".join(part.rstrip("。") for part in (ground, _clean(fired, request.reason)) if part)
    return ExtensionRefused(
        **_about(fired, head), requested_on=request.requested_on, length=_asked(fired, request),
        reason=Reason(code=request.ground, text=words), due_on=fired.case.due_on)  # fmt: skip


def chased(fired: Fired, head: dict[str, Any]) -> Paper:
    """The latest lapse tells what was awaited; after a filing it is the result, whose day the department knows."""
    facts = fired.moment.facts
    lapses = Event.objects.filter(machine=SUPERVISION_LETTER.name, case_id=fired.case.pk, verb="lapse")
    before = lapses.order_by("-seq").values_list("from_state", flat=True).first()
    clock = facts.reply_clock
    due = {AWAITING_REPLY.value: clock.due_on if clock else None, PARTIAL.value: facts.plan_on}
    words = {AWAITING_REPLY.value: _("答复"), PARTIAL.value: _("完成整改")}
    return Chased(**_about(fired, head), awaited=words.get(before or "", _("反馈处理结果")), due_on=due.get(before or ""),
                  department=fired.case.kind == RECOMMENDATION)  # fmt: skip


def rechecked(fired: Fired, head: dict[str, Any]) -> Paper:
    objection = fired.case.objections.latest()
    return RecheckResult(**_about(fired, head), objected_on=objection.received_on, result=_clean(fired, objection.result),
                         due_on=fired.case.due_on)  # fmt: skip


def reasons_asked(fired: Fired, head: dict[str, Any]) -> Paper:
    facts, letter = fired.moment.facts, fired.case
    answer = facts.answer("DECLINED")
    limit = facts.rules.limit("recommendation_reasons")
    return ReasonsRequest(
        **_about(fired, head), declined_on=answer.on, oral=answer.oral, length=_length(limit.n, limit.unit),
        employer=letter.case.employer.name if letter.case else "",
        why_weak=_clean(fired, str(fired.moment.given.get("why_weak") or "")))  # fmt: skip


def _about(fired: Fired, head: dict[str, Any]) -> dict[str, Any]:
    """In the name and under the address of the letter itself (a union renamed later changes no letter)."""
    letter, receipt = fired.case, fired.moment.facts.receipt
    said = letter.content
    return {
        **head, "issuer": letter.issuer_name or head["issuer"], "addressee": letter.addressee,
        "phone": said.get("contact_phone") or head["phone"], "contact": said.get("contact_name") or "",
        "address": said.get("contact_address") or "", "letter_title": fired.moment.facts.rules.titles[letter.kind],
        "letter_no": letter.number, "letter_on": letter.issued_on, "served_on": receipt.served_on if receipt else None,
    }  # fmt: skip


def _clean(fired: Fired, text: str) -> str:
    """A text that leaves names no worker (§9 no_personal_data)."""
    refuse_names(dict(fired.moment.facts.case_workers), text)
    return text


def _asked(fired: Fired, request: ExtensionRequest) -> str:
    rule = fired.moment.facts.reply_rule
    return _length(request.n, rule.extension.unit if rule.extension else rule.unit)


def _length(n: int, unit: str) -> str:
    """15日, 15个工作日."""
    return (_("%(n)d个工作日") if unit == "wd" else _("%(n)d日")) % {"n": n}


def _issuer(fired: Fired) -> Any:
    return fired.case.issuer


def _basis(fired: Fired) -> Basis:
    return basis_of_letter(fired.moment.facts)


def _row(paper: PaperKind, mark: str, read: Reader) -> NoticeKind:
    return NoticeKind(paper=paper, machine=SUPERVISION_LETTER.name, mark=mark, read=read, issuer=_issuer, basis=_basis,
                      methods=METHODS, proved=True, deliverers=DELIVERERS)  # fmt: skip


_t = gettext_lazy
register(
    _row(PaperKind("extension_notice", _t("同意延期整改通知"), ExtensionGranted), "监延", granted),
    _row(PaperKind("extension_refusal", _t("不同意延期整改告知书"), ExtensionRefused), "监不延", refused),
    _row(PaperKind("chasing_letter", _t("催办函"), Chased), "监催", chased),
    _row(PaperKind("recheck_result", _t("异议复核结果告知书"), RecheckResult), "监复", rechecked),
    _row(PaperKind("reasons_request", _t("请说明不予立案理由的函"), ReasonsRequest), "监询", reasons_asked),
)
