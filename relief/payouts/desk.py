"""Batches on the desk, in the search and in the navigation."""

from __future__ import annotations

import re

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.payouts.selectors import LINE_READERS, MONEY_READERS
from relief.queue.finding import Found
from relief.queue.navigation import Entry, Section, enter
from relief.queue.registry import Kind, keys, show
from relief.queue.sitting import Sitting
from relief.queue.summaries import Summary
from workflows.payout_batch import PAYOUT_BATCH


class Batches(Kind):
    """Payout batches: the bank, how many lines, the sum."""

    machine = PAYOUT_BATCH
    page = "batch"
    readers = MONEY_READERS
    amount = F("total_fen")
    amount_sql = "(SELECT total_fen FROM payouts_payoutbatch b WHERE b.id = t.case_id)"
    told = {"bank": F("template__name"), "count": F("count")}
    series = ("batch",)
    number_word = gettext_lazy("批次编号")

    def party(self, summary: Summary) -> str:
        return str(summary.told["bank"])

    def party_detail(self, summary: Summary) -> str:
        return _("%(n)d笔") % {"n": summary.told["count"]}

    def by_number(self, found: Found, text: str, exact: set[str], sitting: Sitting) -> None:
        """Where no number fits, by the voucher's."""
        super().by_number(found, text, exact, sitting)
        if not found.keys and re.search(r"\d", text):
            found.add(self.machine.name, keys(self.cases(sitting).filter(voucher_number=text)), _("凭证号"))


show(Batches())
enter(Section(30, gettext_lazy("发放"), (
    Entry(gettext_lazy("发放批次"), "batches", MONEY_READERS, "batch"),
    Entry(gettext_lazy("未到账"), "failed_lines", LINE_READERS, "line"),
    Entry(gettext_lazy("预算额度"), "budgets", MONEY_READERS, "budget"),
)))  # fmt: skip
