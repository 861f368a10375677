"""The command letter_clock: JSON to the letter of commands.md, refusals that name item and field."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from relief.jurisdictions.errors import Problem, ProfileError
from relief.jurisdictions.management.commands import letter_clock
from relief.jurisdictions.rules import Rules
from workflows.calendar import Calendar

ALWAYS = {"served_on", "due_on", "rolled", "last_day_before_roll", "state"}
OPINION = {"kind": "opinion", "profile": "demo-province@1", "method": "DIRECT", "events": {"signed_on": "2026-06-01"},
           "limit_key": "opinion_reply"}  # fmt: skip
Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def shipped(monkeypatch: pytest.MonkeyPatch, calendar: Calendar, province: Rules, city: Rules) -> None:
    """The demo profiles and the calendar, without a database."""

    class Version:
        def __init__(self, rules: Rules) -> None:
            self.rules = rules

    def named(name: str) -> Version:
        found = {rules.key: rules for rules in (province, city)}.get(name)
        if found is None:
            raise ProfileError([Problem("profile", f"没有地区规则{name}")])
        return Version(found)

    monkeypatch.setattr(letter_clock, "load_calendar", lambda: calendar)
    monkeypatch.setattr(letter_clock, "profile_named", named)


def ask(tmp_path: Path, question: Any, *flags: str) -> str:
    path = tmp_path / "question.json"
    path.write_text(question if isinstance(question, str) else json.dumps(question), encoding="utf-8")
    out = StringIO()
    call_command("letter_clock", str(path), *flags, stdout=out, stderr=StringIO())
    return out.getvalue()


def answer(tmp_path: Path, **changed: Any) -> Any:
    asked = {key: value for key, value in {**OPINION, **changed}.items() if value is not ...}
    return json.loads(ask(tmp_path, asked, "--json"))


def refusal(tmp_path: Path, question: Any) -> str:
    with pytest.raises(CommandError) as refused:
        ask(tmp_path, question, "--json")
    assert refused.value.returncode == 2
    return str(refused.value)


def test_a_running_clock(tmp_path: Path) -> None:
    assert answer(tmp_path) == {
        "served_on": "2026-06-01", "due_on": "2026-06-23", "rolled": False, "last_day_before_roll": "2026-06-23",
        "state": "RUNNING",
    }  # fmt: skip


def test_a_rolled_clock(tmp_path: Path) -> None:
    found = answer(tmp_path, kind="reminder_letter", limit_key="reminder_reply", events={"signed_on": "2026-06-05"})
    assert (found["due_on"], found["rolled"], found["last_day_before_roll"]) == ("2026-06-22", True, "2026-06-20")


def test_the_city_and_another_method(tmp_path: Path) -> None:
    mail = {"posted_on": "2026-09-01", "delivered_on": "2026-09-05"}
    found = answer(tmp_path, profile="demo-city@1", method="MAIL", events=mail)
    assert (found["due_on"], found["last_day_before_roll"], found["rolled"]) == ("2026-10-08", "2026-10-05", True)


@pytest.mark.parametrize(
    ("method", "events"),
    [
        ("PUBLICATION", {"published_on": "2026-03-10"}),
        ("ENTRUSTED", {"handed_on": "2026-03-10"}),
        ("MAIL", {"posted_on": "2026-03-10", "unclaimed_on": "2026-03-20"}),
        ("ELECTRONIC", {"arrived_at": "2026-03-10T10:00:00+08:00", "consent": False}),
        ("DIRECT", {}),
        ("DIRECT", {"signed_on": None}),
    ],
)
def test_not_served(tmp_path: Path, method: str, events: Any) -> None:
    more = {"at": "2026-12-31", "extension": {"requested_on": "2026-06-01", "n": 1}}
    assert answer(tmp_path, method=method, events=events, **more) == {
        "served_on": None, "due_on": None, "rolled": False, "last_day_before_roll": None, "state": "NOT_SERVED",
        "overdue": False,
    }  # fmt: skip


def test_an_extension(tmp_path: Path) -> None:
    found = answer(tmp_path, extension={"requested_on": "2026-06-23", "n": 10}, at="2026-07-08")
    assert (found["due_on"], found["extension"], found["extended_due_on"], found["overdue"]) == (
        "2026-06-23", "GRANTED", "2026-07-07", True)  # fmt: skip
    late = answer(tmp_path, extension={"requested_on": "2026-06-24", "n": 10}, at="2026-06-23")
    assert (late["extension"], late["extended_due_on"], late["overdue"]) == ("REFUSED_LATE", None, False)
    long = answer(tmp_path, extension={"requested_on": "2026-06-23", "n": 10**30})
    assert long["extension"] == "REFUSED_TOO_LONG"


def test_an_objection(tmp_path: Path) -> None:
    objection = {"objected_on": "2026-06-08", "result_served_on": "2026-06-24"}
    found = answer(tmp_path, objection=objection, at="2026-07-08T23:59:00+08:00")
    assert set(found) == ALWAYS | {"used", "rest", "due_after_objection", "overdue"}
    assert (found["used"], found["rest"], found["due_after_objection"], found["overdue"]) == (
        5,
        10,
        "2026-07-08",
        False,
    )
    late = answer(tmp_path, objection=objection, at="2026-07-08T16:00:00Z")
    assert late["overdue"] is True


def test_a_stopped_clock(tmp_path: Path) -> None:
    found = answer(tmp_path, objection={"objected_on": "2026-06-08", "result_served_on": None}, at="2026-12-31")
    assert found == {
        "served_on": "2026-06-01", "due_on": None, "rolled": False, "last_day_before_roll": None, "state": "STOPPED",
        "used": 5, "rest": 10, "due_after_objection": None, "overdue": False,
    }  # fmt: skip


def test_beyond_the_calendar(tmp_path: Path) -> None:
    beyond = {"due_on": None, "rolled": False, "last_day_before_roll": None, "state": "BEYOND_CALENDAR"}
    assert answer(tmp_path, events={"signed_on": "2026-12-11"}) == {"served_on": "2026-12-11", **beyond}
    assert answer(tmp_path, calendar_to="2026-06-20") == {"served_on": "2026-06-01", **beyond}
    days = {"n": 30, "unit": "CALENDAR_DAY", "start_rule": "NEXT_DAY", "roll_rule": "NONE"}
    found = answer(tmp_path, limit_key=..., limit=days, events={"signed_on": "2026-12-05"})
    assert found == {"served_on": "2026-12-05", **beyond}
    assert answer(tmp_path, limit_key=..., limit=days, events={"signed_on": "2026-12-01"})["due_on"] == "2026-12-31"


def test_a_limit_given_as_data(tmp_path: Path) -> None:
    rule = {"n": 1, "unit": "WORKING_DAY", "start_rule": "SAME_DAY", "roll_rule": "NONE"}
    assert answer(tmp_path, limit_key=..., limit=rule)["due_on"] == "2026-06-01"
    more = {**rule, "binds": "THEIR", "extension": {"max_n": 3, "unit": "CALENDAR_DAY", "times": 1}}
    found = answer(tmp_path, limit_key=..., limit=more, extension={"requested_on": "2026-06-01", "n": 3})
    assert found["extended_due_on"] == "2026-06-04"


def test_list_for_list(tmp_path: Path) -> None:
    assert [found["due_on"] for found in json.loads(ask(tmp_path, [OPINION, OPINION], "--json"))] == ["2026-06-23"] * 2
    assert json.loads(ask(tmp_path, [OPINION], "--json")) == [answer(tmp_path)]
    assert json.loads(ask(tmp_path, [], "--json")) == []


def test_a_name_beside_the_question_is_no_error(tmp_path: Path) -> None:
    assert answer(tmp_path, id="V1", why="\ud800")["due_on"] == "2026-06-23"


def test_words_without_json(tmp_path: Path) -> None:
    assert ask(tmp_path, {**OPINION, "at": "2026-06-24"}) == "2026-06-01送达，截止2026-06-23，已逾期\n"
    assert ask(tmp_path, {**OPINION, "events": {}}) == "未送达\n"


BAD = [
    ({"kind": None}, "kind"),
    ({"kind": "offer"}, "kind"),
    ({"kind": ["opinion"]}, "kind"),
    ({"profile": None}, "profile"),
    ({"profile": "demo-province"}, "profile"),
    ({"profile": "demo-province@9"}, "profile"),
    ({"profile": "demo-province@\u0661"}, "profile"),
    ({"profile": "x" * 10**5 + "@1"}, "profile"),
    ({"profile": "\ud800@1"}, "profile"),
    ({"profile": "a\x00@1"}, "profile"),
    ({"profile": {"code": 1}}, "profile"),
    ({"method": "PIGEON"}, "method"),
    ({"method": None}, "method"),
    ({"method": {}}, "method"),
    ({"events": None}, "events"),
    ({"events": []}, "events"),
    ({"events": "2026-06-01"}, "events"),
    ({"events": {"received_on": "2026-06-01"}}, "events.received_on"),
    ({"events": {"\ud800": 1}}, "events."),
    ({"events": {"signed_on": "2026-02-30"}}, "events.signed_on"),
    ({"events": {"signed_on": "20260601"}}, "events.signed_on"),
    ({"events": {"signed_on": "2026-06-01T10:00"}}, "events.signed_on"),
    ({"events": {"signed_on": 20260601}}, "events.signed_on"),
    ({"events": {"signed_on": [["2026-06-01"]]}}, "events.signed_on"),
    ({"events": {"signed_on": True}}, "events.signed_on"),
    ({"events": {"arrived_at": "2026-06-01", "consent": True}}, "events.arrived_at"),
    ({"events": {"arrived_at": "0001-01-01T00:00:00+23:00", "consent": True}}, "events.arrived_at"),
    ({"events": {"arrived_at": 5, "consent": True}}, "events.arrived_at"),
    ({"events": {"arrived_at": "2026-06-01T10:00:00", "consent": "yes"}}, "events.consent"),
    ({"events": {"arrived_at": "2026-06-01T10:00:00", "consent": 1}}, "events.consent"),
    ({"events": {"posted_on": "2026-06-02", "delivered_on": "2026-06-01"}}, "events.delivered_on"),
    ({"limit_key": None}, "limit_key"),
    ({"limit_key": "lunch"}, "limit_key"),
    ({"limit_key": []}, "limit_key"),
    ({"limit": {"n": 1}}, "limit_key"),
    ({"extension": []}, "extension"),
    ({"extension": {"n": 5}}, "extension.requested_on"),
    ({"extension": {"requested_on": "2026-06-02"}}, "extension.n"),
    ({"extension": {"requested_on": "2026-06-02", "n": 0}}, "extension.n"),
    ({"extension": {"requested_on": "2026-06-02", "n": -1}}, "extension.n"),
    ({"extension": {"requested_on": "2026-06-02", "n": 1.5}}, "extension.n"),
    ({"extension": {"requested_on": "2026-06-02", "n": True}}, "extension.n"),
    ({"extension": {"requested_on": "2026-06-02", "n": "5"}}, "extension.n"),
    ({"extension": {"requested_on": "2026-06-02", "n": 5, "unit": "wd"}}, "extension.unit"),
    ({"extension": {"requested_on": "2026-05-31", "n": 5}}, "extension.requested_on"),
    ({"objection": "2026-06-08"}, "objection"),
    ({"objection": {}}, "objection.objected_on"),
    ({"objection": {"objected_on": "2026-05-31"}}, "objection.objected_on"),
    ({"objection": {"objected_on": "2026-06-08", "result_served_on": "2026-06-07"}}, "objection.result_served_on"),
    ({"objection": {"objected_on": "2026-06-08", "result_served_on": False}}, "objection.result_served_on"),
    ({"at": "today"}, "at"),
    ({"at": 5}, "at"),
    ({"at": "2026-06-01T25:00"}, "at"),
    ({"calendar_to": "2026"}, "calendar_to"),
    ({"calendar_to": 2026}, "calendar_to"),
]


@pytest.mark.parametrize(("change", "field"), BAD)
def test_bad_questions_are_refused(tmp_path: Path, change: dict[str, Any], field: str) -> None:
    assert refusal(tmp_path, OPINION | change).startswith(field)
    assert refusal(tmp_path, [OPINION, OPINION | change]).startswith(f"第2项 {field}")


LIMIT = {"n": 15, "unit": "WORKING_DAY", "start_rule": "NEXT_DAY", "roll_rule": "NONE"}
BAD_LIMITS = [
    ([], "limit"),
    ("15", "limit"),
    ({**LIMIT, "n": 0}, "limit.n"),
    ({**LIMIT, "n": -1}, "limit.n"),
    ({**LIMIT, "n": 10**15}, "limit.n"),
    ({**LIMIT, "n": 15.0}, "limit.n"),
    ({**LIMIT, "n": True}, "limit.n"),
    ({**LIMIT, "unit": "HOUR"}, "limit.unit"),
    ({**LIMIT, "roll_rule": {}}, "limit.roll_rule"),
    ({"n": 15, "unit": "WORKING_DAY", "start_rule": "NEXT_DAY"}, "limit.roll_rule"),
    ({**LIMIT, "extension": {"max_n": 5}}, "limit.extension.unit"),
    ({**LIMIT, "extension": []}, "limit.extension"),
    ({**LIMIT, "binds": "US"}, "limit.binds"),
    ({**LIMIT, "more": 1}, "limit.more"),
]


@pytest.mark.parametrize(("limit", "field"), BAD_LIMITS)
def test_bad_limits_are_refused(tmp_path: Path, limit: Any, field: str) -> None:
    question = {key: value for key, value in OPINION.items() if key != "limit_key"}
    assert refusal(tmp_path, question | {"limit": limit}).startswith(f"{field}：")


@pytest.mark.parametrize("missing", sorted(OPINION))
def test_a_missing_key_is_refused(tmp_path: Path, missing: str) -> None:
    assert refusal(tmp_path, {k: v for k, v in OPINION.items() if k != missing}).startswith(missing)


@pytest.mark.parametrize(
    "text",
    ["", "{", "null", "5", '"x"', "[[]]", "[null]", '{"kind": NaN}', '{"n": Infinity}', "[" * 10**5,
     '{"kind": "opinion", "kind": "opinion"}', "1" * 5000, "\ufeff[", '[{"limit": {"n": 1e999}}]'],
)  # fmt: skip
def test_files_that_are_no_questions(tmp_path: Path, text: str) -> None:
    assert refusal(tmp_path, text)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("letter_clock", str(tmp_path / "absent.json"))
    assert refused.value.returncode == 2


def test_days_at_the_ends_of_time(tmp_path: Path) -> None:
    assert answer(tmp_path, events={"signed_on": "0001-01-01"})["state"] == "BEYOND_CALENDAR"
    assert refusal(tmp_path, OPINION | {"events": {"signed_on": "9999-12-31"}}).startswith("limit.n")
