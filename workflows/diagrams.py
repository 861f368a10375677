"""Every machine as data and as a Mermaid state diagram, drawn from its tables (house.md §3)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workflows import roles
from workflows.fsm import MACHINES, Act, Machine, Move, Row, Stage

HEAD = "%% 由 manage.py draw_workflows 按状态机的表生成，请勿手改。"


def machines() -> list[Machine]:
    """All machines, in the order of their names."""
    return [MACHINES[name] for name in sorted(MACHINES)]


def as_data(machine: Machine) -> dict[str, Any]:
    """The tables of a machine in the shape of commands.md (draw_workflows --json)."""
    return {
        "machine": machine.name,
        "states": list(machine.states.values),
        "stages": [_stage(machine, s) for s in machine.stages],
        "moves": [_move(machine, m) for m in machine.moves] + [_stay(machine, a) for a in machine.acts if a.stays],
        "acts": [_act(machine, a) for a in machine.acts],
    }


def _stage(machine: Machine, stage: Stage) -> dict[str, Any]:
    return {
        "state": str(stage.state),
        "label": str(machine.states(stage.state).label),
        "desk": stage.desk,
        "limit": stage.limit,
        "passed": stage.passed,
    }


def _move(machine: Machine, move: Move) -> dict[str, Any]:
    return {
        "move": move.name,
        "from": _in_order(machine, move.from_),
        "to": str(move.to),
        "by": list(move.by),
        "when": move.guard_names,
        "apart_from": sorted(move.apart_from),
        "notice": move.notice,
    }


def _stay(machine: Machine, act: Act) -> dict[str, Any]:
    """An act that the law lists among the moves: it goes to ``=``."""
    return {
        "move": act.name,
        "from": _in_order(machine, act.states),
        "to": "=",
        "by": list(act.by),
        "when": act.guard_names,
        "apart_from": sorted(act.apart_from),
        "notice": act.notice,
    }


def _act(machine: Machine, act: Act) -> dict[str, Any]:
    return {"act": act.name, "states": _in_order(machine, act.states), "by": list(act.by)}


def _in_order(machine: Machine, states: frozenset[str]) -> list[str]:
    return [state for state in machine.states.values if state in states]


def mermaid(machine: Machine) -> str:
    """The machine as a Mermaid stateDiagram with Chinese labels; a state names the role on whose desk it lies."""
    lines = [HEAD, "stateDiagram-v2", "    direction TB"]
    lines += [f'    state "{_title(machine, state)}" as {state}' for state in machine.states.values]
    lines.append(f"    [*] --> {machine.initial}")
    lines += [f"    {a} --> {b}: {' / '.join(words)}" for (a, b), words in _edges(machine).items()]
    left = {str(state) for move in machine.moves for state in move.from_}
    lines += [f"    {state} --> [*]" for state in machine.states.values if state not in left]
    return "\n".join(lines) + "\n"


def _title(machine: Machine, state: str) -> str:
    label, by = str(machine.states(state).label), machine.stage(state).by
    return f"{label}｜{roles.label(by)}" if by else label


def _edges(machine: Machine) -> dict[tuple[str, str], list[str]]:
    """(from, to) → what leads there, each with who may do it, in the order of the table; what stays leads back."""
    edges: dict[tuple[str, str], list[str]] = {}
    for move in machine.moves:
        for state in _in_order(machine, move.from_):
            edges.setdefault((state, str(move.to)), []).append(_words(move))
    for act in machine.acts:
        for state in _in_order(machine, act.states) if act.stays else ():
            edges.setdefault((state, state), []).append(_words(act))
    return edges


def _words(row: Row) -> str:
    return f"{row.label}（{'、'.join(roles.label(r) for r in row.by)}）"


def write(folder: Path) -> list[Path]:
    """Write one file a machine, take away those of machines that are no more; returns what was stale."""
    folder.mkdir(parents=True, exist_ok=True)
    found = stale(folder)
    for path in found:
        if path.stem in MACHINES:
            path.write_text(mermaid(MACHINES[path.stem]), encoding="utf-8")
        else:
            path.unlink()
    return found


def stale(folder: Path) -> list[Path]:
    """The files that do not say what the tables say, missing and left-over ones among them."""
    wanted = {folder / f"{m.name}.mmd": mermaid(m) for m in machines()}
    there = {path: path.read_text(encoding="utf-8") for path in folder.glob("*.mmd")}
    return sorted(path for path in wanted.keys() | there.keys() if wanted.get(path) != there.get(path))
