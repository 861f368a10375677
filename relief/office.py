"""The single door: every screen, command, import and clock goes through ``perform``.

It lets the engine do the move in one transaction and says in the clerk's words what the database refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import DataError, IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.documents.services import Upload, file_papers
from workflows import engine
from workflows.clock import office_now
from workflows.engine import Fired
from workflows.errors import NotPossible, Stale
from workflows.facts import dossier

T = TypeVar("T")
DEADLOCK = "40P01"

# What the database refused, in the clerk's words. A race that Python could not see ends here.
REFUSED = {
    "one_live_case_a_household": gettext_lazy("同一家庭同一事由已有在办案件。"),
    "available_never_negative": gettext_lazy("预算额度不足。"),
    "one_live_award": gettext_lazy("本案已有批准结果。"),
    "supervision_certificate_number": gettext_lazy("这个证号已登记，请核对证件。"),
    "once_on_an_agenda": gettext_lazy("同一案件不能在一次会议上列入两次。"),
}


def perform(case: Any, verb: str, *, actor: Any, role: str = "", seen: int | None = None, signed_by: Any = None,
            occurred_on: date | None = None, scan: Upload | None = None, **given: Any) -> Fired:  # fmt: skip
    """One verb on one case.

    ``actor`` acts; or keys, when ``signed_by`` signed on paper on ``occurred_on``, of which ``scan`` is the picture.
    ``seen`` is the event count the form was built on; ``given`` are the values of the verb. Raises NotPossible,
    NotAllowed, Stale; nothing is written then.
    """
    how: dict[str, Any] = {"actor": actor, "role": role, "seen": seen, "occurred_on": occurred_on}
    if signed_by is None:
        return perform_many([case], verb, **how, **given)[0]
    if scan is None or occurred_on is None:
        raise NotPossible(_("补录纸质签字须填写纸面日期并上传签字件的扫描件。"))
    how |= {"actor": signed_by, "entered_by": actor}
    return _in_words(lambda: _from_paper(case, verb, scan, how, given))


def perform_many(cases: Sequence[Any], verb: str, *, actor: Any, role: str = "", seen: int | None = None,
                 occurred_on: date | None = None, **given: Any) -> list[Fired]:  # fmt: skip
    """The same verb on many cases of one machine, all or nothing."""
    return _in_words(lambda: engine.fire_many(
        cases, verb, actor=actor, role=role, seen=seen, occurred_on=occurred_on, given=given))  # fmt: skip


def _from_paper(case: Any, verb: str, scan: Upload, how: dict[str, Any], given: dict[str, Any]) -> Fired:
    """Keyed from signed paper (relief.md §2): the scan is filed with the case and named in the event."""
    filed = file_papers(
        dossier=dossier(case), organisation=case.organisation, item=f"SIGNED:{verb}", uploads=[scan],
        by=how["entered_by"], at=office_now())  # fmt: skip
    return engine.fire(case, verb, given=given, noted={"scan": filed[0].pk, "scan_digest": filed[0].digest}, **how)


def carry_out(service: Callable[..., T], **values: Any) -> T:
    """A service that makes several moves (a meeting's agenda, a batch and its lines): all or nothing, same errors."""
    return _in_words(lambda: service(**values))


def _in_words(work: Callable[[], T]) -> T:
    """Do it in one transaction; what the database refuses is NotPossible, in the clerk's words."""
    try:
        with transaction.atomic():
            return work()
    except IntegrityError as error:
        raise NotPossible(_refusal(error)) from error
    except DataError as error:
        raise NotPossible(_("填写的内容太长，或数字超出范围，请改短后再办。")) from error
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") != DEADLOCK:
            raise
        raise Stale(_("另一人正在同时办理，您的这一次没有写入，请再试一次。")) from error


def _refusal(error: IntegrityError) -> str:
    text = str(error)
    return next((str(message) for name, message in REFUSED.items() if name in text), _("数据库拒绝了这次写入：") + text)
