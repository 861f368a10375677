"""The demonstration scheme, and short ways to ask it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from relief.schemes.amounts import AmountCase, Calculation, calculate
from relief.schemes.loader import SCHEMES_DIR, load_scheme_file
from relief.schemes.rules import Scheme

DEMO_FILE = SCHEMES_DIR / "SX-LSJZ-DEMO-1.yaml"
DAY = date(2026, 3, 20)


@pytest.fixture(scope="session")
def demo_data() -> dict[str, Any]:
    return load_scheme_file(DEMO_FILE)


@pytest.fixture(scope="session")
def demo(demo_data: dict[str, Any]) -> Scheme:
    return Scheme(demo_data)


@pytest.fixture(scope="session")
def ask(demo: Scheme) -> Callable[..., Calculation]:
    """ask("INJURY", total_cost_fen=…, prior=…, budget=…): area 141182, urban, 2026-03-20 unless said otherwise."""

    def asked(cause: str, *, prior: tuple = (), budget: int | None = None, scheme: Scheme = demo, **facts: Any):
        where = {"area": "141182", "hukou": "urban", "application_date": DAY, "as_of": DAY}
        return calculate(scheme, AmountCase(cause=cause, **{**where, **facts}), prior, budget)

    return asked
