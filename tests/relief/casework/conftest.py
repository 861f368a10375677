"""An office in which batches have a trial room of their own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from relief.casework.rooms import ROOMS
from tests.factories import Office
from tests.relief.casework.trial_room import ROOM


@pytest.fixture(autouse=True)
def trial_room(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setitem(ROOMS, ROOM.machine.name, ROOM)
    settings.ROOT_URLCONF = "tests.relief.casework.trial_room"


@pytest.fixture
def house(db: None) -> Office:
    """A small office on 2026-03-20."""
    return Office()


@pytest.fixture
def signed_in(house: Office) -> Callable[[str], Client]:
    """signed_in("cashier") is a browser in which the cashier is signed in."""

    def make(name: str) -> Client:
        browser = Client()
        browser.force_login(house.by(name), backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return make


@pytest.fixture
def act(signed_in: Callable[[str], Client]) -> Callable[..., HttpResponse]:
    """act("cashier", batch, "void", reason=…) opens the form of a verb and sends it with what it was built on."""

    def send(name: str, case: Any, verb: str, **typed: Any) -> Any:
        browser = signed_in(name)
        url = reverse("trial_act", args=[case.pk, verb])
        opened = browser.get(url)
        if opened.status_code != 200:
            return opened
        answer = browser.post(url, {"seen": opened.context["seen"], **typed})
        case.refresh_from_db()
        return answer

    return send
