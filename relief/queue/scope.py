"""Whose cases of which machine a person reads: a page that lists cases asks as the case's own page does."""

from typing import Any

from django.db.models import QuerySet

from relief.queue.registry import KINDS, under
from relief.queue.sitting import Sitting

__all__ = ["cases", "reads_file", "tops", "under"]


def tops(sitting: Sitting, machine: str) -> list[str]:
    """Where the subtrees begin whose cases of this machine the person reads."""
    return KINDS[machine].tops(sitting.grants)


def cases(sitting: Sitting, machine: str) -> QuerySet[Any]:
    """The cases of this machine that the person reads, the latest first."""
    return KINDS[machine].cases(sitting)


def reads_file(sitting: Sitting, dossier: str) -> bool | None:
    """Does this person read the case whose file this is? None where the file is no case's."""
    machine, _colon, key = dossier.partition(":")
    if machine not in KINDS or not key.isdecimal():
        return None
    return cases(sitting, machine).filter(pk=key).exists()
