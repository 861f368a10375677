"""What tests of the screens of supervision share: browsers, forms sent as a person sends them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories import PNG
from tests.supervision_cast import EMPLOYER, Committee

Act = Callable[..., Any]


def scan(name: str = "扫描件.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PNG, content_type="image/png")


def text(answer: Any) -> str:
    return str(answer.content.decode())


def url_of(case: Any, verb: str) -> str:
    """Where the form of a verb is."""
    return reverse(f"{case.machine.name}_act", args=[case.pk, verb])


def rows(name: str, values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The rows of a list as a browser sends them."""
    sent: dict[str, Any] = {f"{name}-TOTAL_FORMS": str(len(values)), f"{name}-INITIAL_FORMS": "0"}
    for n, row in enumerate(values):
        sent |= {f"{name}-{n}-{key}": value for key, value in row.items()}
    return sent


class Desks:
    """Everybody's browser."""

    def __init__(self, house: Committee) -> None:
        self.house = house
        self.open: dict[str, Client] = {}

    def __call__(self, name: str) -> Client:
        if name not in self.open:
            self.open[name] = Client()
            backend = "django.contrib.auth.backends.ModelBackend"
            self.open[name].force_login(self.house.by(name), backend=backend)
        return self.open[name]

    def act(self, name: str, case: Any, verb: str, /, **typed: Any) -> Any:
        """Open the form of a verb and send it with what it was built on."""
        url = reverse(f"{case.machine.name}_act", args=[case.pk, verb])
        opened = self(name).get(url)
        if opened.status_code != 200:
            return opened
        answer = self(name).post(url, {"seen": opened.context["seen"], **typed})
        case.refresh_from_db()
        return answer

    def does(self, name: str, case: Any, verb: str, /, **typed: Any) -> Any:
        """The same; it goes well."""
        answer = self.act(name, case, verb, **typed)
        assert answer.status_code == 302, problems(answer)
        return answer


def problems(answer: Any) -> Any:
    """What a form refused."""
    form = (answer.context or {}).get("form")
    lists = [rows.errors for rows in getattr(form, "formsets", [])]
    return answer.status_code, form.errors if form else text(answer)[:2000], lists, (answer.context or {}).get("problems")


# What a clerk types into 线索登记表.
ENTRY: dict[str, Any] = {
    **EMPLOYER, "received_at": "2026-06-01T08:30", "source": "VISIT", "naming": "NAMED", "urgency": "NORMAL",
    "name": "欧阳示例", "contact": "13800000009", "matter_codes": ["WAGE"], "workers": "12", "other_channels": "NONE",
    "request": "要求支付工资。", "project": "示例路养护", "amount_fen": "36,000.00", "period_from": "2026-02-01",
    "period_to": "2026-04-30", "why_worker_list": "尚在收集",
}  # fmt: skip
