"""The command people check the office with: JSON to the letter, refusals that name item and field."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from workflows.calendar import Calendar, calendar_rows_from_package
from workflows.management.commands import due_date


@pytest.fixture(autouse=True)
def shipped_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    calendar = Calendar(calendar_rows_from_package())
    monkeypatch.setattr(due_date, "load_calendar", lambda: calendar)


def ask(tmp_path: Path, question: Any, *flags: str) -> str:
    path = tmp_path / "question.json"
    path.write_text(question if isinstance(question, str) else json.dumps(question), encoding="utf-8")
    out = StringIO()
    call_command("due_date", str(path), *flags, stdout=out)
    return out.getvalue()


def answer(tmp_path: Path, question: Any) -> Any:
    return json.loads(ask(tmp_path, question, "--json"))


def refusal(tmp_path: Path, question: Any) -> str:
    with pytest.raises(CommandError) as refused:
        ask(tmp_path, question, "--json")
    assert refused.value.returncode == 2
    return str(refused.value)


DUE = {"op": "due", "start": "2025-09-26", "n": 5, "unit": "wd"}


def test_a_running_clock(tmp_path: Path) -> None:
    found = answer(tmp_path, DUE)
    assert set(found) == {"due", "state", "counted", "skipped", "rolled", "makeup", "sentence"}
    assert (found["due"], found["state"], found["makeup"], found["rolled"]) == (
        "2025-10-10",
        "running",
        ["2025-09-28"],
        [],
    )
    assert found["counted"] == ["2025-09-28", "2025-09-29", "2025-09-30", "2025-10-09", "2025-10-10"]
    assert found["skipped"][:2] == [["2025-09-27", "周末"], ["2025-10-01", "国庆节"]]


def test_a_rolled_end(tmp_path: Path) -> None:
    found = answer(tmp_path, {"op": "due", "start": "2025-09-20", "n": 15, "unit": "d", "pauses": []})
    assert (found["due"], found["skipped"]) == ("2025-10-09", [])
    assert found["rolled"] == ["2025-10-05", "2025-10-06", "2025-10-07", "2025-10-08"]


def test_a_stopped_clock(tmp_path: Path) -> None:
    pauses = [["2026-02-24", "2026-02-26"], ["2026-03-02", None]]
    found = answer(tmp_path, {"op": "due", "start": "2026-02-13", "n": 5, "unit": "wd", "pauses": pauses})
    assert (found["due"], found["state"], found["estimate"]) == (None, "stopped", "2026-03-03")


def test_beyond_the_calendar(tmp_path: Path) -> None:
    found = answer(tmp_path, DUE | {"calendar_to": "2025-09-30"})
    assert (found["due"], found["state"], found["estimate"]) == (None, "beyond_calendar", "2025-10-02")
    found = answer(tmp_path, {"op": "between", "start": "2025-09-26", "end": "2025-10-02", "calendar_to": "2025-09-30"})
    assert found == {"working_days": None, "state": "beyond_calendar", "estimate": 5}


def test_list_for_list(tmp_path: Path) -> None:
    found = answer(
        tmp_path,
        [
            {"op": "between", "start": "2025-09-26", "end": "2025-10-10"},
            {"op": "hours", "start": "2026-03-20T10:00", "n": 24},
            {"op": "hours", "start": "2026-03-20T02:00:00Z", "n": 2},
        ],
    )
    assert found == [
        {"working_days": 5},
        {"due_at": "2026-03-21T10:00:00+08:00"},
        {"due_at": "2026-03-20T12:00:00+08:00"},
    ]
    assert answer(tmp_path, []) == []
    assert isinstance(answer(tmp_path, [DUE]), list)


def test_words_without_json(tmp_path: Path) -> None:
    assert ask(tmp_path, DUE).strip().endswith("截止2025-10-10")
    assert ask(tmp_path, {"op": "between", "start": "2025-09-26", "end": "2025-10-10"}) == "5个工作日\n"
    beyond = {"op": "between", "start": "2026-12-30", "end": "2027-01-04"}
    assert ask(tmp_path, beyond) == "超出已装入的工作日历，按周一至周五暂定3个工作日\n"
    assert ask(tmp_path, {"op": "hours", "start": "2026-03-20T10:00", "n": 1}) == "截止2026-03-20T11:00:00+08:00\n"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"start": None}, "start"),
        ({"start": "2025-02-29"}, "start"),
        ({"start": "20250226"}, "start"),
        ({"start": "2025-02-26T10:00"}, "start"),
        ({"n": None}, "n"),
        ({"n": -1}, "n"),
        ({"n": 1.0}, "n"),
        ({"n": "5"}, "n"),
        ({"n": True}, "n"),
        ({"n": 10**15}, "n"),
        ({"unit": None}, "unit"),
        ({"unit": "h"}, "unit"),
        ({"pauses": {}}, "pauses"),
        ({"pauses": ["2025-09-27"]}, "pauses"),
        ({"pauses": [["2025-09-27"]]}, "pauses"),
        ({"pauses": [[None, "2025-09-27"]]}, "pauses"),
        ({"pauses": [["2025-09-28", "2025-09-27"]]}, "pauses"),
        ({"calendar_to": "2026"}, "calendar_to"),
        ({"op": "overdue"}, "op"),
        ({"op": None}, "op"),
        ({"op": []}, "op"),
        ({"op": "between"}, "end"),
        ({"op": "between", "end": "2025-09-25"}, "end"),
        ({"op": "hours", "start": "soon"}, "start"),
        ({"op": "hours", "n": -1}, "n"),
    ],
)
def test_bad_input_names_the_field(tmp_path: Path, change: dict[str, Any], field: str) -> None:
    assert refusal(tmp_path, DUE | change).startswith(f"{field}：")
    assert refusal(tmp_path, [DUE, DUE | change]).startswith(f"第2项 {field}：")


@pytest.mark.parametrize("text", ["", "{", "3", '"due"', "null"])
def test_bad_files_are_refused(tmp_path: Path, text: str) -> None:
    refusal(tmp_path, text)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(CommandError, match="无法读取文件") as refused:
            call_command("due_date", str(path))
        assert refused.value.returncode == 2


def test_without_a_calendar_it_fails_and_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due_date, "load_calendar", lambda: Calendar(()))
    with pytest.raises(CommandError, match="make setup") as failed:
        ask(tmp_path, DUE)
    assert failed.value.returncode == 1
    assert json.loads(ask(tmp_path, {"op": "hours", "start": "2026-03-20T10:00", "n": 1}, "--json"))
