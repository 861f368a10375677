"""Roles, and what it means to hold one (relief.md §2; supervision.md §2).

A role is held *at* an organisation, between dates, and covers its subtree. This package knows an
organisation only by its path text; the office registers who answers "which grants has this person today?".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.reading import Reading, one


class Role(models.TextChoices):
    """Roles that a person can hold."""

    CLERK = "clerk", _("经办人")
    VISITOR = "visitor", _("入户调查员")
    CHAIR = "chair", _("工会主席")
    REVIEWER = "reviewer", _("审核员")
    HEAD = "head", _("部门负责人")
    APPROVER = "approver", _("审批人")
    SECRETARY = "secretary", _("会议秘书")
    CASHIER = "cashier", _("制单")
    PAYMENT_REVIEWER = "payment_reviewer", _("支付复核")
    AUDITOR = "auditor", _("经审")
    HOTLINE = "hotline", _("热线坐席")
    ARCHIVIST = "archivist", _("档案员")
    SUPERVISOR = "supervisor", _("劳动法律监督员")
    CASE_OFFICE = "case_office", _("监督委员会办公室")
    COUNSEL = "counsel", _("法律顾问")
    DIRECTOR = "director", _("监督委员会主任")
    LEADER = "leader", _("工会分管领导")
    SEAL_KEEPER = "seal_keeper", _("用印员")
    ADMINISTRATOR = "administrator", _("管理员")


class Pseudo(models.TextChoices):
    """Actors that are no person of the office; whoever keys for them is ``entered_by``."""

    APPLICANT = "APPLICANT", _("申请人")
    CLOCK = "CLOCK", _("时限")
    BANK = "BANK", _("银行")
    EMPLOYER = "EMPLOYER", _("用人单位")
    DEPARTMENT = "DEPARTMENT", _("行政部门")


# Who furnishes a database before anybody holds a role in it: set-up itself, or the superuser. Has no part in any case.
SETUP = "SETUP"

# Who may key what an outsider said or sent. A clock needs nobody.
KEYERS: dict[str, frozenset[str]] = {
    Pseudo.APPLICANT: frozenset({Role.CLERK, Role.REVIEWER}),
    Pseudo.BANK: frozenset({Role.CASHIER}),
    Pseudo.EMPLOYER: frozenset({Role.CASE_OFFICE}),
    Pseudo.DEPARTMENT: frozenset({Role.CASE_OFFICE}),
    Pseudo.CLOCK: frozenset(),
}


def label(role: str) -> str:
    """The Chinese name of a role or pseudo-actor."""
    if role == SETUP:
        return gettext("系统初设")
    return str((Role(role) if role in Role.values else Pseudo(role)).label)


@dataclass(frozen=True)
class HeldGrant:
    """One role in force for a person on a day: their own, or a principal's by delegation."""

    role: str
    path: str
    organisation_id: int
    person_id: int
    principal_id: int | None = None

    @property
    def persons(self) -> frozenset[int]:
        """Everybody whom a separation rule has to judge."""
        return frozenset({self.person_id, self.principal_id} - {None})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Place:
    """Where a case stands in the tree: the path a grant must cover, or (``exact``) be held at."""

    path: str
    exact: bool = False

    def covered_by(self, grant: HeldGrant) -> bool:
        return grant.path == self.path if self.exact else self.path.startswith(grant.path)


GrantsReading = Callable[[int, date], Reading]
_grants: list[GrantsReading] = []


def register_grants(reading: GrantsReading) -> None:
    """The office says, once at start-up, how grants are read."""
    _grants[:] = [reading]


def grants_reading(person_id: int, on: date) -> Reading:
    """The grants of a person in force on ``on``, delegated ones included."""
    return _grants[0](person_id, on)


def grants_of(person_id: int, on: date) -> list[HeldGrant]:
    """The same, asked alone."""
    return one(grants_reading(person_id, on))


InterestsReading = Callable[[Iterable[int]], Reading]
_interests: list[InterestsReading] = []


def register_interests(reading: InterestsReading) -> None:
    """The office says, once at start-up, how it is read whose case a person may not touch."""
    _interests[:] = [reading]


def interests_reading(person_ids: Iterable[int]) -> Reading:
    """Blind indexes of these persons and of the relatives they declared."""
    return _interests[0](person_ids)


def interests_of(person_ids: Iterable[int]) -> set[str]:
    """The same, asked alone."""
    return one(interests_reading(person_ids))
