"""The drawings and the data of draw_workflows are the tables themselves."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from workflows import diagrams
from workflows.fsm import MACHINES

FOLDER = settings.BASE_DIR / "docs" / "workflows"


def test_the_diagrams_are_fresh() -> None:
    assert diagrams.stale(FOLDER) == []


def test_every_edge_is_drawn_once_with_who_and_what() -> None:
    for machine in diagrams.machines():
        lines = [line.strip() for line in diagrams.mermaid(machine).splitlines()]
        assert lines[1] == "stateDiagram-v2" and f"[*] --> {machine.initial}" in lines
        for move in machine.moves:
            for source in move.from_:
                drawn = [line for line in lines if line.startswith(f"{source} --> {move.to}: ")]
                assert len(drawn) == 1 and str(move.label) in drawn[0], move.name
        loops = {state for act in machine.acts if act.stays for state in act.states}
        assert sum(" --> " in line and ": " in line for line in lines) == len(machine.edges) + len(loops)


def test_what_stays_is_drawn_back_to_its_state() -> None:
    """A row that the law's table writes → =: a loop in the drawing, a move to = in the data, an act in both."""
    machine = MACHINES["supervision_case"]
    lines = [line.strip() for line in diagrams.mermaid(machine).splitlines()]
    loop = next(line for line in lines if line.startswith("investigating --> investigating: "))
    assert "改派（监督委员会办公室）" in loop and "延长期限（监督委员会主任）" in loop
    data = diagrams.as_data(machine)
    assert next(m for m in data["moves"] if m["move"] == "prolong") == {
        "move": "prolong", "from": ["investigating", "negotiating"], "to": "=", "by": ["director"],
        "when": ["limit_running", "extension_left"], "apart_from": [], "notice": ""}  # fmt: skip
    assert {"reassign", "prolong", "escalate"} <= {a["act"] for a in data["acts"]}
    assert not {a.name for a in machine.acts if not a.stays} & {m["move"] for m in data["moves"]}


def test_writing_mends_what_is_stale_and_leaves_the_rest(tmp_path: Path) -> None:
    assert {p.stem for p in diagrams.write(tmp_path)} == set(MACHINES)
    assert diagrams.write(tmp_path) == []
    stale = tmp_path / "payout_line.mmd"
    stale.write_text("drawn by hand", encoding="utf-8")
    gone = tmp_path / "no_such_machine.mmd"
    gone.write_text("of a machine that is no more", encoding="utf-8")
    assert set(diagrams.stale(tmp_path)) == {stale, gone}
    diagrams.write(tmp_path)
    assert diagrams.stale(tmp_path) == [] and not gone.exists()


def test_check_fails_on_a_stale_file(tmp_path: Path, settings) -> None:
    settings.BASE_DIR = tmp_path
    with pytest.raises(SystemExit) as end:
        call_command("draw_workflows", "--check", stderr=StringIO())
    assert end.value.code == 1
    call_command("draw_workflows", stdout=StringIO())
    call_command("draw_workflows", "--check")


def test_the_data_has_exactly_the_agreed_shape() -> None:
    out = StringIO()
    call_command("draw_workflows", "--json", stdout=out)
    data = json.loads(out.getvalue())
    assert [m["machine"] for m in data] == sorted(MACHINES)
    for machine in data:
        assert list(machine) == ["machine", "states", "stages", "moves", "acts"]
        assert all(list(s) == ["state", "label", "desk", "limit", "passed"] for s in machine["stages"])
        assert all(list(m) == ["move", "from", "to", "by", "when", "apart_from", "notice"] for m in machine["moves"])
        assert all(list(a) == ["act", "states", "by"] for a in machine["acts"])
        states = set(machine["states"])
        assert all({m["to"], *m["from"]} <= states | {"="} for m in machine["moves"])
    relief = next(m for m in data if m["machine"] == "relief_application")
    assert next(m for m in relief["moves"] if m["move"] == "approve") == {
        "move": "approve", "from": ["approval"], "to": "approved", "by": ["approver", "secretary"],
        "when": ["matrix_obeyed", "second_publicity_off", "funds_free", "not_held"], "apart_from": ["recommend"],
        "notice": "decision"}  # fmt: skip
