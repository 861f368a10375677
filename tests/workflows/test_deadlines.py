"""What the clock does when a limit has passed: it expires, it lapses, it tells; nothing else is decided by it."""

import os
import signal
import subprocess
import sys
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relief.applications.models import Application
from relief.notices.models import Notice
from relief.organisations.selectors import grants_of
from tests.factories import START, Office, demo_scheme, load_version
from workflows import clock, deadlines, desks
from workflows.fsm import MACHINES
from workflows.models import Alert, Event

pytestmark = pytest.mark.django_db


def run() -> dict[str, int]:
    return dict(deadlines.run())


def state_of(case: Any) -> str:
    return type(case).objects.get(pk=case.pk).state


def task(case: Any) -> desks.DeskTask:
    return desks.open_tasks().get(machine=case.machine.name, case_id=case.pk)


def past(house: Office, case: Any) -> None:
    """The morning after the case's due day."""
    case.refresh_from_db()
    house.on(case.due_on + timedelta(days=1))


def told_to(house: Office, name: str) -> list[int]:
    return [a.case_id for a in deadlines.overdue_for(grants_of(house.by(name).pk, clock.today()))]


def test_nothing_is_due(house: Office) -> None:
    house.at("submitted")
    assert run() == {} and not Alert.objects.exists()


def test_on_the_due_day_itself_nothing_happens(house: Office) -> None:
    case = house.at("supplement")
    house.on(case.due_on)
    assert run() == {} and state_of(case) == "supplement"
    house.wait(1)
    assert run() == {"fired": 1} and state_of(case) == "lapsed"


def test_a_draft_expires_and_says_nothing(house: Office) -> None:
    case = house.at("draft")
    past(house, case)
    assert run() == {"fired": 1} and run() == {}
    event = Event.objects.latest("id")
    assert (event.verb, event.role, event.actor) == ("expire", "CLOCK", None)
    assert state_of(case) == "lapsed" and not Notice.objects.exists()


def test_a_supplement_lapses_with_its_notice(house: Office) -> None:
    case = house.at("supplement")
    past(house, case)
    assert run() == {"fired": 1}
    assert state_of(case) == "lapsed" and Notice.objects.latest("id").kind == "non_acceptance"


def test_a_scheme_that_only_tells_lets_nothing_lapse(house: Office) -> None:
    clocks = demo_scheme()["clocks"]
    telling = {**clocks["supplement"], "on_expiry": "tell"}
    load_version(2, since=date(2026, 1, 1), clocks={**clocks, "supplement": telling})
    case = house.at("supplement")
    past(house, case)
    assert run() == {"told": 1} and state_of(case) == "supplement"
    assert all(told_to(house, who) == [case.pk] for who in ("clerk", "chair", "reviewer"))
    assert not told_to(house, "head")
    house.perform(case, "decline", "chair", reason="逾期未补正。")


def test_a_held_case_is_never_overdue(house: Office) -> None:
    """A hold stops the clock (I15): neither lapse nor alert, until it is released."""
    case = house.at("supplement")
    due = case.due_on
    house.perform(case, "hold", "clerk", reason="申请人住院。", review_on=START + timedelta(days=90))
    house.on(due + timedelta(days=30))
    assert run() == {} and state_of(case) == "supplement"
    house.perform(case, "release", "clerk")
    assert case.due_on > clock.today() and run() == {}


@pytest.mark.parametrize(("state", "told"), [
    ("submitted", {"chair", "reviewer", "city_reviewer"}), ("investigating", {"chair", "head", "city_head"}),
    ("grassroots_review", {"head", "city_head"}), ("county_review", {"approver", "city_approver"}),
    ("approval", {"city_approver"}), ("approved", {"head", "city_head"}), ("paid", {"head", "city_head"}),
])  # fmt: skip
def test_who_is_told(house: Office, state: str, told: set[str]) -> None:
    """Those whom the stage names, where their grant covers the file; of an approval, those who decide above it."""
    case = house.at(state)
    past(house, case)
    before = case.event_count
    assert run() == {"told": 1} and state_of(case) == state
    watching = {"clerk", "visitor", "chair", "sister_chair", "reviewer", "head", "approver", "secretary", "cashier",
                "city_approver", "city_reviewer", "city_head", "auditor", "administrator"}  # fmt: skip
    assert {who for who in watching if told_to(house, who)} == told - {"township_chair"}
    event = Event.objects.latest("id")
    assert (event.verb, event.role, event.seq) == ("tell", "CLOCK", before + 1)
    assert event.facts["due_on"] == case.due_on.isoformat() and event.from_state == event.to_state == state


def test_somebody_is_told_once_a_due_day(house: Office) -> None:
    case = house.at("investigating")
    past(house, case)
    assert [run(), run(), run()] == [{"told": 1}, {}, {}]
    house.perform(case, "extend", "head", reason="多处走访。")
    assert case.due_on > clock.today() and told_to(house, "head") == [], "an extension takes it off the list"
    past(house, case)
    assert run() == {"told": 1} and Alert.objects.count() == 2 and told_to(house, "head") == [case.pk]


def test_what_is_done_is_off_the_list(house: Office) -> None:
    case = house.ready("submitted")
    past(house, case)
    run()
    assert told_to(house, "chair") == [case.pk]
    house.move_on(case)
    assert told_to(house, "chair") == [] and Alert.objects.count() == 1


def test_the_publicity_desk_passes_to_the_clerk_when_the_term_is_over(house: Office) -> None:
    case = house.at("publicity")
    assert task(case).role == "CLOCK" and not desks.claim(task(case).pk, house.by("clerk"))
    past(house, case)
    assert run() == {"told": 1}
    assert task(case).role == "clerk" and told_to(house, "clerk") == [case.pk] and run() == {}
    assert desks.claim(task(case).pk, house.by("clerk"))


def test_a_batch_tells_too(house: Office) -> None:
    batch = house.batch(house.at("approved"))
    past(house, batch)
    run()
    assert Alert.objects.filter(machine="payout_batch", told="head").count() == 1


def test_the_longest_overdue_comes_first(house: Office) -> None:
    later = house.at("investigating")
    sooner = house.at("submitted")
    house.on(max(later.due_on, sooner.due_on) + timedelta(days=1))
    run()
    assert told_to(house, "chair") == [sooner.pk, later.pk]


def test_a_case_at_work_waits_for_the_next_round(house: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Locked by somebody's move: skipped, not waited for."""
    case = house.at("draft")
    past(house, case)
    rows = Application.objects.none()
    monkeypatch.setattr(Application.objects, "select_for_update", lambda **_how: rows)
    assert deadlines.attend(MACHINES["relief_application"], case.pk) == "busy"


def test_one_refused_case_does_not_stop_the_others(house: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [house.at("draft") for _ in range(3)]
    past(house, cases[-1])
    first, attend = cases[0].pk, deadlines.attend

    def broken(machine: Any, key: int) -> str:
        if key == first:
            raise RuntimeError("boom")
        return attend(machine, key)

    monkeypatch.setattr(deadlines, "attend", broken)
    assert run() == {"failed": 1, "fired": 2}
    with pytest.raises(SystemExit) as end:
        call_command("run_deadlines", "--once", stdout=StringIO())
    assert end.value.code == 1
    monkeypatch.setattr(deadlines, "attend", attend)
    out = StringIO()
    call_command("run_deadlines", "--once", stdout=out)
    assert "自动办理1件" in out.getvalue()


def test_hours_are_due_at_their_instant(house: Office) -> None:
    """A clock in hours neither stops nor rolls (§6): due_at, not due_on."""
    case = house.at("submitted")
    now = clock.office_now()
    desks.DeskTask.objects.filter(pk=task(case).pk).update(due_on=None, due_at=now + timedelta(hours=1))
    assert deadlines._waiting(now) == []
    assert deadlines._waiting(now + timedelta(hours=2)) == [("relief_application", case.pk)]


def test_a_round_with_nothing_to_do_costs_one_query(house: Office) -> None:
    house.at("investigating")
    with clock.clock_read_once(), CaptureQueriesContext(connection) as queries:
        run()
    assert len(queries) == 1


def test_it_runs_until_it_is_told_to_stop() -> None:
    """Without --once it goes round after round; SIGTERM ends it cleanly (here: on a server that is not there)."""
    environment = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}
    runner = subprocess.Popen([sys.executable, "manage.py", "run_deadlines"], cwd=settings.BASE_DIR, env=environment,
                              stderr=subprocess.PIPE, text=True)  # fmt: skip
    assert runner.stderr is not None and "下一轮再试" in runner.stderr.readline()
    runner.send_signal(signal.SIGTERM)
    assert runner.wait(timeout=20) == 0
