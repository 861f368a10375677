"""Invariants I13 and I14 and the shape of the answer, over random questions on the demonstration scheme."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from relief.schemes.amounts import AmountCase, Calculation, PriorPayment, calculate, read_question, recompute
from relief.schemes.loader import SCHEMES_DIR, load_scheme_file
from relief.schemes.rules import Scheme

DEMO = Scheme(load_scheme_file(SCHEMES_DIR / "SX-LSJZ-DEMO-1.yaml"))
FEN = st.one_of(st.integers(0, 20000), st.integers(0, 15_000_000))
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
CASES = st.builds(
    AmountCase,
    cause=st.sampled_from(sorted(DEMO.causes)),
    area=st.sampled_from(["141182", "1401", "140500"]),
    hukou=st.sampled_from(["urban", "rural"]),
    application_date=DAYS,
    as_of=st.none() | DAYS,
    total_cost_fen=FEN,
    loss_fen=FEN,
    medical_insurance_fen=st.integers(0, 2_000_000),
    other_aid_fen=st.integers(0, 20000),
    liability=st.sampled_from(["none", "secondary", "equal", "main", "full"]),
    household_size=st.integers(1, 20),
    per_capita_monthly_fen=st.integers(0, 400000),
    requested_amount_fen=st.none() | FEN,
    source=st.none() | st.sampled_from(sorted(DEMO.fund_sources)),
    event=st.none() | st.sampled_from(["E1", "E2"]),
)
PAYMENTS = st.builds(
    PriorPayment,
    on=DAYS,
    amount_fen=st.integers(0, 2_000_000),
    cause=st.none() | st.sampled_from([*sorted(DEMO.causes), "CAMPAIGN"]),
    event=st.none() | st.sampled_from(["E1", "E2"]),
    same_person=st.booleans(),
    same_household=st.booleans(),
    source=st.none() | st.sampled_from(sorted(DEMO.fund_sources)),
)
PRIOR = st.lists(PAYMENTS, max_size=3)
BUDGET = st.none() | FEN


@settings(deadline=None)
@given(CASES, PRIOR, BUDGET)
def test_i13_a_stored_calculation_is_computed_again(case, prior, budget):
    stored = calculate(DEMO, case, prior, budget).to_json()
    again = Calculation.from_json(json.loads(json.dumps(stored)))
    assert recompute(DEMO, again) == again
    assert again.to_json() == stored


@settings(deadline=None)
@given(CASES, PRIOR, BUDGET)
def test_i14_suggested_to_ceiling_to_every_bound(case, prior, budget):
    result = calculate(DEMO, case, prior, budget)
    assert 0 <= result.suggested_fen <= result.ceiling_fen
    for _name, value in result.bounds:
        assert value is None or (value >= 0 and result.ceiling_fen <= value)
    if result.floor_fen is not None:
        assert 0 <= result.floor_fen <= result.ceiling_fen
    for fen in (result.suggested_fen, result.ceiling_fen):
        assert fen % DEMO.rounding_unit_fen == 0
        assert fen == 0 or fen >= DEMO.minimum_payable_fen


@settings(deadline=None)
@given(CASES, PRIOR, BUDGET)
def test_decided_by_follows_from_raw_and_bounds(case, prior, budget):
    """The words of §5, told again in another way."""
    result = calculate(DEMO, case, prior, budget)
    rule = DEMO.rule_for(case.cause)
    lifted = max(result.raw, Fraction(rule.minimum_fen or 0)) if result.raw > 0 else result.raw
    binding = [(value, index, name) for index, (name, value) in enumerate(result.bounds) if value is not None]
    value, _index, name = min(binding)
    bounded = min(lifted, Fraction(value))
    floored = bounded // 100 * 100
    if rule.liability and rule.liability[case.liability] == 0:
        expected = (0, "liability")
    elif bounded > 0 and floored < 10000:
        expected = (0, "below_minimum")
    elif lifted > value:
        expected = (floored, name)
    else:
        expected = (floored, "minimum" if lifted > result.raw else "rule")
    assert (result.suggested_fen, result.decided_by) == expected


@settings(deadline=None)
@given(CASES, PRIOR, BUDGET, PAYMENTS)
def test_another_earlier_payment_never_helps(case, prior, budget, payment):
    fewer = calculate(DEMO, case, prior, budget)
    more = calculate(DEMO, case, [*prior, payment], budget)
    assert more.suggested_fen <= fewer.suggested_fen
    assert more.ceiling_fen <= fewer.ceiling_fen


@settings(deadline=None)
@given(CASES, PRIOR, FEN, FEN)
def test_more_budget_never_hurts(case, prior, one, other):
    small, large = sorted((one, other))
    assert calculate(DEMO, case, prior, small).suggested_fen <= calculate(DEMO, case, prior, large).suggested_fen


@settings(deadline=None)
@given(CASES, st.integers(1, 5_000_000))
def test_more_received_never_helps(case, extra):
    more = replace(case, commercial_insurance_fen=case.commercial_insurance_fen + extra)
    assert calculate(DEMO, more).suggested_fen <= calculate(DEMO, case).suggested_fen


@settings(deadline=None)
@given(CASES, PRIOR, BUDGET)
def test_a_question_survives_its_json(case, prior, budget):
    question = calculate(DEMO, case, prior, budget).question
    assert read_question(json.loads(json.dumps(question.to_json()))) == question
