"""What all tests share: a fast test database, a calendar that is read anew."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from workflows.calendar import forget_calendar
from workflows.models import OfficeClock


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: Any) -> None:
    """Test databases may lose their last commits in a power cut; it makes the suite faster."""
    for connection in connections.all():
        options = connection.settings_dict["OPTIONS"]
        connection.settings_dict["OPTIONS"] = {**options, "options": "-c synchronous_commit=off"}


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """A rolled-back change of calendar or clock must not be remembered by the process."""
    forget_calendar()
    OfficeClock.forget()
    yield
    forget_calendar()
    OfficeClock.forget()
