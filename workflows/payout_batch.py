"""A payout batch 批次: lines of one bank and one source, drafted and checked by two people (relief.md §4)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from workflows.fsm import Machine, Stage, act, move
from workflows.guards import deadline_passed, reason_written
from workflows.guards import payouts as g
from workflows.separation import RELIEF


class State(TextChoices):
    """States of a payout batch."""

    DRAFTED = "drafted", _("制单")
    CHECKED = "checked", _("已复核")
    EXPORTED = "exported", _("已导出")
    SETTLED = "settled", _("已回盘")
    VOIDED = "voided", _("已作废")


DRAFTED, CHECKED, EXPORTED, SETTLED, VOIDED = State

STAGES = (
    Stage(state=DRAFTED, desk="check", by="payment_reviewer", at="county", limit="pay", passed="tell head"),
    Stage(state=CHECKED, desk="export", by="payment_reviewer", at="county", limit="pay", passed="tell head"),
    Stage(state=EXPORTED, desk="bank", by="BANK", at="county", limit="bank_result", passed="tell cashier"),
)

MOVES = (
    move("check", _("复核通过"), {DRAFTED}, CHECKED, "payment_reviewer", g.totals_agree, apart_from="open"),
    move("send_back", _("退回制单"), {CHECKED}, DRAFTED, "payment_reviewer", reason_written),
    move("export", _("导出并交银行"), {CHECKED}, EXPORTED, "payment_reviewer", g.never_exported),
    move("settle", _("回盘完毕"), {EXPORTED}, SETTLED, "BANK", g.every_line_answered),
    move("void", _("作废"), {DRAFTED, CHECKED}, VOIDED, "cashier", reason_written, danger=True),
)  # fmt: skip

ACTS = (
    act("book", _("登记凭证"), {EXPORTED, SETTLED}, "cashier", writes="凭证"),
    act("record_result", _("登记回盘结果"), {EXPORTED, SETTLED}, "BANK", writes="回盘结果"),
    act("tell", _("逾期提醒"), {DRAFTED, CHECKED, EXPORTED}, "CLOCK", deadline_passed, writes="逾期提醒"),
    act("download", _("下载银行文件"), {EXPORTED, SETTLED}, "cashier payment_reviewer", writes="下载记录"),
)

PAYOUT_BATCH = Machine(
    name="payout_batch",
    label=_("发放批次"),
    states=State,
    initial=DRAFTED,
    stages=STAGES,
    moves=MOVES,
    acts=ACTS,
    opened_by=("cashier",),
    separation=RELIEF,
)
