"""What a scheme says about the way of a case, as typed values. Basis points: 10000 = 100 %."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Cause:
    """致困原因. `restricted`: shown as 因病 in publicity; `advance`: 垫付, a receivable against the employer."""

    code: str
    label: str
    type: str
    event_label: str
    restricted: bool
    advance: bool


@dataclass(frozen=True)
class Extension:
    """延长: how much, by which role, how often."""

    n: int
    unit: str
    by: str
    times: int


@dataclass(frozen=True)
class Clock:
    """A time limit: wd working days, d days, m months, h hours. `on_expiry`: lapse, tell or empty."""

    key: str
    n: int
    unit: str
    on_expiry: str
    extend: Extension | None


@dataclass(frozen=True)
class EvidenceNeed:
    """材料: kind R required, O optional, A1 … any one of the group of that name."""

    code: str
    label: str
    kind: str
    group: str


@dataclass(frozen=True)
class Exclusion:
    """不予救助情形: a switch; with `household_class` it is answered by the income class alone."""

    code: str
    label: str
    active: bool
    household_class: str
    causes: tuple[str, ...]


@dataclass(frozen=True)
class Check:
    """信息核对: asked by the base or the county."""

    key: str
    label: str
    by: str
    required: bool
    needs_authorisation: bool
    automatic: bool


@dataclass(frozen=True)
class Publicity:
    """公示: levels, whitelist of printed fields, photos, and what a changed amount does."""

    levels: tuple[str, ...]
    second: bool
    second_period: Clock
    fields: tuple[str, ...]
    photos_start: int
    photos_end: int
    statement_for_end: bool
    amount_up_republish: bool
    amount_down_republish: bool
    restricted_cause_label: str


@dataclass(frozen=True)
class PaperEntry:
    """先纸后录: the roles whose signed paper may be keyed by another, and how soon."""

    roles: tuple[str, ...]
    within: Clock


@dataclass(frozen=True)
class Separation:
    """不相容岗位: strict, or small offices may be granted; above the amount a meeting decides there."""

    mode: str
    meeting_above_fen: int


@dataclass(frozen=True)
class Masking:
    """打码: a pattern per field for publicity and lists, and the terms of seeing the full value."""

    publicity: Mapping[str, str]
    list: Mapping[str, str]
    full_needs_reason: bool
    full_logged: bool
    full_per_hour: int


@dataclass(frozen=True)
class Eligibility:
    """准入条件."""

    member_required: bool
    member_exceptions: tuple[str, ...]
    contract_months_min: int
    medical_insurance_required: bool
    age_min: int | None
    age_max: int | None
    claim_window: Clock
    jurisdiction: tuple[str, ...]
    hardship_archive_excludes: bool
    family: tuple[str, ...]
    household_classes: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Investigation:
    """入户调查: how many visitors, and how many cases the county draws, in basis points."""

    visitors_min: int
    county_sample_bp: int
    relatives_sample_bp: int


@dataclass(frozen=True)
class Satisfaction:
    """回访评价: the scale, and when a low mark reopens the lead."""

    scale: tuple[int, ...]
    reopen_at_or_below: int
    reopen_times: int


@dataclass(frozen=True)
class ImportSheet:
    """导入表: header → identifier, other headers for the same column, texts of errors and warnings."""

    columns: Mapping[str, str]
    aliases: Mapping[str, str]
    messages: Mapping[str, str]
    liability_labels: Mapping[str, str]
    hukou_labels: Mapping[str, str]
    extra_columns: tuple[str, ...]
