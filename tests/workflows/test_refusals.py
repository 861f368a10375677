"""One refusal of each class, in the engine's order, and nothing written by it (house rule 11)."""

import pytest

from relief import office
from relief.applications.models import Application
from tests.factories import BASE, Office
from workflows import engine
from workflows.errors import NotAllowed, NotPossible, Stale
from workflows.models import Event
from workflows.relief_application import RELIEF_APPLICATION

pytestmark = pytest.mark.django_db


def test_a_wrong_state_is_not_possible_whoever_asks(house: Office) -> None:
    """Rule 11: never a missing permission, even for somebody who may not do it either."""
    case = house.at("submitted")
    for who in ("approver", "clerk", "auditor"):
        with pytest.raises(NotPossible) as refusal:
            house.perform(case, "approve", who)
        assert refusal.value.status == 409 and "待受理" in refusal.value.message
    assert untouched(case)


def test_a_missing_fact_is_not_possible_and_says_which(house: Office) -> None:
    case = house.at("investigating")
    with pytest.raises(NotPossible) as refusal:
        house.perform(case, "finish_visit", "visitor")
    assert any("两名以上调查员" in text for text in refusal.value.missing)
    assert untouched(case)


def test_another_role_another_place_or_no_role_is_not_allowed(house: Office) -> None:
    case = house.ready("submitted")
    house.newcomer("nobody", is_superuser=True, is_staff=True)
    for who in ("visitor", "auditor", "administrator", "sister_clerk", "nobody"):
        with pytest.raises(NotAllowed) as refusal:
            house.perform(case, "accept", who)
        assert refusal.value.status == 403
    assert untouched(case)


def test_a_role_is_held_at_the_level_where_the_case_stands(house: Office) -> None:
    """Approval stands exactly at the level that the matrix names: neither above nor below decides."""
    case = house.at("approval")
    house.newcomer("base_approver")
    house.grant("base_approver", "approver", BASE)
    for who in ("city_approver", "base_approver"):
        with pytest.raises(NotAllowed):
            house.perform(case, "approve", who)
    house.perform(case, "approve", "approver")


def test_a_form_built_on_an_older_case_is_stale(house: Office) -> None:
    case = house.ready("submitted")
    seen = case.event_count
    house.perform(case, "note", "clerk", text="来电询问。")
    with pytest.raises(Stale) as refusal:
        office.perform(case, "accept", actor=house.by("clerk"), seen=seen)
    assert refusal.value.status == 409 and "clerk" in refusal.value.message and "备注" in refusal.value.message
    assert untouched(case)
    office.perform(case, "accept", actor=house.by("clerk"), seen=case.event_count)


def test_stale_goes_before_not_possible_and_not_allowed(house: Office) -> None:
    case = house.at("submitted")
    with pytest.raises(Stale):
        office.perform(case, "approve", actor=house.by("auditor"), seen=0)


def test_an_unknown_verb_is_not_possible(house: Office) -> None:
    with pytest.raises(NotPossible):
        house.perform(house.at("draft"), "fly", "clerk")


def test_only_the_clock_fires_the_clocks_moves(house: Office) -> None:
    case = house.at("draft")
    house.wait(95)
    for who in ("clerk", "head", "administrator"):
        with pytest.raises(NotAllowed):
            house.perform(case, "expire", who)
    with pytest.raises(NotAllowed):
        engine.fire(case, "submit", actor=None)


def test_one_batch_of_moves_is_all_or_nothing(house: Office) -> None:
    good, bad = house.ready("submitted"), house.at("submitted")
    with pytest.raises(NotPossible):
        office.perform_many([good, bad], "accept", actor=house.by("clerk"))
    assert untouched(good) and untouched(bad)
    house.prepare(bad)
    office.perform_many([bad, good], "accept", actor=house.by("clerk"))
    assert {a.state for a in Application.objects.all()} == {"investigating"}


def untouched(case: Application) -> bool:
    """The row as it was read: same state, same number of events, none of them lost."""
    now = Application.objects.get(pk=case.pk)
    same = (now.state, now.event_count, bytes(now.head_hash)) == (case.state, case.event_count, bytes(case.head_hash))
    return same and Event.objects.filter(machine=RELIEF_APPLICATION.name, case_id=case.pk).count() == now.event_count
