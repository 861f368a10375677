"""A database of the benchmark's own on the office's server, made new and dropped at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections

NAME = "relief_bench"


@contextmanager
def own_database() -> Iterator[None]:
    """Create, migrate and set up ``relief_bench``; every connection of this process goes there, none to the office."""
    office = connection.settings_dict["NAME"]
    if office == NAME:
        raise SystemExit(f"DATABASE_URL names {NAME}: that database is made and dropped by the benchmark itself")
    _on_server(f"DROP DATABASE IF EXISTS {NAME}", f"CREATE DATABASE {NAME}")
    connections.close_all()
    connection.settings_dict["NAME"] = NAME
    try:
        call_command("migrate", verbosity=0)
        with connection.schema_editor() as editor:
            for model in apps.get_app_config("bench").get_models():
                if not model._meta.proxy:
                    editor.create_model(model)
        call_command("setup_office")
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = office
        _on_server(f"DROP DATABASE {NAME}")


def server() -> str:
    """Version and the settings that decide what a commit costs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT split_part(version(), ' ', 2), current_setting('fsync'), current_setting('synchronous_commit')"
        )
        version, fsync, synchronous = cursor.fetchone()
    return f"PostgreSQL {version}, fsync {fsync}, synchronous_commit {synchronous}"


def _on_server(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
