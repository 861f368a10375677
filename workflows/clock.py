"""The office clock: real time, except in a demo database, whose clock an administrator of the demo may move.

A database is a demo one by a row written when it is created (``OfficeClock``); there is none in a real one,
so a real office's clock cannot be moved.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.utils import timezone

_frozen: ContextVar[datetime | None] = ContextVar("office_clock_frozen", default=None)


def office_now() -> datetime:
    """The instant it is in the office, aware."""
    frozen = _frozen.get()
    if frozen is not None:
        return frozen
    from workflows.models import OfficeClock

    return timezone.now() + OfficeClock.offset()


def today() -> date:
    """The date it is in the office, Asia/Shanghai."""
    return timezone.localdate(office_now())


@contextmanager
def clock_read_once() -> Iterator[None]:
    """Within a request or a move it is one instant, read once."""
    if _frozen.get() is not None:
        yield
        return
    token = _frozen.set(office_now())
    try:
        yield
    finally:
        _frozen.reset(token)


def is_demo() -> bool:
    """Was this database created as a demo one?"""
    from workflows.models import OfficeClock

    return OfficeClock.objects.exists()


def move_demo_clock(instant: datetime) -> None:
    """Set the clock of a demo database. Raises PermissionError in a real one."""
    from workflows.models import OfficeClock

    offset: timedelta = instant - timezone.now()
    if not OfficeClock.objects.update(offset_by=offset):
        raise PermissionError("the office clock moves only in a demo database")
    OfficeClock.forget()
