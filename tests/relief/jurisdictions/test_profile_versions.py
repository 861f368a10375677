"""Stored profiles: loading, confirming, copying, choosing by area and day, and what the database refuses."""

import copy
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from relief.jurisdictions.errors import ProfileError
from relief.jurisdictions.loader import PROFILES_DIR
from relief.jurisdictions.models import Matter, ProfileVersion
from relief.jurisdictions.selectors import profile_by_key, profile_for, profile_named
from relief.jurisdictions.services import (
    Region,
    confirm_profile,
    copy_profile,
    load_profile,
    load_profiles,
    load_shipped_profiles,
)
from relief.organisations.models import Grant, Organisation
from relief.people.models import User
from workflows.errors import NotAllowed
from workflows.models import Event

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 20)
DEMO_FILE = PROFILES_DIR / "demo.yaml"
DOCUMENT = "示工发〔2026〕1号"


@pytest.fixture
def unions() -> dict[str, Organisation]:
    province = Organisation.add_root(code="GH99", name="示例省总工会", level="province", area="99")
    city = province.add_child(code="GH9901", name="示例市总工会", level="city", area="9901")
    other = Organisation.add_root(code="GH14", name="山西省总工会", level="province", area="14")
    return {"99": province, "9901": city, "14": other}


def administrator(name: str, unit: Organisation) -> User:
    user = User.objects.create(username=name, name=name)
    Grant.objects.create(person=user, role="administrator", organisation=unit, valid_from=date(2020, 1, 1))
    return user


@pytest.fixture
def keeper(unions: dict[str, Organisation]) -> User:
    return administrator("admin", unions["99"])


@pytest.fixture
def loaded(demo_documents: list[Any]) -> list[ProfileVersion]:
    return [version for version, _written in load_profiles(documents=copy.deepcopy(demo_documents))]


def confirm(version: ProfileVersion, by: User) -> ProfileVersion:
    return confirm_profile(version=version, by=by, source_document=DOCUMENT, on=DAY)


def test_loading_twice_writes_once(demo_documents: list[Any]) -> None:
    first = load_profiles(documents=demo_documents)
    again = load_profiles(documents=demo_documents)
    assert [written for _v, written in first + again] == [True, True, False, False]
    assert [str(v) for v, _w in again] == ["demo-province@1", "demo-city@1"]
    assert Event.objects.filter(machine="administration", verb="load_profile").count() == 2


def test_stored_rules_are_those_of_the_file(loaded: list[ProfileVersion]) -> None:
    rules = profile_named("demo-city@1").rules
    assert (rules.limit("opinion_reply").n, rules.limit("decision").n, rules.confirmed) == (30, 5, False)
    assert profile_by_key(loaded[1].pk) is profile_named("demo-city@1")


def test_an_unused_version_takes_a_corrected_text(city_source: Any, loaded: list[ProfileVersion]) -> None:
    city_source["limits"]["opinion_reply"]["n"] = 60
    version, written = load_profile(content=city_source)
    assert written and profile_named("demo-city@1").rules.limit("opinion_reply").n == 60
    assert ProfileVersion.objects.filter(code="demo-city").get().pk == version.pk


def test_a_version_with_narrower_rules_keeps_its_text(source: Any, loaded: list[ProfileVersion]) -> None:
    source["limits"]["decision"]["n"] = 6
    with pytest.raises(ProfileError, match="下级规则适用"):
        load_profile(content=source)
    assert profile_named("demo-province@1").rules.limit("decision").n == 5


def test_nothing_is_half_loaded(demo_documents: list[Any]) -> None:
    documents = copy.deepcopy(demo_documents)
    documents[1]["limits"]["opinion_reply"]["n"] = 0
    with pytest.raises(ProfileError, match="第2份规则 limits.opinion_reply.n"):
        load_profiles(documents=documents)
    assert not ProfileVersion.objects.exists() and not Event.objects.exists()
    with pytest.raises(ProfileError):
        load_profiles(documents=[])


def test_a_misspelt_matter_is_found_once_there_is_a_catalogue(source: Any) -> None:
    Matter.objects.create(code="WAGE", name="工资支付")
    with pytest.raises(ProfileError, match="没有事项FORCED"):
        load_profile(content=source)


def test_confirmation_names_a_document_and_ends_changes(
    source: Any, loaded: list[ProfileVersion], keeper: User
) -> None:
    with pytest.raises(ProfileError, match="依据文件"):
        confirm_profile(version=loaded[0], by=keeper, source_document=" ", on=DAY)
    done = confirm(loaded[0], keeper)
    assert done.rules.confirmed and (done.confirmed_by, done.confirmed_on) == (keeper, DAY)
    with pytest.raises(ProfileError, match="已经确认"):
        confirm(done, keeper)
    source["limits"]["decision"]["n"] = 6
    with pytest.raises(ProfileError, match="已经确认"):
        load_profile(content=source)


def test_a_child_is_never_confirmed_before_its_parent(loaded: list[ProfileVersion], keeper: User) -> None:
    with pytest.raises(ProfileError, match="上级规则示例省第1版尚未确认"):
        confirm(loaded[1], keeper)
    confirm(loaded[0], keeper)
    assert confirm(loaded[1], keeper).rules.confirmed


def test_the_database_refuses_a_child_before_its_parent(loaded: list[ProfileVersion], keeper: User) -> None:
    signed = {"status": "CONFIRMED", "confirmed_by": keeper, "confirmed_on": DAY, "source_document": DOCUMENT}
    with pytest.raises(IntegrityError), transaction.atomic():
        ProfileVersion.objects.filter(pk=loaded[1].pk).update(**signed)


CHANGES = [{"code": "x"}, {"version": 9}, {"data": {}}, {"name": "别的"}, {"region": "140000"}, {"level": "COUNTY"},
           {"parent": None}, {"valid_from": date(2020, 1, 1)}, {"status": "CONFIRMED"}]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_the_text_of_a_version_is_final(loaded: list[ProfileVersion], change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ProfileVersion.objects.filter(pk=loaded[1].pk).update(**change)


def test_a_confirmed_version_ends_but_never_goes(loaded: list[ProfileVersion], keeper: User) -> None:
    version = confirm(loaded[0], keeper)
    ProfileVersion.objects.filter(pk=version.pk).update(valid_to=date(2027, 1, 1))
    for change in ({"status": "UNCONFIRMED"}, {"source_document": "别的"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProfileVersion.objects.filter(pk=version.pk).update(**change)
    loaded[1].delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        version.delete()


def test_who_may_write(city_source: Any, loaded: list[ProfileVersion], unions: dict[str, Organisation]) -> None:
    """The administrator of the region's union, or above it; nobody else."""
    stranger, of_city = administrator("stranger", unions["14"]), administrator("city_admin", unions["9901"])
    city_source["version"] = 2
    with pytest.raises(NotAllowed):
        load_profile(content=city_source, by=stranger)
    with pytest.raises(NotAllowed):
        confirm(loaded[0], of_city)
    version, written = load_profile(content=city_source, by=of_city)
    event = Event.objects.filter(machine="administration", verb="load_profile").latest("pk")
    assert written and (event.actor, event.facts["profile"]) == (of_city, version.pk)


AREAS = [
    ("990101", "demo-city@1"), ("9901", "demo-city@1"), ("990100", "demo-city@1"), ("990201", "demo-province@1"),
    ("99", "demo-province@1"), ("9", None), ("141182", None), ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("area", "expected"), AREAS)
def test_the_narrowest_profile_holds(loaded: list[ProfileVersion], area: str, expected: str | None) -> None:
    found = profile_for(area, DAY)
    assert (found and str(found)) == expected


def test_a_profile_holds_from_its_day_until_its_end(loaded: list[ProfileVersion]) -> None:
    days = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1)]
    assert [str(profile_for("990101", day)) for day in days] == [
        "None", "demo-province@1", "demo-province@1", "demo-city@1"]  # fmt: skip


def test_a_confirmed_version_goes_before_a_later_unconfirmed_one(
    source: Any, loaded: list[ProfileVersion], keeper: User
) -> None:
    confirm(loaded[0], keeper)
    load_profile(content={**source, "version": 2, "valid_from": "2026-01-01"})
    load_profile(content={**source, "version": 3, "valid_from": "2026-02-01", "valid_to": "2026-03-01"})
    assert str(profile_for("990201", DAY)) == "demo-province@1"
    ProfileVersion.objects.filter(pk=loaded[0].pk).update(valid_to=DAY)
    load_profile(content={**source, "version": 4, "valid_from": "2026-01-01", "name": "又一版"})
    assert str(profile_for("990201", DAY)) == "demo-province@4"


def test_an_unknown_profile_is_named(loaded: list[ProfileVersion]) -> None:
    with pytest.raises(ProfileError, match="demo-province@2"):
        profile_named("demo-province@2")
    with pytest.raises(KeyError):
        profile_by_key(0)


def test_a_copy_for_a_region_without_rules(loaded: list[ProfileVersion], unions: dict[str, Organisation]) -> None:
    by = administrator("shanxi", unions["14"])
    region = Region("140000", "山西省", "shanxi")
    made = copy_profile(version=loaded[1], region=region, valid_from=DAY, by=by)
    assert (str(made), made.level, made.parent, made.status) == ("shanxi@1", "PROVINCE", None, "UNCONFIRMED")
    assert made.rules.limit("opinion_reply").n == 30 and made.rules.regional.name == "山西省"
    assert profile_for("141182", DAY) == made
    again = copy_profile(version=loaded[0], region=region, valid_from=DAY, by=by)
    assert again.version == 2


# --- commands -------------------------------------------------------------------------------------------------
def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def refused(*words: str) -> str:
    with pytest.raises(CommandError) as refusal:
        run(*words)
    assert refusal.value.returncode == 2
    return str(refusal.value)


def test_load_profiles_under_a_name(keeper: User) -> None:
    assert "--by" in refused("load_profiles", str(DEMO_FILE))
    assert "nobody" in refused("load_profiles", str(DEMO_FILE), "--by", "nobody")
    assert run("load_profiles", str(DEMO_FILE), "--by", "admin").count("已载入") == 2
    assert run("load_profiles", str(DEMO_FILE), "--by", "admin").count("未改动") == 2


def test_load_profiles_refuses_a_bad_file_whole(keeper: User, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(DEMO_FILE.read_text(encoding="utf-8") + "more: 1\n", encoding="utf-8")
    assert "第2份规则 more" in refused("load_profiles", str(bad), "--by", "admin")
    assert not ProfileVersion.objects.exists()


def test_confirm_profile_under_a_name(keeper: User, loaded: list[ProfileVersion]) -> None:
    assert "尚未确认" in refused("confirm_profile", "demo-city@1", "--document", DOCUMENT, "--by", "admin")
    assert DOCUMENT in run("confirm_profile", "demo-province@1", "--document", DOCUMENT, "--by", "admin")
    assert "没有地区规则" in refused("confirm_profile", "demo@1", "--document", DOCUMENT, "--by", "admin")


def test_set_up_loads_what_is_missing_and_leaves_the_rest(city_source: Any) -> None:
    assert (load_shipped_profiles(), load_shipped_profiles()) == (2, 0)
    city_source["limits"]["opinion_reply"]["n"] = 60
    load_profile(content=city_source)
    assert load_shipped_profiles() == 0
    assert profile_named("demo-city@1").rules.limit("opinion_reply").n == 60
