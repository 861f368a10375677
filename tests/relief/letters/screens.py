"""Browsers in the letters' office, and a short way to send the form of a verb."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.relief.letters.cast import LetterOffice

PDF = b"%PDF-1.4 invented scan"


def scan(name: str = "扫描.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


class Screens:
    """The office as its people see it."""

    def __init__(self) -> None:
        self.office = LetterOffice()

    def signed_in(self, name: str) -> Client:
        browser = Client()
        browser.force_login(self.office.by(name), backend="django.contrib.auth.backends.ModelBackend")
        return browser

    def get(self, name: str, page: str, *args: Any, **query: Any) -> Any:
        return self.signed_in(name).get(reverse(page, args=args), query)

    def form(self, name: str, letter: Any, verb: str, **query: Any) -> Any:
        return self.get(name, "letter_act", letter.pk, verb, **query)

    def act(self, name: str, letter: Any, verb: str, **typed: Any) -> Any:
        """Open the form of a verb and send it with what it was built on."""
        browser, url = self.signed_in(name), reverse("letter_act", args=[letter.pk, verb])
        opened = browser.get(url, {k: typed[k] for k in ("method", "form") if k in typed})
        if opened.status_code != 200:
            return opened
        answer = browser.post(url, {"seen": opened.context["seen"], **lists(opened), **typed})
        letter.refresh_from_db()
        return answer

    def queries(self, name: str, url: str) -> int:
        browser = self.signed_in(name)
        browser.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(url).status_code == 200, url
        return len(asked)


def lists(opened: Any) -> dict[str, Any]:
    """The lists of a form as they stand: their hidden counts and every value."""
    found: dict[str, Any] = {}
    for rows in opened.context["form"].formsets:
        found |= management(rows)
        for row in rows.forms:
            for field in row:
                value = field.value()
                found[field.html_name] = "" if value is None else value
    return found


def management(rows: Any) -> dict[str, Any]:
    return {f"{rows.prefix}-TOTAL_FORMS": len(rows.forms), f"{rows.prefix}-INITIAL_FORMS": 0}


def text(answer: Any) -> str:
    return str(answer.content.decode())


def typed(form: Any) -> dict[str, Any]:
    """A drafting form as a browser sends it."""
    found: dict[str, Any] = {}
    for field in form:
        value = field.value()
        found[field.html_name] = "" if value is None else value
    for rows in form.rowsets.values():
        found |= management(rows)
        for row in rows.forms:
            for field in row:
                found[field.html_name] = "" if field.value() is None else field.value()
    return found
