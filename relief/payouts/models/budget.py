"""Budget lines and balanced, immutable entries (relief.md §9). All money in integer fen."""

from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows import triggers


class Account(models.TextChoices):
    """Accounts of a budget line; ``outside`` is where money comes from and is no balance."""

    OUTSIDE = "outside", _("线外")
    AVAILABLE = "available", _("可用")
    RESERVED = "reserved", _("预留")
    COMMITTED = "committed", _("在途")
    PAID = "paid", _("已支付")
    RETURNED = "returned", _("退回")


BALANCES = [a for a in Account.values if a != Account.OUTSIDE]

POST = """
    UPDATE payouts_budgetline SET
        {sets}
     WHERE id = NEW.budget_line_id;
    RETURN NEW;
""".format(
    sets=",\n        ".join(
        f"{a} = {a} + CASE WHEN NEW.to_account = '{a}' THEN NEW.amount_fen ELSE 0 END"
        f" - CASE WHEN NEW.from_account = '{a}' THEN NEW.amount_fen ELSE 0 END"
        for a in BALANCES
    )
)


def _balance(label: Any) -> models.BigIntegerField:
    return models.BigIntegerField(label, default=0, editable=False)


class BudgetLine(models.Model):
    """Organisation × year × source. Balances are kept by the entries' trigger and are never negative (I2)."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="budget_lines")
    year = models.PositiveSmallIntegerField(_("年度"))
    source = models.CharField(_("资金来源"), max_length=20)
    available = _balance(_("可用"))
    reserved = _balance(_("预留"))
    committed = _balance(_("在途"))
    paid = _balance(_("已支付"))
    returned = _balance(_("退回"))

    class Meta:
        verbose_name = _("预算额度")
        verbose_name_plural = _("预算额度")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "source"], name="one_budget_line"),
            *(
                models.CheckConstraint(condition=models.Q(**{f"{a}__gte": 0}), name=f"{a}_never_negative")
                for a in BALANCES
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="by_entries_only",
                operation=pgtrigger.UpdateOf(*BALANCES),
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("pg_trigger_depth() < 1"),
                func=f"{triggers.REFUSE} 'a balance changes by an entry only';",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}·{self.year}·{self.source}"


class Entry(models.Model):
    """``amount_fen`` moved between two accounts of one line. Corrections are new entries."""

    budget_line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="entries")
    from_account = models.CharField(_("自"), max_length=10, choices=Account.choices)
    to_account = models.CharField(_("至"), max_length=10, choices=Account.choices)
    amount_fen = models.BigIntegerField(_("金额"))
    on = models.DateField(_("日期"))
    reason = models.CharField(_("事由"), max_length=100)
    application = models.ForeignKey("applications.Application", models.PROTECT, null=True, related_name="entries")
    payout_line = models.ForeignKey("payouts.PayoutLine", models.PROTECT, null=True, related_name="entries")
    event = models.ForeignKey("workflows.Event", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("分录")
        verbose_name_plural = _("分录")
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_fen__gt=0), name="entry_is_positive"),
            models.CheckConstraint(condition=~models.Q(from_account=models.F("to_account")), name="entry_moves_money"),
        ]
        triggers = [
            triggers.append_only(),
            pgtrigger.Trigger(name="post", operation=pgtrigger.Insert, when=pgtrigger.After, func=POST),
        ]

    def __str__(self) -> str:
        return f"{self.from_account}→{self.to_account} {self.amount_fen}"
