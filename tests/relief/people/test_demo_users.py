"""The demo users: one a role and level, obeying the rules of grants, made only in a demo database."""

import stat

import pytest

from relief.organisations import importing, services
from relief.organisations.models import Grant
from relief.organisations.selectors import organisations_for
from relief.people import demo_users
from relief.people.models import User
from workflows.errors import NotPossible
from workflows.roles import Role


@pytest.fixture
def demo(db, monkeypatch):
    """A demo database with the shipped units."""
    monkeypatch.setattr("workflows.clock.is_demo", lambda: True)
    monkeypatch.delenv("RELIEF_DEMO_PASSWORD", raising=False)
    services.load_shipped_units()


def test_every_role_is_there_and_signs_in(demo):
    users = {user.username: user for user in demo_users.create_demo_users("geheim-demo-1")}
    assert {role.value for role in Role} - {"administrator"} <= users.keys()
    assert {"admin", "visitor2", "township_chair", "city_approver", "province_secretary"} <= users.keys()
    assert len({user.name for user in users.values()}) == len(users)
    assert {user.password for user in users.values()} == {users["clerk"].password}
    assert users["clerk"].check_password("geheim-demo-1")
    assert not any(user.is_superuser or user.is_staff for user in users.values())
    assert organisations_for(users["clerk"]).get().code == "GH141182-03-007"
    assert organisations_for(users["admin"]).count() == 129 + 3 + 6


def test_a_second_time_changes_nothing_but_a_new_password(demo):
    demo_users.create_demo_users("geheim-demo-1")
    before = list(User.objects.order_by("id").values_list()), list(Grant.objects.order_by("id").values_list())
    demo_users.create_demo_users("geheim-demo-1")
    assert before == (list(User.objects.order_by("id").values_list()), list(Grant.objects.order_by("id").values_list()))
    demo_users.create_demo_users("geheim-demo-2")
    assert User.objects.get(username="clerk").check_password("geheim-demo-2")


def test_the_demo_administrator_may_import_anywhere_but_works_on_no_case(demo):
    users = {user.username: user for user in demo_users.create_demo_users("geheim-demo-1")}
    top = [importing.Unit(1, "GH15", "内蒙古自治区总工会", "province", "15")]
    assert services.import_units(units=top, actor=users["admin"]).created == 1
    assert not Grant.objects.filter(person=users["admin"]).exclude(role=Role.ADMINISTRATOR).exists()


def test_the_password_is_made_once_and_kept_private(demo, settings):
    password = demo_users.demo_password()
    path = settings.SECRETS_DIR / "demo-password"
    assert len(password) >= 10 and password == demo_users.demo_password() == path.read_text().strip()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_or_given_by_the_environment(demo, monkeypatch, settings):
    monkeypatch.setenv("RELIEF_DEMO_PASSWORD", "aus-der-umgebung")
    assert demo_users.create_demo_users()[0].check_password("aus-der-umgebung")
    assert not settings.SECRETS_DIR.exists()


def test_never_in_a_real_database(db, monkeypatch):
    monkeypatch.setattr("workflows.clock.is_demo", lambda: False)
    with pytest.raises(NotPossible, match="不是演示数据库"):
        demo_users.create_demo_users("x")
    assert not User.objects.exists()
