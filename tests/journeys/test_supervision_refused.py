"""What the screens of supervision refuse, and that nothing moves then: two parts for one person, forms that are stale,
another county's files, a worker's name, a seal under rules that nobody answers for."""

from collections.abc import Callable
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from relief.letters.models import NumberEntry, Series, SupervisionLetter
from relief.organisations.models import Delegation
from tests.journeys.supervision_desk import Desk, scan, text, url_of
from tests.journeys.typing_in import filled_in
from tests.relief.letters.cast import OTHER, LetterOffice
from tests.supervision_cast import COUNTY, WORKER
from workflows.models import Event

pytestmark = pytest.mark.django_db
OPINION = {"opinion": "事实清楚，依据准确。"}


@pytest.fixture
def house(db: None) -> LetterOffice:
    """The fictional county on 2026-06-01, and a second one."""
    return LetterOffice()


@pytest.fixture
def desk(house: LetterOffice, signed_in: Callable[[str], Client]) -> Desk:
    return Desk(house, signed_in)


def unmoved(desk: Desk, by: str, letter: SupervisionLetter, verb: str, **typed: object) -> HttpResponse:
    """Sent even where no form would open: nothing is written."""
    before = Event.objects.count(), letter.state
    opened = desk.get(by, url_of(letter, verb))
    sent = desk.signed_in(by).post(url_of(letter, verb), {"seen": letter.event_count, **typed})
    letter.refresh_from_db()
    assert (Event.objects.count(), letter.state) == before
    assert opened.status_code == sent.status_code, verb
    return sent


@pytest.mark.parametrize(("state", "who", "role", "verb"), [
    ("review", "supervisor", "counsel", "pass_review"), ("signing", "counsel", "director", "sign"),
    ("signing", "supervisor", "director", "sign"), ("numbered", "director", "seal_keeper", "seal"),
    ("numbered", "counsel", "seal_keeper", "seal"), ("objection", "director", "supervisor", "recheck"),
])  # fmt: skip
def test_one_person_holds_no_two_parts_of_a_letter(desk: Desk, state: str, who: str, role: str, verb: str) -> None:
    letter = desk.house.to(state)
    desk.house.grant(who, role, COUNTY)
    if role == "supervisor":
        desk.house.certify(who)
    assert unmoved(desk, who, letter, verb, **OPINION).status_code == 403


def test_who_stands_in_for_another_is_judged_as_both(desk: Desk) -> None:
    letter = desk.house.to("review")
    desk.do("case_office", letter, "note", text="已送审。")
    people = {"principal": desk.house.by("counsel"), "delegate": desk.house.by("supervisor")}
    Delegation.objects.create(**people, role="counsel", organisation=desk.house.units[COUNTY], set_by=desk.house.by("director"),
                              valid_from=date(2026, 5, 1), valid_to=date(2026, 12, 31))  # fmt: skip
    assert unmoved(desk, "supervisor", letter, "pass_review", **OPINION).status_code == 403


def test_a_form_built_on_an_older_letter_keeps_what_was_typed(desk: Desk) -> None:
    letter = desk.house.to("review")
    desk.do("case_office", letter, "endorse", opinion="同意。")
    old = dict(filled_in(desk.get("counsel", url_of(letter, "pass_review"))))
    desk.do("supervisor", letter, "note", text="补充说明。")
    answer = desk.signed_in("counsel").post(url_of(letter, "pass_review"), {**old, **OPINION})
    assert answer.status_code == 409 and OPINION["opinion"] in text(answer)
    letter.refresh_from_db()
    assert letter.state == "review"
    desk.do("counsel", letter, "pass_review", **OPINION)


def test_another_county_finds_nothing(desk: Desk) -> None:
    """Not even that it is there: 404, never 403; lists and registers are empty."""
    letter = desk.house.to("sealed")
    desk.house.newcomer("foreigner")
    for role in ("case_office", "director"):
        desk.house.grant("foreigner", role, OTHER)
    series, case, lead = Series.objects.get(), letter.case, letter.case.leads.get()
    addresses = [
        reverse("letter", args=[letter.pk]), reverse("letter_pdf", args=[letter.pk]), reverse("letter_pages", args=[letter.pk]),
        reverse("letter_edit", args=[letter.pk]), url_of(letter, "void"), reverse("supervision_case", args=[case.pk]),
        reverse("supervision_case_journal", args=[case.pk]), url_of(case, "rethink"),
        reverse("supervision_lead", args=[lead.pk]), reverse("number_register", args=[series.pk]),
        reverse("number_register_xlsx", args=[series.pk]),
    ]  # fmt: skip
    assert [desk.get("foreigner", url).status_code for url in addresses] == [404] * len(addresses)
    for page in ("letters", "number_registers", "supervision_cases", "supervision_leads"):
        shown = desk.get("foreigner", reverse(page))
        assert shown.status_code == 200 and letter.number not in text(shown) and str(case) not in text(shown)
    assert unmoved(desk, "foreigner", letter, "void", reason="x").status_code == 404


def test_who_stands_aside_finds_nothing_either(desk: Desk) -> None:
    letter = desk.house.to("signing")
    desk.do("director", letter.case, "recuse", reason="本人近亲属在该单位任职。")
    for url in (reverse("letter", args=[letter.pk]), reverse("supervision_case", args=[letter.case.pk])):
        assert desk.get("director", url).status_code == 404
    assert unmoved(desk, "director", letter, "sign").status_code == 404


def test_a_letter_that_names_a_worker_is_not_submitted(desk: Desk) -> None:
    """The guard names the field, quotes what it found and says which word to use; the draft is kept, the journal is clean."""
    letter = desk.house.drafted(desk.house.planned("reminder_letter"))
    url = reverse("letter_edit", args=[letter.pk])
    typed = dict(filled_in(desk.get("supervisor", url))) | {"reason": f"职工{WORKER[:2]} {WORKER[2:]}三个月没有领到工资。"}
    answer = desk.signed_in("supervisor").post(url, {**typed, "then": "submit"})
    letter.refresh_from_db()
    assert answer.status_code == 409 and letter.state == "draft" and WORKER[:2] in letter.content["reason"]
    told = " ".join(problem["text"] for problem in answer.context["problems"])
    assert "事由" in told and "职工" in told and letter.case.workers.get().pseudonym in told
    assert not any(WORKER[:2] in str(e.facts) for e in Event.objects.filter(machine="supervision_letter"))


def test_the_seal_waits_until_somebody_answers_for_unconfirmed_rules(desk: Desk) -> None:
    letter = desk.house.to("numbered")
    refused = desk.tried("seal_keeper", letter, "seal")
    assert refused.status_code == 409 and "未经确认" in text(refused)
    assert (letter.state, letter.pdf_digest) == ("numbered", "") and NumberEntry.objects.get().state == "RESERVED"
    assert unmoved(desk, "seal_keeper", letter, "acknowledge_unconfirmed", reason="x").status_code == 403
    desk.do("director", letter, "acknowledge_unconfirmed", reason="已核对，同意用印。")
    assert desk.tried("seal_keeper", letter, "seal", copies="1").status_code == 409  # the rules ask for three
    desk.do("seal_keeper", letter, "seal")
    assert letter.state == "sealed" and len(letter.pdf_digest) == 64
    sealed = desk.get("supervisor", reverse("letter_pdf", args=[letter.pk]))
    assert b"".join(sealed).startswith(b"%PDF-") and NumberEntry.objects.get().state == "ISSUED"


def test_a_number_taken_back_stays_void_in_the_register(desk: Desk) -> None:
    letter = desk.house.to("numbered")
    first = letter.number
    desk.do("director", letter, "recall", reason="主送单位名称有误。")
    assert (letter.state, letter.number) == ("draft", "")
    desk.house.drive(letter, "numbered")
    page = text(desk.get("case_office", reverse("number_register", args=[Series.objects.get().pk])))
    assert letter.number != first and first in page and letter.number in page and "主送单位名称有误" in page


def test_service_without_its_evidence_proves_nothing(desk: Desk) -> None:
    letter = desk.house.to("dispatched")
    signed = {"signer": "王收发", "capacity": "收发室"}
    assert desk.tried("supervisor", letter, "serve", **signed).status_code == 422
    early = desk.tried("supervisor", letter, "serve", **signed, signed_on="2026-05-01", evidence_service_receipt=scan("回证"))
    assert early.status_code == 422 and letter.state == "dispatched"
    desk.do("supervisor", letter, "serve", **signed, evidence_service_receipt=scan("回证"))
    assert letter.state == "awaiting_reply" and letter.due_on == date(2026, 7, 1)
