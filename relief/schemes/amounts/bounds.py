"""The bounds of an amount in the order of relief.md §5; on a tie the earlier is named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from relief.schemes.amounts.kinds import NET_WORDS, Words
from relief.schemes.amounts.limits import Room, describe, rooms
from relief.schemes.amounts.question import Question
from relief.schemes.amounts.wording import plain_yuan
from relief.schemes.money_terms import AmountRule
from relief.schemes.rules import Scheme


@dataclass(frozen=True)
class Bound:
    """A bound by name; fen, or None where it does not bind this case; `words` say how it limited."""

    name: str
    value_fen: int | None
    words: Words


def bounds_of(scheme: Scheme, rule: AmountRule, question: Question, net_fen: int | None) -> list[Bound]:
    """Every bound that concerns the case: rule_cap, case_cap, remaining, requested, limits, fund_cap, budget."""
    case, caps = question.case, scheme.caps
    found = []
    if rule.cap_fen is not None:
        found.append(_bound("rule_cap", rule.cap_fen, "单项上限"))
    if caps.case_fen is not None:
        found.append(_bound("case_cap", caps.case_fen, "每案上限"))
    if caps.remaining and net_fen is not None:
        found.append(_bound("remaining", net_fen, f"{NET_WORDS[rule.basis]}金额"))
    if caps.requested and case.requested_amount_fen:
        found.append(_bound("requested", case.requested_amount_fen, "申请金额"))
    found += [_limit(scheme, room) for room in rooms(scheme, case, question.prior)]
    if case.source and (per_time := scheme.fund_sources[case.source].per_time_fen) is not None:
        label = scheme.fund_sources[case.source].label
        found.append(_bound(f"fund_cap:{case.source}", per_time, f"{label}单次上限"))
    if question.budget_available_fen is not None:
        found.append(_bound("budget", question.budget_available_fen, "预算可用余额"))
    return found


def smallest(bounds: Sequence[Bound]) -> Bound | None:
    """The bound that binds most; the earlier of two equal ones."""
    return min((bound for bound in bounds if bound.value_fen is not None), key=_value, default=None)


def _value(bound: Bound) -> int:
    return bound.value_fen or 0


def _bound(name: str, value_fen: int, label: str) -> Bound:
    return Bound(name, value_fen, lambda: f"受{label}{plain_yuan(value_fen)}限制")


def _limit(scheme: Scheme, room: Room) -> Bound:
    return Bound(f"limit:{room.limit.id}", room.room_fen, lambda: _limit_words(scheme, room))


def _limit_words(scheme: Scheme, room: Room) -> str:
    what = f"限额{describe(scheme, room.limit)}"
    return f"受{what}余额{plain_yuan(room.room_fen or 0)}限制" if room.room_fen else f"{what}已用完"


def values(bounds: Iterable[Bound]) -> tuple[tuple[str, int | None], ...]:
    """Name and fen of every bound, as stored."""
    return tuple((bound.name, bound.value_fen) for bound in bounds)
