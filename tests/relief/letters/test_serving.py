"""Service and the clock: good and refused (supervision.md §5, §10)."""

from datetime import date, timedelta
from typing import Any

import pytest

from relief import office
from relief.letters.models import ServiceReceipt, SupervisionLetter
from tests.relief.letters.cast import OTHER, SCAN, WAY, LetterOffice, handed
from workflows import clock, deadlines, desks
from workflows.errors import NotAllowed, NotPossible
from workflows.models import Event

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def house() -> LetterOffice:
    return LetterOffice()


def role_of(letter: SupervisionLetter) -> str:
    return desks.open_tasks().get(machine="supervision_letter", case_id=letter.pk).role


# --- service ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("method", "why"), [("PUBLICATION", "送达方式"), ("PIGEON", "送达方式"), ("ANNOUNCEMENT", "不允许")])
def test_a_method_is_the_profiles(house: LetterOffice, method: str, why: str) -> None:
    with pytest.raises(NotPossible, match=why):
        house.perform(house.to("sealed"), "dispatch", "supervisor", method=method, address="某处")


def test_a_retry_goes_another_way(house: LetterOffice) -> None:
    letter = house.to("service_failed")
    with pytest.raises(NotPossible, match="须换"):
        house.perform(letter, "retry", "supervisor", **WAY)
    with pytest.raises(NotPossible, match="两种送达方式"):
        house.perform(letter, "allow_announcement", "director")
    house.perform(letter, "retry", "supervisor", method="DIRECT", address="示例县西街2号")
    assert [a.n for a in letter.attempts.order_by("n")] == [1, 2]


@pytest.mark.parametrize(("changed", "why"), [
    ({"evidence": {}}, "送达证明不足"), ({"signer": ""}, "签收人"), ({"servers": []}, "送达人"), ({"place": " "}, "地点"),
    ({"events": {}}, "不能证明"), ({"events": {"signed_on": date(2026, 6, 2)}}, "不能晚于今天"),
    ({"events": {"signed_on": date(2026, 5, 31)}}, "送达证明不足"), ({"events": {"sighted_on": date(2026, 6, 1)}}, "不认识"),
    ({"events": {"delivered_on": date(2026, 6, 1)}}, "没有以"),
])  # fmt: skip
def test_service_is_proved_or_refused(house: LetterOffice, changed: dict[str, Any], why: str) -> None:
    letter = house.to("dispatched")
    with pytest.raises(NotPossible, match=why):
        house.perform(letter, "serve", "supervisor", **{**handed(clock.today()), **changed})
    assert not ServiceReceipt.objects.exists()


def left(**changed: Any) -> dict[str, Any]:
    evidence = {"service_receipt": SCAN, "refusal_note": SCAN, "photo_or_video": SCAN}
    given = {"events": {"left_on": clock.today()}, "place": "单位门卫室", "servers": ["安澜", "江月"], "refusal": "门卫拒收。",
             "evidence": evidence}  # fmt: skip
    return {**given, **changed}


def test_refused_in_person_and_left_there(house: LetterOffice) -> None:
    letter = house.to("dispatched")
    for changed in ({"servers": ["安澜"]}, {"evidence": {"service_receipt": SCAN, "refusal_note": SCAN}}):
        with pytest.raises(NotPossible, match="证明不足"):
            house.perform(letter, "serve", "supervisor", **left(**changed))
    with pytest.raises(NotPossible, match="拒收事由"):
        house.perform(letter, "serve", "supervisor", **left(refusal=""))
    witnessed = {"service_receipt": SCAN, "refusal_note": SCAN, "witness_signature": SCAN}
    with pytest.raises(NotPossible, match="证明不足"):
        house.perform(letter, "serve", "supervisor", **left(evidence=witnessed))
    house.perform(letter, "serve", "supervisor", **left())
    assert letter.receipt.method == letter.receipt.attempt.method == "LEFT" and letter.attempts.count() == 2


def test_the_earliest_provable_service_counts(house: LetterOffice) -> None:
    letter = house.to("sealed")
    house.perform(letter, "dispatch", "supervisor", method="MAIL", address="示例县东街")
    house.on(date(2026, 6, 8))
    house.perform(letter, "fail_service", "supervisor", failure="查询无果。")
    house.perform(letter, "retry", "supervisor", **WAY)
    events = {"signed_on": date(2026, 6, 8), "delivered_on": date(2026, 6, 4)}
    proof = {"service_receipt": SCAN, "waybill": SCAN, "tracking": SCAN}
    house.perform(letter, "serve", "supervisor", **{**handed(clock.today()), "events": events, "evidence": proof})
    assert letter.receipt.served_on == date(2026, 6, 4) and letter.receipt.method == "MAIL"


def test_who_awaits_whom(house: LetterOffice) -> None:
    assert role_of(house.to("awaiting_reply")) == "EMPLOYER"
    with pytest.raises(NotAllowed):
        house.perform(house.to("sealed"), "dispatch", "counsel", **WAY)


# --- the clock ----------------------------------------------------------------------------------------------------
def test_the_clock_only_marks_overdue_and_not_a_day_early(house: LetterOffice) -> None:
    """§14.8: it fires lapse, and issues nothing."""
    letter = house.to("awaiting_reply", "reminder_letter", at=OTHER)
    house.on(letter.due_on)
    with pytest.raises(NotPossible, match="尚未届满"):
        office.perform(letter, "lapse", actor=None)
    house.on(letter.due_on + DAY)
    assert deadlines.run()["fired"] >= 1
    letter.refresh_from_db()
    assert letter.state == "overdue" and SupervisionLetter.objects.count() == 1 and role_of(letter) == "director"
    assert set(Event.objects.filter(role="CLOCK", machine="supervision_letter").values_list("verb", flat=True)) <= {
        "lapse", "tell"}  # fmt: skip
