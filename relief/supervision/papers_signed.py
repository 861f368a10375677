"""The contents of the forms of supervision that are signed by hand (supervision.md §11), as plain data.

Every field has a blank value: each form prints blank, filled for wet signature, and with decisions. Complainants stand
under their pseudonym alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from relief.notices.forms import text
from relief.notices.paperdata import Form, Opinion, printed


@dataclass(frozen=True, kw_only=True)
class Investigator:
    """Somebody who investigates, with the certificate of that day."""

    name: str = text("监督员")
    certificate: str = text("监督员证号")


@dataclass(frozen=True, kw_only=True)
class LeadForm(Form):
    """线索登记表; of the six clear items 欠薪六明确 each says what is known, or why it is not."""

    lead_no: str = text("登记号")
    received_at: str = text("接收时间")
    source: str = text("来源")
    source_ref: str = text("来源编号")
    naming: str = text("实名情况")
    pseudonym: str = text("反映人")
    employer_name: str = text("单位")
    uscc: str = text("统一社会信用代码")
    address: str = text("地址")
    industry: str = text("行业")
    has_union: str = text("建会")
    matters: str = text("事项")
    workers: int | None = None
    other_channels: str = text("仲裁诉讼投诉")
    urgency: str = text("紧急程度")
    request: str = text("诉求", lines=True)
    about_wages: bool = False
    project: str = text("工程项目")
    amount: str = text("欠薪金额")
    period: str = text("欠薪期间")
    worker_list: str = text("工人信息")
    contact: str = text("联系方式")
    evidence: str = text("证据材料")
    registrar: str = text("登记人")
    intake: Opinion = printed("办公室意见", default=Opinion())
    review: Opinion = printed("负责人意见", default=Opinion())


@dataclass(frozen=True, kw_only=True)
class RecordForm(Form):
    """调查笔录: questions and answers as long as they are; two investigators and the person asked sign."""

    case_no: str = text("案号")
    employer: str = text("被调查单位")
    held_at: str = text("时间")
    place: str = text("地点")
    investigators: tuple[Investigator, ...] = printed("调查人", default=())
    person: str = text("被调查人")
    position: str = text("职务")
    told: str = text("告知", lines=True)
    dialogue: str = text("问答", lines=True)
    read_back: str = text("核对")
    refusal_note: str = text("拒签说明", decided=True)
    signers: tuple[str, ...] = printed("签字的调查人", "kai", decided=True, default=())
    signed_on: date | None = printed("签字日期", decided=True, default=None)


@dataclass(frozen=True, kw_only=True)
class VisitItem:
    """One thing looked at on a visit."""

    item: str = text("回访内容")
    found: str = text("回访结果")


@dataclass(frozen=True, kw_only=True)
class RevisitForm(Form):
    """回访记录: whom (by pseudonym), how, item by item."""

    case_no: str = text("案号")
    employer: str = text("单位")
    visited_at: str = text("时间")
    mode_label: str = text("方式")
    pseudonyms: str = text("回访对象")
    items: tuple[VisitItem, ...] = printed("第", default=())
    breach_ended: str = text("问题是否解决")
    new_issues: str = text("新问题", lines=True)
    visitors: tuple[str, ...] = printed("监督员", "kai", decided=True, default=())
    signed_on: date | None = printed("签字日期", decided=True, default=None)


@dataclass(frozen=True, kw_only=True)
class Recovered:
    """Money that came back, by its kind."""

    label: str = text("项目")
    amount_fen: int | None = None


@dataclass(frozen=True, kw_only=True)
class ClosingForm(Form):
    """结案审批表: how the case ends, what came of it, who was told, who decided."""

    case_no: str = text("案号")
    employer: str = text("单位")
    matters: str = text("事项")
    accepted_on: date | None = None
    leads: str = text("线索登记号")
    letters: str = text("制发文书")
    outcome: str = text("结果")
    workers: int | None = None
    recovered: tuple[Recovered, ...] = printed("追回金额", default=())
    contracts: int | None = None
    feedback: str = text("反馈", lines=True)
    handler: Opinion = printed("承办人意见", default=Opinion())
    director: Opinion = printed("审批意见", default=Opinion())
