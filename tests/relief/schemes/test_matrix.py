"""Who decides which amount, by the demonstration scheme."""

import copy

import pytest

from relief.schemes.matrix import Matrix, level_above


@pytest.mark.parametrize(
    ("amount", "level", "by", "meeting"),
    [
        (1, "county", "approver", ""),
        (300000, "county", "approver", ""),
        (300001, "county", "secretary", "主席办公会"),
        (1000000, "county", "secretary", "主席办公会"),
        (1000001, "city", "approver", ""),
        (2000000, "city", "approver", ""),
        (2000001, "province", "secretary", "主席办公会"),
    ],
)
def test_ordinary_row(demo, amount, level, by, meeting):
    row = demo.matrix_row(amount)
    assert (row.level, row.by, row.meeting) == (level, by, meeting)
    assert (row.quorum_bp is not None) == bool(meeting)


@pytest.mark.parametrize(
    ("amount", "level", "by"),
    [(300000, "city", "approver"), (1000000, "city", "secretary"), (2000000, "province", "approver")],
)
def test_relative_of_staff_is_decided_one_level_up(demo, amount, level, by):
    row = demo.matrix_row(amount, True)
    assert (row.level, row.by) == (level, by)


def test_nothing_stands_above_the_province(demo):
    assert demo.matrix_row(9000000, True).level == "province"
    assert level_above("grassroots") == "township"


def test_relative_override_can_be_off(demo_data):
    data = copy.deepcopy(demo_data)
    data["approval_overrides"]["relative_of_staff"] = None
    assert Matrix(data).row(1, relative_of_staff=True).level == "county"


def test_small_office_above_its_border_a_meeting_decides(demo_data):
    data = copy.deepcopy(demo_data)
    data["separation"]["meeting_above"] = 200000
    matrix = Matrix(data)
    assert matrix.row(200000, small_office=True).by == "approver"
    row = matrix.row(200001, small_office=True)
    assert (row.level, row.by, row.meeting, row.quorum_bp) == ("county", "secretary", "主席办公会", 6667)
    city = matrix.row(1500000, small_office=True)
    assert (city.level, city.by, city.meeting) == ("city", "secretary", "主席办公会")
    assert matrix.row(500000, small_office=True).by == "secretary"


def test_emergency_and_above_computed(demo):
    assert (demo.matrix.emergency_row().level, demo.matrix.emergency_row().by) == ("county", "approver")
    above = demo.matrix.above_computed(100000)
    assert (above.level, above.by, above.reason_required) == ("city", "approver", True)
    assert demo.matrix.above_computed(100000, relative_of_staff=True).level == "province"
