"""Whole rows of a model, for what every move reads: the columns are listed once, not at every question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

M = TypeVar("M", bound=Model)
Reader = Callable[[Any, Any, Any], Any]


def rows(model: type[M], tail: str, values: Sequence[Any]) -> list[M]:
    """Instances of ``model``: every column of its table, ``tail`` being the rest of the statement from WHERE on."""
    select, names, readers = _shape(model)
    with connection.cursor() as cursor:
        cursor.execute(f"{select} {tail}", values)
        found = [list(row) for row in cursor.fetchall()]
    for row in found:
        for n, read in readers:
            row[n] = read(row[n], None, connection)
    return [model.from_db(connection.alias, names, row) for row in found]


@lru_cache
def _shape(model: type[Model]) -> tuple[str, list[str], list[tuple[int, Reader]]]:
    """The SELECT, the names of the fields, and who reads those that are stored otherwise than they are used."""
    fields = model._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(f.column) for f in fields)
    readers = [(n, f.from_db_value) for n, f in enumerate(fields) if hasattr(f, "from_db_value")]
    return f"SELECT {columns} FROM {model._meta.db_table}", [f.attname for f in fields], readers
