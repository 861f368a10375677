"""Database triggers, generated from the tables: what Python forgets, PostgreSQL refuses (SQLSTATE 23514)."""

import pgtrigger

from workflows.fsm import Machine

REFUSE = "RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = "

# One expression for writing and for verifying: {r} is NEW in the trigger and the row's alias in a query.
# Instants are hashed as epoch microseconds and dates as day numbers, so that no session setting changes them.
DIGEST = """sha256(convert_to(jsonb_build_array(
    encode({r}.prev_hash, 'hex'), {r}.machine, {r}.case_id, {r}.seq, {r}.dossier, {r}.verb, {r}.from_state,
    {r}.to_state, {r}.role, {r}.actor_id, {r}.principal_id, {r}.entered_by_id, {r}.entered_as, {r}.path,
    {r}.organisation_name, {r}.occurred_on - DATE '2000-01-01', (extract(epoch from {r}.at) * 1000000)::bigint,
    (extract(epoch from {r}.recorded_at) * 1000000)::bigint, {r}.facts)::text, 'UTF8'))"""

CHAIN = f"""
    IF NEW.seq <> 1 THEN  -- the unique key lets no second first event in
        SELECT e.seq, e.hash INTO last_seq, last_hash FROM workflows_event e
         WHERE e.machine = NEW.machine AND e.case_id = NEW.case_id ORDER BY e.seq DESC LIMIT 1;
    END IF;
    IF NEW.seq <> COALESCE(last_seq, 0) + 1 THEN
        {REFUSE} format('journal: %s:%s expects event %s', NEW.machine, NEW.case_id, COALESCE(last_seq, 0) + 1);
    END IF;
    NEW.recorded_at := clock_timestamp();
    NEW.prev_hash := COALESCE(last_hash, ''::bytea);
    NEW.hash := {DIGEST.format(r="NEW")};
    RETURN NEW;
"""


def chain() -> pgtrigger.Trigger:
    """Number and hash an event from its predecessor in the same case."""
    return pgtrigger.Trigger(
        name="chain",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        declare=[("last_seq", "INTEGER"), ("last_hash", "BYTEA")],
        func=CHAIN,
    )


def append_only(name: str = "append_only") -> pgtrigger.Trigger:
    """Refuse every update and delete."""
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func=f"{REFUSE} format('%s is append-only', TG_TABLE_NAME);",
    )


def edges(machine: Machine) -> list[pgtrigger.Trigger]:
    """Refuse a state change that is not an edge of the machine, or that leaves no event behind."""
    pairs = ", ".join(f"('{a}', '{b}')" for a, b in sorted(machine.edges)) or "('', '')"
    return [
        pgtrigger.Trigger(
            name="edge",
            operation=pgtrigger.UpdateOf("state"),
            when=pgtrigger.Before,
            condition=pgtrigger.Condition("OLD.state IS DISTINCT FROM NEW.state"),
            func=f"""
                IF (OLD.state, NEW.state) NOT IN ({pairs}) THEN
                    {REFUSE} format('{machine.name}: no edge from %s to %s', OLD.state, NEW.state);
                END IF;
                IF NEW.event_count <= OLD.event_count THEN
                    {REFUSE} '{machine.name}: a state change without an event';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Trigger(
            name="birth",
            operation=pgtrigger.Insert,
            when=pgtrigger.Before,
            condition=pgtrigger.Condition(f"NEW.state <> '{machine.initial}'"),
            func=f"{REFUSE} '{machine.name}: a case is born in {machine.initial}';",
        ),
    ]


def frozen(*columns: str, name: str = "frozen", when: str = "TRUE") -> pgtrigger.Trigger:
    """Refuse any change of these columns, and the row's deletion, once it is written (and ``when`` holds of it)."""
    changed = " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in columns)
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func=f"""
            IF NOT ({when}) THEN RETURN COALESCE(NEW, OLD); END IF;
            IF TG_OP = 'DELETE' OR {changed} THEN
                {REFUSE} format('%s: frozen', TG_TABLE_NAME);
            END IF;
            RETURN NEW;
        """,
    )
