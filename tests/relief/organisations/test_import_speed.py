"""A province's register of tens of thousands of unions comes in within a minute (relief.md §15)."""

import time

from relief.organisations import importing
from relief.organisations.importing import Unit, import_units
from relief.organisations.models import Organisation


def province(size: int) -> list[Unit]:
    """``size`` units: a province, 11 cities, 121 counties, their townships, and grassroots unions."""
    units = [Unit(1, "P", "某省总工会", "province", "14")]
    units += [Unit(0, f"P{c}", f"第{c}市总工会", "city", "", "P") for c in range(11)]
    units += [Unit(0, f"P{c}-{n}", f"{n}号县总工会", "county", "", f"P{c}") for c in range(11) for n in range(11)]
    towns = [f"{unit.code}-{n}" for unit in units[12:] for n in range(10)]
    units += [Unit(0, town, f"{town}镇总工会", "township", "", town.rpartition("-")[0]) for town in towns]
    rest = size - len(units)
    units += [
        Unit(0, f"G{n}", f"东塬镇第{n}机械制造有限公司工会委员会", "grassroots", "", towns[n % len(towns)])
        for n in range(rest)
    ]
    return units


def test_forty_thousand_units_into_an_empty_table(db):
    units = province(40_000)
    began = time.perf_counter()
    assert import_units(units[::-1]).created == 40_000
    assert time.perf_counter() - began < 60
    assert Organisation.objects.filter(level="grassroots", numchild=0).count() == 40_000 - 1 - 11 - 121 - 1210
    town = Organisation.objects.get(code="P0-0-0")
    assert town.numchild == Organisation.objects.get_children(town).count() > 20
    assert importing.import_units(units).outcome == "already_imported"
