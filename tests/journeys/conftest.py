"""An office with browsers in it, and a short way to send the form of a verb."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import Office


@pytest.fixture
def house(db: None) -> Office:
    """A small office on 2026-03-20."""
    return Office()


@pytest.fixture
def signed_in(house: Office) -> Callable[[str], Client]:
    """signed_in("clerk") is a browser in which the clerk is signed in."""

    def make(name: str) -> Client:
        browser = Client()
        browser.force_login(house.by(name), backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return make


@pytest.fixture
def act(signed_in: Callable[[str], Client]) -> Callable[..., HttpResponse]:
    """act("clerk", case, "accept", …) opens the form of a verb and sends it with what it was built on."""

    def send(name: str, case: Any, verb: str, **typed: Any) -> Any:
        browser = signed_in(name)
        url = reverse("application_act", args=[case.pk, verb])
        opened = browser.get(url)
        if opened.status_code != 200:
            return opened
        answer = browser.post(url, {"seen": opened.context["seen"], **typed})
        case.refresh_from_db()
        return answer

    return send
