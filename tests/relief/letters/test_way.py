"""The way of a letter, state by state."""

import pytest

from tests.relief.letters.cast import HAPPY, LetterOffice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [*HAPPY, "service_failed", "overdue", "partial", "objection", "revoked", "superseded"])
def test_an_opinion_comes_to_every_state(state: str) -> None:
    assert LetterOffice().to(state).state == state


@pytest.mark.parametrize("state", ["draft", "awaiting_reply", "satisfied", "superseded"])
def test_a_reminder(state: str) -> None:
    assert LetterOffice().to(state, "reminder_letter").state == state


@pytest.mark.parametrize("state", ["awaiting_reply", "department_filed", "department_declined", "department_result", "satisfied"])
def test_a_recommendation(state: str) -> None:
    assert LetterOffice().recommended(state).state == state
