"""Money: who could be paid wrongly, and what must be true at the last moment before it goes out."""

from datetime import date, timedelta

import pytest

from relief import office
from relief.applications.models import Application
from relief.applications.services import approval
from relief.payouts.models import BudgetLine, PayoutLine
from tests.factories import BUDGET_FEN, CITY, COUNTY, REASON, Office
from workflows import clock
from workflows.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db


def own(house: Office) -> BudgetLine:
    return BudgetLine.objects.get(organisation=house.units[COUNTY], source="OWN")


ENDINGS = [("terminate", "head", REASON), ("withdraw", "clerk", {"role": "APPLICANT"}), ("reopen", "approver", REASON)]


@pytest.mark.parametrize(("verb", "who", "given"), ENDINGS)
def test_a_case_whose_line_lies_in_a_batch_is_not_ended_behind_the_batch(house, verb, who, given) -> None:
    case = house.at("approved")
    batch = house.batch(case)
    with pytest.raises(NotPossible, match="批次"):
        house.perform(case, verb, who, **given)
    house.perform(batch, "void", "cashier", **REASON)
    house.perform(case, verb, who, **given)
    assert house.line(case).state == "cancelled"
    line = own(house)
    assert (line.available, line.reserved) == (BUDGET_FEN, 0)


def test_a_case_held_after_it_was_batched_does_not_go_to_the_bank(house) -> None:
    case = house.at("approved")
    batch = house.batch(case)
    house.perform(batch, "check", "payment_reviewer")
    house.perform(case, "hold", "head", reason="申请人可能已故", review_on=clock.today() + timedelta(days=5))
    with pytest.raises(NotPossible, match="暂缓"):
        house.perform(batch, "export", "payment_reviewer")
    house.perform(case, "release", "head")
    house.perform(batch, "export", "payment_reviewer")


def test_a_payee_found_dead_after_the_batch_does_not_go_to_the_bank(house) -> None:
    case = house.at("approved")
    batch = house.batch(case)
    house.perform(batch, "check", "payment_reviewer")
    case.check_set.filter(kind="population_death").update(status="matched")
    with pytest.raises(NotPossible, match="已故"):
        house.perform(batch, "export", "payment_reviewer")


def test_a_death_in_the_family_does_not_make_the_applicant_dead(house) -> None:
    case = house.at("approved", cause="DEATH_FAMILY", total_cost_fen=None)
    case.check_set.filter(kind="population_death").update(status="matched", result="家属已故，与申报相符")
    assert house.batch(case).count == 1


def test_kin_are_paid_when_the_applicant_died(house) -> None:
    case = house.at("approved", account_name="王小明", payee_relation="配偶，协议领取")
    case.check_set.filter(kind="population_death").update(status="matched")
    assert house.batch(case).count == 1


def same_household(house: Office, state: str, **values: object) -> tuple[Application, Application]:
    first = house.at(state)
    second = house.at(state, id_no=first.id_no, event_date=date(2026, 2, 12), **values)
    return first, second


def test_what_was_awarded_meanwhile_counts_at_the_approval(house) -> None:
    """L1: one payment a household, cause and year, though both cases were accepted before either was paid."""
    first, second = same_household(house, "approval")
    house.perform(first, "approve", "approver")
    with pytest.raises(NotPossible, match="上限"):
        house.perform(second, "approve", "approver")


def test_what_was_awarded_meanwhile_counts_at_the_recommendation(house) -> None:
    first = house.at("approval")
    second = house.ready("county_review", id_no=first.id_no, event_date=date(2026, 2, 12))
    house.perform(first, "approve", "approver")
    with pytest.raises(NotPossible, match="上限"):
        house.perform(second, "recommend", "head", source="OWN")


def test_the_account_is_known_before_the_recommendation(house) -> None:
    case = house.ready("county_review", card_no="")
    with pytest.raises(NotPossible, match="卡号"):
        house.perform(case, "recommend", "head", source="OWN")
    other = house.ready("county_review", account_name="别人")
    with pytest.raises(NotPossible, match="收款关系"):
        house.perform(other, "recommend", "head", source="OWN")


def test_the_county_does_not_undo_what_the_city_decided(house) -> None:
    case = house.at("approval", relative_of_staff=True)
    house.perform(case, "approve", "city_approver")
    with pytest.raises(NotAllowed):
        house.perform(case, "reopen", "approver", **REASON)
    house.perform(case, "reopen", "city_approver", **REASON)
    assert case.state == "approval"


BIG = {"total_cost_fen": 4_000_000}


def test_minutes_decide_a_case_once(house) -> None:
    case = house.at("approval", **BIG)
    meeting = house.meeting(case)
    office.carry_out(approval.decide, meeting=meeting, actor=house.by("secretary"))
    case.refresh_from_db()
    house.perform(case, "reopen", "secretary", minutes="汾阳工会纪〔2026〕2号", **REASON)
    office.carry_out(approval.decide, meeting=meeting, actor=house.by("secretary"))
    case.refresh_from_db()
    assert case.state == "approval"
    with pytest.raises(NotPossible):
        house.perform(case, "approve", "secretary", agenda_item=meeting.agenda.get())


def test_minutes_are_typed_by_a_secretary_of_that_union(house) -> None:
    case = house.at("approval", **BIG)
    agenda = [{"application": case, "proposed_fen": case.proposed_fen, "decision": "agree", "votes_for": 7}]
    head = {"body": "主席办公会", "held_on": clock.today(), "present": 7, "entitled": 9, "number": "1号",
            "agenda": agenda}  # fmt: skip
    with pytest.raises(NotAllowed):
        office.carry_out(approval.record_meeting, organisation=house.units[COUNTY], actor=house.by("clerk"), **head)
    with pytest.raises(NotAllowed):
        office.carry_out(approval.record_meeting, organisation=house.units[CITY], actor=house.by("secretary"), **head)


def test_another_meeting_than_the_matrix_names_decides_nothing(house) -> None:
    case = house.at("approval", **BIG)
    meeting = house.meeting(case)
    type(meeting).objects.update(body="茶话会")
    with pytest.raises(NotPossible):
        office.carry_out(approval.decide, meeting=meeting, actor=house.by("secretary"))


def test_a_meeting_held_before_the_publicity_was_over_decides_nothing(house) -> None:
    case = house.at("approval", **BIG)
    meeting = house.meeting(case)
    type(meeting).objects.update(held_on=case.sheet_entries.latest("id").sheet.ends_on)
    with pytest.raises(NotPossible):
        office.carry_out(approval.decide, meeting=meeting, actor=house.by("secretary"))


def test_the_same_answers_again_after_the_batch_is_settled_change_nothing(house) -> None:
    case = house.at("approved")
    batch = house.exported(case)
    rows = house.answers(batch)
    house.perform(batch, "record_result", "cashier", rows=rows)
    before = own(house)
    fired = house.perform(batch, "record_result", "cashier", rows=rows)
    assert fired.event.facts["new"] == 0
    after = own(house)
    assert (before.paid, before.committed) == (after.paid, after.committed)
    assert batch.state == "settled"


def test_a_failed_line_is_freed_once_whatever_its_way(house) -> None:
    case = house.at("approved")
    house.pay(case, failed=True)
    failed = house.line(case)
    house.perform(failed, "cancel", "head", **REASON)
    house.perform(case, "reopen", "approver", **REASON)
    line = own(house)
    assert (line.available, line.reserved, line.committed) == (BUDGET_FEN, 0, 0)
    house.perform(case, "approve", "approver")
    assert PayoutLine.objects.filter(application=case, state="planned").count() == 1


def test_a_member_of_the_household_checks_no_batch_with_their_case(house) -> None:
    from relief.people.secrets import blind

    mine = "11010519491231002X"
    house.by("payment_reviewer").id_blind = blind("id", mine)
    house.by("payment_reviewer").save()
    case = house.at("approved")
    case.members.create(name="成员", relation="配偶", id_no=mine, id_blind=blind("id", mine))
    batch = house.batch(case)
    with pytest.raises(NotAllowed, match="回避"):
        house.perform(batch, "check", "payment_reviewer")
