"""What holds of every reply clock (supervision.md §14, 6 and 7)."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from relief.jurisdictions.clock import Answer, Objection, Request, reckon
from relief.jurisdictions.terms import ExtensionRule, LimitRule, RestRule
from workflows.calendar import Calendar, RollRule, StartRule, calendar_rows_from_package

CN = Calendar(calendar_rows_from_package())
REST = RestRule(5, "wd")
DAYS = st.dates(date(2023, 12, 20), date(2026, 3, 1))
UNITS = st.sampled_from(["wd", "d"])
LIMITS = st.builds(
    LimitRule,
    key=st.just("opinion_reply"),
    n=st.integers(1, 60),
    unit=UNITS,
    start_rule=st.sampled_from(StartRule),
    roll_rule=st.sampled_from(RollRule),
    extension=st.none()
    | st.builds(
        ExtensionRule,
        max_n=st.integers(1, 30),
        unit=UNITS,
        times=st.integers(1, 2),
        granted_by=st.just("director"),
        request_by=st.just("DUE_DATE"),
    ),
    binds=st.just("THEIR"),
)
ROLLING = LIMITS.filter(lambda limit: limit.roll_rule is RollRule.NEXT_WORKING_DAY)
GAPS = st.integers(0, 40)


def after(day: date, gap: int) -> date:
    return day + timedelta(days=gap)


@st.composite
def happenings(draw: st.DrawFn) -> tuple[date, list[Request], list[Objection]]:
    served = draw(DAYS)
    asked = [Request(after(served, draw(GAPS)), draw(st.integers(1, 40))) for _n in range(draw(st.integers(0, 2)))]
    objected = after(served, draw(GAPS))
    result = draw(st.none() | GAPS.map(lambda gap: after(objected, gap)))
    return served, asked, [Objection(objected, result)] if draw(st.booleans()) else []


@settings(max_examples=200, deadline=None)
@given(happenings(), ROLLING)
def test_a_due_day_is_a_working_day(happened: tuple[date, list[Request], list[Objection]], limit: LimitRule) -> None:
    served, asked, objected = happened
    found = reckon(served, limit, calendar=CN, min_rest=REST, requests=asked, objections=objected)
    for day in (found.base.due, found.due_on, *(e.due_on for e in found.extended), *(o.due_on for o in found.resumed)):
        assert day is None or CN.works(day)


@settings(max_examples=200, deadline=None)
@given(happenings(), LIMITS)
def test_it_is_recomputable_in_any_order(
    happened: tuple[date, list[Request], list[Objection]], limit: LimitRule
) -> None:
    served, asked, objected = happened
    first = reckon(served, limit, calendar=CN, min_rest=REST, requests=asked, objections=objected)
    ordered = sorted(asked, key=lambda request: request.requested_on)
    assert first == reckon(served, limit, calendar=CN, min_rest=REST, requests=ordered, objections=objected)


@settings(max_examples=200, deadline=None)
@given(DAYS, LIMITS, GAPS, GAPS, st.integers(1, 30))
def test_a_longer_pause_never_makes_it_earlier(
    served: date, limit: LimitRule, gap: int, pause: int, longer: int
) -> None:
    objected = after(served, gap)
    dues = [
        reckon(
            served, limit, calendar=CN, min_rest=REST, objections=[Objection(objected, after(objected, days))]
        ).due_on
        for days in (pause, pause + longer)
    ]
    assert dues[0] and dues[1] and dues[0] <= dues[1]


@settings(max_examples=200, deadline=None)
@given(DAYS, LIMITS, GAPS, st.integers(1, 40))
def test_an_extension_is_granted_by_the_rule_and_moves_the_day_on(
    served: date, limit: LimitRule, gap: int, n: int
) -> None:
    request = Request(after(served, gap), n)
    found = reckon(served, limit, calendar=CN, min_rest=REST, requests=[request])
    only, base = found.extended[0], found.base.due
    assert base is not None and (only.answer is Answer.GRANTED) == (
        limit.extension is not None and request.requested_on <= base and n <= limit.extension.max_n
    )
    assert found.due_on is not None and (found.due_on > base) == (only.answer is Answer.GRANTED)


@settings(max_examples=200, deadline=None)
@given(DAYS, LIMITS, GAPS, GAPS)
def test_used_and_rest_make_the_limit(served: date, limit: LimitRule, gap: int, pause: int) -> None:
    objection = Objection(after(served, gap), after(served, gap + pause))
    only = reckon(served, limit, calendar=CN, min_rest=REST, objections=[objection]).resumed[0]
    assert only.used is not None and only.rest is not None
    assert only.used + only.rest == limit.n and only.used >= 0 and only.rest >= 0
