"""Upserts of units: what is refused, what is written, and that the tree stays sound."""

from dataclasses import replace

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relief.organisations import paths
from relief.organisations.importing import Unit, import_units
from relief.organisations.models import Organisation

TOWN, BASE = "GH141182-03", "GH141182-03-007"


def faults(*units, **options):
    """(row, field) of every error; nothing may have been written."""
    before = list(Organisation.objects.values_list())
    report = import_units(units, **options)
    assert list(Organisation.objects.values_list()) == before
    assert report.outcome == "refused_whole_file" and report.created == report.updated == 0
    assert all(error.message.endswith("。") for error in report.errors)
    return [(error.row, error.field) for error in report.errors]


def parent_of(code):
    parent = Organisation.objects.get_parent(Organisation.objects.get(code=code))
    return parent.code if parent else ""


def test_desk_tasks_are_among_what_follows_a_move():
    assert ("workflows.DeskTask", "path") in paths._columns
    assert apps.get_model("workflows.DeskTask")._meta.get_field("path").get_internal_type() == "CharField"


def assert_sound():
    assert Organisation.objects.find_problems() == ([], [], [], [], [])


def new(row=1, code="GH141182-04", name="峪道河镇总工会", level="township", area="141182", parent="GH141182", **more):
    return Unit(row, code, name, level, area, parent, **more)


class TestRefused:
    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"code": ""}, "code"),
            ({"code": "GH 14"}, "code"),
            ({"code": "工会14"}, "code"),
            ({"code": "G" * 41}, "code"),
            ({"name": ""}, "name"),
            ({"name": "工" * 101}, "name"),
            ({"name": "峪道河镇\x07总工会"}, "name"),
            ({"name": "峪\ue000镇总工会"}, "name"),
            ({"name": "", "unread": ("name",)}, "name"),
            ({"level": ""}, "level"),
            ({"level": "nation"}, "level"),
            ({"area": "1411８2"}, "area"),
            ({"area": "1" * 13}, "area"),
            ({"parent": "GH1499"}, "parent"),
            ({"parent": "GH141182-04"}, "parent"),
            ({"parent": BASE}, "level"),
            ({"level": "county"}, "level"),
        ],
    )
    def test_a_bad_row(self, tree, change, field):
        assert faults(replace(new(), **change)) == [(1, field)]

    def test_all_faults_are_told_at_once_and_the_good_rows_are_not_written(self, tree):
        rows = [
            new(),
            new(2, code="", name=""),
            new(3),
            new(4, code="GH-X", parent="GH-Y"),
            new(5, code="GH-Z", level="?"),
        ]
        assert faults(*rows) == [(2, "code"), (2, "name"), (3, "code"), (4, "parent"), (5, "level")]

    def test_a_duplicate_names_the_first_row(self, tree):
        report = import_units([new(7), new(9)])
        assert [e.message for e in report.errors] == ["与第7行重复，请只保留一行。"]

    def test_a_cycle_among_new_rows_and_what_hangs_on_it(self, tree):
        rows = [
            new(1, "A1", level="industry", parent="A2"),
            new(2, "A2", level="industry", parent="A1"),
            new(3, "A3", level="grassroots", parent="A2"),
        ]
        assert faults(*rows) == [(1, "parent"), (2, "parent"), (3, "parent")]

    def test_a_cycle_that_the_file_closes_through_the_tree(self, tree):
        assert faults(Unit(1, "GH1411", "吕梁市总工会", "city", "1411", BASE)) == [(1, "parent")]

    def test_a_unit_does_not_lose_its_superior(self, tree):
        assert faults(Unit(1, TOWN, "汾阳市东塬镇总工会", "township", "141182", "")) == [(1, "parent")]

    def test_a_level_changed_above_what_hangs_below(self, tree):
        assert faults(Unit(1, TOWN, "汾阳市东塬镇总工会", "grassroots", "141182", "GH141182")) == [(1, "level")] * 2

    def test_levels_are_judged_through_an_industry_union(self, tree):
        industry = new(1, "GH141182-J", "汾阳市教育工会", "industry")
        assert faults(industry, new(2, "GH141182-J-1", level="city", parent="GH141182-J")) == [(2, "level")]

    def test_too_deep(self, tree):
        chain = [new(n, f"I{n}", level="industry", parent=f"I{n - 1}" if n else "GH14") for n in range(70)]
        assert len(faults(*chain)) == 70 - 62


class TestWritten:
    def test_new_units_in_any_order_with_their_place(self, tree):
        rows = [new(1, "GH141182-04-001", "峪道河镇联合工会", "grassroots", "", "GH141182-04"), new(2)]
        report = import_units(rows)
        assert (report.rows, report.created, report.updated, report.unchanged) == (2, 2, 0, 0)
        base = Organisation.objects.get(code="GH141182-04-001")
        assert (parent_of(base.code), base.area, base.depth) == ("GH141182-04", "141182", 5)
        assert base.sort_key.startswith("yu dao he zhen")
        assert_sound()

    def test_industry_unions_hang_anywhere(self, tree):
        rows = [
            new(1, "GH14-J", "省煤矿工会", "industry", "", "GH14"),
            new(2, "GH141182-03-J", "镇教育工会", "industry", "", TOWN),
            new(3, "GH14-J-1", "煤矿基层工会", "grassroots", "", "GH14-J"),
            new(4, "GH14-J-J", "煤矿分会", "industry", "", "GH14-J"),
        ]
        assert import_units(rows).created == 4
        assert Organisation.objects.get(code="GH14-J-1").area == "14"
        assert_sound()

    def test_the_same_file_again_changes_nothing(self, tree):
        rows = [new(), new(2, "GH141182-04-001", "峪道河镇联合工会", "grassroots", "", "GH141182-04")]
        import_units(rows)
        before = list(Organisation.objects.values_list())
        report = import_units(rows)
        assert (report.unchanged, report.outcome) == (2, "already_imported")
        assert list(Organisation.objects.values_list()) == before

    def test_a_rename_keeps_place_and_identity(self, tree):
        report = import_units([Unit(1, BASE, "东塬镇总工会联合工会", "grassroots", "", TOWN)])
        base = Organisation.objects.get(code=BASE)
        assert (report.updated, report.moved) == (1, [])
        assert (base.pk, base.path, base.area) == (tree[BASE].pk, tree[BASE].path, "141182")
        assert base.sort_key.startswith("dong yuan zhen zong")

    def test_a_move_takes_the_subtree_along(self, tree):
        report = import_units([Unit(1, TOWN, "汾阳市东塬镇总工会", "township", "141182", "GH1401")])
        assert (parent_of(TOWN), parent_of(BASE)) == ("GH1401", TOWN)
        assert report.moved == [(tree[TOWN].path, Organisation.objects.get(code=TOWN).path)]
        assert report.updated == 1
        assert_sound()

    def test_old_units_under_new_ones_and_new_under_moved_and_positions_exchanged(self, tree):
        rows = [
            new(1, "J1", "甲产业工会", "industry", "", "GH14"),
            new(2, "J2", "乙产业工会", "industry", "", "J1"),
            new(3, "J3", "丙产业工会", "industry", "", "J2"),
        ]
        import_units(rows)
        rows = [
            Unit(1, "J3", "丙产业工会", "industry", "14", "GH14"),
            Unit(2, "J2", "乙产业工会", "industry", "14", "J3"),
            Unit(3, "J1", "甲产业工会", "industry", "14", "J2"),
            Unit(4, "N1", "丁产业工会", "industry", "", "J1"),
            Unit(5, TOWN, "汾阳市东塬镇总工会", "township", "141182", "N1"),
            Unit(6, "N2", "新基层工会", "grassroots", "", TOWN),
        ]
        report = import_units(rows)
        assert (report.created, report.updated) == (2, 4)
        for unit in rows:
            assert parent_of(unit.code) == unit.parent
        assert parent_of(BASE) == TOWN
        assert_sound()

    def test_a_dry_run_counts_and_writes_nothing(self, tree):
        report = import_units([new(), Unit(2, BASE, "改名工会", "grassroots", "", TOWN)], dry_run=True)
        assert (report.created, report.updated, report.outcome) == (1, 1, "dry_run_clean")
        assert Organisation.objects.count() == 7

    def test_columns_that_keep_a_path_follow_a_move(self, tree, monkeypatch):
        monkeypatch.setattr(paths, "_columns", [])
        paths.register_path_column("organisations.Organisation", "sort_key")  # any text column will do here
        old = tree[TOWN].path
        for code, kept in ((TOWN, old), (BASE, old + "0009"), ("GH1411", tree["GH1411"].path)):
            Organisation.objects.filter(code=code).update(sort_key=kept)
        import_units([Unit(1, TOWN, "汾阳市东塬镇总工会", "township", "141182", "GH1401")])
        moved = Organisation.objects.get(code=TOWN)
        assert moved.sort_key == moved.path
        assert Organisation.objects.get(code=BASE).sort_key == moved.path + "0009"
        assert Organisation.objects.get(code="GH1411").sort_key == tree["GH1411"].path


codes = st.sampled_from([f"J{n}" for n in range(9)])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(codes, codes | st.just("GH14")), min_size=1, max_size=9), min_size=1, max_size=4))
def test_whatever_is_imported_the_tree_is_sound_and_as_the_file_says(tree, files):
    """Files of industry unions hung at random: refused whole, or exactly as written, and never unsound."""
    Organisation.objects.filter(code__startswith="J").delete()
    expected = {}
    for pairs in files:
        rows = [Unit(n, code, f"{code}工会", "industry", "", parent) for n, (code, parent) in enumerate(pairs, start=1)]
        if not import_units(rows).errors:
            expected |= dict(pairs)
        assert {code: parent_of(code) for code in expected} == expected
        assert Organisation.objects.count() == 7 + len(expected)
        assert_sound()
