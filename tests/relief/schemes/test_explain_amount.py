"""The command `explain_amount`: answers to the letter, refusals with exit code 2 naming the key."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from relief.schemes.loader import SCHEMES_DIR, read_yaml
from relief.schemes.services import load_scheme

pytestmark = pytest.mark.django_db
ILLNESS = {"cause": "ILLNESS_SELF", "total_cost": 7000000, "application_date": "2026-03-20", "as_of": "2026-03-20"}


@pytest.fixture(autouse=True)
def scheme():
    load_scheme(content=read_yaml(SCHEMES_DIR / "SX-LSJZ-DEMO-1.yaml"))


@pytest.fixture
def run(tmp_path: Path):
    def called(data: Any, *args: str, text: str | None = None) -> tuple[str, str]:
        path = tmp_path / "question.json"
        path.write_text(json.dumps(data, ensure_ascii=False) if text is None else text, encoding="utf-8")
        out, err = StringIO(), StringIO()
        call_command("explain_amount", str(path), *args, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return called


def test_one_object_gives_one_object(run):
    out, err = run({"case": ILLNESS}, "--json")
    assert json.loads(out) == {
        "rule": "ILL-SELF",
        "net": 7000000,
        "suggested": 2000000,
        "ceiling": 2000000,
        "floor": None,
        "decided_by": "rule_cap",
        "sentence": "依据演示办法第1版ILL-SELF:自付70,000.00元×30%=21,000.00元,受单项上限20,000元限制,建议20,000元。",
    }
    assert err == ""


def test_a_list_gives_a_list(run):
    out, _err = run([{"case": ILLNESS}, {"case": {"cause": "DEATH_SELF", "as_of": "2026-03-20"}}], "--json")
    assert [answer["suggested"] for answer in json.loads(out)] == [2000000, 500000]
    assert json.loads(run([], "--json")[0]) == []


def test_sentences_for_people(run):
    out, _err = run({"case": ILLNESS})
    assert out.startswith("依据演示办法第1版ILL-SELF")


def test_prior_source_budget_and_event(run):
    prior = [
        {"on": "2026-01-05", "amount": 500000, "cause": "CAMPAIGN", "same_person": True, "source": None},
        {"on": "2026-01-06", "amount": 100000, "same_person": True, "returned": True},
        {"on": "2026-01-07", "amount": 100000, "same_person": True, "returned": 100000},
        {"on": "2026-01-08", "amount": 300000, "same_person": True, "returned": 100000},
        {"on": "2026-01-09", "amount": 1, "same_household": True, "event": 7},
    ]
    answer = json.loads(run({"case": ILLNESS, "prior": prior, "budget_available": None}, "--json")[0])
    assert (answer["suggested"], answer["decided_by"]) == (1300000, "limit:L3")
    answer = json.loads(run({"case": {**ILLNESS, "event": "7"}, "prior": prior}, "--json")[0])
    assert (answer["suggested"], answer["decided_by"]) == (0, "limit:L4")


def test_null_keys_are_absent_keys(run):
    nulls = dict.fromkeys(("area", "hukou", "loss", "liability", "source", "event", "other_aid", "requested_amount"))
    plain = run({"case": ILLNESS}, "--json")
    assert run({"case": {**ILLNESS, **nulls}, "prior": None, "budget_available": None}, "--json") == plain


def test_a_note_beside_the_case_is_told_and_not_used(run):
    out, err = run([{"id": "a1", "case": ILLNESS}], "--json")
    assert json.loads(out)[0]["suggested"] == 2000000
    assert err.strip() == "[0]id:不认识的键,未使用"


def test_the_scheme_is_chosen_by_code_and_date(run):
    assert run({"case": ILLNESS}, "--scheme", "SX-LSJZ-DEMO")
    without_dates = {"cause": "ILLNESS_SELF", "total_cost": 1800000}
    assert json.loads(run({"case": without_dates}, "--json")[0])["suggested"] == 360000
    late = {**ILLNESS, "application_date": "2023-12-30", "as_of": "2024-01-05"}
    assert json.loads(run({"case": late}, "--json")[0])["suggested"] == 2000000


REFUSED = [
    ({"case": {**ILLNESS, "cause": "FLOOD"}}, "cause"),
    ({"case": {**ILLNESS, "cause": None}}, "cause"),
    ({"case": {**ILLNESS, "total_cost": 70000.5}}, "total_cost"),
    ({"case": {**ILLNESS, "total_cost": 70000.0}}, "total_cost"),
    ({"case": {**ILLNESS, "total_cost": "70000"}}, "total_cost"),
    ({"case": {**ILLNESS, "total_cost": True}}, "total_cost"),
    ({"case": {**ILLNESS, "total_cost": -1}}, "total_cost"),
    ({"case": {**ILLNESS, "total_cost": None}}, "total_cost"),
    ({"case": {**ILLNESS, "hukou": "city"}}, "hukou"),
    ({"case": {**ILLNESS, "as_of": "2026-02-30"}}, "as_of"),
    ({"case": {**ILLNESS, "as_of": "20260320"}}, "as_of"),
    ({"case": {**ILLNESS, "as_of": 20260320}}, "as_of"),
    ({"case": {**ILLNESS, "application_date": "2026/3/20"}}, "application_date"),
    ({"case": {**ILLNESS, "household_size": 2.5}}, "household_size"),
    ({"case": {**ILLNESS, "area": 141182}}, "area"),
    ({"case": {**ILLNESS, "source": "LOTTERY"}}, "source"),
    ({"case": {**ILLNESS, "event": 1.5}}, "event"),
    ({"case": {**ILLNESS, "totalcost": 1}}, "totalcost"),
    ({"case": {**ILLNESS, "cause": "TRAFFIC"}}, "liability"),
    ({"case": {**ILLNESS, "cause": "FIRE"}}, "loss"),
    ({"case": {**ILLNESS, "cause": "UNEMPLOYED", "area": "41", "hukou": "urban"}}, "area"),
    ({"case": {**ILLNESS, "application_date": "2023-01-01", "as_of": "2023-01-01"}}, "2023-01-01"),
    ({"case": ILLNESS, "budget_available": 1.5}, "budget_available"),
    ({"case": ILLNESS, "budget_available": -1}, "budget_available"),
    ({"case": ILLNESS, "prior": {}}, "prior"),
    ({"case": ILLNESS, "prior": [5]}, "prior[0]"),
    ({"case": ILLNESS, "prior": [{"amount": 5}]}, "prior[0].on"),
    ({"case": ILLNESS, "prior": [{"on": "2026-01-01", "amount": 1.5}]}, "prior[0].amount"),
    ({"case": ILLNESS, "prior": [{"on": "2026-01-01", "amount": -5}]}, "prior[0].amount"),
    ({"case": ILLNESS, "prior": [{"on": "2026-01-01", "amount": 5, "same_person": 1}]}, "prior[0].same_person"),
    ({"case": ILLNESS, "prior": [{"on": "2026-01-01", "amount": 5, "returned": 6}]}, "prior[0].returned"),
    ({"case": ILLNESS, "prior": [{"on": "2026-01-01", "amount": 5, "cause": "FLOOD"}]}, "prior[0].cause"),
    ({"case": ILLNESS, "prior": [{"on": "2026-01-01", "amount": 5, "source": "LOTTERY"}]}, "prior[0].source"),
    ({"case": ILLNESS, "prior": [{"on": "2026-01-01", "amount": 5, "on_": "x"}]}, "prior[0].on_"),
    ({}, "case"),
    ({"case": 5}, "case"),
    (5, "case"),
    ([{"case": ILLNESS}, 5], "[1]case"),
    ([{"case": ILLNESS}, {"case": {**ILLNESS, "cause": "FLOOD"}}], "[1]cause"),
]


@pytest.mark.parametrize(("data", "key"), REFUSED)
def test_refused_with_exit_code_2(run, data, key):
    with pytest.raises(CommandError) as refusal:
        run(data, "--json")
    assert refusal.value.returncode == 2
    assert key in str(refusal.value)


@pytest.mark.parametrize("text", ["", "{", "\x00", '{"case": {"cause": "FIRE", "loss": NaN}}', "[" * 100000])
def test_not_json(run, text):
    with pytest.raises(CommandError) as refusal:
        run(None, "--json", text=text)
    assert refusal.value.returncode == 2


def test_a_key_twice(run):
    with pytest.raises(CommandError, match="键loss出现两次"):
        run(None, "--json", text='{"case": {"cause": "FIRE", "loss": 1, "loss": 900000}}')


def test_no_such_file():
    with pytest.raises(CommandError) as refusal:
        call_command("explain_amount", "/nonexistent/question.json")
    assert refusal.value.returncode == 2


def test_no_such_scheme(run):
    with pytest.raises(CommandError, match="NOPE") as refusal:
        run({"case": ILLNESS}, "--scheme", "NOPE")
    assert refusal.value.returncode == 2
