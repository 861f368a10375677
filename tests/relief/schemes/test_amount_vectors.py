"""The worked examples of relief.md §13 "Net → suggested" and the borders around them."""

from datetime import date

import pytest

VECTORS = [
    # cause, facts, suggested, ceiling, decided_by
    ("ILLNESS_SELF", {"total_cost_fen": 999999}, 0, 0, "rule"),
    ("ILLNESS_SELF", {"total_cost_fen": 1000000}, 200000, 200000, "rule"),
    ("ILLNESS_SELF", {"total_cost_fen": 2999999}, 599900, 599900, "rule"),
    ("ILLNESS_SELF", {"total_cost_fen": 3000000}, 750000, 750000, "rule"),
    ("ILLNESS_SELF", {"total_cost_fen": 7000000}, 2000000, 2000000, "rule_cap"),
    ("ILLNESS_SELF", {"total_cost_fen": 8000000}, 2000000, 2000000, "rule"),
    ("ILLNESS_SELF", {"total_cost_fen": 4000000, "requested_amount_fen": 8888}, 0, 0, "below_minimum"),
    ("ILLNESS_SELF", {"total_cost_fen": 4000000, "requested_amount_fen": 0}, 1000000, 1000000, "rule"),
    ("ILLNESS_SELF", {"total_cost_fen": 4000000, "requested_amount_fen": 1000000}, 1000000, 1000000, "rule"),
    ("ILLNESS_SELF", {"total_cost_fen": 4000000, "requested_amount_fen": 10050}, 10000, 10000, "requested"),
    ("ILLNESS_SELF", {"total_cost_fen": 100, "medical_insurance_fen": 200}, 0, 0, "rule"),
    ("ILLNESS_FAMILY", {"total_cost_fen": 3200000}, 930000, 930000, "rule"),
    ("ILLNESS_FAMILY", {"total_cost_fen": 4625000}, 1500000, 1500000, "rule"),
    ("ILLNESS_FAMILY", {"total_cost_fen": 500000}, 0, 0, "rule"),
    ("ILLNESS_FAMILY", {"total_cost_fen": 500300}, 0, 0, "below_minimum"),
    ("INJURY", {"total_cost_fen": 60000}, 0, 0, "below_minimum"),
    ("INJURY", {"total_cost_fen": 66666}, 0, 0, "below_minimum"),
    ("INJURY", {"total_cost_fen": 66667}, 10000, 10000, "rule"),
    ("INJURY", {"total_cost_fen": 1}, 0, 0, "below_minimum"),
    ("INJURY", {"total_cost_fen": 0}, 0, 0, "rule"),
    ("INJURY", {"total_cost_fen": 8000000}, 1000000, 1000000, "rule_cap"),
    ("TRAFFIC", {"total_cost_fen": 4000000, "liability": "none"}, 1000000, 1000000, "rule"),
    ("TRAFFIC", {"total_cost_fen": 4000000, "liability": "secondary"}, 800000, 800000, "rule"),
    ("TRAFFIC", {"total_cost_fen": 4000000, "liability": "equal"}, 500000, 500000, "rule"),
    ("TRAFFIC", {"total_cost_fen": 4000000, "liability": "main"}, 0, 0, "liability"),
    ("TRAFFIC", {"total_cost_fen": 0, "liability": "full"}, 0, 0, "liability"),
    ("FIRE", {"loss_fen": 300000}, 100000, 100000, "minimum"),
    ("FIRE", {"loss_fen": 500000}, 100000, 100000, "rule"),
    ("FIRE", {"loss_fen": 80000}, 80000, 80000, "remaining"),
    ("FIRE", {"loss_fen": 100000}, 100000, 100000, "minimum"),
    ("FIRE", {"loss_fen": 9999}, 0, 0, "below_minimum"),
    ("FIRE", {"loss_fen": 0}, 0, 0, "rule"),
    ("FIRE", {"loss_fen": 6000000}, 1000000, 1000000, "rule_cap"),
    ("DISASTER", {"household_size": 4}, 552000, 552000, "rule"),
    ("DISASTER", {"household_size": 9, "hukou": "rural"}, 600000, 600000, "rule"),
    ("DISASTER", {"household_size": 5}, 690000, 690000, "rule"),
    ("UNEMPLOYED", {}, 241500, 241500, "rule"),
    ("DISABILITY", {"per_capita_monthly_fen": 0}, 300000, 300000, "rule"),
    ("DISABILITY", {"per_capita_monthly_fen": 68999}, 300000, 300000, "rule"),
    ("DISABILITY", {"per_capita_monthly_fen": 69000}, 200000, 200000, "rule"),
    ("DISABILITY", {"per_capita_monthly_fen": 137999}, 200000, 200000, "rule"),
    ("DISABILITY", {"per_capita_monthly_fen": 138000}, 100000, 100000, "rule"),
    ("DISABILITY", {"per_capita_monthly_fen": 276000}, 0, 0, "rule"),
    ("SCHOOLING", {}, 200000, 300000, "rule"),
    ("SCHOOLING", {"requested_amount_fen": 250000}, 200000, 250000, "rule"),
    ("SCHOOLING", {"requested_amount_fen": 100000}, 100000, 100000, "requested"),
    ("SCHOOLING", {"requested_amount_fen": 900000}, 200000, 300000, "rule"),
    ("DEATH_SELF", {}, 500000, 500000, "rule"),
    ("DEATH_SELF", {"source": "WARMTH"}, 300000, 300000, "fund_cap:WARMTH"),
    ("DEATH_SELF", {"budget": 123456}, 123400, 123400, "budget"),
    ("DEATH_SELF", {"budget": 0}, 0, 0, "budget"),
    ("DEATH_SELF", {"budget": 9999}, 0, 0, "below_minimum"),
]


@pytest.mark.parametrize(("cause", "facts", "suggested", "ceiling", "decided_by"), VECTORS)
def test_vector(ask, cause, facts, suggested, ceiling, decided_by):
    result = ask(cause, **facts)
    assert (result.suggested_fen, result.ceiling_fen, result.decided_by) == (suggested, ceiling, decided_by)


@pytest.mark.parametrize(
    ("requested", "floor", "ceiling"), [(None, 100000, 300000), (50000, 50000, 50000), (5000, 0, 0)]
)
def test_floor_of_a_range_is_its_min_or_the_ceiling(ask, requested, floor, ceiling):
    result = ask("SCHOOLING", requested_amount_fen=requested)
    assert (result.floor_fen, result.ceiling_fen) == (floor, ceiling)


def test_floor_is_null_for_other_kinds(ask):
    assert ask("DEATH_SELF").floor_fen is None


def test_net_is_null_for_basis_none_and_dibao(ask):
    assert ask("DEATH_SELF").net_fen is None
    assert ask("UNEMPLOYED").net_fen is None
    assert ask("FIRE", loss_fen=500, other_aid_fen=100).net_fen == 400


def test_everything_received_is_deducted(ask):
    received = {
        "medical_insurance_fen": 100000,
        "commercial_insurance_fen": 20000,
        "mutual_aid_fen": 3000,
        "other_aid_fen": 400,
    }
    assert ask("INJURY", total_cost_fen=1123400, **received).net_fen == 1000000


def test_the_earlier_bound_is_named_on_a_tie(ask):
    """rule_cap = requested = budget = 10,000 yuan; 20,000 yuan are worked out."""
    tie = ask("INJURY", total_cost_fen=20000000, requested_amount_fen=1000000, budget=1000000)
    assert tie.decided_by == "rule_cap"
    names = [name for name, _value in tie.bounds]
    assert names == ["rule_cap", "case_cap", "remaining", "requested", "limit:L1", "limit:L2", "limit:L3", "budget"]


def test_dibao_is_chosen_by_application_date_not_by_as_of(ask):
    assert ask("UNEMPLOYED", application_date=date(2025, 12, 31)).suggested_fen == 67000 * 35 // 10 // 100 * 100


def test_raw_is_exact(ask):
    result = ask("ILLNESS_SELF", total_cost_fen=2999999)
    assert (result.raw.numerator, result.raw.denominator) == (2999999, 5)
