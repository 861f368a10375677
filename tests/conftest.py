"""What all tests share: a fast test database, a key of their own, a calendar that is read anew."""

import base64
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from relief.jurisdictions.selectors import forget_profiles
from relief.schemes.selectors import forget_versions
from workflows.calendar import forget_calendar
from workflows.models import OfficeClock

os.environ.setdefault("RELIEF_KEYS", "k1:" + base64.b64encode(b"t" * 32).decode())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: Any) -> None:
    """Test databases may lose their last commits in a power cut; it makes the suite faster."""
    for connection in connections.all():
        options = connection.settings_dict["OPTIONS"]
        connection.settings_dict["OPTIONS"] = {**options, "options": "-c synchronous_commit=off"}


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """A rolled-back change of calendar or clock must not be remembered by the process."""
    forget_everything()
    yield
    forget_everything()


def forget_everything() -> None:
    for forget in (forget_calendar, forget_versions, forget_profiles, OfficeClock.forget):
        forget()


@pytest.fixture(scope="session")
def var_dir(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Stored papers of a test run."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture(autouse=True)
def papers_stay_apart(settings: Any, var_dir: Any) -> None:
    """No test writes into the office's own folder."""
    settings.VAR_DIR = var_dir
