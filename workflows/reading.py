"""Several readings in one question to the database: what every move asks first, of whichever table, is asked at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.db import connection

from workflows.prepared import Values, in_order, send


class Reading(NamedTuple):
    """``sql`` selects one value (rows as JSON), ``read`` makes of it what was asked for."""

    sql: str
    values: Values
    read: Callable[[Any], Any]


def together(readings: Mapping[str, Reading]) -> dict[str, Any]:
    """The answers by name, in one statement."""
    if not readings:
        return {}
    asked = [in_order(r.sql, r.values) for r in readings.values()]
    question = f"SELECT ({'), ('.join([sql for sql, _values in asked])})"
    with connection.cursor() as cursor:
        send(cursor, [(question, [value for _sql, values in asked for value in values])])
        answers = cursor.fetchone()
    return {name: r.read(answer) for (name, r), answer in zip(readings.items(), answers, strict=True)}


def one(reading: Reading) -> Any:
    """The answer to one reading alone."""
    return together({"": reading})[""]
