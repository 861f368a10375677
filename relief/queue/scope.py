"""Whose cases of which machine a person reads: a page that lists cases asks as the case's own page does."""

from collections.abc import Mapping

from relief.payouts.selectors import MONEY_READERS
from relief.queue.sitting import READERS, Sitting

CASE_READERS: Mapping[str, frozenset[str]] = {"relief_application": READERS, "payout_batch": MONEY_READERS}


def tops(sitting: Sitting, machine: str) -> list[str]:
    """Where the subtrees begin whose cases of this machine the person reads."""
    return sorted({g.path for g in sitting.grants if g.role in CASE_READERS[machine]})


def reads(sitting: Sitting, machine: str, path: str) -> bool:
    """Does this person read a case of this machine of the union at ``path``?"""
    return any(path.startswith(top) for top in tops(sitting, machine))
