"""Stored versions: loading, confirming, choosing by date, and what the database refuses."""

import copy
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from relief.applications.models import Application
from relief.organisations.models import Grant, Organisation
from relief.people.models import User
from relief.schemes.errors import SchemeError
from relief.schemes.loader import SCHEMES_DIR, read_yaml
from relief.schemes.models import SchemeVersion
from relief.schemes.selectors import scheme_on
from relief.schemes.services import confirm, load_scheme
from workflows.models import Event

pytestmark = pytest.mark.django_db
DEMO_FILE = SCHEMES_DIR / "SX-LSJZ-DEMO-1.yaml"


@pytest.fixture
def content() -> dict:
    return read_yaml(DEMO_FILE)


@pytest.fixture
def administrator() -> User:
    """Of the province: schemes are confirmed there."""
    province = Organisation.add_root(code="GH14", name="山西省总工会", level="province", area="14")
    user = User.objects.create(username="admin", name="安澜")
    Grant.objects.create(person=user, role="administrator", organisation=province, valid_from=date(2020, 1, 1))
    return user


def version_of(content: dict, number: int, valid_from: str, valid_to: str | None = None) -> dict:
    other = copy.deepcopy(content)
    other["scheme"].update(version=number, valid_from=valid_from, valid_to=valid_to)
    return other


def confirmed(content: dict, by: User) -> SchemeVersion:
    version, _written = load_scheme(content=content)
    return confirm(version=version, by=by, source_document="工会〔2026〕1号", on=date(2026, 3, 20))


def test_loading_twice_writes_once(content):
    first, written = load_scheme(content=content)
    second, again = load_scheme(content=content)
    assert (written, again, first.pk) == (True, False, second.pk)
    assert first.status == "UNCONFIRMED" and str(first) == "职工(会员)临时救助办法(演示) v1"


def test_the_order_of_keys_survives_the_database(content):
    load_scheme(content=content)
    stored = SchemeVersion.objects.get()
    assert list(stored.data["import_sheet"]["columns"]) == list(content["import_sheet"]["columns"])
    assert list(stored.rules.causes) == list(content["causes"])
    assert stored.rules is stored.rules and stored.rules.unconfirmed


def test_an_unused_unconfirmed_version_takes_a_corrected_text(content):
    load_scheme(content=content)
    content["caps"]["case"] = 1500000
    version, written = load_scheme(content=content)
    assert written and SchemeVersion.objects.get().rules.caps.case_fen == 1500000 and version.version == 1


def test_a_bad_text_leaves_the_old_one(content):
    load_scheme(content=content)
    content["caps"]["case"] = "much"
    with pytest.raises(SchemeError):
        load_scheme(content=content)
    assert SchemeVersion.objects.get().rules.caps.case_fen == 2000000


def test_confirmation_names_a_document_and_ends_changes(content, administrator):
    version, _written = load_scheme(content=content)
    with pytest.raises(SchemeError, match="依据文件"):
        confirm(version=version, by=administrator, source_document=" ", on=date(2026, 3, 20))
    done = confirm(version=version, by=administrator, source_document="工会〔2026〕1号", on=date(2026, 3, 20))
    assert done.rules.confirmed and done.rules.banner == "" and done.confirmed_by == administrator
    with pytest.raises(SchemeError, match="已经确认"):
        confirm(version=done, by=administrator, source_document="又一份", on=date(2026, 3, 21))
    content["caps"]["case"] = 1
    with pytest.raises(SchemeError, match="已经确认"):
        load_scheme(content=content)


CHANGES = [
    {"code": "X"},
    {"version": 9},
    {"data": {}},
    {"name": "别的"},
    {"valid_from": date(2020, 1, 1)},
    {"status": "UNCONFIRMED", "confirmed_by": None, "confirmed_on": None},
    {"source_document": "别的文件"},
    {"confirmed_on": date(2020, 1, 1)},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_the_database_refuses_changes_of_a_confirmed_version(content, administrator, change):
    version = confirmed(content, administrator)
    with pytest.raises(IntegrityError), transaction.atomic():
        SchemeVersion.objects.filter(pk=version.pk).update(**change)


def test_the_text_of_an_unconfirmed_version_is_final_too(content):
    version, _written = load_scheme(content=content)
    with pytest.raises(IntegrityError), transaction.atomic():
        SchemeVersion.objects.filter(pk=version.pk).update(data={})
    version.save()


def test_a_confirmed_version_ends_but_never_goes(content, administrator):
    version = confirmed(content, administrator)
    SchemeVersion.objects.filter(pk=version.pk).update(valid_to=date(2027, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        version.delete()


def test_confirmation_is_complete(content):
    version, _written = load_scheme(content=content)
    with pytest.raises(IntegrityError), transaction.atomic():
        SchemeVersion.objects.filter(pk=version.pk).update(status="CONFIRMED")


def test_the_version_is_chosen_by_date(content):
    load_scheme(content=version_of(content, 1, "2024-01-01", "2026-01-01"))
    load_scheme(content=version_of(content, 2, "2026-01-01"))
    load_scheme(content=version_of(content, 3, "2026-06-01"))
    chosen = [scheme_on(date.fromisoformat(day)).version for day in ("2024-01-01", "2025-12-31", "2026-01-01")]
    assert chosen == [1, 1, 2]
    assert scheme_on(date(2026, 6, 1), "SX-LSJZ-DEMO").version == 3
    with pytest.raises(SchemeError, match="2023-12-31"):
        scheme_on(date(2023, 12, 31))
    with pytest.raises(SchemeError, match="NOPE"):
        scheme_on(date(2026, 6, 1), "NOPE")


def test_a_confirmed_version_goes_before_a_later_unconfirmed_one(content, administrator):
    confirmed(version_of(content, 1, "2024-01-01"), administrator)
    load_scheme(content=version_of(content, 2, "2026-01-01"))
    assert scheme_on(date(2026, 3, 20)).version == 1


def test_load_schemes_loads_the_shipped_files_once(administrator, capsys):
    call_command("load_schemes", by="admin")
    call_command("load_schemes", by="admin")
    assert SchemeVersion.objects.count() == 1
    assert [(e.verb, e.role, e.actor) for e in Event.objects.order_by("pk")] == [
        ("open", "administrator", administrator), ("load_scheme", "administrator", administrator)]  # fmt: skip
    assert capsys.readouterr().out.count("SX-LSJZ-DEMO v1 未确认") == 2


@pytest.mark.parametrize(("by", "told"), [(None, "--by"), ("nobody", "没有用户"), ("clerk", "省级工会的管理员")])
def test_load_schemes_needs_an_administrator_of_the_province(administrator, by, told):
    User.objects.create(username="clerk", name="李梅")
    with pytest.raises(CommandError, match=told) as refusal:
        call_command("load_schemes", by=by)
    assert refusal.value.returncode == 2
    assert not SchemeVersion.objects.exists() and not Event.objects.exists()


def test_load_schemes_loads_all_or_nothing(administrator, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("scheme: {}\n", encoding="utf-8")
    with pytest.raises(CommandError, match="causes:缺少此键") as refusal:
        call_command("load_schemes", DEMO_FILE, bad, by="admin")
    assert refusal.value.returncode == 2
    assert not SchemeVersion.objects.exists() and not Event.objects.exists()


def test_a_version_that_a_case_uses_keeps_its_text(content):
    version, _written = load_scheme(content=content)
    union = Organisation.add_root(code="GH1", name="某工会", level="county", area="14", valid_from=date(2020, 1, 1))
    day = date(2026, 3, 20)
    Application.objects.create(organisation=union, opened_on=day, event_date=day, application_date=day, scheme=version)
    content["caps"]["case"] = 1500000
    with pytest.raises(SchemeError, match="已有案件适用"):
        load_scheme(content=content)
