"""Statements planned once a connection."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from workflows.prepared import in_order, send

pytestmark = pytest.mark.django_db
NUMBER = "SELECT 40 + %s"


def sent(*statements) -> tuple[list[str], tuple]:
    """The messages that went to the database, and the answer to the last."""
    with CaptureQueriesContext(connection) as messages, connection.cursor() as cursor:
        send(cursor, statements)
        return [m["sql"] for m in messages.captured_queries], cursor.fetchone()


def test_values_by_name_come_in_the_order_of_the_statement() -> None:
    assert in_order("%(b)s %(a)s %(b)s", {"a": 1, "b": 2, "c": 3}) == ("%s %s %s", [2, 1, 2])


def test_a_statement_is_made_known_once() -> None:
    sent((NUMBER, [0]))
    messages, answer = sent((NUMBER, [2]))
    assert answer == (42,)
    assert len(messages) == 1
    assert messages[0].startswith("EXECUTE")


def test_several_go_in_one_message_and_the_last_answers() -> None:
    sent((NUMBER, [0]))
    messages, answer = sent((NUMBER, [1]), (NUMBER, [2]))
    assert (len(messages), answer) == (1, (42,))


def test_what_was_made_known_in_a_failed_transaction_stays_known() -> None:
    twice = "INSERT INTO auth_group (name) VALUES (%s), (%s)"
    for _n in range(2):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            send(cursor, [(twice, ["a", "a"])])
    assert sent((NUMBER, [1]))[1] == (41,)


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_knows_nothing_yet() -> None:
    sent((NUMBER, [0]))
    connection.close()
    assert sent((NUMBER, [2]))[1] == (42,)
