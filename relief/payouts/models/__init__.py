"""Money: budget lines and their immutable entries; payout lines, batches, bank files and results."""

from relief.payouts.models.bank import BankFile, BankResult, BankTemplate
from relief.payouts.models.budget import Account, BudgetLine, Entry
from relief.payouts.models.lines import PayoutBatch, PayoutLine

__all__ = ["Account", "BankFile", "BankResult", "BankTemplate", "BudgetLine", "Entry", "PayoutBatch", "PayoutLine"]
