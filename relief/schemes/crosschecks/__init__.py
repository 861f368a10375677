"""What one part of a scheme says about another. Runs only on data whose shape is right (schema.py)."""

from collections.abc import Mapping
from typing import Any

from relief.schemes.crosschecks import amounts, money, procedure, sheet
from relief.schemes.errors import Problem

CROSSCHECKS = (*amounts.CHECKS, *money.CHECKS, *procedure.CHECKS, *sheet.CHECKS)


def contradictions(data: Mapping[str, Any]) -> list[Problem]:
    """Every contradiction within a scheme, in the order of the file."""
    return [problem for check in CROSSCHECKS for problem in check(data)]
