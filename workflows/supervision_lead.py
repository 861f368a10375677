"""A lead for labour-law supervision 监督线索 (supervision.md §3): taken up as a case, or ended with its ground.

Read STAGES for whose desk a lead lies on and for how long, MOVES for what may happen next.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from workflows.fsm import Machine, Stage, act, move
from workflows.guards import deadline_passed, reason_written
from workflows.guards import supervision_lead as g
from workflows.separation import SUPERVISION


class State(TextChoices):
    """States of a supervision lead."""

    REGISTERED = "registered", _("已登记")
    ACCEPTED = "accepted", _("已受理")
    DECLINED = "declined", _("不予受理")
    PASSED_ON = "passed_on", _("已转办")
    MERGED = "merged", _("已并入")


REGISTERED, ACCEPTED, DECLINED, PASSED_ON, MERGED = State

# The limit of wage matters is lead_screen_wages: a fact of the lead decides (relief.supervision.facts).
STAGES = (Stage(state=REGISTERED, desk="intake", by="case_office", limit="lead_screen", passed="tell case_office director"),)

MOVES = (
    move("accept", _("受理"), {REGISTERED}, ACCEPTED, "case_office",
         g.minimum_fields_present, g.matter_in_scope, g.duplicates_decided, notice="acceptance_notice"),
    move("decline", _("不予受理"), {REGISTERED}, DECLINED, "case_office", g.grounds_written,
         notice="decline_notice", danger=True),
    move("pass_on", _("转其他单位"), {REGISTERED}, PASSED_ON, "case_office", g.recipient_named, notice="pass_on_letter"),
    move("merge", _("并入其他线索"), {REGISTERED}, MERGED, "case_office", g.survivor_chosen, danger=True),
    move("review_decline", _("撤销不予受理"), {DECLINED}, REGISTERED, "director", reason_written, apart_from="decline"),
)  # fmt: skip

ACTS = (
    act("edit", _("补充登记"), {REGISTERED}, "hotline case_office", writes="线索登记表"),
    act("decide_duplicates", _("核对重复线索"), {REGISTERED}, "case_office", writes="查重"),
    act("add_paper", _("登记证据材料"), {REGISTERED}, "hotline case_office", writes="材料"),
    act("note", _("备注"), set(State), "hotline case_office director", writes="备注"),
    act("tell", _("逾期提醒"), {REGISTERED}, "CLOCK", deadline_passed, writes="逾期提醒"),
)

SUPERVISION_LEAD = Machine(
    name="supervision_lead",
    label=_("监督线索"),
    states=State,
    initial=REGISTERED,
    stages=STAGES,
    moves=MOVES,
    acts=ACTS,
    opened_by=("hotline", "case_office", "supervisor", "clerk", "reviewer"),
    separation=SUPERVISION,
)
