"""A supervision case 监督案件: one employer and what it is said to owe its workers (supervision.md §4).

Read STAGES for whose desk a case lies on and for how long, MOVES for what may happen next, ACTS for the work that
moves nothing. ``at="issuer"``: held at the handling union itself (◆). Take-over, fast track, referral, suspension,
merging and reopening come with their verbs. The machine fires no letter, and no letter fires it: it reads their
outcomes as facts.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from workflows.fsm import Machine, Stage, act, move, stay
from workflows.guards import deadline_passed, reason_written
from workflows.guards import supervision_case as g
from workflows.separation import SUPERVISION


class State(TextChoices):
    """States of a supervision case."""

    ACCEPTED = "accepted", _("已受理")
    INVESTIGATING = "investigating", _("调查中")
    FINDING = "finding", _("结论审定")
    NEGOTIATING = "negotiating", _("协商中")
    LETTERS_OPEN = "letters_open", _("文书办理")
    VERIFYING = "verifying", _("整改核实")
    REVISITING = "revisiting", _("待回访")
    CLOSING = "closing", _("结案审批")
    CLOSED = "closed", _("已结案")
    ARCHIVED = "archived", _("已归档")


(ACCEPTED, INVESTIGATING, FINDING, NEGOTIATING, LETTERS_OPEN, VERIFYING, REVISITING, CLOSING, CLOSED,
 ARCHIVED) = State  # fmt: skip
LIVE = {ACCEPTED, INVESTIGATING, FINDING, NEGOTIATING, LETTERS_OPEN, VERIFYING, REVISITING, CLOSING}
STAFF = "supervisor case_office counsel director leader seal_keeper"

# limit = key of the profile's limits; letters carry their own clocks.
STAGES = (
    Stage(state=ACCEPTED, desk="assignment", by="case_office", limit="assignment", passed="tell case_office"),
    Stage(state=INVESTIGATING, desk="investigation", by="supervisor", limit="investigation", passed="tell director"),
    Stage(state=FINDING, desk="decision", by="director", at="issuer", limit="decision", passed="tell director"),
    Stage(state=NEGOTIATING, desk="mediation", by="supervisor", limit="negotiation", passed="tell case_office"),
    Stage(state=LETTERS_OPEN, desk="letters", by="case_office"),
    Stage(state=VERIFYING, desk="verification", by="supervisor", limit="verification", passed="tell case_office"),
    Stage(state=REVISITING, desk="revisit", by="supervisor", limit="revisit", passed="tell case_office"),
    Stage(state=CLOSING, desk="closing", by="director", at="issuer", limit="closing", passed="tell director"),
    Stage(state=CLOSED, desk="archive", by="archivist", limit="archiving", passed="tell archivist"),
)

MOVES = (
    move("assign", _("指派"), {ACCEPTED}, INVESTIGATING, "case_office",
         g.two_supervisors_named, g.certificates_valid, g.nobody_recused, notice="investigation_notice"),
    move("report", _("提交审查结论"), {INVESTIGATING}, FINDING, "supervisor",
         g.record_signed_or_refusal_noted, g.evidence_listed, g.finding_complete),
    move("send_back", _("退回调查"), {FINDING}, INVESTIGATING, "director", reason_written,
         apart_from="report", at="issuer"),
    move("negotiate", _("转入协商"), {FINDING}, NEGOTIATING, "case_office", g.both_sides_willing, at="base"),
    move("settle", _("协商达成一致"), {NEGOTIATING}, VERIFYING, "supervisor", g.settlement_recorded),
    move("break_off", _("协商未成"), {NEGOTIATING}, FINDING, "supervisor", reason_written),
    move("open_letters", _("决定制发文书"), {FINDING}, LETTERS_OPEN, "director", g.facts_proved, g.route_decided,
         apart_from="report", at="issuer"),
    move("conclude_letters", _("文书办结，转核实"), {LETTERS_OPEN}, VERIFYING, "case_office",
         g.every_letter_ended, g.some_letter_satisfied),
    move("rethink", _("重新审定"), {LETTERS_OPEN, VERIFYING, REVISITING}, FINDING, "director",
         g.every_letter_ended, reason_written, at="issuer"),
    move("verify", _("整改核实完毕"), {VERIFYING}, REVISITING, "supervisor", g.every_demand_proved, g.two_verifiers),
    move("visit", _("回访完毕"), {REVISITING}, CLOSING, "supervisor", g.visit_recorded, g.breach_ended),
    move("drop", _("终结调查"), {ACCEPTED, INVESTIGATING, FINDING, NEGOTIATING}, CLOSING, "director",
         g.drop_ground_holds, at="issuer", danger=True),
    move("close", _("结案"), {CLOSING}, CLOSED, "director", g.closing_form_complete, g.every_letter_ended,
         g.named_feedback_given, apart_from="report visit", notice="closing_notice", at="issuer"),
    move("return_closing", _("退回重新审定"), {CLOSING}, FINDING, "director", reason_written, at="issuer"),
    move("archive", _("归档"), {CLOSED}, ARCHIVED, "archivist", g.dossier_complete, apart_from="close"),
)  # fmt: skip

ACTS = (
    stay("reassign", _("改派"), {INVESTIGATING, NEGOTIATING, VERIFYING, REVISITING}, "case_office",
         g.two_supervisors_named, g.certificates_valid, g.nobody_recused, writes="指派"),
    stay("prolong", _("延长期限"), {INVESTIGATING, NEGOTIATING}, "director", g.limit_running, g.extension_left,
         writes="延期", at="issuer"),
    stay("escalate", _("决定后续文书"), {LETTERS_OPEN}, "director", g.escalation_ground_holds, g.route_decided,
         writes="文书计划", apart_from="report", at="issuer"),
    act("record", _("登记调查笔录"), {INVESTIGATING}, "supervisor", writes="调查笔录"),
    act("sign_record", _("笔录签字"), {INVESTIGATING}, "supervisor", writes="签字"),
    act("add_worker", _("登记涉及职工"), LIVE, "supervisor case_office", writes="职工"),
    act("add_paper", _("登记证据材料"), LIVE | {CLOSED}, "supervisor case_office", writes="材料"),
    act("check_items", _("登记整改核实"), {VERIFYING}, "supervisor", writes="核实"),
    act("record_visit", _("登记回访"), {REVISITING}, "supervisor", writes="回访记录"),
    act("feed_back", _("向反映人反馈"), LIVE, "case_office supervisor", writes="反馈"),
    act("recuse", _("申请回避"), LIVE, STAFF, reason_written, writes="回避"),
    act("note", _("备注"), LIVE | {CLOSED}, f"{STAFF} archivist", writes="备注"),
    act("tell", _("逾期提醒"), LIVE | {CLOSED}, "CLOCK", deadline_passed, writes="逾期提醒"),
)  # fmt: skip

SUPERVISION_CASE = Machine(
    name="supervision_case",
    label=_("监督案件"),
    states=State,
    initial=ACCEPTED,
    stages=STAGES,
    moves=MOVES,
    acts=ACTS,
    opened_by=("case_office",),
    separation=SUPERVISION,
)
