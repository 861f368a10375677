"""A payout line 发放明细: one payment to one account from one source (relief.md §4)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from workflows.fsm import Machine, act, move
from workflows.guards import not_held, reason_written
from workflows.guards import payouts as g
from workflows.separation import RELIEF


class State(TextChoices):
    """States of a payout line."""

    PLANNED = "planned", _("待入批")
    BATCHED = "batched", _("已入批")
    EXPORTED = "exported", _("已交银行")
    PAID = "paid", _("已到账")
    FAILED = "failed", _("失败")
    REISSUED = "reissued", _("已重发")
    CANCELLED = "cancelled", _("已取消")


PLANNED, BATCHED, EXPORTED, PAID, FAILED, REISSUED, CANCELLED = State

MOVES = (
    move("batch", _("入批"), {PLANNED}, BATCHED, "cashier",
         g.account_confirmed, g.payee_allowed, g.payee_alive, not_held, g.one_source),
    move("unbatch", _("出批"), {BATCHED}, PLANNED, "cashier", g.batch_voided),
    move("export", _("交银行"), {BATCHED}, EXPORTED, "payment_reviewer", g.batch_checked),
    move("succeed", _("到账"), {EXPORTED}, PAID, "BANK", g.result_row_matches),
    move("fail", _("失败"), {EXPORTED}, FAILED, "BANK", g.result_row_matches),
    move("reissue", _("重发"), {FAILED}, REISSUED, "cashier", g.new_account_proved),
    move("cancel", _("取消"), {PLANNED, FAILED}, CANCELLED, "head", reason_written),
)  # fmt: skip

ACTS = (
    act("confirm_account", _("核对银行户名"), {PLANNED}, "cashier", writes="户名"),
    act("prove_account", _("登记新账号证明"), {FAILED}, "clerk cashier", writes="新账号", at="file"),
)

PAYOUT_LINE = Machine(
    name="payout_line",
    label=_("发放明细"),
    states=State,
    initial=PLANNED,
    stages=(),
    moves=MOVES,
    acts=ACTS,
    opened_by=("approver", "secretary", "cashier"),
    separation=RELIEF,
)
