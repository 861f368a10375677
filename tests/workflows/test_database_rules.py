"""What Python forgets, PostgreSQL refuses: state changes off the table, events changed or deleted, odd births."""

import importlib
import os
import pkgutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import django_fsm
import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction

from relief.applications.models import Application
from relief.payouts.models import PayoutLine
from relief.schemes.models import SchemeVersion
from tests.factories import Office
from tests.supervision_cast import Committee
from workflows.desks import DeskTask, Docket
from workflows.fsm import MACHINES, StateField
from workflows.models import Event

# --- the state column ------------------------------------------------------------------------------------------


def refused(change) -> str:
    """The database's refusal of a change, which is undone."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        change()
    return str(error.value)


@pytest.mark.django_db
def test_a_state_off_the_table_is_refused(house: Office) -> None:
    case = house.at("submitted")
    rows = Application.objects.filter(pk=case.pk)
    assert "no edge from submitted to paid" in refused(lambda: rows.update(state="paid", event_count=99))
    assert "no edge" in refused(lambda: rows.update(state="draft", event_count=99))
    assert "no edge" in refused(lambda: rows.update(state="nonsense", event_count=99))


@pytest.mark.django_db
def test_an_edge_without_an_event_is_refused(house: Office) -> None:
    case = house.at("submitted")
    rows = Application.objects.filter(pk=case.pk)
    assert "without an event" in refused(lambda: rows.update(state="investigating"))
    assert "without an event" in refused(lambda: rows.update(state="investigating", event_count=1))


RELIEF = {"relief_application", "payout_line", "payout_batch", "administration"}


@pytest.mark.django_db
def test_every_edge_off_the_table_is_refused_for_relief(house: Office) -> None:
    house.pay(house.at("approved"))
    for name in RELIEF:
        _only_edges_pass(name)


@pytest.mark.django_db
def test_every_edge_off_the_table_is_refused_for_supervision() -> None:
    committee = Committee()
    committee.call()
    committee.letter(committee.at("letters_open").plans.get(), state="draft")
    for name in MACHINES.keys() - RELIEF:
        _only_edges_pass(name)


def _only_edges_pass(name: str) -> None:
    """Exhaustively: what the trigger lets pass are exactly the edges of the moves."""
    machine = MACHINES[name]
    case, table = machine.model.objects.latest("pk"), machine.model._meta.db_table
    states = list(machine.states.values)
    with connection.cursor() as cursor:
        for source in states:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(f"UPDATE {table} SET state = %s WHERE id = %s", [source, case.pk])
            cursor.execute("SET session_replication_role = origin")
            assert {s for s in states if s != source and _passes(cursor, table, case.pk, s)} == {
                b for a, b in machine.edges if a == source and b != source}  # fmt: skip


def _passes(cursor, table: str, key: int, state: str) -> bool:
    try:
        with transaction.atomic():
            cursor.execute(f"UPDATE {table} SET state = %s, event_count = event_count + 1 WHERE id = %s", [state, key])
            raise _Undo
    except IntegrityError:
        return False
    except _Undo:
        return True


class _Undo(Exception):
    pass


@pytest.mark.django_db
def test_a_case_is_born_in_its_first_state(house: Office) -> None:
    case = house.draft()
    values = {f.name: getattr(case, f.name) for f in Application._meta.concrete_fields if f.name not in ("id", "state")}
    assert "is born in draft" in refused(lambda: Application.objects.create(**values, state="approved"))
    assert "is born in draft" in refused(lambda: Application.objects.bulk_create([Application(**values, state="paid")]))


@pytest.mark.django_db
def test_python_refuses_too(house: Office) -> None:
    case = house.at("submitted")
    with pytest.raises(AttributeError):
        case.state = "approved"
    with pytest.raises(django_fsm.TransitionNotAllowed):
        case._move_accept()
    case.save()
    assert Application.objects.get(pk=case.pk).state == "submitted"


@pytest.mark.django_db
def test_refresh_reads_the_state_and_stays_protected(house: Office) -> None:
    case = house.at("submitted")
    same = Application.objects.get(pk=case.pk)
    house.prepare(same)
    house.move_on(same)
    for refresh in (case.refresh_from_db, lambda: case.refresh_from_db(fields=["state"])):
        refresh()
        assert case.state == "investigating"
        with pytest.raises(AttributeError):
            case.state = "paid"
    deferred = Application.objects.defer("state").get(pk=case.pk)
    assert deferred.state == "investigating"
    with pytest.raises(AttributeError):
        deferred.state = "paid"
    assert Application.objects.only("id").get(pk=case.pk).state == "investigating"


# --- the journal and the money -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_events_are_never_changed_nor_deleted(house: Office) -> None:
    case = house.at("submitted")
    event = Event.objects.filter(case_id=case.pk).latest("id")
    event.verb = "accept"
    for change in (event.save, event.delete, Event.objects.all().delete,
                   lambda: Event.objects.filter(pk=event.pk).update(facts={}),
                   lambda: Event.objects.filter(pk=event.pk).update(occurred_on=date(2026, 1, 1))):  # fmt: skip
        assert "append-only" in refused(change)


@pytest.mark.django_db
def test_a_gap_in_the_journal_is_refused(house: Office) -> None:
    case = house.at("submitted")
    event = Event.objects.filter(case_id=case.pk).latest("id")
    for seq, why in ((1, "event_seq_once"), (case.event_count, "expects event"), (case.event_count + 2, "expects event")):
        event.pk, event.seq = None, seq
        assert why in refused(lambda: event.save(force_insert=True))


@pytest.mark.django_db
def test_an_exported_line_and_its_file_never_change(house: Office) -> None:
    """I3."""
    batch = house.exported(house.at("approved"))
    lines = PayoutLine.objects.filter(batch=batch)
    for values in ({"amount_fen": 1}, {"payee_name": "另一人"}, {"card_no": "6228"}, {"line_no": 9}, {"batch": None}):
        assert "frozen" in refused(lambda values=values: lines.update(**values))
    assert refused(lines.delete)
    assert "append-only" in refused(lambda: type(batch.file).objects.update(content=b""))
    assert "append-only" in refused(batch.file.delete)


@pytest.mark.django_db
def test_balances_change_by_entries_only(house: Office) -> None:
    """I2."""
    from relief.payouts.models import BudgetLine, Entry

    line = BudgetLine.objects.get(source="OWN")
    assert "by an entry only" in refused(lambda: BudgetLine.objects.update(available=5))
    assert "append-only" in refused(lambda: Entry.objects.update(amount_fen=5))
    more = {"budget_line": line, "on": date(2026, 3, 20), "reason": "x", "amount_fen": line.available + 1}
    assert "available_never_negative" in refused(
        lambda: Entry.objects.create(**more, from_account="available", to_account="reserved"))  # fmt: skip


@pytest.mark.django_db
def test_the_version_of_an_accepted_case_stays(house: Office) -> None:
    case = house.at("investigating")
    assert refused(lambda: SchemeVersion.objects.filter(pk=case.scheme_id).update(name="另一办法"))


# --- migrations ---------------------------------------------------------------------------------------------------


def test_a_state_column_is_a_plain_column_in_migrations() -> None:
    field = Application._meta.get_field("state")
    assert isinstance(field, StateField)
    name, path, _args, kwargs = field.deconstruct()
    assert (name, path) == ("state", "django.db.models.CharField")
    assert not {"protected", "choices"} & set(kwargs)
    assert models.CharField(**kwargs).max_length == 30


@pytest.mark.parametrize("model", [Docket, DeskTask])
def test_viewflows_columns_are_plain_in_migrations(model: type[models.Model]) -> None:
    for field in model._meta.concrete_fields:
        assert field.deconstruct()[1].startswith("django.db.models."), field.name


def own_apps() -> list:
    return [a for a in apps.get_app_configs() if Path(a.path).is_relative_to(settings.BASE_DIR / "relief")
            or Path(a.path).is_relative_to(settings.BASE_DIR / "workflows")]  # fmt: skip


def test_migrations_import_neither_viewflow_nor_django_fsm() -> None:
    for config in own_apps():
        name = f"{config.name}.migrations"
        if not (Path(config.path) / "migrations").is_dir():
            continue
        for module in pkgutil.iter_modules(importlib.import_module(name).__path__):
            text = (Path(config.path) / "migrations" / f"{module.name}.py").read_text(encoding="utf-8")
            assert not any(word in text for word in ("viewflow", "django_fsm", "weasyprint")), f"{name}.{module.name}"


@pytest.mark.django_db
def test_migrations_say_what_the_models_say() -> None:
    """The triggers among them: they are generated from the machines' tables."""
    # In a process of its own: models that other tests define are no part of the product.
    command = [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]
    done = subprocess.run(command, env={**os.environ, "DATABASE_URL": "none"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
