"""监督员证 through HTTP: entered by the administrator of the supervisor's union, ended early with a reason."""

from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from relief.office import carry_out
from relief.supervision.facts.standing import holders
from relief.supervision.models import Certificate
from relief.supervision.services.certifying import correct_certificate, register_certificate
from tests.supervision_cast import STAFF, START, Committee
from workflows import clock
from workflows.errors import NotAllowed, NotPossible
from workflows.models import Event

LIST, NEW = "admin_certificates", "admin_certificate_new"
CARD = {"number": "示监9001", "issuer": "示例省总工会", "valid_from": "2026-01-01", "valid_to": "2028-12-31"}
DATES = {"valid_from": date(2026, 1, 1), "valid_to": date(2028, 12, 31)}


@pytest.fixture
def office(house: Committee) -> Committee:
    """A county with an administrator and a supervisor who has no card yet."""
    county = STAFF["supervisor"][1]
    for name, role in (("keeper", "administrator"), ("freshman", "supervisor")):
        house.newcomer(name)
        house.grant(name, role, county)
    return house


def browser(house: Committee, name: str) -> Client:
    client = Client()
    client.force_login(house.by(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def post_of(house: Committee, name: str) -> int:
    return house.by(name).grants.get(role="supervisor").pk


def told(verb: str) -> list[Event]:
    return list(Event.objects.filter(machine="administration", verb=verb).order_by("pk"))


def test_a_card_is_registered_and_counts(office: Committee) -> None:
    client, person = browser(office, "keeper"), office.by("freshman")
    assert "监督员证" in client.get(reverse("admin_home")).content.decode()
    assert holders([person.pk], START) == set()
    answer = client.post(reverse(NEW), {**CARD, "post": post_of(office, "freshman")}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse(LIST) and "示监9001" in page and "有效" in page
    assert holders([person.pk], START) == {person.pk}
    (event,) = told("register_certificate")
    made = Certificate.objects.get(number="示监9001")
    assert event.facts == {"certificate": made.pk, "person": person.pk, **CARD} and event.actor == office.by("keeper")
    call_command("verify_journal")


def test_the_list_tells_what_has_passed(office: Committee) -> None:
    office.certify("supervisor", until=START.replace(day=1, month=5))
    page = browser(office, "keeper").get(reverse(LIST)).content.decode()
    assert "已过期" in page and "2026-05-01" in page


@pytest.mark.parametrize("name", ["supervisor", "case_office"])
def test_whoever_administers_no_union_is_refused(office: Committee, name: str) -> None:
    client, held = browser(office, name), office.by("supervisor").certificates.get()
    new = {**CARD, "post": post_of(office, "freshman")}
    changed = {"valid_to": "2026-06-30", "reason": "退休"}
    assert client.get(reverse(LIST)).status_code == 403
    assert client.post(reverse(NEW), new).status_code == 403
    assert client.post(reverse("admin_certificate", args=[held.pk]), changed).status_code == 403
    union = office.units[STAFF["supervisor"][1]]
    with pytest.raises(NotAllowed):
        register_certificate(organisation=union, actor=office.by(name), person=office.by("freshman"), number="1",
                             issuer="省", **DATES)  # fmt: skip
    assert not told("register_certificate") and not told("correct_certificate")


def test_a_number_is_registered_once(office: Committee) -> None:
    taken = office.by("supervisor").certificates.get().number
    typed = {**CARD, "number": taken, "post": post_of(office, "freshman")}
    answer = browser(office, "keeper").post(reverse(NEW), typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and f"证号“{taken}”已登记" in page and "示例省总工会" in page
    with pytest.raises(NotPossible, match="已登记"):
        register_certificate(organisation=office.units[STAFF["supervisor"][1]], actor=office.by("keeper"),
                             person=office.by("freshman"), number=f" {taken} ", issuer="省", **DATES)  # fmt: skip
    assert not told("register_certificate")


def test_two_at_once_are_told_by_the_database_in_the_same_words(office: Committee) -> None:
    taken = office.by("supervisor").certificates.get().number
    with pytest.raises(NotPossible, match="这个证号已登记"):
        carry_out(Certificate.objects.create, person=office.by("freshman"), number=taken, issuer="省", **DATES)


def test_the_days_stand_in_order(office: Committee) -> None:
    wrong = {**CARD, "valid_to": "2025-12-31", "post": post_of(office, "freshman")}
    answer = browser(office, "keeper").post(reverse(NEW), wrong)
    assert answer.status_code == 422 and "截止日期早于起始日期" in answer.content.decode()


def test_only_supervisors_of_ones_own_unions(office: Committee) -> None:
    keeper, union = office.by("keeper"), office.units[STAFF["supervisor"][1]]
    office.newcomer("stranger")
    elsewhere = next(code for code, unit in office.units.items() if not unit.path.startswith(union.path))
    office.grant("stranger", "supervisor", elsewhere)
    stranger = office.certify("stranger")
    client = browser(office, "keeper")
    assert "stranger" not in client.get(reverse(NEW)).content.decode()
    assert client.post(reverse(NEW), {**CARD, "post": post_of(office, "stranger")}).status_code == 422
    assert client.get(reverse("admin_certificate", args=[stranger.pk])).status_code == 404
    for person in ("stranger", "case_office"):
        with pytest.raises(NotPossible, match="不是"):
            register_certificate(organisation=union, actor=keeper, person=office.by(person), number="1", issuer="省",
                                 **DATES)  # fmt: skip
    with pytest.raises(NotPossible, match="不是"):
        correct_certificate(organisation=union, actor=keeper, certificate=stranger, valid_to=START, reason="退休")


def test_a_card_ends_early_with_a_reason(office: Committee) -> None:
    held = office.by("supervisor").certificates.get()
    url, client = reverse("admin_certificate", args=[held.pk]), browser(office, "keeper")
    assert client.post(url, {"valid_to": "2026-06-30", "reason": ""}).status_code == 422
    assert client.post(url, {"valid_to": "2026-06-30", "reason": "调离监督岗位"}).status_code == 302
    held.refresh_from_db()
    assert held.valid_to == date(2026, 6, 30)
    (event,) = told("correct_certificate")
    assert event.facts == {"certificate": held.pk, "person": held.person_id, "number": held.number,
                           "valid_to": "2026-06-30", "was": "2027-12-31", "reason": "调离监督岗位"}  # fmt: skip
    call_command("verify_journal")


def test_days_that_have_passed_stand(office: Committee) -> None:
    held = office.by("supervisor").certificates.get()
    url, client = reverse("admin_certificate", args=[held.pk]), browser(office, "keeper")
    assert clock.today() == START
    for typed, says in (("2026-05-30", "不能早于昨天"), ("2027-12-31", "没有改动"), ("2020-01-01", "早于起始日期")):
        answer = client.post(url, {"valid_to": typed, "reason": "退休"})
        assert answer.status_code == 409 and says in answer.content.decode(), typed
    assert client.post(url, {"valid_to": "2026-05-31", "reason": "退休"}).status_code == 302
