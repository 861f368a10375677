"""Django's connections over the embedded server."""

import os
import signal
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connections
from pytest_django import DjangoDbBlocker

from relief.postgres import database_settings
from relief.postgres.base import DatabaseWrapper
from relief.postgres.place import EmbeddedServerError
from relief.postgres.server import EmbeddedServer, server_of

from .conftest import ScratchClone


@pytest.fixture
def connection(
    clone: ScratchClone, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker
) -> Iterator[DatabaseWrapper]:
    """A connection to the scratch clone's server beside the suite's own."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    defaults = connections["default"].settings_dict
    wrapper = DatabaseWrapper({**defaults, "OPTIONS": {}, **database_settings(clone.folder)}, "scratch")
    with django_db_blocker.unblock():
        yield wrapper
    wrapper.close()
    server_of(str(clone.folder)).leave()


def select_one(connection: DatabaseWrapper) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone()[0]


def test_first_connection_starts_the_server_and_leaving_stops_it(
    connection: DatabaseWrapper, clone: ScratchClone
) -> None:
    assert select_one(connection) == 1
    assert clone.is_running()
    connection.close()
    server_of(str(clone.folder)).leave()
    assert not clone.is_running()


def test_next_connection_brings_back_a_killed_server(connection: DatabaseWrapper, clone: ScratchClone) -> None:
    select_one(connection)
    os.kill(clone.postmaster(), signal.SIGKILL)
    connection.close()
    assert select_one(connection) == 1


def test_what_is_wrong_arrives_as_a_database_error(
    connection: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: EmbeddedServer) -> None:
        raise EmbeddedServerError("no room")

    monkeypatch.setattr(EmbeddedServer, "use", refuse)
    with pytest.raises(OperationalError, match="no room"):
        select_one(connection)
