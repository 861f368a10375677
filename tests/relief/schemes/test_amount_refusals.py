"""Bad and missing input is refused, and the refusal names its key."""

from datetime import date

import pytest

from relief.schemes.amounts import PriorPayment
from relief.schemes.errors import AmountError


@pytest.mark.parametrize(
    ("cause", "facts", "key"),
    [
        ("EARTHQUAKE", {}, "cause"),
        ("ILLNESS_SELF", {}, "total_cost"),
        ("FIRE", {"total_cost_fen": 100}, "loss"),
        ("TRAFFIC", {"total_cost_fen": 100}, "liability"),
        ("TRAFFIC", {"total_cost_fen": 100, "liability": "half"}, "liability"),
        ("DEATH_SELF", {"liability": "half"}, "liability"),
        ("DEATH_SELF", {"hukou": "suburban"}, "hukou"),
        ("DEATH_SELF", {"source": "LOTTERY"}, "source"),
        ("DEATH_SELF", {"requested_amount_fen": -1}, "requested_amount"),
        ("DEATH_SELF", {"budget": -1}, "budget_available"),
        ("INJURY", {"total_cost_fen": 100, "other_aid_fen": -1}, "other_aid"),
        ("DISASTER", {}, "household_size"),
        ("DISASTER", {"household_size": 0}, "household_size"),
        ("DISASTER", {"household_size": 2, "area": "41"}, "area"),
        ("DISASTER", {"household_size": 2, "area": None}, "area"),
        ("DISASTER", {"household_size": 2, "hukou": None}, "hukou"),
        ("DISASTER", {"household_size": 2, "application_date": None}, "application_date"),
        ("DISASTER", {"household_size": 2, "application_date": date(2023, 12, 31)}, "area"),
        ("DISABILITY", {}, "per_capita_monthly"),
        ("DISABILITY", {"per_capita_monthly_fen": 1, "area": "99"}, "area"),
    ],
)
def test_refused(ask, cause, facts, key):
    with pytest.raises(AmountError) as refusal:
        ask(cause, **facts)
    assert refusal.value.key == key
    assert str(refusal.value).startswith(f"{key}:")


def test_more_cannot_come_back_than_was_paid(ask):
    prior = (PriorPayment(on=date(2026, 1, 1), amount_fen=5, returned_fen=6),)
    with pytest.raises(AmountError) as refusal:
        ask("DEATH_SELF", prior=prior)
    assert refusal.value.key == "prior[0].returned"


def test_windows_need_a_day(ask):
    prior = (PriorPayment(on=date(2026, 1, 1), amount_fen=5),)
    with pytest.raises(AmountError) as refusal:
        ask("DEATH_SELF", prior=prior, as_of=None, application_date=None)
    assert refusal.value.key == "as_of"
