"""Temporary relief 职工临时救助: one case = one household, one applicant, one cause, one event (relief.md §3).

Read STAGES for whose desk a case lies on and for how long, MOVES for what may happen next, ACTS for the work
that moves nothing. Objection, emergency, reconsideration and recovery come with their verbs.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from workflows.fsm import Machine, Stage, act, move
from workflows.guards import deadline_passed, not_held, reason_written
from workflows.guards import relief_application as g
from workflows.separation import RELIEF


class State(TextChoices):
    """States of a relief case."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待受理")
    SUPPLEMENT = "supplement", _("待补正")
    INVESTIGATING = "investigating", _("调查核实")
    GRASSROOTS_REVIEW = "grassroots_review", _("基层初审")
    PUBLICITY = "publicity", _("公示中")
    COUNTY_REVIEW = "county_review", _("县级审核")
    APPROVAL = "approval", _("待审批")
    APPROVED = "approved", _("待发放")
    PAID = "paid", _("已发放")
    ARCHIVED = "archived", _("已归档")
    REJECTED = "rejected", _("不予救助")
    NOT_ACCEPTED = "not_accepted", _("不予受理")
    WITHDRAWN = "withdrawn", _("已撤回")
    LAPSED = "lapsed", _("逾期未补正(视为放弃)")
    TERMINATED = "terminated", _("已终止")


(DRAFT, SUBMITTED, SUPPLEMENT, INVESTIGATING, GRASSROOTS_REVIEW, PUBLICITY, COUNTY_REVIEW, APPROVAL, APPROVED, PAID,
 ARCHIVED, REJECTED, NOT_ACCEPTED, WITHDRAWN, LAPSED, TERMINATED) = State  # fmt: skip

LIVE = {SUBMITTED, SUPPLEMENT, INVESTIGATING, GRASSROOTS_REVIEW, PUBLICITY, COUNTY_REVIEW, APPROVAL, APPROVED}
KEPT = LIVE | {PAID}

# limit = key of the scheme's clocks; at = where the desk stands: base (the accepting union), county, matrix (the
# level that the approval matrix names), held exactly there.
STAGES = (
    Stage(state=DRAFT, desk="applicant", by="APPLICANT", limit="draft_expiry", passed="expire"),
    Stage(state=SUBMITTED, desk="intake", by="clerk", limit="accept", passed="tell chair reviewer"),
    Stage(state=SUPPLEMENT, desk="applicant", by="APPLICANT", limit="supplement", passed="lapse"),
    Stage(state=INVESTIGATING, desk="visit", by="visitor", limit="investigate", passed="tell chair head"),
    Stage(state=GRASSROOTS_REVIEW, desk="base", by="chair", limit="grassroots_review", passed="tell head"),
    Stage(state=PUBLICITY, desk="publicity", by="CLOCK", limit="publicity", passed="tell clerk"),
    Stage(state=COUNTY_REVIEW, desk="county", by="reviewer", at="county", limit="county_review", passed="tell approver"),
    Stage(state=APPROVAL, desk="approval", by="approver", at="matrix", limit="approval", passed="tell level_above"),
    Stage(state=APPROVED, desk="cash", by="BANK", at="county", limit="pay", passed="tell head"),
    Stage(state=PAID, desk="follow_up", by="clerk", limit="follow_up", passed="tell head"),
)

MOVES = (
    move("submit", _("提交申请"), {DRAFT}, SUBMITTED, "APPLICANT clerk",
         g.papers_complete, g.identity_valid, g.consent_given, not_held),
    move("expire", _("草稿过期"), {DRAFT}, LAPSED, "CLOCK", deadline_passed),
    move("accept", _("受理"), {SUBMITTED}, INVESTIGATING, "clerk reviewer",
         g.member_or_exception, g.within_claim_window, g.not_excluded, g.household_free, g.limits_open, not_held,
         notice="acceptance"),
    move("ask", _("要求补正"), {SUBMITTED, INVESTIGATING}, SUPPLEMENT, "clerk reviewer",
         g.missing_list_written, g.first_or_reasoned, notice="supplement", pauses="supplement"),
    move("answer", _("补正完毕"), {SUPPLEMENT}, SUBMITTED, "APPLICANT clerk",
         g.never_accepted, g.items_present, not_held, resumes="supplement"),
    move("answer_visit", _("补正完毕，继续调查"), {SUPPLEMENT}, INVESTIGATING, "APPLICANT clerk",
         g.already_accepted, g.items_present, not_held, resumes="supplement"),
    move("lapse", _("逾期未补正"), {SUPPLEMENT}, LAPSED, "CLOCK", deadline_passed,
         notice="non_acceptance", resumes="supplement"),
    move("decline", _("不予受理"), {SUBMITTED, SUPPLEMENT}, NOT_ACCEPTED, "chair reviewer", reason_written,
         notice="non_acceptance", resumes="supplement", danger=True),
    move("finish_visit", _("完成调查"), {INVESTIGATING}, GRASSROOTS_REVIEW, "visitor",
         g.visit_signed_by_two, g.checks_settled, g.amount_computed, not_held),
    move("return_visit", _("退回调查"), {GRASSROOTS_REVIEW, COUNTY_REVIEW}, INVESTIGATING, "chair reviewer",
         reason_written),
    move("publish", _("初审同意并公示"), {GRASSROOTS_REVIEW}, PUBLICITY, "chair",
         g.opinion_written, g.amount_positive, g.township_opinion, not_held, notice="publicity"),
    move("refuse_at_base", _("初审不予救助"), {GRASSROOTS_REVIEW}, REJECTED, "chair", reason_written,
         notice="refusal", danger=True),
    move("close_publicity", _("结束公示"), {PUBLICITY}, COUNTY_REVIEW, "clerk", g.first_round, g.term_served, not_held),
    move("republish", _("重新公示"), {COUNTY_REVIEW, APPROVAL}, PUBLICITY, "reviewer",
         g.content_changed, reason_written, not_held, notice="publicity"),
    move("return_base", _("退回基层"), {COUNTY_REVIEW}, GRASSROOTS_REVIEW, "reviewer", reason_written),
    move("recommend", _("提交审批"), {COUNTY_REVIEW}, APPROVAL, "head",
         g.reviewer_opinion_signed, g.sample_visited_if_drawn, g.duplicates_searched, g.amount_within_ceiling,
         g.source_named, not_held),
    move("refuse_at_county", _("审核不予救助"), {COUNTY_REVIEW}, REJECTED, "head", reason_written,
         notice="refusal", danger=True),
    move("approve", _("批准"), {APPROVAL}, APPROVED, "approver secretary",
         g.matrix_obeyed, g.second_publicity_off, g.funds_free, not_held,
         apart_from="recommend", notice="decision"),
    move("return_county", _("退回审核"), {APPROVAL}, COUNTY_REVIEW, "approver secretary", reason_written),
    move("refuse", _("审批不予救助"), {APPROVAL}, REJECTED, "approver secretary", reason_written,
         apart_from="recommend", notice="refusal", danger=True),
    move("reopen", _("撤销批准，重新审批"), {APPROVED}, APPROVAL, "approver secretary", g.no_money_out, reason_written,
         danger=True),
    move("pay", _("发放到账"), {APPROVED}, PAID, "BANK", g.all_lines_paid, not_held, notice="payment"),
    move("archive", _("归档"), {PAID}, ARCHIVED, "archivist", g.follow_up_recorded, g.index_complete, not_held),
    move("withdraw", _("撤回申请"), {DRAFT} | LIVE, WITHDRAWN, "APPLICANT", g.no_money_out, resumes="supplement",
         danger=True),
    move("terminate", _("终止办理"), LIVE, TERMINATED, "head", g.no_money_out, reason_written,
         notice="refusal", resumes="supplement", danger=True),
)  # fmt: skip

ACTS = (
    act("edit", _("修改草稿"), {DRAFT}, "APPLICANT clerk", writes="申请表"),
    act("add_paper", _("登记材料"), {DRAFT} | KEPT, "clerk visitor reviewer", writes="材料"),
    act("amend", _("更正"), LIVE, "clerk reviewer", reason_written, g.amender_in_turn, g.no_money_out, writes="更正"),
    act("answer_exclusions", _("核对排除情形"), {SUBMITTED}, "clerk reviewer", writes="排除情形"),
    act("allow_exception", _("同意会员例外"), {SUBMITTED}, "head", reason_written, writes="例外"),
    act("record_visit", _("登记入户调查"), {INVESTIGATING, COUNTY_REVIEW}, "visitor reviewer", writes="入户调查表"),
    act("sign_visit", _("调查员签字"), {INVESTIGATING}, "visitor", writes="签字"),
    act("request_check", _("发起核对"), {INVESTIGATING, COUNTY_REVIEW}, "clerk visitor reviewer", writes="核对"),
    act("settle_check", _("登记核对结果"), {INVESTIGATING, COUNTY_REVIEW}, "clerk visitor reviewer", writes="核对"),
    act("township_opine", _("乡镇(街道)意见"), {GRASSROOTS_REVIEW}, "chair", writes="意见"),
    act("record_publicity", _("登记公示照片与结果"), {PUBLICITY}, "clerk chair", writes="公示"),
    act("opine", _("签署审核意见"), {COUNTY_REVIEW}, "reviewer", writes="意见"),
    act("search_duplicates", _("查重"), {COUNTY_REVIEW}, "reviewer", writes="查重"),
    act("hold", _("暂缓办理"), {DRAFT} | KEPT, "clerk reviewer head", reason_written, writes="暂缓"),
    act("release", _("解除暂缓"), {DRAFT} | KEPT, "clerk reviewer head", writes="暂缓"),
    act("extend", _("延长期限"), {SUPPLEMENT, INVESTIGATING, COUNTY_REVIEW}, "clerk head approver",
        reason_written, g.extension_left, writes="延期"),
    act("contact_note", _("联系记录"), KEPT, "clerk visitor reviewer head", writes="联系记录"),
    act("follow_up", _("登记回访"), {PAID}, "clerk", writes="回访"),
    act("tell", _("逾期提醒"), KEPT, "CLOCK", deadline_passed, writes="逾期提醒"),
    act("note", _("备注"), {DRAFT} | KEPT, "clerk visitor chair reviewer head approver secretary", writes="备注"),
)  # fmt: skip

RELIEF_APPLICATION = Machine(
    name="relief_application",
    label=_("职工临时救助"),
    states=State,
    initial=DRAFT,
    stages=STAGES,
    moves=MOVES,
    acts=ACTS,
    opened_by=("APPLICANT", "clerk"),
    separation=RELIEF,
)
