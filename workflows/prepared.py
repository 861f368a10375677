"""Statements that every move sends: the database parses and plans them once a connection, not at every move."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

Values = Mapping[str, Any] | Sequence[Any]
Statement = tuple[str, Values]
_NAMED = re.compile(r"%\((\w+)\)s")
# Of each connection: the statements it knows, and what it calls them.
_known: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


def send(cursor: Any, statements: Sequence[Statement]) -> None:
    """All of them in one message; the answer is the last one's. ``%s`` stands where a value's type can be told."""
    cursor.execute(";".join([_call(cursor, *in_order(*s)) for s in statements]))


def in_order(sql: str, values: Values) -> tuple[str, Sequence[Any]]:
    """Values by name as values by position."""
    if not isinstance(values, Mapping):
        return sql, values
    text, names = _positional(sql)
    return text, [values[name] for name in names]


@lru_cache
def _positional(sql: str) -> tuple[str, list[str]]:
    return _NAMED.sub("%s", sql), _NAMED.findall(sql)


def _call(cursor: Any, sql: str, values: Sequence[Any]) -> str:
    """Made known in a message of its own: what fails beside it would leave the connection without it."""
    known = _known.setdefault(connection.connection, {})
    if sql not in known:
        name, number = f"statement_{len(known)}", count(1)
        cursor.execute(f"PREPARE {name} AS " + re.sub("%s", lambda _: f"${next(number)}", sql))
        known[sql] = name
    call: bytes = cursor.mogrify(f"EXECUTE {known[sql]} ({', '.join(['%s'] * len(values))})", values)
    return call.decode()
