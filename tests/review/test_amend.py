"""更正: what follows from a corrected field — lock, limits, amount, publication, account."""

from datetime import date

import pytest

from relief.applications.models import HouseholdLock
from tests.factories import REASON, Office, id_number
from workflows.errors import NotPossible

pytestmark = pytest.mark.django_db
OTHER = "11010519491231002X"


def amend(house: Office, case, who: str, field: str, value):  # noqa: ANN001, ANN201
    return house.perform(case, "amend", who, field=field, value=value, **REASON)


@pytest.mark.parametrize(("field", "value"), [("id_no", OTHER), ("household_head_id", OTHER),
                                              ("event_date", date(2026, 2, 12)), ("cause", "TRAFFIC")])  # fmt: skip
def test_the_household_lock_follows_the_corrected_key(house: Office, field, value) -> None:
    case = house.at("investigating")
    if field == "cause":
        from relief.documents.services import Upload
        from tests.factories import PNG

        house.perform(case, "add_paper", "clerk", item="LIABILITY_DECISION", uploads=[Upload("认定书.png", PNG)])
        amend(house, case, "clerk", "liability", "none")
    amend(house, case, "clerk", field, value)
    lock = HouseholdLock.objects.get(application=case)
    assert (lock.household_blind, lock.cause, lock.event_date) == (case.household_blind, case.cause, case.event_date)


def test_a_correction_into_a_locked_household_is_refused(house: Office) -> None:
    first, second = house.at("investigating"), house.at("investigating")
    with pytest.raises(NotPossible, match="已有在办案件"):
        amend(house, second, "clerk", "household_head_id", first.id_no)


@pytest.mark.parametrize(("field", "value"), [
    ("id_no", "141182198802291233"), ("name", ""), ("cause", "NO_SUCH"), ("event_date", "yesterday"),
    ("total_cost_fen", -1), ("household_size", "many"), ("sex", "unknown"), ("member_no", "x" * 500),
    ("event_date", date(2026, 5, 1)), ("cause", "FIRE")])  # fmt: skip
def test_a_correction_is_checked_like_the_form(house: Office, field, value) -> None:
    case = house.at("investigating")
    with pytest.raises(NotPossible):
        amend(house, case, "clerk", field, value)


def test_what_changes_the_amount_is_not_amended_while_it_waits_for_approval(house: Office) -> None:
    case = house.at("approval", cause="DISASTER", total_cost_fen=None, household_size=2)
    with pytest.raises(NotPossible, match="退回"):
        amend(house, case, "reviewer", "household_size", 1)


def test_a_changed_published_field_is_not_approved(house: Office) -> None:
    case = house.at("approval")
    amend(house, case, "reviewer", "employer", "另一家公司")
    with pytest.raises(NotPossible, match="重新公示"):
        house.perform(case, "approve", "approver")
    house.perform(case, "republish", "reviewer", **REASON)
    assert case.state == "publicity"


def test_the_amount_follows_the_correction_up_and_is_published_anew(house: Office) -> None:
    case = house.at("county_review")
    amend(house, case, "reviewer", "total_cost_fen", 1_200_000)
    assert case.proposed_fen == 180_000
    house.prepare(case)
    with pytest.raises(NotPossible, match="重新公示"):
        house.perform(case, "recommend", "head", source="OWN")
    house.perform(case, "republish", "reviewer", **REASON)
    assert case.sheet_entries.latest("id").amount_fen == 180_000


def test_the_amount_follows_the_correction_down_with_a_note(house: Office) -> None:
    case = house.at("county_review")
    fired = amend(house, case, "reviewer", "medical_insurance_fen", 200_000)
    assert case.proposed_fen == 120_000
    assert fired.event.facts["proposed_fen"] == 120_000
    house.prepare(case)
    house.move_on(case)
    house.move_on(case)
    assert house.line(case).amount_fen == 120_000


def test_a_signed_opinion_does_not_outlive_the_amount_it_spoke_of(house: Office) -> None:
    case = house.ready("county_review")
    amend(house, case, "reviewer", "medical_insurance_fen", 200_000)
    house.perform(case, "search_duplicates", "reviewer")
    with pytest.raises(NotPossible, match="审核员意见"):
        house.perform(case, "recommend", "head", source="OWN")


def test_in_an_approved_case_the_address_may_be_corrected_the_account_not(house: Office) -> None:
    case = house.at("approved")
    amend(house, case, "reviewer", "mobile", "13900000002")
    for field, value in {"card_no": "622848000000000007", "account_name": "别人", "id_no": OTHER,
                         "employer": "另一家", "relative_of_staff": True, "household_size": 4}.items():  # fmt: skip
        with pytest.raises(NotPossible, match="撤销批准"):
            amend(house, case, "reviewer", field, value)


def test_the_lock_key_of_an_unaccepted_case_holds_no_lock(house: Office) -> None:
    case = house.at("submitted")
    amend(house, case, "clerk", "household_head_id", id_number(77))
    assert not HouseholdLock.objects.filter(application=case).exists()
