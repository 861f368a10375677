"""Several readings in one question to the database: what every move asks first, of whichever table, is asked at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection

Values = Mapping[str, Any] | Sequence[Any]


class Reading(NamedTuple):
    """``sql`` selects one value (rows as JSON), ``read`` makes of it what was asked for."""

    sql: str
    values: Values
    read: Callable[[Any], Any]


def together(readings: Mapping[str, Reading]) -> dict[str, Any]:
    """The answers by name, in one statement."""
    if not readings:
        return {}
    with connection.cursor() as cursor:
        asked = [cursor.mogrify(r.sql, r.values).decode() for r in readings.values()]
        cursor.execute(f"SELECT ({'), ('.join(asked)})")
        answers = cursor.fetchone()
    return {name: r.read(answer) for (name, r), answer in zip(readings.items(), answers, strict=True)}


def one(reading: Reading) -> Any:
    """The answer to one reading alone."""
    return together({"": reading})[""]
