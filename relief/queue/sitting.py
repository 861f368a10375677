"""Who sits at the desk: a person, the grants they hold today (delegated ones too), the one role they look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from workflows import clock, roles
from workflows.roles import HeldGrant, Role

ROLE = "role"
"""The session's key of the role switch. It only narrows what is shown; an act asks the grants themselves."""

READERS = frozenset({
    Role.CLERK, Role.VISITOR, Role.CHAIR, Role.REVIEWER, Role.HEAD, Role.APPROVER, Role.SECRETARY, Role.CASHIER,
    Role.PAYMENT_REVIEWER, Role.AUDITOR, Role.HOTLINE, Role.ARCHIVIST,
})  # fmt: skip
"""Roles that read relief cases (relief.md §2). An administrator keeps unions, people and rules, and sees no case; the
roles of supervision read their own kinds of case (relief.queue.registry)."""


@dataclass(frozen=True)
class Sitting:
    """A person at work, once a request. ``grants`` are all of them, ``held`` those of the chosen role."""

    person_id: int
    on: date
    now: datetime
    grants: tuple[HeldGrant, ...]
    role: str = ""

    @cached_property
    def held(self) -> tuple[HeldGrant, ...]:
        return tuple(g for g in self.grants if self.role in ("", g.role))

    @cached_property
    def roles(self) -> list[str]:
        """Roles held, in the order of the list of roles."""
        mine = {g.role for g in self.grants}
        return [r for r in Role.values if r in mine]

    def holds(self, role: str) -> bool:
        return any(g.role == role for g in self.held)

    @cached_property
    def readable(self) -> list[str]:
        """Where the subtrees begin whose relief cases this person reads, whichever role they look at."""
        return sorted({g.path for g in self.grants if g.role in READERS})

    @cached_property
    def covered(self) -> list[str]:
        """Where the subtrees begin in which this person has to do with cases of any kind."""
        return sorted({g.path for g in self.grants if g.role != Role.ADMINISTRATOR})

    @property
    def administers(self) -> list[str]:
        """Where the subtrees begin whose unions, people and rules this person keeps."""
        return sorted({g.path for g in self.grants if g.role == Role.ADMINISTRATOR})


def sitting_of(request: HttpRequest) -> Sitting:
    """The sitting of a signed-in request: the grants are read once, however many parts of a page ask."""
    known: Sitting | None = getattr(request, "_sitting", None)
    if known is None:
        known = sit(request.user, request.session.get(ROLE, ""))
        request._sitting = known  # type: ignore[attr-defined]
    return known


def sit(person: Any, role: str = "") -> Sitting:
    """Sit down now; a role that is not held narrows nothing."""
    now, on = clock.office_now(), clock.today()
    grants = tuple(roles.grants_of(person.pk, on))
    return Sitting(person.pk, on, now, grants, role if any(g.role == role for g in grants) else "")

