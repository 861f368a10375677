"""A returned case is worked on anew: nothing signed before the return satisfies a guard after it."""

import pytest

from relief.organisations.models import Delegation
from tests.factories import BASE, CHECKS, REASON, SINCE, VISIT, Office
from workflows.errors import NotPossible

pytestmark = pytest.mark.django_db


def test_after_a_return_the_visit_is_made_anew(house: Office) -> None:
    case = house.at("grassroots_review")
    house.perform(case, "return_visit", "chair", **REASON)
    with pytest.raises(NotPossible, match="签字"):
        house.perform(case, "finish_visit", "visitor")
    house.prepare(case)
    house.perform(case, "finish_visit", "visitor")
    assert case.state == "grassroots_review"


def test_two_signatures_stand_under_one_visit(house: Office) -> None:
    case = house.at("investigating")
    for verb, who, given in CHECKS:
        house.perform(case, verb, who, **given)
    house.perform(case, "record_visit", "visitor", **VISIT)
    house.perform(case, "record_visit", "visitor2", **VISIT)
    with pytest.raises(NotPossible, match="签字"):
        house.perform(case, "finish_visit", "visitor")
    house.perform(case, "sign_visit", "visitor")
    house.perform(case, "finish_visit", "visitor")


def test_who_stands_in_for_the_first_visitor_is_no_second_one(house: Office) -> None:
    case = house.at("investigating")
    proxy = house.newcomer("proxy")
    Delegation.objects.create(principal=house.by("visitor"), delegate=proxy, role="visitor",
                              organisation=house.units[BASE], valid_from=SINCE, valid_to=house_day(), reason="出差",
                              set_by=house.by("visitor"))  # fmt: skip
    house.perform(case, "record_visit", "visitor", **VISIT)
    with pytest.raises(NotPossible, match="另一名"):
        house.perform(case, "sign_visit", "proxy")


def house_day():  # noqa: ANN201
    from datetime import date

    return date(2026, 12, 31)


def test_after_a_return_to_the_base_the_opinions_are_written_anew(house: Office) -> None:
    case = house.at("county_review")
    house.prepare(case)
    house.perform(case, "return_base", "reviewer", **REASON)
    with pytest.raises(NotPossible, match="意见"):
        house.perform(case, "publish", "chair", opinion="同意。", place="公示栏", complaint_phone="1")  # township's
    house.prepare(case)
    with pytest.raises(NotPossible, match="意见"):
        house.perform(case, "publish", "chair", place="公示栏", complaint_phone="1")
    house.move_on(case)
    house.prepare(case)
    house.perform(case, "close_publicity", "clerk")
    with pytest.raises(NotPossible, match="审核员意见"):
        house.perform(case, "recommend", "head", source="OWN")


def test_after_a_return_to_the_county_the_reviewer_signs_anew(house: Office) -> None:
    case = house.at("approval")
    house.perform(case, "return_county", "approver", **REASON)
    with pytest.raises(NotPossible, match="审核员意见"):
        house.perform(case, "recommend", "head", source="OWN")
    house.prepare(case)
    house.move_on(case)
    assert case.state == "approval"


def test_the_result_of_a_publicity_is_not_signed_before_its_last_day(house: Office) -> None:
    case = house.at("publicity")
    with pytest.raises(NotPossible, match="公示期"):
        house.perform(case, "record_publicity", "chair", result="公示期间未收到异议。")
