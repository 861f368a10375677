"""A general lead 线索 from hotline, station, scout or visit (relief.md §4): answered, or turned into a case of its own.

Read STAGES for whose desk a lead lies on, MOVES for what may happen next, ACTS for the work that moves nothing.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from workflows.fsm import Machine, Stage, act, move
from workflows.guards import deadline_passed, reason_written
from workflows.guards import supervision_lead as g
from workflows.separation import SUPERVISION


class State(TextChoices):
    """States of a general lead."""

    OPEN = "open", _("待分派")
    ASSIGNED = "assigned", _("处理中")
    CONVERTED = "converted", _("已转办")
    ANSWERED = "answered", _("已答复")
    CLOSED = "closed", _("已办结")


OPEN, ASSIGNED, CONVERTED, ANSWERED, CLOSED = State
LIVE = {OPEN, ASSIGNED, CONVERTED, ANSWERED}

STAGES = (
    Stage(state=OPEN, desk="hotline", by="hotline", limit="contact", passed="tell hotline reviewer"),
    Stage(state=ASSIGNED, desk="answer", by="clerk", limit="contact", passed="tell reviewer"),
    Stage(state=CONVERTED, desk="hotline", by="hotline"),
    Stage(state=ANSWERED, desk="hotline", by="hotline"),
)

MOVES = (
    move("assign", _("分派"), {OPEN}, ASSIGNED, "hotline reviewer", g.handler_named),
    move("hand_back", _("退回分派"), {ASSIGNED}, OPEN, "clerk", reason_written),
    move("convert", _("转办"), {ASSIGNED}, CONVERTED, "clerk reviewer", g.not_duplicate, g.opened_and_linked),
    move("answer", _("答复"), {ASSIGNED}, ANSWERED, "clerk", g.answer_written),
    move("close", _("办结"), {CONVERTED, ANSWERED}, CLOSED, "hotline", g.outcome_told, g.rating_or_unreachable),
    move("reopen", _("重新办理"), {CLOSED}, ASSIGNED, "hotline", g.rating_low, g.first_reopen),
)

ACTS = (
    act("contact_note", _("联系记录"), LIVE, "hotline clerk reviewer", writes="联系记录"),
    act("note", _("备注"), LIVE, "hotline clerk reviewer", writes="备注"),
    act("tell", _("逾期提醒"), LIVE, "CLOCK", deadline_passed, writes="逾期提醒"),
)

LEAD = Machine(
    name="lead",
    label=_("线索"),
    states=State,
    initial=OPEN,
    stages=STAGES,
    moves=MOVES,
    acts=ACTS,
    opened_by=("hotline", "clerk", "reviewer"),
    separation=SUPERVISION,
)
