"""Clocks that have no due day: stopped by an open pause, or running past the loaded calendar (relief.md §6)."""

from datetime import date

from workflows.calendar import Calendar, Pause, State, calendar_rows_from_package, due

CN = Calendar(calendar_rows_from_package())
D = date.fromisoformat


def pause(first: str, last: str | None = None) -> Pause:
    return Pause(D(first), D(last) if last else None)


def due_on(start: str, n: int, unit: str, *pauses: Pause) -> str | None:
    found = due(D(start), n, unit, calendar=CN, pauses=pauses)
    return found.due.isoformat() if found.due else found.state.value


class TestOpenPause:
    """An open pause that begins on or before the due day stops the clock; a later one changes nothing."""

    def test_on_the_due_day_it_stops(self) -> None:
        found = due(D("2025-03-03"), 10, "wd", calendar=CN, pauses=[pause("2025-03-17")])
        assert (found.state, found.due, found.estimate) == (State.STOPPED, None, D("2025-03-17"))

    def test_the_day_after_it_changes_nothing(self) -> None:
        assert due_on("2025-03-03", 10, "wd", pause("2025-03-18")) == "2025-03-17"

    def test_it_is_judged_against_the_rolled_day(self) -> None:
        # the last day is Saturday the 8th, rolled to Monday the 10th
        assert due_on("2025-03-03", 5, "d", pause("2025-03-10")) == "stopped"
        assert due_on("2025-03-03", 5, "d", pause("2025-03-11")) == "2025-03-10"

    def test_it_is_judged_against_the_day_that_closed_pauses_give(self) -> None:
        closed = pause("2025-03-06", "2025-03-12")
        assert due_on("2025-03-03", 10, "wd", closed, pause("2025-03-20")) == "stopped"
        assert due_on("2025-03-03", 10, "wd", closed, pause("2025-03-25")) == "2025-03-24"

    def test_before_the_start_it_stops(self) -> None:
        assert due_on("2025-03-03", 10, "wd", pause("2025-02-01")) == "stopped"

    def test_the_explanation_ends_where_the_pause_begins(self) -> None:
        found = due(
            D("2026-02-13"), 5, "wd", calendar=CN, pauses=[pause("2026-02-24", "2026-02-26"), pause("2026-03-02")]
        )
        assert [day.isoformat()[5:] for day in found.counted] == ["02-14", "02-27", "02-28"]
        assert max(day for day, _reason in found.skipped) == D("2026-03-01")
        assert found.estimate == D("2026-03-03")
        assert "2026-03-02起计时已停" in found.sentence
        assert "暂定日期为2026-03-03" in found.sentence

    def test_the_earliest_of_several_counts(self) -> None:
        found = due(D("2025-03-03"), 10, "wd", calendar=CN, pauses=[pause("2025-03-12"), pause("2025-03-05")])
        assert found.stopped_from == D("2025-03-05")


class TestBeyondTheCalendar:
    def test_no_firm_day_but_an_estimate(self) -> None:
        found = due(D("2026-12-11"), 15, "wd", calendar=CN)
        assert (found.state, found.due, found.estimate) == (State.BEYOND_CALENDAR, None, D("2027-01-01"))
        assert found.counted[-1] == D("2026-12-31")
        assert "暂定2027-01-01" in found.sentence

    def test_the_last_loaded_day_is_firm(self) -> None:
        assert due_on("2026-12-11", 14, "wd") == "2026-12-31"
        assert due_on("2026-12-01", 30, "d") == "2026-12-31"
        assert due_on("2026-12-01", 31, "d") == "beyond_calendar"

    def test_an_estimate_counts_pauses(self) -> None:
        found = due(D("2026-12-28"), 5, "wd", calendar=CN, pauses=[pause("2027-01-04", "2027-01-08")])
        assert found.estimate == D("2027-01-11")
        found = due(D("2026-12-28"), 10, "d", calendar=CN, pauses=[pause("2026-12-30", "2027-01-01")])
        assert found.estimate == D("2027-01-11")  # 10 January is a Sunday

    def test_a_roll_over_the_end_is_not_firm(self) -> None:
        short = CN.read_to(D("2026-03-07"))
        assert due(D("2026-03-02"), 5, "d", calendar=short).estimate == D("2026-03-09")
        assert due(D("2026-03-02"), 5, "d", calendar=short).state is State.BEYOND_CALENDAR

    def test_a_start_before_the_calendar(self) -> None:
        found = due(D("2003-12-20"), 5, "wd", calendar=CN)
        assert (found.state, found.counted, found.skipped) == (State.BEYOND_CALENDAR, (), ())
        assert found.estimate == D("2003-12-26")
        assert due_on("2003-12-01", 40, "d") == "2004-01-12"  # 10 January 2004 is a Saturday

    def test_read_to_hides_what_was_notified_later(self) -> None:
        short = CN.read_to(D("2026-02-10"))
        found = due(D("2026-02-06"), 5, "wd", calendar=short)
        assert (found.state, found.estimate) == (State.BEYOND_CALENDAR, D("2026-02-13"))
        assert [day.isoformat()[5:] for day in found.counted] == ["02-09", "02-10"]
        assert CN.read_to(D("2030-01-01")).covered_to == D("2026-12-31")

    def test_stopped_is_said_before_beyond(self) -> None:
        found = due(D("2026-12-28"), 10, "wd", calendar=CN, pauses=[pause("2026-12-30")])
        assert (found.state, found.estimate) == (State.STOPPED, D("2027-01-11"))
