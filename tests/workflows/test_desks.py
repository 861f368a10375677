"""Desks follow states, never the other way round; check_desks finds and mends what lies wrong (I16)."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from relief.applications.models import Application
from tests.factories import HAPPY, SISTER, UNHAPPY, Office
from workflows import desks
from workflows.desks import DeskTask, Docket
from workflows.fsm import MACHINES
from workflows.models import Event

pytestmark = pytest.mark.django_db


def checked(*arguments: str) -> tuple[dict[str, Any], int]:
    out = StringIO()
    try:
        call_command("check_desks", "--json", *arguments, stdout=out)
        return json.loads(out.getvalue()), 0
    except SystemExit as end:
        return json.loads(out.getvalue()), int(str(end.code))


def task(case: Any) -> DeskTask:
    return desks.open_tasks().get(machine=case.machine.name, case_id=case.pk)


@pytest.mark.parametrize("state", [*HAPPY, *UNHAPPY])
def test_one_open_task_if_and_only_if_the_state_has_a_desk(house: Office, state: str) -> None:
    case = house.at(state)
    stage = case.machine.stage(state)
    assert desks.open_tasks().filter(machine=case.machine.name, case_id=case.pk).count() == int(stage.has_desk)
    docket = Docket.objects.get(machine=case.machine.name, case_id=case.pk)
    assert (docket.status == "DONE") == (not stage.has_desk)
    if stage.has_desk:
        assert task(case).state == state and task(case).due_on == case.due_on is not None
    assert checked() == ({"cases": Application.objects.count() + batches(), "wrong": [], "fixed": 0}, 0)


def batches() -> int:
    return MACHINES["payout_batch"].model.objects.count()


def test_the_desk_moves_with_the_facts_of_one_state(house: Office) -> None:
    """County review: the reviewer until the opinion is signed, then the head. Paid: the clerk, then the archivist."""
    case = house.at("county_review")
    first = task(case)
    assert first.role == "reviewer"
    house.prepare(case)
    assert task(case).role == "head" and task(case).due_on == first.due_on
    first.refresh_from_db()
    assert first.status == "DONE" and first.finished
    case = house.at("paid")
    assert task(case).role == "clerk"
    house.prepare(case)
    assert task(case).role == "archivist"


def test_work_of_the_same_desk_keeps_its_task_and_its_holder(house: Office) -> None:
    case = house.at("investigating")
    mine = task(case)
    assert desks.claim(mine.pk, house.by("visitor"))
    house.prepare(case)
    assert task(case).pk == mine.pk and task(case).owner == house.by("visitor")
    house.move_on(case)
    assert task(case).pk != mine.pk and task(case).owner is None


def test_claim_and_release(house: Office) -> None:
    lying = task(house.at("investigating"))
    assert not desks.claim(lying.pk, house.by("clerk")), "another role"
    assert not desks.claim(lying.pk, house.by("auditor"))
    assert desks.claim(lying.pk, house.by("visitor"))
    assert not desks.claim(lying.pk, house.by("visitor2")), "somebody has it"
    assert not desks.release(lying.pk, house.by("visitor2"))
    assert desks.release(lying.pk, house.by("visitor"))
    assert desks.claim(lying.pk, house.by("visitor2"))
    assert not desks.claim(10**9, house.by("visitor"))


def test_a_claim_needs_a_grant_that_covers_the_place(house: Office) -> None:
    """Approval lies exactly at the level of the matrix; a sister union's clerk takes no file of this one."""
    lying = task(house.at("approval"))
    assert not desks.claim(lying.pk, house.by("city_approver")) and desks.claim(lying.pk, house.by("approver"))
    other = task(house.at("submitted", organisation=house.units[SISTER]))
    assert not desks.claim(other.pk, house.by("clerk")) and desks.claim(other.pk, house.by("sister_clerk"))


def test_a_closed_task_is_never_claimed(house: Office) -> None:
    case = house.ready("submitted")
    old = task(case)
    house.move_on(case)
    assert not desks.claim(old.pk, house.by("clerk"))


def spoil(case: Application) -> list[Any]:
    """Ways in which a desk may have gone wrong behind the engine's back."""
    mine = DeskTask.objects.filter(pk=task(case).pk)
    return [
        lambda: mine.update(role="auditor"),
        lambda: mine.update(path="0001"),
        lambda: mine.update(exact=True),
        lambda: mine.update(state="paid"),
        lambda: mine.update(due_on="2020-01-01"),
        lambda: mine.update(status="DONE"),
        lambda: mine.delete(),
        lambda: Docket.objects.filter(pk=mine.get().process_id).delete(),
    ]


@pytest.mark.parametrize("n", range(8))
def test_a_wrong_desk_is_found_and_rebuilt_from_the_state(house: Office, n: int) -> None:
    bystander, case = house.at("publicity"), house.at("investigating")
    due, events = task(case).due_on, Event.objects.count()
    spoil(case)[n]()
    found, code = checked()
    assert code == 1 and found["fixed"] == 0
    wrong = found["wrong"][0]
    assert wrong["case"] == f"relief_application:{case.pk}" and wrong["want"] != wrong["have"]
    assert wrong["want"]["state"] == "investigating" and wrong["want"]["due"] == due.isoformat()
    found, code = checked("--fix")
    assert code == 0 and found["fixed"] == len(found["wrong"]) == 1
    assert checked() == ({"cases": 2, "wrong": [], "fixed": 0}, 0)
    assert (task(case).role, task(case).due_on) == ("visitor", due)
    assert task(bystander).role == "CLOCK" and Event.objects.count() == events
    case.refresh_from_db()
    assert case.state == "investigating"


def test_a_lost_docket_is_rebuilt_from_the_journal(house: Office) -> None:
    """An answered supplement runs on from its first start, the pause apart: the journal still tells."""
    case = house.at("submitted")
    house.wait(3)
    house.perform(case, "ask", "clerk", items=["户口簿"])
    house.wait(4)
    house.perform(case, "answer", "clerk", role="clerk")
    docket = Docket.objects.get(machine=case.machine.name, case_id=case.pk)
    clocks, due = docket.clocks, task(case).due_on
    docket.delete()
    assert checked("--fix")[1] == 0
    assert Docket.objects.get(machine=case.machine.name, case_id=case.pk).clocks == clocks
    assert task(case).due_on == due


def test_an_ended_case_has_no_desk(house: Office) -> None:
    case = house.at("withdrawn")
    last = DeskTask.objects.filter(case_id=case.pk).latest("id")
    DeskTask.objects.filter(pk=last.pk).update(status="NEW", finished=None)
    found, code = checked()
    assert code == 1 and found["wrong"][0]["want"] is None
    assert checked("--fix")[1] == 0 and checked()[1] == 0


def test_a_task_of_no_case_is_taken_off(house: Office) -> None:
    case = house.at("submitted")
    DeskTask.objects.filter(pk=task(case).pk).update(case_id=99999)
    assert len(checked()[0]["wrong"]) == 2
    assert checked("--fix")[1] == 0 and checked()[1] == 0


def test_in_words(house: Office, capsys: pytest.CaptureFixture[str]) -> None:
    case = house.at("submitted")
    DeskTask.objects.filter(pk=task(case).pk).update(role="auditor")
    with pytest.raises(SystemExit):
        call_command("check_desks")
    assert "1件岗位不对" in capsys.readouterr().out


def test_the_words_for_open_work_are_viewflows() -> None:
    assert tuple(status.value for status in (desks.STATUS.NEW, desks.STATUS.ASSIGNED)) == desks.OPEN
