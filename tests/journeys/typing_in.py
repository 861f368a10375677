"""A browser without a window: it reads a form as it came, types over some of its fields, and sends it back."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

VALUELESS = {"submit", "button", "file", "image", "reset"}


class Forms(HTMLParser):
    """The forms of a page that are posted, each with the values that a browser would send untouched."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[dict[str, list[str]]] = []
        self._form: dict[str, list[str]] | None = None
        self._select: tuple[str, list[tuple[str, bool]], bool] | None = None
        self._option: list[Any] | None = None
        self._area: tuple[str, list[str]] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {k: v or "" for k, v in attrs}
        name = given.get("name", "")
        if tag == "form" and given.get("method", "").lower() == "post":
            self._form = {}
        elif self._form is None:
            return
        elif tag == "input" and name:
            self._input(given, name)
        elif tag == "select":
            self._select = (name, [], "multiple" in given)
        elif tag == "option" and self._select:
            self._option = [given.get("value"), "selected" in given, ""]
        elif tag == "textarea":
            self._area = (name, [])

    def _input(self, given: dict[str, str], name: str) -> None:
        kind = given.get("type", "text")
        if kind in VALUELESS or "disabled" in given or (kind in ("checkbox", "radio") and "checked" not in given):
            return
        self._put(name, given.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        if self._option is not None:
            self._option[2] += data
        if self._area:
            self._area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form is not None:
            self.found.append(self._form)
            self._form = None
        elif tag == "option" and self._option and self._select:
            value, chosen, text = self._option
            self._select[1].append((text.strip() if value is None else value, chosen))
            self._option = None
        elif tag == "select" and self._select:
            self._choose(*self._select)
            self._select = None
        elif tag == "textarea" and self._area:
            self._put(self._area[0], "".join(self._area[1]).removeprefix("\n"))
            self._area = None

    def _choose(self, name: str, options: list[tuple[str, bool]], many: bool) -> None:
        chosen = [value for value, selected in options if selected]
        for value in chosen if chosen or many else [value for value, _selected in options[:1]]:
            self._put(name, value)

    def _put(self, name: str, value: str) -> None:
        if self._form is not None:
            self._form.setdefault(name, []).append(value)


def filled_in(page: HttpResponse) -> dict[str, list[str]]:
    """The form of the page that asks most; one that says what it was built on before all others."""
    return max(Forms(page.content.decode()).found, key=lambda form: ("seen" in form, len(form)))


def send(browser: Client, url: str, **typed: Any) -> HttpResponse:
    """Open the form, type, send. A dash in a field's name of a list is written as two underlines: facts__0__text."""
    opened = browser.get(url)
    if opened.status_code != 200:
        return opened
    values: dict[str, Any] = dict(filled_in(opened))
    values |= {name.replace("__", "-"): value for name, value in typed.items()}
    return browser.post(url, {k: v for k, v in values.items() if v is not None})
