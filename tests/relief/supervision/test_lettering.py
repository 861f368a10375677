"""Which letter goes to whom: rungs, reasons, deciders, issuers, grounds (supervision.md §6)."""

from datetime import date, timedelta
from typing import Any

import pytest

from relief.supervision.models import LetterPlan, SupervisionCase
from tests.supervision_cast import (
    BASE,
    CITY,
    COUNTY,
    EMPLOYER,
    FINDING,
    OPINION,
    REASON,
    RECOMMENDATION,
    REMINDER,
    SKIPPED,
    START,
    Committee,
)
from workflows import clock
from workflows.errors import NotPossible


def opened(house: Committee, *plans: dict[str, Any]) -> SupervisionCase:
    """A case whose director decided on these letters."""
    case = house.at("finding")
    house.perform(case, "open_letters", "director", plans=plans)
    return case


def grounds(case: SupervisionCase) -> list[tuple[str, str]]:
    return [(g.code, g.kind) for g in case.machine.facts(case).escalation_grounds]


def test_a_reminder_needs_nothing_before_it(house: Committee) -> None:
    case = opened(house, REMINDER)
    plan = case.plans.get()
    assert (plan.kind, plan.organ, plan.issuer) == ("reminder_letter", "COMMITTEE", house.units[COUNTY])
    assert case.state == "letters_open" and not case.machine.facts(case).every_letter_ended


def test_an_opinion_follows_a_reminder_or_skips_it_for_a_reason_of_the_list(house: Committee) -> None:
    case = house.at("finding")
    for plan, said in ((OPINION, "跳过提示函的理由"), ({**SKIPPED, "skip_reminder": "HASTE"}, "不允许以此理由"),
                       ({**SKIPPED, "skip_note": " "}, "具体情况"), ({**SKIPPED, "skip_reminder": "TALKS_FAILED"}, "协商未成"),
                       ({**SKIPPED, "skip_decided_by": house.by("leader")}, "主任决定")):  # fmt: skip
        with pytest.raises(NotPossible, match=said):
            house.perform(case, "open_letters", "director", plans=[plan])
    assert case.state == "finding" and not LetterPlan.objects.exists()
    house.perform(case, "open_letters", "director", plans=[SKIPPED])
    assert case.plans.get().skip_decided_by == house.by("director")


def test_a_group_has_ten_workers(house: Committee) -> None:
    few = {**SKIPPED, "skip_reminder": "GROUP"}
    case = house.ready("investigating")
    house.perform(case, "report", "supervisor", **{**FINDING, "workers": 9}, second=house.by("supervisor2"))
    with pytest.raises(NotPossible, match="群体性"):
        house.perform(case, "open_letters", "director", plans=[few])
    opened(house, few)


def test_talks_that_failed_skip_the_reminder(house: Committee) -> None:
    case = house.at("negotiating")
    house.perform(case, "break_off", "supervisor", **REASON)
    house.perform(case, "open_letters", "director", plans=[{**SKIPPED, "skip_reminder": "TALKS_FAILED"}])
    assert case.state == "letters_open"


def test_the_opinion_is_skipped_by_a_leader_of_a_county_or_above(house: Committee) -> None:
    skip = {**RECOMMENDATION, "skip_opinion": "DANGER", "skip_note": "危及生命安全。"}
    case = house.at("finding")
    for plan in (RECOMMENDATION, skip, {**skip, "skip_decided_by": house.by("counsel")},
                 {**skip, "skip_decided_by": house.by("leader"), "skip_opinion": "GROUP"}):  # fmt: skip
        with pytest.raises(NotPossible, match="意见书"):
            house.perform(case, "open_letters", "director", plans=[plan])
    house.perform(case, "open_letters", "director", plans=[{**skip, "skip_decided_by": house.by("leader")}])
    assert case.plans.get().issuer == house.units[COUNTY]


def test_a_leader_below_the_county_skips_no_opinion_and_the_county_issues(house: Committee) -> None:
    """§6.6: unions below the county request a recommendation upward."""
    house.newcomer("base_leader")
    house.grant("base_leader", "leader", BASE)
    house.grant("case_office", "case_office", BASE)
    case = house.ready("investigating", by="base_office", at=BASE)
    house.perform(case, "report", "supervisor", **FINDING, second=house.by("supervisor2"))
    skip = {**RECOMMENDATION, "skip_opinion": "DANGER", "skip_note": "危及生命安全。"}
    with pytest.raises(NotPossible, match="县级以上工会"):
        house.perform(case, "open_letters", "base_director", plans=[{**skip, "skip_decided_by": house.by("base_leader")}])
    with pytest.raises(NotPossible, match="名义"):
        house.perform(case, "open_letters", "base_director",
                      plans=[{**skip, "skip_decided_by": house.by("leader"), "issuer": house.units[BASE]}])  # fmt: skip
    house.perform(case, "open_letters", "base_director", plans=[{**skip, "skip_decided_by": house.by("leader")}])
    assert case.plans.get().issuer == house.units[COUNTY]


def test_a_recused_leader_decides_nothing(house: Committee) -> None:
    case = house.at("finding")
    house.perform(case, "recuse", "director", person=house.by("leader"), **REASON)
    skip = {**RECOMMENDATION, "skip_opinion": "DANGER", "skip_note": "危险。", "skip_decided_by": house.by("leader")}
    with pytest.raises(NotPossible, match="分管领导"):
        house.perform(case, "open_letters", "director", plans=[skip])


def test_a_demand_needs_an_established_breach(house: Committee) -> None:
    case = house.ready("investigating")
    house.perform(case, "report", "supervisor", **{**FINDING, "violations": []}, second=house.by("supervisor2"))
    with pytest.raises(NotPossible, match="只能发提示函"):
        house.perform(case, "open_letters", "director", plans=[SKIPPED])
    house.perform(case, "open_letters", "director", plans=[REMINDER])


def test_no_letters_where_nothing_was_proved(house: Committee) -> None:
    case = house.ready("investigating")
    house.perform(case, "report", "supervisor", **{**FINDING, "route": "DROP"}, second=house.by("supervisor2"))
    with pytest.raises(NotPossible, match="没有认定"):
        house.perform(case, "open_letters", "director", plans=[REMINDER])


def test_contractor_and_subcontractor_each_have_a_letter(house: Committee) -> None:
    """§13.8; and one open letter a case, addressee and kind (§6.6)."""
    other = {**SKIPPED, "addressee": "示例县总承包有限公司"}
    assert opened(house, SKIPPED, other).plans.count() == 2
    case = house.at("finding")
    with pytest.raises(NotPossible, match="还没有办结"):
        house.perform(case, "open_letters", "director", plans=[SKIPPED, {**SKIPPED, "addressee": " ".join(EMPLOYER["employer_name"])}])


def test_a_foreign_union_is_no_issuer(house: Committee) -> None:
    case = house.at("finding")
    with pytest.raises(NotPossible, match="办案工会或其上级"):
        house.perform(case, "open_letters", "director", plans=[{**REMINDER, "issuer": house.units[BASE]}])
    house.perform(case, "open_letters", "director", plans=[{**REMINDER, "issuer": house.units[CITY]}])


def test_a_plan_without_words_is_no_plan(house: Committee) -> None:
    case = house.at("finding")
    for plans in ([], [{**REMINDER, "addressee": " "}], [{**REMINDER, "kind": "offer"}], [{"kind": "opinion"}],
                  [{**REMINDER, "colour": "red"}]):  # fmt: skip
        with pytest.raises(NotPossible):
            house.perform(case, "open_letters", "director", plans=plans)


# --- escalation ------------------------------------------------------------------------------------------------
def test_nothing_follows_a_reminder_whose_day_still_runs(house: Committee) -> None:
    case = opened(house, REMINDER)
    house.letter(case.plans.get(), state="awaiting_reply")
    assert grounds(case) == []
    with pytest.raises(NotPossible, match="送达证明且期限已过"):
        house.perform(case, "escalate", "director", plans=[SKIPPED])
    with pytest.raises(NotPossible, match="没有可以依据的前一份提示函"):
        house.perform(case, "escalate", "director", plans=[OPINION])


def test_an_overdue_reminder_is_followed_by_an_opinion(house: Committee) -> None:
    case = opened(house, REMINDER)
    reminder = house.letter(case.plans.get(), state="overdue")
    assert grounds(case) == [("REMINDER_OVERDUE", "opinion")]
    house.perform(case, "escalate", "director", plans=[OPINION])
    plan = case.plans.latest("id")
    assert plan.follows == reminder and not plan.skip_reminder and case.state == "letters_open"


def test_another_addressee_is_no_second_rung(house: Committee) -> None:
    case = opened(house, REMINDER)
    house.letter(case.plans.get(), state="overdue")
    with pytest.raises(NotPossible, match="跳过提示函的理由"):
        house.perform(case, "escalate", "director", plans=[{**OPINION, "addressee": "别的公司"}])


def test_an_overdue_reminder_is_no_ground_for_a_recommendation(house: Committee) -> None:
    case = opened(house, REMINDER)
    house.letter(case.plans.get(), state="overdue")
    with pytest.raises(NotPossible, match="意见书"):
        house.perform(case, "escalate", "director", plans=[RECOMMENDATION])


@pytest.mark.parametrize(("state", "method", "code"), [
    ("overdue", "DIRECT", "OPINION_UNANSWERED"), ("awaiting_reply", "LEFT", "OPINION_REFUSED_RECEIPT"),
    ("overdue", "LEFT", "OPINION_REFUSED_RECEIPT"),
])  # fmt: skip
def test_an_unanswered_or_refused_opinion_is_followed_by_a_recommendation(
    house: Committee, state: str, method: str, code: str
) -> None:
    case = opened(house, SKIPPED)
    opinion = house.letter(case.plans.get(), state=state, method=method)
    assert grounds(case) == [(code, "recommendation")]
    house.perform(case, "escalate", "director", plans=[RECOMMENDATION])
    assert case.plans.latest("id").follows == opinion


def test_without_proof_of_service_nothing_has_expired(house: Committee) -> None:
    case = opened(house, REMINDER)
    letter = house.letter(case.plans.get(), state="draft")
    assert grounds(case) == []
    assert not hasattr(letter, "receipt")


def test_the_same_matter_again_within_a_year_is_a_repeat(house: Committee) -> None:
    case = house.case(**EMPLOYER)
    house.prepare(case)
    for _ in range(3):
        house.move_on(case)
        house.prepare(case)
    assert case.letters.get().state == "satisfied"
    later = {"period_from": date(2026, 5, 1), "period_to": date(2026, 5, 31)}
    again = house.case(**EMPLOYER, **later, by="city_office", at=CITY)
    assert grounds(again) == [("REPEAT", "opinion")]
    house.on(START + timedelta(days=366))
    assert grounds(again) == []


def test_letters_are_concluded_when_every_one_ended_and_one_well(house: Committee) -> None:
    case = opened(house, SKIPPED, {**SKIPPED, "addressee": "示例县总承包有限公司"})
    first, second = case.plans.order_by("pk")
    with pytest.raises(NotPossible, match="没有办结"):
        house.perform(case, "conclude_letters", "case_office")
    house.letter(first, state="revoked", detail="DISCARDED")
    with pytest.raises(NotPossible, match="没有办结"):
        house.perform(case, "conclude_letters", "case_office")
    letter = house.letter(second, state="draft")
    house.put(letter, state="revoked", detail="DISCARDED")
    with pytest.raises(NotPossible, match="没有一份"):
        house.perform(case, "conclude_letters", "case_office")
    house.perform(case, "rethink", "director", **REASON)
    assert case.state == "finding"


def test_what_an_earlier_round_brought_does_not_count_twice(house: Committee) -> None:
    case = opened(house, SKIPPED)
    house.letter(case.plans.get(), state="satisfied")
    house.perform(case, "rethink", "director", **REASON)
    house.wait(1)
    house.perform(case, "open_letters", "director", plans=[SKIPPED])
    house.letter(case.plans.latest("id"), state="revoked", detail="DISCARDED")
    with pytest.raises(NotPossible, match="没有一份"):
        house.perform(case, "conclude_letters", "case_office")
    assert clock.today() == date(2026, 6, 2)
