"""An office to sit down in."""

import pytest
from django.test import Client

from relief.queue.sitting import Sitting, sit
from tests.factories import Office


@pytest.fixture
def house(db: None) -> Office:
    """A small office on 2026-03-20."""
    return Office()


@pytest.fixture
def at_desk(house: Office):
    """at_desk("clerk") sits down as the clerk, with all grants or looking at one role."""

    def make(name: str, role: str = "") -> Sitting:
        return sit(house.by(name), role)

    return make


@pytest.fixture
def signed_in(house: Office):
    """signed_in("clerk") is a browser in which the clerk is signed in."""

    def make(name: str) -> Client:
        browser = Client()
        browser.force_login(house.by(name), backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return make
