"""Who reads what: one's own unions, never a case from which one stands aside (supervision.md §2)."""

from typing import Any

import pytest
from django.http import Http404

from relief.queue.sitting import Sitting, sit
from relief.supervision import selectors
from tests.supervision_cast import BASE, CITY, REASON, REMINDER, START, Committee


def at_desk(house: Committee, name: str) -> Sitting:
    return sit(house.by(name))


def reads(house: Committee, name: str) -> set[Any]:
    return set(selectors.cases_for(at_desk(house, name)))


def test_a_case_is_read_at_its_union_and_above(house: Committee) -> None:
    county, base = house.case(), house.case(by="base_office", at=BASE)
    assert reads(house, "supervisor") == reads(house, "city_office") == {county, base}
    assert reads(house, "base_supervisor") == {base}
    assert reads(house, "hotline") == reads(house, "clerk") == set()
    with pytest.raises(Http404):
        selectors.case_for(at_desk(house, "base_office"), county.pk)


def test_who_stands_aside_sees_nothing_of_the_case(house: Committee) -> None:
    case, other = house.at("finding"), house.case()
    house.perform(case, "open_letters", "director", plans=[REMINDER])
    assert selectors.open_plans_for(at_desk(house, "supervisor")).count() == 1
    house.perform(case, "recuse", "supervisor", **REASON)
    desk = at_desk(house, "supervisor")
    assert reads(house, "supervisor") == {other}
    assert set(selectors.leads_for(desk)) == set(other.leads.all())
    assert not selectors.open_plans_for(desk).exists()
    assert list(selectors.employers_for(desk)) == [other.employer]
    assert case in reads(house, "supervisor2")


def test_who_stands_in_for_the_recused_sees_nothing_by_their_grant(house: Committee) -> None:
    from datetime import timedelta

    from relief.organisations.models import Delegation

    case = house.case()
    stand_in = house.newcomer("stand_in")
    Delegation.objects.create(
        principal=house.by("director"), delegate=stand_in, role="director", organisation=house.units["GH990101"],
        valid_from=START, valid_to=START + timedelta(days=9), set_by=house.by("director"))  # fmt: skip
    assert reads(house, "stand_in") == {case}
    house.perform(case, "recuse", "director", **REASON)
    assert reads(house, "stand_in") == set()


def test_the_hotline_sees_what_became_of_its_own_leads(house: Committee) -> None:
    own, other = house.lead(by="hotline"), house.lead(matter_codes=["HOURS"])
    assert list(selectors.leads_for(at_desk(house, "hotline"))) == [own]
    assert set(selectors.leads_for(at_desk(house, "case_office"))) == {own, other}
    assert selectors.lead_for(at_desk(house, "hotline"), own.pk) == own
    with pytest.raises(Http404):
        selectors.lead_for(at_desk(house, "hotline"), other.pk)


def test_supervisors_to_choose_from_tell_certificate_and_union(house: Committee) -> None:
    case = house.case()
    house.by("supervisor2").certificates.update(valid_to=START.replace(day=1, month=1))
    house.perform(case, "recuse", "supervisor3", **REASON)
    found = {c.person.username: (c.higher, c.fit) for c in selectors.supervisors_for(case, START)}
    assert found == {"supervisor": (False, True), "supervisor2": (False, False), "city_supervisor": (True, True)}
    assert selectors.certificates_of(house.by("supervisor")).get().number == "示监0001"


def test_priority_reports_lie_with_the_higher_union_alone(house: Committee) -> None:
    house.case()
    assert selectors.priority_reports_for(at_desk(house, "city_director")).count() == 1
    assert not selectors.priority_reports_for(at_desk(house, "director")).exists()
    assert not selectors.priority_reports_for(at_desk(house, "city_supervisor")).exists()
    house.case(by="base_office", at=BASE)
    assert not selectors.priority_reports_for(at_desk(house, "case_office")).exists(), "the township is next above"


def test_a_lead_is_offered_the_cases_of_its_employer_first(house: Committee) -> None:
    first, second = house.case(), house.case()
    house.case(by="city_office", at=CITY)
    lead = house.lead(matter_codes=["HOURS"], employer_name=second.employer.name, uscc="")
    assert list(selectors.cases_to_join(lead)) == [second, first]
