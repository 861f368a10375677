"""The sample sheet gives exactly what its expected.json says."""

import json
from datetime import date

import pytest


def test_report_equals_the_expected_one(read, build, expected):
    report = read(build.example).as_json()
    for key, value in report.items():
        assert value == expected[key], key
    assert set(expected) - set(report) == {"file", "scheme", "received_on", "uploaded_at_union", "note", "unions"}


def test_report_is_json(read, build):
    assert json.loads(json.dumps(read(build.example).as_json(), ensure_ascii=False))["summary"]["ok"] == 48


def test_bytes_and_path_read_alike(read, build):
    assert read(build.example.read_bytes()).as_json() == read(build.example).as_json()


def test_drafts_hold_typed_values(read, build):
    draft = read(build.example).rows[1].draft
    assert (draft.name, draft.id_type, draft.id_no) == ("孟勇", "resident", "140702198311166605")
    assert (draft.household_head_id_type, draft.household_head_id_no) == (draft.id_type, draft.id_no)
    assert (draft.birth_date, draft.sex, draft.mobile) == (date(1983, 11, 16), "female", "13588941352")
    assert (draft.hukou, draft.household_size, draft.per_capita_monthly_fen) == ("rural", 5, 99200)
    assert (draft.cause, draft.event_date, draft.application_date) == (
        "ILLNESS_FAMILY",
        date(2025, 10, 13),
        date(2026, 3, 4),
    )
    assert (draft.total_cost_fen, draft.medical_insurance_fen, draft.loss_fen) == (7572637, 2271791, None)
    assert (draft.invoices, draft.union_id, draft.liability, draft.extra) == (("1400753797",), 5, None, {})


def test_outcome_of_the_whole_file(read, build):
    bad = read(build.example)
    assert not bad.clean and len(bad.bad_rows) == 12 and len(bad.good_rows) == 48
    good = read(build.file({}))
    assert good.clean and good.summary()["outcome"] == "dry_run_clean"
    assert good.as_json(written=1, outcome="written")["summary"]["outcome"] == "written"
    assert len(good.digest) == 64


@pytest.mark.parametrize("count", [1, 250])
def test_progress_counts_data_rows(read, build, count):
    seen = []
    read(build.file(*[{}] * count), progress=lambda done, total: seen.append((done, total)))
    assert seen == ([(1, 1)] if count == 1 else [(100, 250), (200, 250), (250, 250)])
