"""System checks: the tables are whole before anything runs."""

from typing import Any

from django.core import checks

from workflows.fsm import MACHINES, Act, Machine, Move


@checks.register
def machines_are_whole(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Every machine has its model and its facts; every row speaks of states and roles that exist."""
    return [problem for machine in MACHINES.values() for problem in _problems(machine)]


def _problems(machine: Machine) -> list[checks.CheckMessage]:
    from workflows import roles

    known = set(roles.Role.values) | set(roles.Pseudo.values) | {roles.SETUP}
    states = set(machine.states.values)
    found: list[checks.CheckMessage] = []
    for what in ("model", "facts"):
        if getattr(machine, what) is None:
            found.append(checks.Error(f"{machine.name} has no {what}", id=f"workflows.E00{1 if what == 'model' else 2}"))
    rows: tuple[Move | Act, ...] = (*machine.moves, *machine.acts)
    for row in rows:
        used = {row.to, *row.from_} if isinstance(row, Move) else set(row.states)
        if set(map(str, used)) - states or set(row.by) - known:
            found.append(checks.Error(f"{machine.name}:{row.name} names unknown states or roles", id="workflows.E003"))
    reached = {machine.initial} | {str(m.to) for m in machine.moves}
    if states - set(map(str, reached)):
        found.append(checks.Error(f"{machine.name}: states that nothing reaches", id="workflows.E004"))
    return found
