"""A real browser (Debian's chromium) on a real server: the demo office, its people, screenshots of what they see."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, sync_playwright

PASSWORD = "演示-口令-2026"
SHOTS = Path(__file__).parent / "screenshots"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of this folder runs in a browser (make e2e), none of it in the quick suite."""
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's chromium, headless; Playwright's own loop must not bar the ORM of the test's thread."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("chromium is missing: make e2e installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def office(transactional_db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo office as set-up makes it: unions, scheme, calendar, bank templates, named users."""
    monkeypatch.setenv("RELIEF_DEMO_PASSWORD", PASSWORD)
    call_command("setup_office", verbosity=0)


@pytest.fixture
def seat(chromium: Browser, live_server: Any, office: None) -> Iterator[Callable[..., Page]]:
    """``seat("clerk")`` is a signed-in page; ``width`` and ``height`` are the window's."""
    contexts = []

    def sit(username: str, *, width: int = 1366, height: int = 768) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN",
                                       base_url=live_server.url)  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "sign-in" not in url)
        return page

    yield sit
    for context in contexts:
        context.close()


@pytest.fixture
def shot() -> Callable[[Page, str], None]:
    """Keep a picture of the whole page."""
    SHOTS.mkdir(exist_ok=True)

    def take(page: Page, name: str) -> None:
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    return take
