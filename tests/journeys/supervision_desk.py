"""The committee at its screens: each verb is a form that is opened, typed into and sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from relief.letters.models import SupervisionLetter
from relief.organisations.models import Grant
from relief.supervision.models import SupervisionCase
from tests.factories import PNG
from tests.journeys.typing_in import filled_in, send
from tests.relief.letters.cast import LetterOffice
from workflows import deadlines

SignedIn = Callable[[str], Client]


def scan(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.png", PNG)


class Desk:
    """People of the committee, each in a browser of their own."""

    def __init__(self, house: LetterOffice, signed_in: SignedIn) -> None:
        self.house, self.signed_in = house, signed_in

    def get(self, by: str, url: str) -> HttpResponse:
        return self.signed_in(by).get(url)

    def form(self, by: str, url: str, **typed: Any) -> HttpResponse:
        """A page of its own, sent; it leads on to where its work stands."""
        answer = send(self.signed_in(by), url, **typed)
        assert answer.status_code == 302, errors(answer)
        return answer

    def tried(self, by: str, case: Any, verb: str, *, asked: str = "", **typed: Any) -> HttpResponse:
        """The verb's form, sent, whatever comes of it."""
        answer = send(self.signed_in(by), url_of(case, verb) + asked, **typed)
        case.refresh_from_db()
        return answer

    def do(self, by: str, case: Any, verb: str, *, asked: str = "", **typed: Any) -> None:
        """The same; it must have been done."""
        answer = self.tried(by, case, verb, asked=asked, **typed)
        assert answer.status_code == 302, f"{verb}: {answer.status_code} {errors(answer)}"

    def on(self, day: date) -> None:
        """The clock comes round on that day."""
        self.house.on(day)
        deadlines.run()

    # --- what is done more than once -------------------------------------------------------------------------
    def handler(self, name: str) -> int:
        return int(Grant.objects.get(person=self.house.by(name), organisation__code="GH990101").pk)

    def decide(self, case: SupervisionCase, verb: str, kind: str, **typed: Any) -> SupervisionLetter:
        """The director decides, the supervisor opens the draft from the plan."""
        self.do("director", case, verb, asked=f"?kind={kind}", kind=kind, **typed)
        plan = case.plans.latest("id")
        answer = self.form("supervisor", f"{reverse('letter_new')}?plan={plan.pk}")
        letter = SupervisionLetter.objects.get(plan=plan)
        assert answer.headers["Location"] == reverse("letter_edit", args=[letter.pk])
        return letter

    def write(self, letter: SupervisionLetter, **typed: Any) -> None:
        """Typed over the proposal, submitted with one button."""
        self.form("supervisor", reverse("letter_edit", args=[letter.pk]), then="submit", **typed)
        letter.refresh_from_db()
        assert letter.state == "review"

    def sign_and_seal(self, letter: SupervisionLetter, signatory: str = "director") -> None:
        """Along the chain; under unconfirmed rules the seal waits for the director's word."""
        self.do("counsel", letter, "pass_review", opinion="事实清楚，依据准确，同意。")
        if signatory == "leader":
            self.do("director", letter, "endorse", opinion="同意。")
        self.do(signatory, letter, "sign", opinion="同意签发。")
        self.do("director", letter, "acknowledge_unconfirmed", reason="已核对现行规定，同意用印。")
        self.do("seal_keeper", letter, "seal")
        assert letter.state == "sealed"

    def deliver(self, letter: SupervisionLetter) -> None:
        self.do("supervisor", letter, "dispatch", method="DIRECT", address="示例县东关街18号")
        self.do("supervisor", letter, "serve", signer="王收发", capacity="收发室", evidence_service_receipt=scan("送达回证"))
        assert letter.state == "awaiting_reply"


def url_of(case: Any, verb: str) -> str:
    """Where the form of a verb is."""
    page = {"lead": "lead", "supervision_lead": "supervision_lead", "supervision_case": "supervision_case",
            "supervision_letter": "letter"}[case.machine.name]  # fmt: skip
    return reverse(f"{page}_act", args=[case.pk, verb])


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def errors(answer: HttpResponse) -> str:
    """What the page says is wrong, for a test that fails."""
    context: Any = answer.context
    if context is None:
        return text(answer)[:2000]
    form = context.get("form")
    told = [form.errors.as_json(escape_html=False), [rows.errors for rows in getattr(form, "formsets", [])]] if form else []
    return f"{told} {context.get('problems')} {sorted(filled_in(answer)) if form else text(answer)[-1500:]}"
