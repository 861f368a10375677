"""Due days by the rules and vectors of relief.md §6 and §13; no database."""

from datetime import date, datetime

import pytest

from workflows.calendar import (
    BadTerm,
    BeyondCalendar,
    Calendar,
    Extension,
    Pause,
    between,
    between_estimate,
    calendar_rows_from_package,
    due,
    hours,
)

CN = Calendar(calendar_rows_from_package())
D = date.fromisoformat


def pause(first: str, last: str | None = None) -> Pause:
    return Pause(D(first), D(last) if last else None)


def due_on(start: str, n: int, unit: str, *pauses: Pause) -> str | None:
    found = due(D(start), n, unit, calendar=CN, pauses=pauses)
    return found.due.isoformat() if found.due else found.state.value


@pytest.mark.parametrize(
    ("start", "n", "unit", "pauses", "expected"),
    [
        ("2025-09-26", 5, "wd", [], "2025-10-10"),
        ("2025-01-20", 10, "wd", [], "2025-02-08"),
        ("2026-02-14", 1, "wd", [], "2026-02-24"),
        ("2025-03-03", 10, "wd", [pause("2025-03-06", "2025-03-12")], "2025-03-24"),
        ("2025-09-20", 15, "d", [], "2025-10-09"),
        ("2026-02-13", 5, "wd", [pause("2026-02-24", "2026-02-26")], "2026-03-03"),
    ],
)
def test_vectors(start: str, n: int, unit: str, pauses: list[Pause], expected: str) -> None:
    assert due_on(start, n, unit, *pauses) == expected


def test_the_days_counted_are_named() -> None:
    found = due(D("2025-09-26"), 5, "wd", calendar=CN)
    assert [day.isoformat()[5:] for day in found.counted] == ["09-28", "09-29", "09-30", "10-09", "10-10"]
    assert found.makeup == (D("2025-09-28"),)
    assert found.rolled == ()
    assert found.skipped[0] == (D("2025-09-27"), "周末")
    assert found.skipped[1] == (D("2025-10-01"), "国庆节")
    assert dict(found.skipped)[D("2025-10-06")] == "中秋节"
    assert found.sentence == (
        "自2025-09-26起5个工作日；计入9月28日(调休上班)、29日—30日、10月9日—10日；"
        "跳过周末1天、10月1日—5日(国庆节)、6日(中秋节)、7日—8日(国庆节)；截止2025-10-10"
    )


def test_a_last_day_that_is_off_rolls_on() -> None:
    found = due(D("2025-09-20"), 15, "d", calendar=CN)
    assert len(found.counted) == 15
    assert found.counted[-1] == D("2025-10-05")
    assert found.skipped == ()
    assert [day.isoformat()[5:] for day, _reason in found.rolled] == ["10-05", "10-06", "10-07", "10-08"]
    assert found.sentence == (
        "自2025-09-20起15日；末日不计10月5日(国庆节)、6日(中秋节)、7日—8日(国庆节)，顺延；截止2025-10-09"
    )


def test_a_make_up_saturday_stands_as_last_day() -> None:
    found = due(D("2026-09-25"), 15, "d", calendar=CN)
    assert found.due == D("2026-10-10")
    assert found.makeup == (D("2026-10-10"),)
    assert found.sentence.endswith("截止2026-10-10(调休上班)")


def test_rolling_on_to_a_make_up_sunday() -> None:
    found = due(D("2026-09-18"), 1, "d", calendar=CN)
    assert found.due == D("2026-09-20")
    assert found.makeup == (D("2026-09-20"),)


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2025-10-31", 1, "2025-12-01"),  # 30 November is a Sunday
        ("2025-12-15", 3, "2026-03-16"),  # 15 March is a Sunday
        ("2025-11-30", 3, "2026-02-28"),  # a make-up Saturday stands
    ],
)
def test_months_are_clamped_to_the_end_of_the_month(start: str, n: int, expected: str) -> None:
    assert due_on(start, n, "m") == expected


def test_paused_days_are_added_to_days_and_months() -> None:
    held = pause("2025-03-06", "2025-03-12")
    assert due_on("2025-03-03", 15, "d") == "2025-03-18"
    assert due_on("2025-03-03", 15, "d", held) == "2025-03-25"
    assert due_on("2025-01-31", 1, "m", pause("2025-02-10", "2025-02-12")) == "2025-03-03"
    found = due(D("2025-03-03"), 15, "d", calendar=CN, pauses=[held])
    assert [day.isoformat()[5:] for day, _reason in found.skipped] == [f"03-{day:02}" for day in range(6, 13)]
    assert {reason for _day, reason in found.skipped} == {"暂停"}


def test_a_pause_met_while_adding_days_is_added_too() -> None:
    # 15 d end on 18 March; the first pause moves that to the 25th, into the second, which moves it by 3 more
    first, second = pause("2025-03-06", "2025-03-12"), pause("2025-03-24", "2025-03-26")
    assert due_on("2025-03-03", 15, "d", first, second) == "2025-03-28"


def test_a_roll_passes_over_a_pause() -> None:
    found = due(D("2025-03-03"), 5, "d", calendar=CN, pauses=[pause("2025-03-10", "2025-03-12")])
    assert found.due == D("2025-03-13")
    assert [(day.day, reason) for day, reason in found.rolled] == [
        (8, "周末"),
        (9, "周末"),
        (10, "暂停"),
        (11, "暂停"),
        (12, "暂停"),
    ]
    assert found.skipped == ()


def test_pauses_outside_the_term_and_on_the_starting_day_change_nothing() -> None:
    before, start_day, after = pause("2025-02-20", "2025-02-28"), pause("2025-03-03", "2025-03-03"), pause("2025-04-01")
    assert due_on("2025-03-03", 10, "wd", before, start_day, after) == "2025-03-17"


def test_overlaps_count_once() -> None:
    parts = [pause("2025-03-06", "2025-03-10"), pause("2025-03-08", "2025-03-12"), pause("2025-03-06", "2025-03-12")]
    assert due_on("2025-03-03", 10, "wd", *parts) == "2025-03-24"


@pytest.mark.parametrize("unit", ["wd", "d", "m"])
def test_nothing_to_count_is_the_starting_day_never_rolled(unit: str) -> None:
    sunday = "2025-10-05"
    assert due_on(sunday, 0, unit) == sunday
    assert due_on(sunday, 0, unit, pause(sunday, "2025-10-20")) == sunday
    assert due_on("2030-01-01", 0, unit) == "2030-01-01"
    assert due(D(sunday), 0, unit, calendar=CN).sentence == "期限为2025-10-05当日；截止2025-10-05"


def test_an_extension_counts_from_the_due_day_in_force() -> None:
    found = due(D("2025-03-03"), 5, "d", calendar=CN, extensions=[Extension(5, "d")])
    assert found.due == D("2025-03-17")  # the 8th rolls to the 10th; five days on is Saturday the 15th
    found = due(D("2025-03-03"), 10, "wd", calendar=CN, extensions=[Extension(5, "wd")])
    assert found.due == D("2025-03-24")
    assert len(found.counted) == 15
    assert found.sentence.startswith("自2025-03-03起10个工作日，延长5个工作日；计入")


def test_an_empty_or_inverted_pause_is_refused() -> None:
    with pytest.raises(BadTerm, match="2025-03-05早于开始日2025-03-06") as refusal:
        due(D("2025-03-03"), 10, "wd", calendar=CN, pauses=[pause("2025-03-06", "2025-03-05")])
    assert refusal.value.field == "pauses"


@pytest.mark.parametrize(
    ("n", "unit", "field"),
    [
        (-1, "wd", "n"),
        (1, "h", "unit"),
        (1, "WD", "unit"),
        (10**12, "wd", "n"),
        (3_000_000, "d", "n"),
        (99_999, "m", "n"),
    ],
)
def test_a_term_that_cannot_be_is_refused(n: int, unit: str, field: str) -> None:
    with pytest.raises(BadTerm) as refusal:
        due(D("2025-03-03"), n, unit, calendar=CN)
    assert refusal.value.field == field


def test_a_term_running_out_of_dates_is_refused() -> None:
    with pytest.raises(BadTerm):
        due(D("9999-12-20"), 11, "wd", calendar=CN)


def test_a_term_starts_on_a_date() -> None:
    with pytest.raises(BadTerm):
        due(datetime(2025, 3, 3, 10), 1, "wd", calendar=CN)


def test_working_days_between() -> None:
    assert between(D("2025-09-26"), D("2025-10-10"), CN) == 5
    assert between(D("2025-10-10"), D("2025-10-10"), CN) == 0
    with pytest.raises(BadTerm):
        between(D("2025-10-10"), D("2025-10-09"), CN)
    with pytest.raises(BeyondCalendar, match="2027-01-01"):
        between(D("2026-12-30"), D("2027-01-04"), CN)
    assert between_estimate(D("2026-12-30"), D("2027-01-04"), CN) == 3


def test_hours_are_elapsed_time() -> None:
    assert hours(datetime(2026, 2, 15, 22), 24).isoformat() == "2026-02-16T22:00:00+08:00"
    assert hours(datetime.fromisoformat("2026-03-20T02:00Z"), 24).isoformat() == "2026-03-21T10:00:00+08:00"
    assert hours(datetime(2026, 3, 20, 10), 0).isoformat() == "2026-03-20T10:00:00+08:00"
    for n in (-1, 10**9):
        with pytest.raises(BadTerm):
            hours(datetime(2026, 3, 20, 10), n)


def test_a_long_sentence_stays_one() -> None:
    found = due(D("2025-01-02"), 200, "wd", calendar=CN)
    assert "计入200天" in found.sentence
    assert len(found.sentence) < 250


def test_days_of_another_year_name_it() -> None:
    found = due(D("2025-12-22"), 15, "wd", calendar=CN)
    assert found.due == D("2026-01-13")
    assert "2026年1月4日(调休上班)—9日" not in found.sentence
    assert "2026年1月4日(调休上班)、5日—9日、12日—13日" in found.sentence
