"""Which database the settings name, and where an embedded server lives."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from relief.postgres import database_settings
from relief.postgres.place import PORT, SOCKET_PATH_LIMIT, EmbeddedServerError, Place


def test_given_server_is_used_with_checked_persistent_connections(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://office:secret@db.example:6432/relief")
    settings = database_settings(tmp_path)
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.example", 6432, "relief")
    assert (settings["CONN_MAX_AGE"], settings["CONN_HEALTH_CHECKS"]) == (60, True)


def test_any_other_database_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///relief.db")
    with pytest.raises(ImproperlyConfigured):
        database_settings(tmp_path)


def test_static_checks_get_no_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "none")
    assert database_settings(tmp_path) == {"ENGINE": "django.db.backends.dummy"}


def test_reading_the_settings_creates_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings = database_settings(tmp_path)
    assert settings["ENGINE"] == "relief.postgres"
    assert not Path(settings["HOST"]).exists()
    assert list(tmp_path.iterdir()) == []


def test_a_users_server_lives_in_the_clone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    place = Place.of(tmp_path)
    assert place.account is None
    assert place.home == tmp_path / ".postgres"


def test_roots_servers_live_apart_from_each_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    one, two = Place.of(tmp_path / "one"), Place.of(tmp_path / "two")
    assert one.home.parent == two.home.parent == Path("/var/lib/relief-postgres")
    assert one.home != two.home
    assert one.account is not None and one.account.pw_uid != 0


def test_a_long_clone_path_gets_a_short_socket_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    one, two = Place.of(tmp_path / ("工会" * 30)), Place.of(tmp_path / ("工会" * 31))
    assert len(os.fsencode(one.socket_folder / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT
    assert one.socket_folder != two.socket_folder


def test_a_folder_of_somebody_else_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".postgres").mkdir()
    place = replace(Place.of(tmp_path), home=tmp_path / ".postgres", account=None)
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    with pytest.raises(EmbeddedServerError, match="another user"):
        place.make_home()
