"""Records, findings, talks, and the hands that must differ (supervision.md §2, §4, §11)."""

from datetime import timedelta
from typing import Any

import pytest

from relief.documents.services import Upload
from relief.organisations.models import Delegation
from tests.supervision_cast import (
    CLOSING,
    COUNTY,
    FINDING,
    PDF,
    REASON,
    RECORD,
    SKIPPED,
    START,
    TERMS,
    WORKER,
    Committee,
)
from workflows import clock
from workflows.errors import NotAllowed, NotPossible

SCAN = Upload("笔录.pdf", PDF)


def record(house: Committee, case: Any, by: str = "supervisor", **more: Any) -> Any:
    return house.perform(case, "record", by, **{**RECORD, "held_at": clock.office_now(), **more})


def test_a_record_carries_two_signatures_with_the_certificates_of_the_day(house: Committee) -> None:
    case = house.at("investigating")
    record(house, case, paper=SCAN)
    with pytest.raises(NotPossible, match="另一名监督员签字"):
        house.perform(case, "sign_record", "supervisor")
    assert not case.machine.facts(case).records_signed
    house.perform(case, "sign_record", "supervisor2")
    signed = case.records.get().signatures.order_by("pk")
    assert [s.certificate for s in signed] == ["示监0001", "示监0002"] and case.machine.facts(case).records_signed


def test_who_stands_in_for_the_recorder_is_no_second_investigator(house: Committee) -> None:
    case = house.at("investigating")
    record(house, case, paper=SCAN)
    Delegation.objects.create(
        principal=house.by("supervisor"), delegate=house.by("supervisor3"), role="supervisor", valid_from=START,
        organisation=house.units[COUNTY], valid_to=START + timedelta(days=9), set_by=house.by("director"))  # fmt: skip
    house.by("supervisor3").grants.all().delete()
    with pytest.raises(NotPossible, match="代理"):
        house.perform(case, "sign_record", "supervisor3")


def test_a_record_is_signed_or_its_refusal_noted(house: Committee) -> None:
    case = house.at("investigating")
    record(house, case)
    house.perform(case, "sign_record", "supervisor2")
    assert not case.machine.facts(case).records_signed
    record(house, case, refusal_note="被调查人拒绝签字。")
    house.perform(case, "sign_record", "supervisor2")
    assert not case.machine.facts(case).records_signed, "each record, not the last alone"


@pytest.mark.parametrize("gap", ["place", "person", "told", "text", "read_back"])
def test_a_record_has_every_field_of_the_form(house: Committee, gap: str) -> None:
    with pytest.raises(NotPossible, match="调查笔录"):
        record(house, house.at("investigating"), **{gap: ""})


def test_no_finding_without_records_and_evidence(house: Committee) -> None:
    case = house.at("investigating")
    with pytest.raises(NotPossible) as refused:
        house.perform(case, "report", "supervisor", **FINDING, second=house.by("supervisor2"))
    assert "笔录" in refused.value.message and "证据" in refused.value.message
    assert not case.findings.exists()


@pytest.mark.parametrize("change", [
    {"facts": []}, {"facts": [{"text": "拖欠工资。", "evidence_ref": ""}]}, {"employer_view": " "}, {"reason": ""},
    {"route": "FINE"}, {"workers": -1}, {"amount_fen": -1},
])  # fmt: skip
def test_a_finding_is_whole(house: Committee, change: dict[str, Any]) -> None:
    case = house.ready("investigating")
    with pytest.raises(NotPossible):
        house.perform(case, "report", "supervisor", **{**FINDING, **change}, second=house.by("supervisor2"))
    assert case.state == "investigating"


def test_a_finding_has_two_names_both_of_the_assigned(house: Committee) -> None:
    case = house.ready("investigating")
    for second in ("supervisor", "supervisor3"):
        with pytest.raises(NotPossible, match="结论"):
            house.perform(case, "report", "supervisor", **FINDING, second=house.by(second))


def test_who_reported_does_not_decide(house: Committee) -> None:
    """§4 apart: report | send_back, open_letters, escalate, close."""
    case = house.at("finding")
    house.grant("supervisor", "director", COUNTY)
    for verb, given in (("send_back", REASON), ("open_letters", {"plans": [SKIPPED]})):
        with pytest.raises(NotAllowed, match="不同"):
            house.perform(case, verb, "supervisor", role="director", **given)
    house.perform(case, "send_back", "director", **REASON)
    assert case.state == "investigating"


def test_who_reported_does_not_decide_for_another_either(house: Committee) -> None:
    case = house.at("finding")
    Delegation.objects.create(
        principal=house.by("director"), delegate=house.by("supervisor"), role="director", valid_from=START,
        organisation=house.units[COUNTY], valid_to=START + timedelta(days=9), set_by=house.by("director"))  # fmt: skip
    with pytest.raises(NotAllowed, match="不同"):
        house.perform(case, "send_back", "supervisor", role="director", **REASON)


def test_who_reported_or_visited_does_not_close(house: Committee) -> None:
    case = house.ready("closing")
    for name in ("supervisor", "supervisor2"):
        house.grant(name, "director", COUNTY)
    with pytest.raises(NotAllowed, match="不同"):
        house.perform(case, "close", "supervisor", role="director", **CLOSING)
    house.perform(case, "close", "director", **CLOSING)


def test_talks_need_both_sides(house: Committee) -> None:
    case = house.at("finding")
    with pytest.raises(NotPossible, match="双方"):
        house.perform(case, "negotiate", "case_office", workers_willing=True, employer_willing=False)
    assert case.talks_agreed_on is None


def test_a_settlement_has_terms_and_its_terms_are_verified(house: Committee) -> None:
    case = house.at("negotiating")
    for terms in ([], [{"text": " "}]):
        with pytest.raises(NotPossible, match="逐项"):
            house.perform(case, "settle", "supervisor", agreed_on=START, terms=terms, agreed_by="双方代表")
    house.perform(case, "settle", "supervisor", agreed_on=START, terms=TERMS, agreed_by="双方代表", paper=SCAN)
    items = case.machine.facts(case).items
    assert [(i.source, i.n, i.text) for i in items] == [(f"settlement:{case.settlements.get().pk}", 1, "6月30日前付清工资")]
    house.prepare(case)
    house.move_on(case)
    assert case.state == "revisiting"


def test_talks_that_fail_come_back_with_a_reason(house: Committee) -> None:
    case = house.at("negotiating")
    with pytest.raises(NotPossible, match="理由"):
        house.perform(case, "break_off", "supervisor", reason="")
    house.perform(case, "break_off", "supervisor", reason="单位拒绝支付。")
    assert case.state == "finding" and case.machine.facts(case).facts_proved


def test_a_worker_is_known_by_a_pseudonym(house: Committee) -> None:
    case = house.at("investigating")
    house.perform(case, "add_worker", "supervisor", name=WORKER, owed_fen=300_000)
    worker = case.workers.get()
    assert worker.pseudonym == "职工乙", "职工甲 is the complainant"
    house.perform(case, "add_worker", "case_office", name=WORKER, owed_fen=200_000, worker=worker)
    assert [w.owed_fen for w in case.workers.all()] == [200_000]
    with pytest.raises(NotPossible, match="没有这名职工"):
        house.perform(house.case(), "add_worker", "case_office", name=WORKER, worker=worker)
    with pytest.raises(NotPossible, match="代称“职工乙”"):
        house.perform(case, "note", "supervisor", text=f"{WORKER}已到场")


def test_the_eleventh_worker_has_a_pseudonym_too(house: Committee) -> None:
    case = house.at("investigating")
    for n in range(11):
        house.perform(case, "add_worker", "supervisor", name=f"某{n}号工")
    assert case.workers.order_by("-pk").values_list("pseudonym", flat=True)[:2][::1] == ["职工12", "职工11"]
