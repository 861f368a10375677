"""Properties of due days that hold for every input (relief.md §12 I11; supervision.md §14, 6 and 7)."""

from datetime import date, timedelta
from random import Random

import chinese_calendar
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.calendar import (
    Calendar,
    Due,
    Extension,
    Pause,
    RollRule,
    State,
    between,
    calendar_rows_from_package,
    due,
)

CN = Calendar(calendar_rows_from_package())
ONE = timedelta(days=1)

starts = st.dates(date(2023, 12, 20), date(2026, 3, 1))
units = st.sampled_from(["wd", "d", "m"])
terms = st.tuples(st.integers(0, 40), units).filter(lambda term: term[1] != "m" or term[0] <= 4)


@st.composite
def closed_pauses(draw: st.DrawFn) -> Pause:
    first = draw(st.dates(date(2023, 12, 1), date(2026, 6, 1)))
    return Pause(first, first + timedelta(days=draw(st.integers(0, 25))))


pauses = st.lists(closed_pauses(), max_size=5)


def paused(day: date, held: list[Pause]) -> bool:
    return any(pause.started_on <= day <= pause.ended_on for pause in held if pause.ended_on)


def firm(found: Due) -> date:
    assert found.due is not None
    return found.due


@given(starts, terms, pauses)
def test_it_agrees_with_the_rules_read_word_for_word(start: date, term: tuple[int, str], held: list[Pause]) -> None:
    n, unit = term
    day = start
    if unit == "wd":
        left = n
        while left:
            day += ONE
            left -= chinese_calendar.is_workday(day) and not paused(day, held)
    elif n:
        if unit == "m":
            months = start.month - 1 + n
            first = date(start.year + months // 12, months % 12 + 1, 1)
            month_end = ((first + timedelta(days=31)).replace(day=1) - ONE).day
            day = first.replace(day=min(start.day, month_end))
        else:
            day = start + timedelta(days=n)
        seen = start
        while seen < day:
            seen += ONE
            day += ONE if paused(seen, held) else timedelta()
        while paused(day, held) or not chinese_calendar.is_workday(day):
            day += ONE
    assert due(start, n, unit, calendar=CN, pauses=held).due == day


@given(starts, terms, pauses, st.randoms())
def test_the_order_of_recording_makes_no_difference(
    start: date, term: tuple[int, str], held: list[Pause], chance: Random
) -> None:
    shuffled = held + held[:2]
    chance.shuffle(shuffled)
    assert due(start, *term, calendar=CN, pauses=held) == due(start, *term, calendar=CN, pauses=shuffled)


@given(starts, terms, pauses, closed_pauses())
def test_more_pause_is_never_earlier(start: date, term: tuple[int, str], held: list[Pause], more: Pause) -> None:
    before = firm(due(start, *term, calendar=CN, pauses=held))
    assert firm(due(start, *term, calendar=CN, pauses=[*held, more])) >= before


@given(starts, terms, pauses)
def test_a_due_day_works_and_is_not_paused(start: date, term: tuple[int, str], held: list[Pause]) -> None:
    found = firm(due(start, *term, calendar=CN, pauses=held))
    if term[0]:
        assert CN.works(found)
        assert not paused(found, held)
    else:
        assert found == start


@given(starts, terms, pauses)
def test_every_day_of_the_term_is_accounted_for_once(start: date, term: tuple[int, str], held: list[Pause]) -> None:
    found = due(start, *term, calendar=CN, pauses=held)
    notes = [day for day, _reason in (*found.skipped, *found.rolled)]
    told = sorted({*found.counted, *notes, firm(found)} - {start})
    assert told == [start + timedelta(days=step) for step in range(1, (firm(found) - start).days + 1)]
    if term[1] != "m":
        assert len(found.counted) == term[0]
    if term[1] != "wd":
        assert {reason for _day, reason in found.skipped} <= {"暂停"}
    assert set(found.makeup) <= {*found.counted, firm(found)}
    assert found.sentence.count("；") <= 4


@given(starts, st.integers(0, 40), st.integers(0, 20))
def test_between_is_the_inverse_and_working_days_add_up(start: date, n: int, more: int) -> None:
    first = firm(due(start, n, "wd", calendar=CN))
    assert between(start, first, CN) == n
    extended = due(start, n, "wd", calendar=CN, extensions=[Extension(more, "wd")])
    assert extended.due == due(start, n + more, "wd", calendar=CN).due


@given(starts, terms, pauses, st.dates(date(2023, 12, 1), date(2026, 12, 31)))
def test_an_open_pause_stops_exactly_up_to_the_due_day(
    start: date, term: tuple[int, str], held: list[Pause], first: date
) -> None:
    running = due(start, *term, calendar=CN, pauses=held)
    found = due(start, *term, calendar=CN, pauses=[Pause(first), *held])
    if first <= firm(running):
        assert (found.state, found.due, found.estimate) == (State.STOPPED, None, running.due)
        assert all(day < first for day in found.counted)
    else:
        assert found == running


@given(starts, terms, pauses, st.dates(date(2023, 12, 1), date(2026, 12, 31)), st.sampled_from(RollRule))
def test_a_shorter_calendar_gives_the_same_day_or_none(
    start: date, term: tuple[int, str], held: list[Pause], to: date, rule: RollRule
) -> None:
    whole = due(start, *term, calendar=CN, pauses=held, roll_rule=rule)
    short = due(start, *term, calendar=CN.read_to(to), pauses=held, roll_rule=rule)
    if short.state is State.RUNNING:
        assert short == whole
    else:
        assert short.due is None and short.estimate is not None
        assert firm(whole) > to


@given(st.integers(0, 3000), st.dates(date(2026, 6, 1), date(2040, 1, 1)), units, pauses)
@settings(max_examples=30)
def test_long_terms_end(n: int, start: date, unit: str, held: list[Pause]) -> None:
    found = due(start, n, unit, calendar=CN, pauses=held)
    assert (found.due or found.estimate) is not None
    assert found.sentence
