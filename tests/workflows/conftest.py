"""An office to move cases in."""

import pytest

from tests.factories import Office


@pytest.fixture
def house(db: None) -> Office:
    """A small office on 2026-03-20."""
    return Office()
