"""Typed values of a profile: what Rules hands out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflows.calendar import RollRule, StartRule

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """How far a limit may be extended: up to ``max_n`` units, ``times`` times, asked for by ``request_by``."""

    max_n: int
    unit: str
    times: int
    granted_by: str
    request_by: str


@dataclass(frozen=True, slots=True)
class LimitRule:
    """A limit 期限; ``unit`` is the calendar's word wd or d."""

    key: str
    n: int
    unit: str
    start_rule: StartRule
    roll_rule: RollRule
    extension: ExtensionRule | None
    binds: str


@dataclass(frozen=True, slots=True)
class RestRule:
    """What an addressee has at least after an upheld objection."""

    n: int
    unit: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the signing chain."""

    stage: str
    role: str


@dataclass(frozen=True, slots=True)
class IssuerRule:
    """An organ that may issue a kind, and at which levels of union."""

    organ: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SealRule:
    """Which seal is put on an organ's papers, which one where it has none, and who keeps it."""

    seal: str
    fallback: str | None
    holder: str


@dataclass(frozen=True, slots=True)
class Method:
    """A way of service: which recorded day is the day of service and what proves it (supervision.md §10)."""

    code: str
    zh: str
    served_on: str | None
    evidence: tuple[str, ...]
    servers: int
    one_of: tuple[str, ...]
    refused_rule: str
    unclaimed_rule: str
    deemed_after_days: int
    approved_by: str
    after_failed_methods: int


@dataclass(frozen=True, slots=True)
class Recheck:
    """Who re-checks after an objection."""

    min: int
    from_higher_union: bool


@dataclass(frozen=True, slots=True)
class SkipRule:
    """Who may skip a rung of the ladder, and for which reasons."""

    decided_by: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The order of letters and the leave to skip (supervision.md §6)."""

    skip_reminder: SkipRule
    skip_opinion: SkipRule
    recommendation_grounds: tuple[str, ...]
    repeat_window_months: int
    group_size: int


@dataclass(frozen=True, slots=True)
class Investigation:
    min_supervisors: int
    certificate_required: bool
    second_from_higher_union: bool


@dataclass(frozen=True, slots=True)
class StaffReminders:
    """When our own desk is reminded; never a paper to the addressee."""

    at_fraction: float
    days_before: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Regional:
    """The region a profile governs."""

    code: str
    name: str
