"""Payout lines and batches: two machines (relief.md §4)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from relief.cases import Case, bind
from relief.people.secrets import EncryptedTextField
from workflows import triggers
from workflows.fsm import StateField
from workflows.models import Journalled
from workflows.payout_batch import PAYOUT_BATCH
from workflows.payout_batch import State as BatchState
from workflows.payout_line import PAYOUT_LINE
from workflows.payout_line import State as LineState


@bind(PAYOUT_BATCH)
class PayoutBatch(PAYOUT_BATCH.transitions(), Case):  # type: ignore[misc]
    """One bank, one source; drafted by the cashier, checked by another."""

    machine = PAYOUT_BATCH
    state = StateField(_("状态"), choices=BatchState.choices, default=PAYOUT_BATCH.initial)

    template = models.ForeignKey("payouts.BankTemplate", models.PROTECT, verbose_name=_("银行模板"))
    source = models.CharField(_("资金来源"), max_length=20)
    count = models.PositiveIntegerField(_("笔数"))
    total_fen = models.BigIntegerField(_("合计金额"))
    voucher_number = models.CharField(_("凭证号"), max_length=40, blank=True, db_index=True, editable=False)
    voucher_on = models.DateField(_("凭证日期"), null=True, editable=False)

    class Meta:
        verbose_name = _("发放批次")
        verbose_name_plural = _("发放批次")
        triggers = triggers.edges(PAYOUT_BATCH)


@bind(PAYOUT_LINE)
class PayoutLine(PAYOUT_LINE.transitions(), Journalled):  # type: ignore[misc]
    """One payment to one account from one budget line. Once exported it never changes (I3)."""

    machine = PAYOUT_LINE
    due_on = None
    state = StateField(_("状态"), choices=LineState.choices, default=PAYOUT_LINE.initial)

    application = models.ForeignKey("applications.Application", models.PROTECT, related_name="lines")
    award = models.ForeignKey("applications.Award", models.PROTECT, related_name="lines")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    budget_line = models.ForeignKey("payouts.BudgetLine", models.PROTECT, related_name="lines")
    amount_fen = models.BigIntegerField(_("金额"))
    payee_name = models.CharField(_("户名"), max_length=50)
    bank = models.CharField(_("开户银行"), max_length=100, blank=True)
    bank_code = models.CharField(_("联行号"), max_length=14, blank=True)
    card_no = EncryptedTextField(_("银行卡号"), blank=True)
    card_blind = models.CharField(max_length=64, blank=True, db_index=True)
    card_tail = models.CharField(_("卡号末四位"), max_length=4, blank=True)
    account_confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    batch = models.ForeignKey(PayoutBatch, models.PROTECT, null=True, related_name="lines")
    line_no = models.PositiveIntegerField(_("序号"), null=True)
    reissue_of = models.OneToOneField("self", models.PROTECT, null=True, related_name="reissued_as")
    new_account = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("发放明细")
        verbose_name_plural = _("发放明细")
        constraints = [
            models.UniqueConstraint(fields=["batch", "line_no"], name="line_no_once_a_batch"),
            models.CheckConstraint(condition=models.Q(amount_fen__gt=0), name="line_is_positive"),
        ]
        indexes = [models.Index(fields=["organisation", "state"])]
        triggers = [
            *triggers.edges(PAYOUT_LINE),
            triggers.frozen(
                "amount_fen", "payee_name", "card_no", "bank", "batch_id", "line_no", "budget_line_id",
                name="exported_line",
                when="OLD.state IN ('exported', 'paid', 'failed', 'reissued')",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.application}·{self.payee_name}"
