"""A letter 文书 of 一函两书: reminder, opinion or recommendation, from the draft to its end (supervision.md §5).

Read STAGES for whose desk a letter lies on and for how long, MOVES for what may happen next, ACTS for the work that
moves nothing. ``at="issuer"``: held at the issuing union itself (◆). Nothing is issued by the clock: it only marks a
letter overdue. Publication, revocation and correction come with their verbs.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from workflows.fsm import Machine, Stage, act, move, stay
from workflows.guards import deadline_passed, reason_written
from workflows.guards import letter_service as after
from workflows.guards import supervision_letter as g
from workflows.separation import SUPERVISION


class State(TextChoices):
    """States of a letter."""

    DRAFT = "draft", _("拟稿")
    REVIEW = "review", _("审核")
    SIGNING = "signing", _("待签发")
    NUMBERED = "numbered", _("已编号")
    SEALED = "sealed", _("已用印")
    DISPATCHED = "dispatched", _("送达中")
    SERVICE_FAILED = "service_failed", _("未能送达")
    AWAITING_REPLY = "awaiting_reply", _("待答复")
    REPLIED = "replied", _("已答复")
    PARTIAL = "partial", _("部分整改")
    OBJECTION = "objection", _("异议复核")
    OVERDUE = "overdue", _("逾期未复")
    DEPARTMENT_FILED = "department_filed", _("部门已立案")
    DEPARTMENT_DECLINED = "department_declined", _("部门未立案")
    DEPARTMENT_RESULT = "department_result", _("部门已反馈")
    SATISFIED = "satisfied", _("已办结")
    SUPERSEDED = "superseded", _("已转后续文书")
    REVOKED = "revoked", _("已撤销")


(DRAFT, REVIEW, SIGNING, NUMBERED, SEALED, DISPATCHED, SERVICE_FAILED, AWAITING_REPLY, REPLIED, PARTIAL, OBJECTION,
 OVERDUE, DEPARTMENT_FILED, DEPARTMENT_DECLINED, DEPARTMENT_RESULT, SATISFIED, SUPERSEDED, REVOKED) = State  # fmt: skip
ENDS = {SATISFIED, SUPERSEDED, REVOKED}
LIVE = set(State) - ENDS
STAFF = "supervisor case_office counsel director leader seal_keeper"
PASSED = "tell supervisor case_office director"

# limit = key of the profile's limits. awaiting_reply takes reminder_reply, opinion_reply, recommendation_filing or
# recommendation_reasons, partial the plan's day; the signing chain names the role of review and signing: facts decide.
STAGES = (
    Stage(state=DRAFT, desk="drafting", by="supervisor", limit="drafting", passed=PASSED),
    Stage(state=REVIEW, desk="legal", by="counsel", limit="legal_review", passed=PASSED),
    Stage(state=SIGNING, desk="signature", by="director", at="issuer", limit="signature", passed=PASSED),
    Stage(state=NUMBERED, desk="sealing", by="seal_keeper", at="issuer", limit="sealing", passed=PASSED),
    Stage(state=SEALED, desk="dispatch", by="supervisor", limit="dispatch", passed=PASSED),
    Stage(state=DISPATCHED, desk="service", by="supervisor", limit="service", passed=PASSED),
    Stage(state=SERVICE_FAILED, desk="service", by="supervisor", limit="service_retry", passed=PASSED),
    Stage(state=AWAITING_REPLY, desk="outside", by="EMPLOYER", limit="reply", passed="lapse"),
    Stage(state=REPLIED, desk="examination", by="supervisor", limit="examination", passed=PASSED),
    Stage(state=PARTIAL, desk="examination", by="supervisor", limit="plan", passed="lapse"),
    Stage(state=OBJECTION, desk="recheck", by="supervisor", limit="objection_recheck", passed=PASSED),
    Stage(state=OVERDUE, desk="decision", by="director", at="issuer", limit="overdue_decision", passed=PASSED),
    Stage(state=DEPARTMENT_FILED, desk="outside", by="DEPARTMENT", limit="recommendation_result", passed="lapse"),
    Stage(state=DEPARTMENT_DECLINED, desk="decision", by="director", at="issuer", limit="overdue_decision", passed=PASSED),
    Stage(state=DEPARTMENT_RESULT, desk="examination", by="director", at="issuer", limit="examination", passed=PASSED),
)

MOVES = (
    move("submit", _("送审"), {DRAFT}, REVIEW, "supervisor case_office",
         g.kind_facts_complete, g.provisions_citable, g.addressee_complete, g.no_personal_data, g.investigation_on_file,
         g.predecessor_or_skip_reason),
    move("pass_review", _("审核通过"), {REVIEW}, SIGNING, "counsel", g.reviewer_by_profile, g.legality_written,
         g.review_steps_done, apart_from="submit"),
    move("return_draft", _("退回修改"), {REVIEW, SIGNING}, DRAFT, "counsel director leader", reason_written, at="base"),
    move("sign", _("签发"), {SIGNING}, NUMBERED, "director leader", g.signatory_by_profile, g.earlier_steps_done,
         g.issuer_may_issue, g.glyphs_present, g.case_not_suspended, apart_from="submit pass_review endorse", at="issuer"),
    move("recall", _("撤回签发"), {NUMBERED}, DRAFT, "director", reason_written, at="issuer", danger=True),
    move("seal", _("用印"), {NUMBERED}, SEALED, "seal_keeper", g.pdf_clean, g.copies_stated,
         g.profile_confirmed_or_acknowledged, apart_from="submit pass_review sign", notice="letter", at="issuer"),
    move("dispatch", _("送出"), {SEALED}, DISPATCHED, "supervisor case_office", after.method_allowed,
         after.reply_expected),
    move("fail_service", _("未能送达"), {DISPATCHED}, SERVICE_FAILED, "supervisor", after.failure_recorded),
    move("retry", _("再次送达"), {SERVICE_FAILED}, DISPATCHED, "supervisor", after.other_method_or_address),
    move("serve", _("登记送达"), {DISPATCHED}, AWAITING_REPLY, "supervisor case_office", after.service_proved),
    move("reply", _("登记答复"), {AWAITING_REPLY, PARTIAL, OVERDUE}, REPLIED, "EMPLOYER", after.reply_recorded,
         after.not_recommendation),
    move("object", _("登记异议"), {AWAITING_REPLY, REPLIED, OVERDUE}, OBJECTION, "EMPLOYER", after.grounds_stated,
         after.not_recommendation),
    move("lapse", _("逾期"), {AWAITING_REPLY, PARTIAL, DEPARTMENT_FILED}, OVERDUE, "CLOCK", after.limit_passed),
    move("accept", _("认定整改到位"), {REPLIED}, SATISFIED, "supervisor", after.every_item_done, after.two_examiners,
         after.not_recommendation),
    move("find_partial", _("认定部分整改"), {REPLIED}, PARTIAL, "supervisor", after.open_items_have_dates,
         after.not_recommendation),
    move("uphold", _("维持原意见"), {OBJECTION}, AWAITING_REPLY, "director", after.rechecked_by_others, after.result_served,
         notice="recheck_result", resumes="objection", at="issuer"),
    move("supersede", _("转后续文书"), {SERVICE_FAILED, REPLIED, PARTIAL, OBJECTION, OVERDUE, DEPARTMENT_DECLINED,
         DEPARTMENT_RESULT}, SUPERSEDED, "director", after.successor_stands, resumes="objection", at="issuer"),
    move("discard", _("废弃草稿"), {DRAFT, REVIEW, SIGNING}, REVOKED, "supervisor case_office", reason_written,
         at="base", danger=True),
    move("void", _("作废"), {NUMBERED, SEALED}, REVOKED, "director", reason_written, at="issuer", danger=True),
    move("file", _("登记立案"), {AWAITING_REPLY, OVERDUE, DEPARTMENT_DECLINED}, DEPARTMENT_FILED, "DEPARTMENT",
         after.filing_recorded, after.is_recommendation),
    move("decline", _("登记不予立案"), {AWAITING_REPLY, OVERDUE, DEPARTMENT_FILED}, DEPARTMENT_DECLINED, "DEPARTMENT",
         after.refusal_recorded, after.is_recommendation),
    move("ask_reasons", _("请说明理由"), {DEPARTMENT_DECLINED}, AWAITING_REPLY, "director",
         after.reasons_missing_or_weak, after.is_recommendation, notice="reasons_request", at="issuer"),
    move("report_result", _("登记处理结果"), {AWAITING_REPLY, DEPARTMENT_FILED, OVERDUE}, DEPARTMENT_RESULT,
         "DEPARTMENT", after.result_recorded, after.is_recommendation),
    move("accept_result", _("认可处理结果"), {DEPARTMENT_RESULT}, SATISFIED, "director", after.result_sufficient,
         after.is_recommendation, at="issuer"),
)  # fmt: skip

ACTS = (
    stay("endorse", _("审签"), {REVIEW, SIGNING}, "case_office counsel director", g.step_is_due, writes="审批意见",
         apart_from="submit"),
    stay("acknowledge_unconfirmed", _("确认规则未经确认仍用印"), {NUMBERED}, "director", reason_written, writes="理由",
         apart_from="submit", at="issuer"),
    stay("allow_announcement", _("同意公告送达"), {SERVICE_FAILED}, "director", after.two_methods_failed, writes="批准",
         at="issuer"),
    stay("extend", _("同意延期"), {AWAITING_REPLY}, "director", after.requested_in_time, after.plan_attached,
         after.extension_allowed, writes="延期", notice="extension_notice", at="issuer"),
    stay("refuse_extension", _("不同意延期"), {AWAITING_REPLY}, "director", reason_written, writes="延期",
         notice="extension_refusal", at="issuer"),
    stay("chase", _("催办"), {OVERDUE}, "case_office", writes="催办", notice="chasing_letter"),
    act("edit", _("修改文书"), {DRAFT}, "supervisor case_office", writes="文书内容"),
    act("examine", _("审查答复"), {REPLIED}, "supervisor", writes="逐项审查"),
    act("recheck", _("复核异议"), {OBJECTION}, "supervisor", writes="复核意见"),
    act("add_paper", _("登记材料"), LIVE, "supervisor case_office", writes="材料"),
    act("note", _("备注"), LIVE, STAFF, writes="备注"),
    act("tell", _("逾期提醒"), LIVE, "CLOCK", deadline_passed, writes="逾期提醒"),
)  # fmt: skip

SUPERVISION_LETTER = Machine(
    name="supervision_letter",
    label=_("监督文书"),
    states=State,
    initial=DRAFT,
    stages=STAGES,
    moves=MOVES,
    acts=ACTS,
    opened_by=("supervisor", "case_office"),
    separation=SUPERVISION,
)
