"""Limits L1–L5 of the demonstration scheme: scopes, keys, windows, counts and sums."""

from datetime import date
from typing import Any

import pytest

from relief.schemes.amounts import PriorPayment


def paid(on: str, amount_fen: int, **facts: Any) -> PriorPayment:
    return PriorPayment(on=date.fromisoformat(on), amount_fen=amount_fen, **facts)


HOUSEHOLD = {"same_household": True}
PERSON = {"same_person": True}
BOTH = {**HOUSEHOLD, **PERSON}

CASES = [
    # earlier payments, extra facts, suggested of a 20,000 yuan illness, decided_by
    ([], {}, 2000000, "rule_cap"),
    # L1: once a year for the same cause and household
    ([paid("2026-01-01", 10000, cause="ILLNESS_SELF", **HOUSEHOLD)], {}, 0, "limit:L1"),
    ([paid("2025-12-31", 10000, cause="ILLNESS_SELF", **HOUSEHOLD)], {}, 2000000, "rule_cap"),
    ([paid("2026-01-01", 10000, cause="ILLNESS_SELF", **PERSON)], {}, 1990000, "limit:L3"),
    # a wholly returned payment no longer counts, a partly returned one does; 0 fen is no payment
    ([paid("2026-01-01", 10000, cause="ILLNESS_SELF", returned_fen=10000, **BOTH)], {}, 2000000, "rule_cap"),
    ([paid("2026-01-01", 10000, cause="ILLNESS_SELF", returned_fen=9999, **BOTH)], {}, 0, "limit:L1"),
    ([paid("2026-01-01", 0, cause="ILLNESS_SELF", **BOTH)], {}, 2000000, "rule_cap"),
    # L2: twice and 30,000 yuan a year for the household, whatever the cause, campaigns included
    ([paid("2026-01-02", 1200000, cause="FIRE", **HOUSEHOLD)], {}, 1800000, "limit:L2"),
    ([paid("2026-01-02", 3000000, cause="FIRE", **HOUSEHOLD)], {}, 0, "limit:L2"),
    ([paid("2026-01-02", 4000000, cause="FIRE", **HOUSEHOLD)], {}, 0, "limit:L2"),
    ([paid("2026-01-02", 1, cause="CAMPAIGN", **HOUSEHOLD)] * 2, {}, 0, "limit:L2"),
    # L3: 20,000 yuan a person in (as_of - 12 months, as_of]
    ([paid("2025-03-20", 500000, **PERSON)], {}, 2000000, "rule_cap"),
    ([paid("2025-03-21", 500000, **PERSON)], {}, 1500000, "limit:L3"),
    ([paid("2026-03-20", 500000, **PERSON)], {}, 1500000, "limit:L3"),
    ([paid("2026-03-21", 500000, **PERSON)], {}, 2000000, "rule_cap"),
    # room of exactly 0 keeps the bound's name, a room under the payable minimum is below_minimum
    ([paid("2025-06-01", 2000000, **PERSON)], {}, 0, "limit:L3"),
    ([paid("2025-06-01", 1990001, **PERSON)], {}, 0, "below_minimum"),
    # L4: one payment an event and household, for ever
    ([paid("2019-05-01", 10000, event="E1", **HOUSEHOLD)], {"event": "E1"}, 0, "limit:L4"),
    ([paid("2019-05-01", 10000, event="E1", **HOUSEHOLD)], {"event": "E2"}, 2000000, "rule_cap"),
    ([paid("2019-05-01", 10000, event="E1", **HOUSEHOLD)], {}, 2000000, "rule_cap"),
    ([paid("2019-05-01", 10000, **HOUSEHOLD)], {"event": "E1"}, 2000000, "rule_cap"),
    ([paid("2026-03-21", 10000, event="E1", **HOUSEHOLD)], {"event": "E1"}, 2000000, "rule_cap"),
    # L5: 6,000 yuan of the warmth fund a person and year; 3,000 at a time
    ([paid("2026-02-01", 200000, source="WARMTH", **PERSON)], {"source": "WARMTH"}, 300000, "fund_cap:WARMTH"),
    ([paid("2026-02-01", 450000, source="WARMTH", **PERSON)], {"source": "WARMTH"}, 150000, "limit:L5"),
    ([paid("2026-02-01", 300000, source="WARMTH", **PERSON)], {"source": "WARMTH"}, 300000, "limit:L5"),
    ([paid("2026-02-01", 450000, source="OWN", **PERSON)], {"source": "WARMTH"}, 300000, "fund_cap:WARMTH"),
    ([paid("2026-02-01", 450000, source="WARMTH", **PERSON)], {"source": "OWN"}, 1550000, "limit:L3"),
    # L1 and L2 both at 0: the earlier is named
    ([paid("2026-01-02", 3000000, cause="ILLNESS_SELF", **HOUSEHOLD)], {}, 0, "limit:L1"),
    # somebody else's payment
    ([paid("2026-01-02", 3000000, cause="ILLNESS_SELF")], {}, 2000000, "rule_cap"),
]


@pytest.mark.parametrize(("prior", "facts", "suggested", "decided_by"), CASES)
def test_limit(ask, prior, facts, suggested, decided_by):
    result = ask("ILLNESS_SELF", total_cost_fen=7000000, prior=tuple(prior), **facts)
    assert (result.suggested_fen, result.decided_by) == (suggested, decided_by)


def test_windows_look_back_from_as_of_not_from_the_application(ask):
    prior = (paid("2026-01-05", 10000, cause="DEATH_SELF", **HOUSEHOLD),)
    before = ask("DEATH_SELF", prior=prior, application_date=date(2025, 12, 20), as_of=date(2025, 12, 31))
    after = ask("DEATH_SELF", prior=prior, application_date=date(2025, 12, 20), as_of=date(2026, 1, 6))
    assert (before.decided_by, after.decided_by) == ("rule", "limit:L1")


def test_without_as_of_the_application_date_places_the_windows(ask):
    prior = (paid("2025-12-31", 10000, cause="DEATH_SELF", **HOUSEHOLD),)
    assert ask("DEATH_SELF", prior=prior, as_of=None).decided_by == "rule"
    assert ask("DEATH_SELF", prior=prior, as_of=None, application_date=date(2025, 12, 31)).decided_by == "limit:L1"


def test_rolling_year_is_clamped_to_the_months_end(ask):
    """Twelve months before 29 February 2028 end with 28 February 2027."""
    leap = {"application_date": date(2028, 2, 29), "as_of": date(2028, 2, 29)}
    out = ask("DEATH_SELF", prior=(paid("2027-02-28", 2000000, **PERSON),), **leap)
    inside = ask("DEATH_SELF", prior=(paid("2027-03-01", 2000000, **PERSON),), **leap)
    assert (out.decided_by, inside.decided_by) == ("rule", "limit:L3")


def test_the_range_may_not_exceed_the_room_either(ask):
    result = ask("SCHOOLING", prior=(paid("2026-01-02", 1750000, **PERSON),))
    assert (result.suggested_fen, result.floor_fen, result.ceiling_fen) == (200000, 100000, 250000)


def test_liability_of_nothing_is_named_before_any_limit(ask):
    prior = (paid("2026-01-01", 10000, cause="TRAFFIC", **HOUSEHOLD),)
    assert ask("TRAFFIC", total_cost_fen=100000, liability="full", prior=prior).decided_by == "liability"
