"""What a move costs: round trips to the database, the transaction's own among them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relief import office
from tests.factories import PUBLISH, Office
from workflows import clock
from workflows.calendar import load_calendar

pytestmark = pytest.mark.django_db
LIMIT = 8


def cost(house: Office, case, verb: str, by: str, **given) -> list[str]:
    """The statements of one verb through the door, savepoint and release (BEGIN and COMMIT outside a test) included."""
    actor, seen = house.by(by), case.event_count
    load_calendar()
    with clock.clock_read_once(), CaptureQueriesContext(connection) as queries:
        office.perform(case, verb, actor=actor, seen=seen, **given)
    case.refresh_from_db()
    return [q["sql"] for q in queries]


def test_a_move_with_two_recorded_facts(house: Office) -> None:
    """close_publicity: the round and the served term are asked; no paper is issued."""
    case = house.ready("publicity")
    statements = cost(house, case, "close_publicity", "clerk")
    assert len(statements) <= LIMIT, "\n".join(statements)


def test_a_pure_move(house: Office) -> None:
    case = house.at("county_review")
    statements = cost(house, case, "return_base", "reviewer", reason="请补充意见。")
    assert len(statements) <= LIMIT, "\n".join(statements)


def test_an_act_that_writes_a_record(house: Office) -> None:
    case = house.at("submitted")
    statements = cost(house, case, "contact_note", "clerk", who="本人", said="已通话。")
    assert len(statements) <= LIMIT, "\n".join(statements)


@pytest.mark.parametrize(("state", "verb", "by", "given", "limit"), [
    ("draft", "submit", "clerk", {}, 12),
    ("submitted", "accept", "clerk", {}, 16),
    ("investigating", "finish_visit", "visitor", {}, 6),
    ("grassroots_review", "publish", "chair", PUBLISH, 22),
    ("county_review", "recommend", "head", {"source": "OWN", "opinion": "同意。"}, 16),
    ("approval", "approve", "approver", {}, 32),
])  # fmt: skip
def test_moves_that_write_much_stay_within_bounds(house: Office, state, verb, by, given, limit) -> None:
    first, case = house.ready(state), house.ready(state)
    cost(house, first, verb, by, **given)  # the year's first number opens its series
    statements = cost(house, case, verb, by, **given)
    assert len(statements) <= limit, f"{len(statements)}\n" + "\n".join(statements)


def test_many_cases_share_what_they_share(house: Office) -> None:
    """Twenty drafts through one verb cost less than two alone would, each."""
    def spent(n: int) -> int:
        cases = [house.at("submitted") for _ in range(n)]
        with CaptureQueriesContext(connection) as queries:
            office.perform_many(cases, "note", actor=house.by("clerk"), text="备注")
        return len(queries)

    one, twenty = spent(1), spent(20)
    assert (twenty - one) / 19 <= 4, (one, twenty)
