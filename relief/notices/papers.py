"""The contents of the relief notices (relief.md §7) as plain data, and the list of all papers.

A caller builds one of these from a case, freezes it (``paperdata.as_json``) with the notice row, and renders it.
Money is integer fen; names are as they shall stand on the paper (masked already where the paper is public).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relief.notices.paperdata import Paper, printed


@dataclass(frozen=True, kw_only=True)
class Letter(Paper):
    """A notice to one person: addressee, and whom to ask (without a telephone: the union itself)."""

    addressee: str = printed("收件人")
    phone: str = printed("联系电话", default="")
    contact: str = printed("联系人", default="")
    address: str = printed("联系地址", default="")


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A ground with its code: the code lets the office count, the text tells the person."""

    code: str = printed("理由代码")
    text: str = printed("理由", lines=True)


@dataclass(frozen=True, kw_only=True)
class Acceptance(Letter):
    """受理通知: case number, date, version of the 办法, telephone."""

    case_no: str = printed("受理编号")
    cause_label: str = printed("致困原因")
    applied_on: date
    accepted_on: date


@dataclass(frozen=True, kw_only=True)
class Supplement(Letter):
    """补正通知: the whole list at once, the last day (None while there is none), what follows when it passes
    (``lapses``, else the clock only tells)."""

    case_no: str = printed("受理编号", default="")
    applied_on: date
    missing: tuple[str, ...] = printed("应补正材料")
    due_on: date | None
    lapses: bool = True


@dataclass(frozen=True, kw_only=True)
class NonAcceptance(Letter):
    """不予受理告知: reasons with codes, last day and place of 申诉复查 (no day: the term runs from receipt)."""

    applied_on: date
    reasons: tuple[Reason, ...] = printed("理由")
    review_until: date | None = None
    review_with: str = printed("复查受理单位", default="")


@dataclass(frozen=True, kw_only=True)
class Refusal(Letter):
    """不予救助告知: as 不予受理; ``final`` after an affirmed appeal, when no further review is open."""

    case_no: str = printed("受理编号")
    accepted_on: date | None = None
    reasons: tuple[Reason, ...] = printed("理由")
    review_until: date | None = None
    review_with: str = printed("复查受理单位", default="")
    final: bool = False


@dataclass(frozen=True, kw_only=True)
class PublicityRow:
    """The whitelist and nothing else (relief.md §7): masked name, employer, cause label, amount."""

    name_masked: str = printed("姓名")
    employer: str = printed("工作单位")
    cause_label: str = printed("致困原因")
    amount_fen: int


@dataclass(frozen=True, kw_only=True)
class Publicity(Paper):
    """公示: one sheet for any number of cases of one union; first and last day are both days of the term."""

    place: str = printed("公示地点")
    from_on: date
    until_on: date
    days_text: str = printed("公示期限", default="")
    rows: tuple[PublicityRow, ...] = printed("名单第")
    phone: str = printed("监督电话")
    contact: str = printed("联系人", default="")
    address: str = printed("联系地址", default="")


@dataclass(frozen=True, kw_only=True)
class Decision(Letter):
    """审批结果通知: amount, source, minutes number, the sentence of the stored calculation."""

    case_no: str = printed("受理编号")
    amount_fen: int
    source_label: str = printed("资金来源")
    decided_on: date
    minutes_no: str = printed("会议纪要编号", default="")
    sentence: str = printed("测算说明", default="")
    emergency: bool = False


@dataclass(frozen=True, kw_only=True)
class Payment(Letter):
    """发放通知: amount, date, last four digits of the card."""

    case_no: str = printed("受理编号")
    amount_fen: int
    paid_on: date
    bank: str = printed("开户银行", default="")
    card_tail: str = printed("卡号后四位")
    source_label: str = printed("资金来源", default="")


@dataclass(frozen=True, kw_only=True)
class Recovery(Letter):
    """追回通知: amount, grounds, last day, account to pay into, and the right to be heard."""

    case_no: str = printed("受理编号")
    amount_fen: int
    grounds: tuple[Reason, ...] = printed("追回理由")
    due_on: date
    account_name: str = printed("收款户名")
    account_bank: str = printed("收款银行")
    account_no: str = printed("收款账号")
    heard_until: date | None = None


@dataclass(frozen=True)
class PaperKind:
    """How a paper prints: template (with its style sheet), title on the paper, class of its content."""

    kind: str
    title: str | Promise
    content: type[Any]

    @property
    def template(self) -> str:
        return f"notices/{self.kind}.html"


PAPERS: dict[str, PaperKind] = {
    row.kind: row
    for row in (
        PaperKind("publicity", _("拟救助人员公示"), Publicity),
        PaperKind("recovery", _("临时救助金追回通知书"), Recovery),
    )
}
"""Every paper. Notices and hand-signed forms come with their own rows (``kinds.register``, ``formkinds.register``)."""
