"""Signed opinions: each speaks of one round of review (relief.md §3)."""

from __future__ import annotations

from relief.applications.models import Application, Opinion
from workflows.fsm import Moment

ALL = (Opinion.Of.BASE, Opinion.Of.TOWNSHIP, Opinion.Of.COUNTY, Opinion.Of.HEAD)
COUNTYS = (Opinion.Of.COUNTY, Opinion.Of.HEAD)


def write_opinion(m: Moment, of: str, text: str, amount_fen: int | None = None) -> Opinion:
    """The signed opinion of this round; it takes the place of an earlier one."""
    Opinion.objects.filter(application=m.case, of=of, current=True).update(current=False)
    return Opinion.objects.create(
        application=m.case, of=of, person=m.actor, text=text.strip(), amount_fen=amount_fen, on=m.occurred_on)  # fmt: skip


def void_opinions(application: Application, of: tuple[str, ...] = ALL) -> None:
    """A return raises the round: what was signed in an earlier one stays on file and satisfies nothing any more."""
    Opinion.objects.filter(application=application, of__in=of, current=True).update(current=False)
