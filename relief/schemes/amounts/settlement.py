"""The last steps of every amount, and the word for what decided it (relief.md §5)."""

from dataclasses import dataclass
from fractions import Fraction

from relief.schemes.amounts.bounds import Bound


@dataclass(frozen=True)
class Settlement:
    """`lifted`: raw after the minimum. `bounded`: the exact amount before the floor. `bound`: what limited it."""

    raw: Fraction
    lifted: Fraction
    bounded: Fraction
    bound: Bound | None
    suggested_fen: int
    decided_by: str


def settle(
    raw: Fraction,
    *,
    refused_by_liability: bool,
    minimum_fen: int | None,
    bound: Bound | None,
    unit_fen: int,
    minimum_payable_fen: int,
) -> Settlement:
    """Minimum (only when raw > 0), smallest bound (only if exceeded), one floor, nothing under the payable minimum."""
    lifted = max(raw, Fraction(minimum_fen)) if minimum_fen is not None and raw.numerator > 0 else raw
    binding = bound if bound is not None and _exceeds(lifted, bound.value_fen) else None
    bounded = lifted if binding is None else Fraction(binding.value_fen or 0)
    floored = bounded.numerator // (bounded.denominator * unit_fen) * unit_fen
    too_small = bounded.numerator > 0 and floored < minimum_payable_fen
    if refused_by_liability:
        decided_by = "liability"
    elif too_small:
        decided_by = "below_minimum"
    elif binding is not None:
        decided_by = binding.name
    else:
        decided_by = "minimum" if lifted is not raw and lifted > raw else "rule"
    return Settlement(raw, lifted, bounded, binding, 0 if too_small else floored, decided_by)


def _exceeds(amount: Fraction, fen: int | None) -> bool:
    """In whole numbers, many times faster than comparing fractions, and as exact."""
    return fen is not None and amount.numerator > fen * amount.denominator
