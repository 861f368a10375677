"""A cash desk with browsers before it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from relief.payouts.models import PayoutBatch, PayoutLine
from tests.factories import PNG, Office


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
    """act("cashier", batch, "void", reason=…) opens the form of a verb and sends it, its sum confirmed."""

    def send(name: str, case: PayoutBatch | PayoutLine, verb: str, **typed: Any) -> Any:
        browser = signed_in(name)
        route = "batch_act" if isinstance(case, PayoutBatch) else "line_act"
        url = reverse(route, args=[case.pk, verb])
        opened = browser.get(url)
        if opened.status_code != 200:
            return opened
        answer = browser.post(url, {"seen": opened.context["seen"], "confirmed": "1", **typed})
        case.refresh_from_db()
        return answer

    return send


@pytest.fixture
def picture() -> Callable[..., SimpleUploadedFile]:
    def make(name: str = "证明.png") -> SimpleUploadedFile:
        return SimpleUploadedFile(name, PNG)

    return make
