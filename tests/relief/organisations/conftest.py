"""A small tree of the sample's unions, and people to hold roles in it."""

from datetime import date

import pytest

from relief.organisations import importing
from relief.organisations.importing import Unit
from relief.organisations.models import Grant, Organisation
from relief.people.models import User

TODAY = date(2026, 3, 20)
TREE = [
    Unit(1, "GH14", "山西省总工会", "province", "14"),
    Unit(2, "GH1411", "吕梁市总工会", "city", "1411", "GH14"),
    Unit(3, "GH141182", "汾阳市总工会", "county", "141182", "GH1411"),
    Unit(4, "GH141182-03", "汾阳市东塬镇总工会", "township", "141182", "GH141182"),
    Unit(5, "GH141182-03-007", "东塬镇联合基层工会", "grassroots", "141182", "GH141182-03"),
    Unit(6, "GH141182-03-008", "杏塬机械有限公司工会", "grassroots", "141182", "GH141182-03"),
    Unit(7, "GH1401", "太原市总工会", "city", "1401", "GH14"),
]


@pytest.fixture
def tree(db, monkeypatch):
    """The units by code; today is 2026-03-20."""
    monkeypatch.setattr("workflows.clock.today", lambda: TODAY)
    assert importing.import_units(TREE).outcome == "written"
    return Organisation.objects.in_bulk([unit.code for unit in TREE], field_name="code")


@pytest.fixture
def person(db):
    """person("name") makes a user, once."""

    def make(name: str, **fields) -> User:
        return User.objects.get_or_create(username=name, defaults={"name": name, **fields})[0]

    return make


@pytest.fixture
def held(tree, person):
    """held("name", role, code) writes a grant as it stands, without the rules."""

    def make(name: str, role: str, code: str, since=date(2026, 1, 1), until=None) -> Grant:
        return Grant.objects.create(
            person=person(name), role=role, organisation=tree[code], valid_from=since, valid_to=until
        )

    return make
