"""Grants given at once see each other: whoever watches never holds another role, whichever comes first."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from relief.organisations import importing, services
from relief.organisations.models import Grant, Organisation
from relief.people.models import User
from workflows.errors import NotPossible
from workflows.roles import Role

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


def test_one_of_two_roles_that_exclude_each_other_wins():
    importing.import_units([importing.Unit(1, "GH14", "山西省总工会", "province", "14")])
    unit, person = Organisation.objects.get(), User.objects.create(username="蒋正", name="蒋正")

    def grant(role: str) -> str:
        try:
            services.grant_role(person=person, role=role, organisation=unit, valid_from=date(2026, 1, 1))
            return role
        except NotPossible:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        won = list(filter(None, pool.map(grant, [Role.AUDITOR, Role.CLERK] * 4)))
    assert len(won) == 1 and Grant.objects.get().role == won[0]


def test_two_imports_at_once_write_the_units_once():
    importing.import_units([importing.Unit(1, "GH14", "山西省总工会", "province", "14")])
    rows = [importing.Unit(n, f"GH140{n}", f"第{n}市总工会", "city", f"140{n}", "GH14") for n in range(1, 8)]

    def bring(_attempt: int) -> str:
        try:
            return importing.import_units(rows).outcome
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(bring, range(6)))
    assert sorted(outcomes) == ["already_imported"] * 5 + ["written"]
    assert Organisation.objects.find_problems() == ([], [], [], [], [])
