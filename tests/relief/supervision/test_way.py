"""The happy way of a case, from its lead to the archive, by the people of the table (supervision.md §4)."""

import pytest

from tests.supervision_cast import HAPPY, Committee


@pytest.mark.parametrize("state", [*HAPPY, "negotiating"])
def test_a_case_comes_to_every_state(house: Committee, state: str) -> None:
    assert house.at(state).state == state
