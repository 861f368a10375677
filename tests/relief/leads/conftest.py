"""A committee of supervision at work."""

import pytest

from tests.supervision_cast import Committee


@pytest.fixture
def house(db: None) -> Committee:
    """The fictional county on 2026-06-01."""
    return Committee()
