"""Whole rows of a model, read and stored in sets: columns are listed once a model, not at every question."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, JSONField, Model

from workflows.prepared import send

M = TypeVar("M", bound=Model)
Reader = Callable[[Any, Any, Any], Any]
Writer = Callable[[Any], str]
# COPY's text format: what would end a value or a row is escaped.
ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def rows(model: type[M], tail: str, values: Sequence[Any]) -> list[M]:
    """Instances of ``model``: every column of its table, ``tail`` being the rest of the statement from WHERE on."""
    select, names, readers = _shape(model)
    with connection.cursor() as cursor:
        send(cursor, [(f"{select} {tail}", values)])
        found = [list(row) for row in cursor.fetchall()]
    for row in found:
        for n, read in readers:
            row[n] = read(row[n], None, connection)
    return [model.from_db(connection.alias, names, row) for row in found]


def from_json(model: type[M], row: Mapping[str, Any]) -> M:
    """An instance of ``model`` from its row as the database's JSON gives it."""
    fields: Any = model._meta.concrete_fields
    return model.from_db(connection.alias, [f.attname for f in fields], [f.to_python(row[f.column]) for f in fields])


def fresh(model: type[M], values: Mapping[str, Any]) -> M:
    """A new instance, its values by attribute. Thousands at once are made by position: by keyword it takes three times as
    long, since Django then looks for every field among them."""
    return model(*[values[name] if name in values else default() for name, default in _defaults(model)])


@lru_cache
def _defaults(model: type[Model]) -> list[tuple[str, Callable[[], Any]]]:
    return [(f.attname, f.get_default) for f in model._meta.concrete_fields]


class _Lines:
    """A file for COPY whose lines are made while the database already stores those before them."""

    at_once = 100

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines = lines

    def read(self, _size: int) -> bytes:
        """The next lines; nothing at the end."""
        return "".join(islice(self.lines, self.at_once)).encode()


def give_keys(instances: Sequence[Model]) -> None:
    """Give new instances of one model their keys before they are stored."""
    table = type(instances[0])._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                       [table, len(instances)])  # fmt: skip
        for instance, (key,) in zip(instances, cursor.fetchall(), strict=True):
            instance.pk = key


def store(instances: Sequence[Model]) -> None:
    """Write instances of one model that have their keys: one COPY, however many. Triggers and constraints judge each."""
    model = type(instances[0])
    columns, writers = _forms(model)
    lines = _Lines("\t".join([write(row[name]) for name, write in writers]) + "\n" for row in map(_values, instances))
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {model._meta.db_table} ({columns}) FROM STDIN", lines)
    alias = connection.alias
    for instance in instances:
        instance._state.adding, instance._state.db = False, alias


def _values(instance: Model) -> dict[str, Any]:
    """Of a new instance, by attribute. Only what the clock fills in is asked for: nothing else changes on saving."""
    for field in _timed(type(instance)):
        field.pre_save(instance, True)
    return instance.__dict__


@lru_cache
def _timed(model: type[Model]) -> list[Field]:
    return [f for f in model._meta.concrete_fields if getattr(f, "auto_now", False) or getattr(f, "auto_now_add", False)]


@lru_cache
def _shape(model: type[Model]) -> tuple[str, list[str], list[tuple[int, Reader]]]:
    """The SELECT, the names of the fields, and who reads those that are stored otherwise than they are used."""
    fields: Any = model._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(f.column) for f in fields)
    readers = [(n, f.from_db_value) for n, f in enumerate(fields) if hasattr(f, "from_db_value")]
    return f"SELECT {columns} FROM {model._meta.db_table}", [f.attname for f in fields], readers


@lru_cache
def _forms(model: type[Model]) -> tuple[str, list[tuple[str, Writer]]]:
    """The columns; each attribute, and who writes its value in COPY's text format."""
    fields: Any = model._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(f.column) for f in fields)
    return columns, [(f.attname, _writer(f)) for f in fields]


def _writer(field: Field) -> Writer:
    if isinstance(field, JSONField):
        return lambda value: _text(None if value is None else json.dumps(value, cls=field.encoder))
    if hasattr(field, "from_db_value"):  # stored otherwise than it is used
        return lambda value: _text(field.get_db_prep_save(value, connection))
    return _text


def _text(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, str):
        return value if value.isprintable() and "\\" not in value else value.translate(ESCAPED)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return r"\\x" + bytes(value).hex()
    return str(value)
