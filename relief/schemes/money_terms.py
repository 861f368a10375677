"""What a scheme says about money, as typed values. Integer fen; basis points (10000 = 100 %)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

# Lowest first: "one level up" is the next of this list.
LEVELS = ("grassroots", "township", "county", "city", "province")


@dataclass(frozen=True)
class Band:
    """One band of a rule: from inclusive, to exclusive (None = open); a percentage or a fixed amount."""

    from_fen: int
    to_fen: int | None
    bp: int | None
    fixed_fen: int | None


@dataclass(frozen=True)
class AmountRule:
    """One row of `amount_rules`; the fields a kind does not use are empty."""

    id: str
    causes: tuple[str, ...]
    kind: str
    basis: str
    cap_fen: int | None
    minimum_fen: int | None
    liability: Mapping[str, int] | None
    bp: int
    bands: tuple[Band, ...]
    amount_fen: int
    by_class: Mapping[str, int] | None
    min_fen: int
    max_fen: int
    default_fen: int
    multiple_bp: int
    per_person: bool
    max_persons: int | None


@dataclass(frozen=True)
class MatrixRow:
    """Who may approve up to an amount: level, role, and for a meeting its body and quorum."""

    upto_fen: int | None
    level: str
    by: str
    meeting: str
    quorum_bp: int | None


@dataclass(frozen=True)
class AboveComputed:
    """Who may award more than the computed ceiling."""

    by: str
    level: str
    reason_required: bool


@dataclass(frozen=True)
class Limit:
    """One row of `limits`: how often and how much one person or household may receive in a window."""

    id: str
    scope: str
    key: str
    source: str
    window: str
    count: int | None
    sum_fen: int | None
    override: str | None


@dataclass(frozen=True)
class Caps:
    """Bounds that hold for every rule."""

    case_fen: int | None
    requested: bool
    remaining: bool
    emergency_fen: int


@dataclass(frozen=True)
class FundSource:
    """资金来源. The year's maximum per person stands in `limits`, not here."""

    code: str
    label: str
    per_time_fen: int | None
    year_person_fen: int | None
    needs_archive: bool
    carry: str
    reuse_returns: bool
    earmark: bool


@dataclass(frozen=True)
class Cash:
    """现金发放, allowed only as a recorded exception."""

    allowed: bool
    per_time_fen: int
    witnesses: int


@dataclass(frozen=True)
class DibaoRow:
    """低保标准: monthly, per person, for an area and all below it, from a day on."""

    area: str
    start: date
    urban_fen: int
    rural_fen: int
