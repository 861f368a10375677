"""The database: a PostgreSQL server named by DATABASE_URL, else one embedded server a clone (docs/decisions/0002).

Reading the settings starts nothing: the engine in `base.py` starts the embedded server when a process opens its
first connection, so `manage.py help` or a type check never does.
"""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from relief.postgres.place import DATABASE, PORT, SUPERUSER, Place

NO_DATABASE = "none"  # DATABASE_URL=none: static checks that must neither need nor start a server
PERSISTENCE = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def database_settings(base_dir: Path) -> dict[str, Any]:
    """DATABASES["default"] for this clone and environment."""
    url = os.environ.get("DATABASE_URL", "").strip()
    if url == NO_DATABASE:
        return {"ENGINE": "django.db.backends.dummy"}
    if url:
        return _given_server(url)
    return {
        "ENGINE": "relief.postgres",
        "NAME": DATABASE,
        "USER": SUPERUSER,
        "HOST": str(Place.of(base_dir).socket_folder),
        "PORT": PORT,
        "CLONE": str(base_dir),
        **PERSISTENCE,
    }


def _given_server(url: str) -> dict[str, Any]:
    settings: dict[str, Any] = {**dj_database_url.parse(url), **PERSISTENCE}
    if settings["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL server: postgres://user:password@host:5432/name")
    return settings
