"""Money: budget entries, payout lines and batches, bank files and results (relief.md §4, §9)."""

from relief.payouts.services import batching, budget, exporting, lines, planning, results

__all__ = ["batching", "budget", "exporting", "lines", "planning", "results"]
