"""supervision.md §15 through the machine: served by its door, due as the desk says."""

from datetime import date, datetime

import pytest

from relief import office
from relief.documents.services import Upload
from relief.letters.models import ExtensionRequest, SupervisionLetter
from tests.relief.letters.cast import OTHER, PDF, SCAN, LetterOffice
from tests.supervision_cast import COUNTY
from workflows import clock, desks
from workflows.errors import NotPossible
from workflows.models import Pause

pytestmark = pytest.mark.django_db
D = date.fromisoformat
PLAN = Upload("整改计划.pdf", PDF)


def served(kind: str, at: str, on: str) -> tuple[LetterOffice, SupervisionLetter]:
    """A letter handed over that day; it was made in the days before."""
    house = LetterOffice()
    house.on(D(on))
    letter = house.to("awaiting_reply", kind, at=at)
    return house, letter


def due(letter: SupervisionLetter) -> date | None:
    """The stored day, which is the open task's and the reckoned one too."""
    letter.refresh_from_db()
    task = desks.open_tasks().get(machine="supervision_letter", case_id=letter.pk)
    assert task.due_on == letter.due_on == letter.machine.facts(letter).deadline.due_on
    return letter.due_on


@pytest.mark.parametrize(("kind", "at", "on", "wanted"), [
    ("reminder_letter", OTHER, "2026-06-05", "2026-06-22"),
    ("reminder_letter", OTHER, "2026-09-25", "2026-10-10"),
    ("opinion", OTHER, "2026-09-14", "2026-10-10"),
    ("opinion", OTHER, "2025-12-22", "2026-01-13"),
    ("opinion", OTHER, "2026-12-11", None),
    ("opinion", COUNTY, "2026-09-05", "2026-10-08"),
    ("opinion", COUNTY, "2026-06-12", "2026-07-12"),
])  # fmt: skip
def test_from_the_day_of_service(kind: str, at: str, on: str, wanted: str | None) -> None:
    _house, letter = served(kind, at, on)
    assert due(letter) == (D(wanted) if wanted else None)


def test_past_the_calendar_there_is_an_estimate_and_no_lapse() -> None:
    house, letter = served("opinion", OTHER, "2026-12-11")
    why = letter.machine.facts(letter).deadline.why
    assert why.state == "beyond_calendar" and why.estimate == D("2027-01-01")
    house.on(D("2027-03-01"))
    with pytest.raises(NotPossible, match="没有确定的截止日"):
        office.perform(letter, "lapse", actor=None)


def test_filing_five_working_days() -> None:
    house = LetterOffice()
    house.on(D("2026-02-02"))
    opinion = house.to("overdue", at=OTHER)
    house.on(D("2026-04-30"))
    letter = house.drive(house.drafted(house.next_plan(opinion, "recommendation")), "awaiting_reply")
    assert due(letter) == D("2026-05-11")
    assert desks.open_tasks().get(machine="supervision_letter", case_id=letter.pk).role == "DEPARTMENT"


def test_refused_mail_is_served_on_the_day_it_comes_back() -> None:
    house = LetterOffice()
    house.on(D("2026-05-15"))
    letter = house.to("sealed", at=OTHER)
    house.perform(letter, "dispatch", "supervisor", method="MAIL", address="示例乙县东街1号")
    house.on(D("2026-05-21"))
    mail = {"place": "单位住所", "servers": ["邮政"], "evidence": {"waybill": SCAN, "tracking": SCAN}}
    with pytest.raises(NotPossible, match="不能证明"):
        house.perform(letter, "serve", "supervisor", events={"refused_on": D("2026-05-18")}, **mail)
    events = {"refused_on": D("2026-05-18"), "returned_on": D("2026-05-20")}
    house.perform(letter, "serve", "supervisor", events=events, **mail)
    assert letter.receipt.served_on == D("2026-05-20") and due(letter) == D("2026-06-10")


def test_an_announcement_serves_when_its_thirty_days_are_over() -> None:
    house = LetterOffice()
    house.on(D("2026-03-02"))
    letter = house.to("service_failed", at=OTHER)
    house.perform(letter, "retry", "supervisor", method="MAIL", address="示例乙县东街1号")
    house.perform(letter, "fail_service", "supervisor", failure="无人领取退回。")
    house.perform(letter, "allow_announcement", "director")
    house.on(D("2026-03-10"))
    house.perform(letter, "retry", "supervisor", method="ANNOUNCEMENT", address="公告栏")
    told = {"events": {"published_on": D("2026-03-10")}, "place": "公告栏", "servers": ["安澜"],
            "evidence": {"announcement_copy": SCAN, "photo_or_video": SCAN}}  # fmt: skip
    with pytest.raises(NotPossible, match="2026-04-09"):
        house.perform(letter, "serve", "supervisor", **told)
    house.on(D("2026-04-09"))
    house.perform(letter, "serve", "supervisor", **told)
    assert due(letter) == D("2026-04-30")


def test_an_extension_counts_from_the_due_day_in_force() -> None:
    house, letter = served("opinion", OTHER, "2026-06-01")
    assert due(letter) == D("2026-06-23")
    house.on(D("2026-06-23"))
    house.perform(letter, "extend", "director", requested_on=D("2026-06-23"), n=10, plan=PLAN)
    assert due(letter) == D("2026-07-07")
    with pytest.raises(NotPossible, match="次数"):
        house.perform(letter, "extend", "director", requested_on=D("2026-06-23"), n=1, plan=PLAN)


@pytest.mark.parametrize(("asked", "n", "why"), [("2026-06-24", 10, "已过期限"), ("2026-06-23", 16, "超过可延天数")])
def test_late_or_too_long_requests_are_refused(asked: str, n: int, why: str) -> None:
    house, letter = served("opinion", OTHER, "2026-06-01")
    house.on(D("2026-06-24"))
    with pytest.raises(NotPossible, match=why):
        house.perform(letter, "extend", "director", requested_on=D(asked), n=n, plan=PLAN)
    assert not ExtensionRequest.objects.exists()


@pytest.mark.parametrize(("at", "asked", "n", "ground"), [
    (COUNTY, "2026-07-03", 90, "NONE_ALLOWED"), (OTHER, "2026-06-24", 90, "LATE"), (OTHER, "2026-06-23", 90, "TOO_LONG"),
    (OTHER, "2026-06-23", 3, "DECIDED"),
])  # fmt: skip
def test_a_refusal_names_its_rule_in_the_order_of_the_law(at: str, asked: str, n: int, ground: str) -> None:
    house, letter = served("opinion", at, "2026-06-01")
    house.on(D("2026-07-03"))
    house.perform(letter, "refuse_extension", "director", requested_on=D(asked), n=n, reason="不符合规定。")
    assert letter.extension_requests.get().ground == ground


def test_an_objection_stops_the_clock_and_the_result_lets_it_run_on() -> None:
    house, letter = served("opinion", OTHER, "2026-06-01")
    house.on(D("2026-06-08"))
    house.to_objection(letter)
    stopped = letter.machine.facts(letter).reply_clock
    assert stopped.due_on is None and stopped.resumed[-1].used == 5
    upheld(house, letter, D("2026-06-24"))
    assert letter.state == "awaiting_reply" and due(letter) == D("2026-07-08")
    pause = Pause.objects.get(machine="supervision_letter")
    assert (pause.started_on, pause.ended_on) == (D("2026-06-09"), D("2026-06-24"))
    found = letter.machine.facts(letter).reply_clock.resumed[-1]
    assert (found.used, found.rest) == (5, 10)


def test_the_least_rest_is_five_working_days() -> None:
    """Objected on the last day: nothing is left but the least rest."""
    house, letter = served("opinion", OTHER, "2026-06-01")
    house.on(D("2026-06-23"))
    house.to_objection(letter)
    upheld(house, letter, D("2026-06-25"))
    assert due(letter) == D("2026-07-02")


def test_a_result_of_the_same_day_never_stopped_the_clock() -> None:
    house, letter = served("opinion", OTHER, "2026-06-01")
    house.on(D("2026-06-08"))
    house.to_objection(letter)
    upheld(house, letter, D("2026-06-08"))
    assert due(letter) == D("2026-06-23") and not Pause.objects.exists()


def upheld(house: LetterOffice, letter: SupervisionLetter, on: date) -> None:
    house.on(on)
    house.newcomer("helper")
    house.grant("helper", "supervisor", "GH99")
    house.certify("helper")
    for who in ("supervisor3", "helper"):
        house.perform(letter, "recheck", who, opinion="原意见属实。")
    house.perform(letter, "uphold", "director", result="维持原意见。", result_served_on=on)


def test_service_entered_late_counts_from_its_own_day() -> None:
    house = LetterOffice()
    letter = house.to("dispatched", at=OTHER)
    house.on(D("2026-06-10"))
    house.serve(letter, events={"signed_on": D("2026-06-01")})
    assert letter.receipt.served_on == D("2026-06-01") and due(letter) == D("2026-06-23")


def test_an_electronic_arrival_counts_in_shanghai() -> None:
    house = LetterOffice()
    letter = house.to("sealed", at=OTHER)
    house.perform(letter, "dispatch", "supervisor", method="ELECTRONIC", address="hr@example.invalid")
    house.on(D("2026-06-03"))
    arrived = datetime.fromisoformat("2026-06-01T17:30:00+00:00")
    proof = {"place": "电子邮箱", "servers": ["安澜"], "evidence": {"consent": SCAN, "arrival_log": SCAN}}
    with pytest.raises(NotPossible, match="不能证明"):
        house.perform(letter, "serve", "supervisor", events={"arrived_at": arrived, "consent": False}, **proof)
    house.perform(letter, "serve", "supervisor", events={"arrived_at": arrived, "consent": True}, **proof)
    assert letter.receipt.served_on == D("2026-06-02")
    assert clock.today() == D("2026-06-03")
