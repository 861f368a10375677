"""One driver: Django silently prefers psycopg 3 wherever it can be imported."""

import importlib.util

import psycopg2
from django.db import connection
from django.db.backends.postgresql import base


def test_django_talks_through_psycopg2() -> None:
    assert connection.vendor == "postgresql"
    assert base.is_psycopg3 is False
    assert connection.Database is psycopg2  # type: ignore[attr-defined]


def test_psycopg_3_is_not_importable() -> None:
    assert importlib.util.find_spec("psycopg") is None
