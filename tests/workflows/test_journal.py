"""verify_journal finds every edited, removed, swapped, cut or foreign row."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from relief.applications.models import Application
from relief.organisations.models import Administration
from tests.factories import Office
from workflows import journal
from workflows.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(house: Office) -> list[Application]:
    """Three cases with a history of which no paper was issued yet."""
    found = [house.at("submitted") for _ in range(3)]
    for case in found:
        house.perform(case, "note", "clerk", text="来电询问。")
    return found


def verified(*arguments: str) -> tuple[dict[str, Any], int]:
    out = StringIO()
    try:
        call_command("verify_journal", "--json", *arguments, stdout=out)
        code = 0
    except SystemExit as end:
        code = int(str(end.code))
    return json.loads(out.getvalue()), code


def tamper(statement: str, *values: Any) -> None:
    """As somebody would who owns the server and has switched the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, values)
        assert cursor.rowcount
        cursor.execute("SET session_replication_role = origin")


def event(case: Application, seq: int) -> Event:
    return Event.objects.get(machine="relief_application", case_id=case.pk, seq=seq)


def the_one(case: Application) -> str:
    """The one case that is found broken, and why."""
    found, code = verified()
    assert code == 1 and {row["case"] for row in found["broken"]} == {f"relief_application:{case.pk}"}
    return found["broken"][0]["why"]


def test_a_whole_journal(cases: list[Application]) -> None:
    """The cases, and what the office's set-up wrote into the records of administration."""
    found, code = verified()
    every = [*cases, *Administration.objects.all()]
    assert len(every) > len(cases)
    assert code == 0
    assert found == {"cases": len(every), "events": sum(c.event_count for c in every), "broken": []}


@pytest.mark.parametrize(("column", "value"), [
    ("verb", "decline"), ("role", "approver"), ("actor_id", None), ("principal_id", "actor_id"),
    ("entered_as", "clerk"), ("path", "0001"), ("organisation_name", "另一工会"), ("occurred_on", "2026-01-01"),
    ("at", "2026-01-01T09:00+08"),
    ("recorded_at", "2026-01-01T09:00+08"), ("facts", '{"amount_fen": 1}'), ("to_state", "draft"), ("from_state", ""),
    ("dossier", "relief_application:1"), ("hash", b"x"), ("prev_hash", b"x"),
])  # fmt: skip
def test_an_edited_row(cases: list[Application], column: str, value: Any) -> None:
    target = event(cases[1], 3)
    if value == "actor_id":
        value = target.actor_id
    if column == "dossier":
        value = f"relief_application:{cases[0].pk}"
    tamper(f"UPDATE workflows_event SET {column} = %s WHERE id = %s", value, target.pk)
    the_one(cases[1])


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_a_removed_row(cases: list[Application], seq: int) -> None:
    tamper("DELETE FROM workflows_event WHERE id = %s", event(cases[1], seq).pk)
    assert "缺失" in the_one(cases[1])


def test_a_removed_row_and_renumbered_successors(cases: list[Application]) -> None:
    gone = event(cases[1], 2)
    tamper("DELETE FROM workflows_event WHERE id = %s", gone.pk)
    tamper("UPDATE workflows_event SET seq = seq - 1 WHERE case_id = %s AND seq > 2", cases[1].pk)
    the_one(cases[1])


def test_swapped_rows(cases: list[Application]) -> None:
    one, two = event(cases[1], 2), event(cases[1], 3)
    tamper("UPDATE workflows_event SET seq = 99 WHERE id = %s", one.pk)
    tamper("UPDATE workflows_event SET seq = 2 WHERE id = %s", two.pk)
    tamper("UPDATE workflows_event SET seq = 3 WHERE id = %s", one.pk)
    the_one(cases[1])


def test_a_cut_tail(cases: list[Application]) -> None:
    """The chain that is left is whole: the case knows how many events it had, and the last one's hash."""
    tamper("DELETE FROM workflows_event WHERE id = %s", event(cases[1], cases[1].event_count).pk)
    assert "案卷记录" in the_one(cases[1])


def test_every_event_of_a_case_removed(cases: list[Application]) -> None:
    tamper("DELETE FROM workflows_event WHERE machine = 'relief_application' AND case_id = %s", cases[1].pk)
    assert "案卷记录" in the_one(cases[1])


def test_a_foreign_insert(cases: list[Application]) -> None:
    """Chained by the trigger itself, yet no move of the case made it."""
    row = event(cases[1], cases[1].event_count)
    row.pk, row.seq = None, row.seq + 1
    row.save(force_insert=True)
    assert "案卷记录" in the_one(cases[1])


def test_a_tail_rewritten_with_its_hash(cases: list[Application]) -> None:
    """Somebody recomputes the last hash as the trigger does: the case's own head tells."""
    last = event(cases[1], cases[1].event_count)
    tamper("DELETE FROM workflows_event WHERE id = %s", last.pk)
    last.pk, last.role = None, "approver"
    last.save(force_insert=True)
    assert "案卷记录" in the_one(cases[1])


def test_a_state_without_its_move(cases: list[Application]) -> None:
    tamper("UPDATE applications_application SET state = 'approved' WHERE id = %s", cases[1].pk)
    assert "案卷记录" in the_one(cases[1])


def test_events_of_no_case(cases: list[Application]) -> None:
    tamper("UPDATE workflows_event SET case_id = 99999 WHERE case_id = %s", cases[1].pk)
    found, code = verified()
    assert code == 1 and {"relief_application:99999", f"relief_application:{cases[1].pk}"} == {
        row["case"] for row in found["broken"]}  # fmt: skip


def test_since_covers_the_cases_with_events_since(cases: list[Application]) -> None:
    assert verified("--since", "2200-01-01")[0] == {"cases": 0, "events": 0, "broken": []}
    tamper("UPDATE workflows_event SET facts = '{}' WHERE id = %s", event(cases[1], 2).pk)
    assert verified("--since", "2020-01-01")[1] == 1


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("verify_journal", "--since", "昨天")
    assert refusal.value.returncode == 2


def test_in_words(cases: list[Application], capsys: pytest.CaptureFixture[str]) -> None:
    tamper("UPDATE workflows_event SET facts = '{}' WHERE id = %s", event(cases[1], 2).pk)
    with pytest.raises(SystemExit):
        call_command("verify_journal")
    assert "事件内容被改动" in capsys.readouterr().out


def test_a_float_is_no_fact() -> None:
    """No float money ever enters the journal; dates are text, records their keys."""
    with pytest.raises(TypeError):
        journal.plain({"amount": 1.5})
    facts = {"n": 1, "empty": "", "none": None, "yes": False, "some": {2}, "on": date(2026, 3, 20)}
    assert journal.plain(facts) == {"n": 1, "yes": False, "some": [2], "on": "2026-03-20"}
