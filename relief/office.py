"""The single door: every screen, command, import and clock goes through ``perform``.

It lets the engine do the move in one transaction and says in the clerk's words what the database refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows import engine
from workflows.engine import Fired
from workflows.errors import NotPossible

T = TypeVar("T")

# What the database refused, in the clerk's words. A race that Python could not see ends here.
REFUSED = {
    "one_live_case_a_household": gettext_lazy("同一家庭同一事由已有在办案件。"),
    "available_never_negative": gettext_lazy("预算额度不足。"),
    "one_live_award": gettext_lazy("本案已有批准结果。"),
    "once_on_an_agenda": gettext_lazy("同一案件不能在一次会议上列入两次。"),
}


def perform(case: Any, verb: str, *, actor: Any, role: str = "", seen: int | None = None, signed_by: Any = None,
            occurred_on: date | None = None, **given: Any) -> Fired:  # fmt: skip
    """One verb on one case.

    ``actor`` acts (or keys, when ``signed_by`` signed on paper on ``occurred_on``); ``seen`` is the event count the
    form was built on; ``given`` are the values of the verb. Raises NotPossible, NotAllowed, Stale; nothing is
    written then.
    """
    return perform_many([case], verb, actor=actor, role=role, seen=seen, signed_by=signed_by,
                        occurred_on=occurred_on, **given)[0]  # fmt: skip


def perform_many(cases: Sequence[Any], verb: str, *, actor: Any, role: str = "", seen: int | None = None,
                 signed_by: Any = None, occurred_on: date | None = None, **given: Any) -> list[Fired]:  # fmt: skip
    """The same verb on many cases of one machine, all or nothing."""
    who = {"actor": signed_by or actor, "entered_by": actor if signed_by else None}
    try:
        with transaction.atomic():
            return engine.fire_many(cases, verb, role=role, seen=seen, occurred_on=occurred_on, given=given, **who)
    except IntegrityError as error:
        raise NotPossible(_refusal(error)) from error


def carry_out(service: Callable[..., T], **values: Any) -> T:
    """A service that makes several moves (a meeting's agenda, a batch and its lines): all or nothing, same errors."""
    try:
        with transaction.atomic():
            return service(**values)
    except IntegrityError as error:
        raise NotPossible(_refusal(error)) from error


def _refusal(error: IntegrityError) -> str:
    text = str(error)
    return next((str(message) for name, message in REFUSED.items() if name in text), _("数据库拒绝了这次写入：") + text)
