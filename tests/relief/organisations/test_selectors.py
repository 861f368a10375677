"""Which grants hold on a day, and what they cover (relief.md §2)."""

from datetime import date

import pytest

from relief.organisations import selectors
from relief.organisations.models import Delegation, Organisation, SmallOffice
from workflows import roles
from workflows.roles import HeldGrant, Role

DAY = date(2026, 3, 20)
COUNTY, TOWN, BASE = "GH141182", "GH141182-03", "GH141182-03-007"


@pytest.fixture
def lent(tree, person):
    """lent(principal, substitute, role, code) writes a delegation as it stands."""

    def make(principal, substitute, role, code, since=date(2026, 3, 1), until=date(2026, 3, 31)):
        return Delegation.objects.create(
            principal=person(principal),
            delegate=person(substitute),
            set_by=person(principal),
            role=role,
            organisation=tree[code],
            valid_from=since,
            valid_to=until,
        )

    return make


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (DAY, None, True),
        (date(2026, 3, 21), None, False),
        (date(2026, 1, 1), DAY, True),
        (date(2026, 1, 1), date(2026, 3, 19), False),
        (date(2026, 4, 1), date(2026, 3, 31), False),  # ended before it began
    ],
)
def test_a_grant_holds_between_its_dates_both_included(tree, held, since, until, holds):
    grant = held("李梅", Role.CLERK, BASE, since, until)
    expected = [HeldGrant(Role.CLERK, tree[BASE].path, tree[BASE].pk, grant.person_id)] if holds else []
    assert selectors.grants_of(grant.person_id, DAY) == expected
    assert roles.grants_of(grant.person_id, DAY) == expected


def test_a_delegated_grant_carries_its_principal_and_its_own_narrower_place(tree, held, lent, person):
    held("张岚", Role.HEAD, COUNTY)
    lent("张岚", "郑文涛", Role.HEAD, TOWN)
    (grant,) = selectors.grants_of(person("郑文涛").pk, DAY)
    assert (grant.path, grant.principal_id) == (tree[TOWN].path, person("张岚").pk)
    assert grant.persons == {person("郑文涛").pk, person("张岚").pk}
    assert selectors.grants_of(person("郑文涛").pk, date(2026, 4, 1)) == []


@pytest.mark.parametrize(
    ("role", "code", "until"),
    [
        (Role.REVIEWER, COUNTY, None),
        (Role.HEAD, "GH1401", None),
        (Role.HEAD, BASE, None),
        (Role.HEAD, COUNTY, date(2026, 3, 19)),
    ],
)
def test_it_holds_only_while_the_principal_holds_that_role_there(held, lent, person, role, code, until):
    held("张岚", role, code, date(2026, 1, 1), until)
    lent("张岚", "郑文涛", Role.HEAD, TOWN)
    assert selectors.grants_of(person("郑文涛").pk, DAY) == []


def test_what_is_delegated_cannot_be_delegated_on(held, lent, person):
    held("张岚", Role.HEAD, COUNTY)
    lent("张岚", "郑文涛", Role.HEAD, COUNTY)
    lent("郑文涛", "陈静", Role.HEAD, COUNTY)
    assert selectors.grants_of(person("陈静").pk, DAY) == []


def test_grants_cost_one_query(held, lent, person, django_assert_num_queries):
    for code in (COUNTY, TOWN, BASE):
        held("张岚", Role.CLERK, code)
        lent("张岚", "郑文涛", Role.CLERK, code)
    substitute = person("郑文涛").pk
    with django_assert_num_queries(1):
        assert len(selectors.grants_of(substitute, DAY)) == 3


def test_organisations_are_those_the_grants_cover(tree, held, person):
    held("李梅", Role.CLERK, TOWN)
    held("李梅", Role.CHAIR, BASE)
    held("李梅", Role.HOTLINE, "GH1401")
    user = person("李梅")
    assert selectors.paths_for(user) == sorted([tree[TOWN].path, tree["GH1401"].path])
    assert set(selectors.organisations_for(user)) == {tree[c] for c in (TOWN, BASE, "GH141182-03-008", "GH1401")}
    assert list(selectors.organisations_for(user, {Role.CHAIR})) == [tree[BASE]]
    assert not selectors.organisations_for(user, {Role.HEAD}).exists()
    assert not selectors.organisations_for(user, on=date(2025, 1, 1)).exists()


def test_nobody_without_a_grant_sees_anything(tree, person):
    superuser = person("root", is_superuser=True)
    assert selectors.paths_for(superuser) == []
    assert selectors.organisations_for(superuser).count() == 0
    from django.contrib.auth.models import AnonymousUser

    assert selectors.paths_for(AnonymousUser()) == []


def test_the_nearest_permit_of_the_line_above_counts(tree, person):
    def permit(code, since=date(2026, 1, 1), until=None):
        return SmallOffice.objects.create(
            organisation=tree[code], valid_from=since, valid_to=until, reason="编制不足", granted_by=person("杨帆")
        )

    path = tree[BASE].path
    assert selectors.small_office_on(path, DAY) is None
    permit("GH1401")
    permit(BASE, until=date(2026, 3, 1))
    assert selectors.small_office_on(path, DAY) is None
    county = permit(COUNTY)
    assert selectors.small_office_on(path, DAY) == county
    base = permit(BASE, since=date(2026, 3, 10))
    assert selectors.small_office_on(path, DAY) == base
    assert selectors.small_office_on(tree["GH1411"].path, DAY) is None


def test_an_organisation_knows_its_superior_of_a_level(tree):
    assert tree[BASE].at_level("county") == tree[COUNTY]
    assert tree[COUNTY].at_level("county") == tree[COUNTY]
    assert tree["GH14"].at_level("county") is None
    assert selectors.proper_level(tree[BASE]) == "grassroots"
    assert Organisation.objects.get(code=BASE).sort_key == "dong yuan zhen lian he ji ceng gong hui"
