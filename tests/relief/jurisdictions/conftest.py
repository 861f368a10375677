"""The demonstration profiles, the shipped calendar, and short ways to ask them."""

import copy
from typing import Any

import pytest

from relief.jurisdictions.loader import PROFILES_DIR, read_profiles, validated
from relief.jurisdictions.rules import Rules
from workflows.calendar import Calendar, calendar_rows_from_package

DEMO_FILE = PROFILES_DIR / "demo.yaml"


@pytest.fixture(scope="session")
def demo_documents() -> list[Any]:
    """Province, then city, as the file has them."""
    return read_profiles(DEMO_FILE)


@pytest.fixture
def source(demo_documents: list[Any]) -> dict[str, Any]:
    """The province's content, to be changed."""
    return copy.deepcopy(demo_documents[0])


@pytest.fixture
def city_source(demo_documents: list[Any]) -> dict[str, Any]:
    return copy.deepcopy(demo_documents[1])


@pytest.fixture(scope="session")
def province(demo_documents: list[Any]) -> Rules:
    return Rules([validated(demo_documents[0], lambda name: None)])


@pytest.fixture(scope="session")
def city(demo_documents: list[Any]) -> Rules:
    return Rules(demo_documents)


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return Calendar(calendar_rows_from_package(2025, 2026))
