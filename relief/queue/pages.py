"""Where the page of a case is: one name a machine."""

from typing import Any

from django.urls import reverse

from relief.queue.registry import KINDS
from workflows.fsm import MACHINES


def case_url(machine: str, pk: int) -> str:
    """The page of a case."""
    return reverse(KINDS[machine].page, args=[pk])


def why_url(machine: str, pk: int) -> str:
    """The page 为什么是这一天 of a case."""
    return reverse("due_why", args=[machine, pk])


def case_title(machine: str, pk: int, number: str) -> str:
    """What a case is called in a list: its number, or the machine and the row while it has none."""
    return number or f"{MACHINES[machine].label}#{pk}"


def model_of(machine: str) -> Any:
    """The model of a machine's cases; KeyError for a machine whose cases have no page."""
    return KINDS[machine].machine.model
