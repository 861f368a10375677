"""Room left under the scheme's limits after earlier payments (relief.md §5 `limits`, invariant I4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from relief.schemes.amounts.question import AmountCase, PriorPayment
from relief.schemes.amounts.wording import plain_yuan
from relief.schemes.errors import AmountError
from relief.schemes.money_terms import Limit
from relief.schemes.rules import Scheme
from relief.schemes.windows import ROLLING, in_window

SCOPES = {"person": "本人", "household": "家庭"}
KEYS = {"any": "各类原因", "cause": "同一原因", "event": "同一事件"}
WINDOWS = {"calendar_year": "当年", "lifetime": "累计"}


@dataclass(frozen=True)
class Room:
    """What a limit still allows: None = this limit does not bound the amount."""

    limit: Limit
    used_fen: int
    used_count: int
    room_fen: int | None


def rooms(scheme: Scheme, case: AmountCase, prior: Sequence[PriorPayment]) -> list[Room]:
    """Every limit that concerns the case, in the scheme's order."""
    if prior and case.limit_day is None:
        raise AmountError("as_of", _("有以往救助记录时必须填写as_of或application_date"))
    return [_room(limit, case, prior) for limit in scheme.limits if _concerns(limit, case)]


def _concerns(limit: Limit, case: AmountCase) -> bool:
    """A limit by source or event says nothing about a case whose source or event is not known."""
    if limit.key == "source":
        return case.source == limit.source
    return limit.key != "event" or bool(case.event)


def _room(limit: Limit, case: AmountCase, prior: Iterable[PriorPayment]) -> Room:
    counted = [payment for payment in prior if payment.used_fen > 0 and _counts(limit, case, payment)] if prior else []
    used, count = sum(payment.used_fen for payment in counted), len(counted)
    if limit.count is not None and count >= limit.count:
        return Room(limit, used, count, 0)
    return Room(limit, used, count, None if limit.sum_fen is None else max(0, limit.sum_fen - used))


def _counts(limit: Limit, case: AmountCase, payment: PriorPayment) -> bool:
    same = payment.same_person if limit.scope == "person" else payment.same_household
    alike = {
        "any": True,
        "cause": payment.cause == case.cause,
        "event": bool(payment.event) and payment.event == case.event,
        "source": payment.source == limit.source,
    }[limit.key]
    day = case.limit_day
    return same and alike and day is not None and in_window(limit.window, payment.on, day)


def describe(scheme: Scheme, limit: Limit) -> str:
    """L2(家庭各类原因当年2次、合计30,000元)."""
    rolling = ROLLING.fullmatch(limit.window)
    window = f"近{rolling[1]}个月" if rolling else WINDOWS[limit.window]
    key = scheme.fund_sources[limit.source].label if limit.key == "source" else KEYS[limit.key]
    count = f"{limit.count}次" if limit.count is not None else ""
    total = f"合计{plain_yuan(limit.sum_fen)}" if limit.sum_fen is not None else ""
    bounds = "、".join(part for part in (count, total) if part)
    return f"{limit.id}({SCOPES[limit.scope]}{key}{window}{bounds})"
