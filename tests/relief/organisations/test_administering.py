"""Every administrative act is an event in the chained record of its organisation (commands.md)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction

from relief import office
from relief.organisations import importing, services
from relief.organisations.administering import administer
from relief.organisations.importing import Unit
from relief.organisations.models import Administration, Grant, Organisation
from relief.people.models import User
from tests.relief.organisations.conftest import TREE
from workflows import journal
from workflows.errors import NotAllowed, NotPossible
from workflows.models import DeskTask, Event
from workflows.roles import SETUP, Role

DAY = date(2026, 3, 20)
COUNTY, BASE = "GH141182", "GH141182-03-007"
TOWN = Unit(1, "GH141182-04", "峪道河镇总工会", "township", parent=COUNTY)


@pytest.fixture
def county(tree, held, person):
    """The county's administrator."""
    held("何县", Role.ADMINISTRATOR, COUNTY)
    return person("何县")


def grant(person, organisation, by, role=Role.CLERK):
    return services.grant_role(person=person, role=role, organisation=organisation, valid_from=DAY, granted_by=by,
                               reason="任命文件")  # fmt: skip


def told() -> list[tuple]:
    rows = Event.objects.filter(machine="administration").order_by("pk")
    return [(e.organisation_name, e.verb, e.role, e.actor.name if e.actor else None) for e in rows]


def test_a_grant_and_its_end_stand_in_the_record_of_the_unit(tree, county, person):
    row = grant(person("李梅"), tree[BASE], county)
    services.revoke(grant=row, last_day=date(2026, 12, 31), ended_by=county, reason="调离")
    unit = "东塬镇联合基层工会"
    who = ("administrator", "何县")
    assert told() == [(unit, "open", *who), (unit, "grant", *who), (unit, "end_grant", *who)]
    given, ended = (e.facts for e in Event.objects.order_by("pk")[1:])
    assert given == {"grant": row.pk, "person": row.person_id, "post": "clerk", "valid_from": "2026-03-20",
                     "reason": "任命文件"}  # fmt: skip
    assert ended == {"grant": row.pk, "person": row.person_id, "post": "clerk", "last_day": "2026-12-31",
                     "reason": "调离"}  # fmt: skip
    record = Administration.objects.get()
    assert (record.organisation, record.event_count, record.state) == (tree[BASE], 3, "standing")
    assert not DeskTask.objects.exists()


def test_an_import_stands_in_the_record_of_the_administrators_unit(county):
    assert services.import_units(units=[TOWN], actor=county).outcome == "written"
    assert services.import_units(units=[TOWN], actor=county).outcome == "already_imported"
    assert [verb for _unit, verb, *_who in told()] == ["open", "import_organisations"]
    event = Event.objects.latest("pk")
    assert event.organisation_name == "汾阳市总工会" and len(event.facts.pop("digest")) == 64
    assert event.facts == {"rows": 1, "created": 1, "updated": 0, "unchanged": 0, "outcome": "written", "moved": []}


def test_two_provinces_of_one_administrator_have_each_their_record(tree, held, person):
    importing.import_units([Unit(1, "GH99", "某省总工会", "province", "99")])
    tree["GH99"] = Organisation.objects.get(code="GH99")
    held("程远", Role.ADMINISTRATOR, "GH14")
    held("程远", Role.ADMINISTRATOR, "GH99")
    services.import_units(units=[Unit(1, "GH9901", "某市总工会", "city", "9901", "GH99")], actor=person("程远"))
    services.import_units(units=[TOWN], actor=person("程远"))
    assert [unit for unit, *_rest in told()] == ["某省总工会"] * 2 + ["山西省总工会"] * 2


def test_what_is_refused_leaves_no_event_and_opens_no_record(tree, county, person):
    with pytest.raises(NotPossible, match="县级及以上"):
        grant(person("李梅"), tree[BASE], county, role=Role.CASHIER)
    with pytest.raises(NotAllowed):
        grant(person("李梅"), tree["GH1411"], county)
    with pytest.raises(services.ImportRefused):
        services.import_units(units=[Unit(1, "GH1401-1", "某县总工会", "county", parent="GH1401")], actor=county)
    assert not Event.objects.exists() and not Administration.objects.exists()


def test_the_door_itself_refuses_who_is_no_administrator_there(tree, county, person, held):
    grant(person("李梅"), tree[BASE], county)
    record = Administration.objects.get()
    held("周国强", Role.CHAIR, BASE)
    held("别处", Role.ADMINISTRATOR, "GH1401")
    asked = {"person": person("李梅"), "post": "archivist", "valid_from": DAY, "valid_to": None, "reason": ""}
    for name in ("周国强", "别处"):
        with pytest.raises(NotAllowed, match="需要管理员。"):
            office.perform(record, "grant", actor=person(name), **asked)
    assert office.perform(record, "grant", actor=county, **asked).event.seq == 3


def test_a_grant_is_ended_in_its_own_units_record_only(tree, county, person):
    row = grant(person("李梅"), tree[BASE], county)
    with pytest.raises(NotPossible, match="不属于"):
        administer("end_grant", organisation=tree[COUNTY], actor=county, grant=row, last_day=DAY, reason="调离")


def test_the_superuser_appoints_as_set_up_and_is_named(tree, person):
    root = person("root", is_superuser=True)
    row = grant(person("程远"), tree["GH14"], root, role=Role.ADMINISTRATOR)
    services.import_units(units=[Unit(1, "GH16", "另一总工会", "province", "16")], actor=root)
    assert row.granted_by == root
    assert told() == [("山西省总工会", "open", SETUP, "root"), ("山西省总工会", "grant", SETUP, "root"),
                      ("全部单位", "open", SETUP, "root"), ("全部单位", "import_organisations", SETUP, "root")]  # fmt: skip
    person("旧超级用户", is_superuser=True, is_active=False)
    with pytest.raises(NotAllowed):
        grant(person("李梅"), tree[BASE], person("旧超级用户"))


@pytest.mark.django_db
def test_set_up_has_no_user_and_says_so():
    assert services.import_units(units=TREE, actor=None).outcome == "written"
    assert told() == [("全部单位", "open", SETUP, None), ("全部单位", "import_organisations", SETUP, None)]


def test_the_journal_of_administration_is_verified(tree, county, person):
    row = grant(person("李梅"), tree[BASE], county)
    assert not list(journal.broken())
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE workflows_event SET facts = facts || '{\"post\": \"chair\"}' WHERE verb = 'grant'")
        cursor.execute("SET session_replication_role = origin")
    case = f"administration:{Administration.objects.get(organisation=row.organisation).pk}"
    assert [(b["case"], b["seq"]) for b in journal.broken()] == [(case, 2)]


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_a_record_is_opened_once():
    services.import_units(units=TREE, actor=None)
    unit = Organisation.objects.get(code=BASE)
    people = [User.objects.create(username=f"p{n}", name=f"p{n}") for n in range(6)]

    def give(person: User) -> None:
        try:
            with transaction.atomic():
                services.grant_role(person=person, role=Role.CLERK, organisation=unit, valid_from=DAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(give, people))
    assert Grant.objects.count() == 6
    assert Administration.objects.get(organisation=unit).event_count == 7
    assert not list(journal.broken())
