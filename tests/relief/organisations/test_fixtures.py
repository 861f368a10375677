"""The units that ship: the real federations of the province, the sample's unions, the fictional province."""

from collections import Counter

import pytest
from django.conf import settings

from relief.organisations import importing, services
from relief.organisations.models import Organisation

FOLDER = settings.BASE_DIR / "fixtures" / "organisations"


@pytest.fixture(scope="module")
def shanxi():
    return importing.read_units(FOLDER / "shanxi.json")


def test_one_province_eleven_cities_and_117_counties(shanxi):
    assert Counter(unit.level for unit in shanxi) == {"province": 1, "city": 11, "county": 117}


def test_codes_are_gh_and_the_administrative_code_under_its_superior(shanxi):
    assert len({unit.code for unit in shanxi}) == len({unit.name for unit in shanxi}) == 129
    for unit in shanxi:
        assert unit.code == f"GH{unit.area}"
        assert len(unit.area) == {"province": 2, "city": 4, "county": 6}[unit.level]
        assert unit.parent == (unit.code[:-2] if len(unit.area) > 2 else "")


def test_names_are_the_areas_with_the_federations_title(shanxi):
    names = {unit.code: unit.name for unit in shanxi}
    assert names["GH14"] == "山西省总工会"
    assert names["GH1411"] == "吕梁市总工会"
    assert names["GH141182"] == "汾阳市总工会"
    assert names["GH140105"] == "小店区总工会"
    assert names["GH140302"] == "阳泉市城区总工会" and names["GH140502"] == "晋城市城区总工会"
    assert all(name.endswith("总工会") for name in names.values())


def test_the_samples_unions_and_the_fictional_ones():
    units = {u.code: u for name in ("sample.json", "demo.json") for u in importing.read_units(FOLDER / name)}
    assert units["GH141182-03-007"].name == "东塬镇联合基层工会"
    assert units["GH141182-03-008"].parent == "GH141182-03"
    assert [units[code].name for code in ("GH99", "GH9901", "GH990101")] == [
        "示例省总工会",
        "示例市总工会",
        "示例县总工会",
    ]
    assert Counter(u.level for u in units.values() if u.code.startswith("GH99")) == {
        "province": 1,
        "city": 1,
        "county": 1,
        "township": 1,
        "grassroots": 2,
    }


def test_set_up_loads_them_and_a_second_time_changes_nothing(db):
    assert [report.outcome for report in services.load_shipped_units()] == ["written"] * 3
    assert [report.outcome for report in services.load_shipped_units()] == ["already_imported"] * 3
    assert Organisation.objects.count() == 129 + 3 + 6
    assert Organisation.objects.find_problems() == ([], [], [], [], [])
    base = Organisation.objects.get(code="GH141182-03-007")
    line = Organisation.objects.get_ancestors(base)
    assert [unit.code for unit in line] == ["GH14", "GH1411", "GH141182", "GH141182-03"]
