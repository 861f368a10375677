"""Reading the data of a letter: what may be empty, what is refused, and that nothing crashes it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relief.letters.checks import STAGES, faults
from relief.letters.content import CONTENTS
from relief.letters.reading import read
from tests.relief.letters.conftest import Ask, samples

MAY_BE_EMPTY = {
    "reminder_letter": {"facts", "copy_to", "attachments"},
    "opinion": {"preceding_no", "copy_to", "attachments"},
    "recommendation": {"prior_steps", "copy_to", "attachments"},
}
ADDRESSED = {"addressees", "department"}
"""What addressee_complete asks for."""


def complaints(kind: str, letter: Any) -> set[str]:
    return {fault.field for fault in read(CONTENTS[kind], letter)[1]}


@pytest.mark.parametrize("row", samples(), ids=lambda row: row["id"])
def test_samples_are_complete(row: dict[str, Any]) -> None:
    assert read(CONTENTS[row["kind"]], row["letter"])[1] == []


@pytest.mark.parametrize("row", samples(), ids=lambda row: row["id"])
@pytest.mark.parametrize("empty", ["absent", None, "", "　 "])
def test_exactly_these_fields_may_be_empty(row: dict[str, Any], empty: Any, ask: Ask) -> None:
    """Every field in turn is left out, null or blank."""
    kind = row["kind"]
    for name in row["letter"]:
        letter = {**row["letter"], name: empty}
        if empty == "absent":
            del letter[name]
        question = ask(kind, letter={})
        object.__setattr__(question, "letter", letter)
        found = {f.field.split(".")[0] for f in faults("submit", question) if f.code == "kind_facts_complete"}
        assert found == (set() if name in MAY_BE_EMPTY[kind] | ADDRESSED else {name}), (name, found)


def test_facts_may_lack_period_workers_and_amount() -> None:
    letter = samples()[1]["letter"]
    for fact in ({"text": "甲"}, {"text": "甲", "period": "", "workers": None, "amount": None}, {"text": "甲", "workers": ""}):
        assert complaints("opinion", {**letter, "facts": [fact]}) == set()
    assert complaints("opinion", {**letter, "facts": [{"period": "2026年"}]}) == {"facts[0].text"}


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("reminder_letter", {"reason": ["甲"]}, "reason"),
        ("reminder_letter", {"reason": 7}, "reason"),
        ("reminder_letter", {"reason": True}, "reason"),
        ("reminder_letter", {"items": "甲"}, "items"),
        ("reminder_letter", {"items": ["甲", 5]}, "items[1]"),
        ("reminder_letter", {"items": ["甲", " "]}, "items[1]"),
        ("reminder_letter", {"items": ["甲", None]}, "items[1]"),
        ("reminder_letter", {"reminder_scope": "ALL"}, "reminder_scope"),
        ("reminder_letter", {"addressees": [{"name": {}}]}, "addressees[0].name"),
        ("reminder_letter", {"addressees": ["甲公司"]}, "addressees[0]"),
        ("reminder_letter", {"legal_bases": [{"law": "甲法"}]}, "legal_bases[0].article"),
        ("reminder_letter", {"surprise": "甲"}, "surprise"),
        ("opinion", {"demands": [{"n": "1", "action": "a", "measure": "b", "due_text": "c", "evidence": "d"}]}, "demands[0].n"),
        ("opinion", {"demands": [{"n": 1, "measure": "b", "due_text": "c", "evidence": "d"}]}, "demands[0].action"),
        ("opinion", {"facts": ["甲"]}, "facts[0]"),
        ("opinion", {"facts": [{"text": "甲", "workers": 1.5}]}, "facts[0].workers"),
        ("recommendation", {"employer": []}, "employer"),
        ("recommendation", {"employer_response": "LATE"}, "employer_response"),
        ("recommendation", {"prior_steps": [{"kind": "opinion", "no": "1", "served_on": "2026-02-30", "method": "a"}]}, "prior_steps[0].served_on"),
    ],
)  # fmt: skip
def test_mistyped_and_unknown_values_are_named(kind: str, change: dict[str, Any], field: str) -> None:
    letter = next(row["letter"] for row in samples() if row["kind"] == kind)
    assert field in complaints(kind, {**letter, **change})


def test_the_employer_of_a_recommendation_needs_name_and_credit_code_only() -> None:
    letter = samples()[2]["letter"]
    employer = letter["employer"]
    for name in employer:
        rest = {key: value for key, value in employer.items() if key != name}
        found = complaints("recommendation", {**letter, "employer": rest})
        assert found == ({f"employer.{name}"} if name in ("name", "uscc") else set())


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.just("\ud800\x00"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "law", "text", "n", "x"]), inner),
    max_leaves=5,
)


@settings(max_examples=120, deadline=None)
@given(kind=st.sampled_from(sorted(CONTENTS)), data=st.data())
def test_no_value_crashes_reading_or_checking(kind: str, data: Any) -> None:
    letter = dict(next(row["letter"] for row in samples() if row["kind"] == kind))
    for name in data.draw(st.lists(st.sampled_from(sorted(letter)), min_size=1, max_size=3)):
        letter[name] = data.draw(ANYTHING)
    _content, found = read(CONTENTS[kind], letter)
    assert all(fault.field and fault.message for fault in found)


def test_stages_are_three() -> None:
    assert STAGES == ("submit", "sign", "seal")
