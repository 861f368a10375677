"""The contents of the papers that offices sign by hand (relief.md §7 Paper) as plain data.

Every field has a blank value, so each form prints blank, filled for wet signature, and with decisions
(``paperdata.in_mode``). Money is integer fen; None is an empty box. Identifiers are as they shall stand on the paper.
"""

from dataclasses import dataclass
from datetime import date

from relief.notices.paperdata import Form, Opinion, printed


def text(label: str, *, lines: bool = False, decided: bool = False) -> str:
    """A filled-in text: 楷体, so that it stands off from the printed form; empty when blank."""
    return printed(label, "kai", lines=lines, decided=decided, default="")


@dataclass(frozen=True, kw_only=True)
class Member:
    """One person of the household."""

    name: str = text("成员姓名")
    relation: str = text("与申请人关系")
    id_no: str = text("成员证件号码")
    health: str = text("成员健康状况")
    workplace: str = text("成员单位或学校")
    income_fen: int | None = None


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """One bill behind the cost."""

    number: str = text("票据号码")
    amount_fen: int | None = None
    dated: date | None = None
    issuer: str = text("开票单位")


@dataclass(frozen=True, kw_only=True)
class ApplicationForm(Form):
    """申请审批表: front what the applicant says, back the opinions; what does not fit stands on an annex page."""

    union: str = text("所属工会")
    case_no: str = text("受理编号")
    applied_on: date | None = None
    name: str = text("姓名")
    sex: str = text("性别")
    id_type: str = text("证件类型")
    id_no: str = text("证件号码")
    hukou_type: str = text("户口类型")
    address: str = text("住址")
    mobile: str = text("手机号码")
    health: str = text("健康残疾状况")
    identity: str = text("身份")
    member_no: str = text("会员编号")
    insurance_kind: str = text("医保类型")
    employer: str = text("工作单位")
    work_status: str = text("工作状态")
    contract_months: int | None = None
    member_name: str = text("职工姓名")
    member_relation: str = text("与职工关系")
    agent_name: str = text("代办人")
    agent_relation: str = text("与代办人关系")
    household_size: int | None = None
    per_capita_monthly_fen: int | None = None
    rigid_spending_fen: int | None = None
    relative_of_staff: str = text("是否职工亲属")
    members: tuple[Member, ...] = printed("家庭成员", default=())
    cause_label: str = text("致困原因")
    event_label: str = text("日期名称")
    event_date: date | None = None
    event_place: str = text("发生地点")
    total_cost_fen: int | None = None
    medical_insurance_fen: int | None = None
    commercial_insurance_fen: int | None = None
    mutual_aid_fen: int | None = None
    other_aid_fen: int | None = None
    loss_fen: int | None = None
    liability: str = text("责任认定")
    requested_fen: int | None = None
    invoices: tuple[Invoice, ...] = printed("票据", default=())
    narrative: str = text("情况说明", lines=True)
    bank: str = text("开户银行")
    bank_code: str = text("联行号")
    card_no: str = text("银行卡号")
    account_name: str = text("户名")
    payee_relation: str = text("收款关系")
    sentence: str = text("测算说明")
    suggested_fen: int | None = None
    publicity_text: str = text("公示情况", decided=True)
    base: Opinion = printed("基层工会意见", default=Opinion())
    township: Opinion = printed("乡镇（街道）工会意见", default=Opinion())
    reviewer: Opinion = printed("县级工会审核意见", default=Opinion())
    head: Opinion = printed("部门负责人意见", default=Opinion())
    decision: Opinion = printed("审批意见", default=Opinion())
    award_fen: int | None = printed("审批金额", decided=True, default=None)
    source_label: str = text("资金来源", decided=True)
    minutes_no: str = text("会议纪要编号", decided=True)


@dataclass(frozen=True, kw_only=True)
class VisitForm(Form):
    """入户调查表: two visitors at least sign; who is visited signs or the refusal is written down."""

    union: str = text("所属工会")
    case_no: str = text("受理编号")
    name: str = text("申请人")
    employer: str = text("工作单位")
    cause_label: str = text("致困原因")
    mobile: str = text("联系电话")
    address: str = text("住址")
    visited_at: str = text("调查时间")
    place: str = text("调查地点")
    present: str = text("在场人")
    household_size: int | None = None
    housing: str = text("住房情况", lines=True)
    income: str = text("收入情况", lines=True)
    spending: str = text("支出情况", lines=True)
    neighbours: str = text("邻里（同事）反映", lines=True)
    conclusion: str = text("调查结论", lines=True)
    proposed_fen: int | None = None
    photos: int | None = None
    visitors: tuple[str, ...] = printed("调查人", decided=True, default=())
    signed_on: date | None = printed("调查人签字日期", decided=True, default=None)
    visited_signer: str = text("被调查人", decided=True)
    refusal_of_signature: str = text("拒签说明", decided=True)


@dataclass(frozen=True, kw_only=True)
class AgendaRow:
    """One case before the meeting; the last three are what the meeting said."""

    case_no: str = text("受理编号")
    name: str = text("姓名")
    employer: str = text("工作单位")
    cause_label: str = text("致困原因")
    net_fen: int | None = None
    proposed_fen: int | None = None
    source_label: str = text("资金来源")
    note: str = text("说明")
    result: str = text("会议意见", decided=True)
    amount_fen: int | None = printed("审定金额", decided=True, default=None)
    reason: str = text("理由", decided=True)


@dataclass(frozen=True, kw_only=True)
class Agenda(Form):
    """上会名单（审批汇总表): what a meeting is asked and, with decisions, what it answered, line by line."""

    body: str = text("会议名称")
    held_on: date | None = None
    minutes_no: str = text("纪要编号", decided=True)
    entitled: int | None = printed("应到人数", decided=True, default=None)
    present: int | None = printed("实到人数", decided=True, default=None)
    recused: str = text("回避人员", decided=True)
    votes: str = text("表决情况", decided=True)
    rows: tuple[AgendaRow, ...] = printed("名单第", default=())
    chair: Opinion = printed("主持人", default=Opinion())
    recorder: Opinion = printed("记录人", default=Opinion())


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """One line of the publicity sheet that the result speaks of."""

    case_no: str = text("受理编号")
    name_masked: str = text("姓名")
    cause_label: str = text("致困原因")
    amount_fen: int | None = None
    outcome: str = text("公示结果", decided=True)


@dataclass(frozen=True, kw_only=True)
class PublicityResult(Form):
    """公示结果证明: the union states where and when the sheet hung and what was objected."""

    sheet_no: str = text("公示编号")
    place: str = text("公示地点")
    from_on: date | None = None
    until_on: date | None = None
    rows: tuple[ResultRow, ...] = printed("名单第", default=())
    objections: int | None = printed("异议件数", decided=True, default=None)
    objection_text: str = text("异议处理", decided=True, lines=True)
    clerk: Opinion = printed("经办人", default=Opinion())
    witness: Opinion = printed("公示监督人", default=Opinion())
    union: Opinion = printed("工会主席", default=Opinion())


@dataclass(frozen=True, kw_only=True)
class PaymentApproval(Form):
    """付款审批单: the paper under which money leaves; one source, one batch or one payee."""

    batch_no: str = text("批次号")
    payee: str = text("收款人")
    bank: str = text("开户银行")
    account_no: str = text("收款账号")
    persons: int | None = None
    purpose: str = text("付款事由", lines=True)
    source_label: str = text("资金来源")
    grounds: str = text("审批依据", lines=True)
    amount_fen: int | None = None
    attachments: int | None = None
    drafter: Opinion = printed("制单", default=Opinion())
    checker: Opinion = printed("复核", default=Opinion())
    head: Opinion = printed("部门负责人", default=Opinion())
    approver: Opinion = printed("分管领导", default=Opinion())


@dataclass(frozen=True, kw_only=True)
class PaymentRow:
    """One line of a payment list; the receipt number is what the bank gave back."""

    line_no: int | None = None
    case_no: str = text("受理编号")
    account_name: str = text("户名")
    bank: str = text("开户银行")
    account_no: str = text("账号")
    amount_fen: int | None = None
    note: str = text("备注")
    receipt_no: str = text("回单号", decided=True)


@dataclass(frozen=True, kw_only=True)
class PaymentList(Form):
    """付款清单 of the ``manual`` bank template (relief.md §9): a printed list instead of a file, U-key or cheque."""

    batch_no: str = text("批次号")
    payer: str = text("付款单位")
    payer_bank: str = text("付款银行")
    payer_account: str = text("付款账号")
    source_label: str = text("资金来源")
    rows: tuple[PaymentRow, ...] = printed("清单第", default=())
    drafter: Opinion = printed("制单", default=Opinion())
    checker: Opinion = printed("复核", default=Opinion())
