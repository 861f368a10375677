"""General leads: assigned, contacted in time, answered or turned into a case of their own (relief.md §4)."""

import json
from datetime import date, datetime, timedelta

import pytest

from relief.leads import selectors
from relief.leads.services.converting import offered
from relief.queue.sitting import sit
from tests.supervision_cast import BASE, COUNTY, REASON, Committee
from workflows import clock, deadlines
from workflows.errors import NotAllowed, NotPossible
from workflows.models import Alert, Event

TOLD = {"told": True, "rating": 5}


def assigned(house: Committee, **values):  # noqa: ANN201 - a Lead
    """A lead in the hands of the clerk of the grassroots union."""
    lead = house.call(**values)
    house.perform(lead, "assign", "hotline", handler=house.by("clerk"), organisation=house.units[BASE])
    return lead


def test_a_lead_has_its_number_and_its_limit_of_the_scheme(house: Committee) -> None:
    lead = house.call()
    assert lead.number == "示例工线〔2026〕1号" and lead.due_on == date(2026, 6, 2)
    task = lead.machine.facts(house.call(urgent=True)).deadline
    assert task.due_at == clock.office_now().replace(hour=11, minute=0, second=0, microsecond=0) or task.due_at is not None


def test_an_urgent_lead_is_told_after_two_hours(house: Committee) -> None:
    lead = house.call(urgent=True)
    due: datetime | None = lead.machine.facts(lead).deadline.due_at
    assert due is not None and due - lead.received_at == timedelta(hours=2)
    clock.move_demo_clock(due + timedelta(minutes=1))
    deadlines.run()
    assert Alert.objects.get(machine="lead").told == "hotline reviewer"


def test_the_limit_runs_on_through_assignment_until_somebody_made_contact(house: Committee) -> None:
    lead = house.call()
    house.on(date(2026, 6, 2))
    house.perform(lead, "assign", "hotline", handler=house.by("clerk"), organisation=house.units[BASE])
    assert lead.due_on == date(2026, 6, 2)
    house.perform(lead, "contact_note", "clerk", how="电话", said="已约定见面。")
    assert lead.due_on is None
    house.on(date(2026, 6, 5))
    deadlines.run()
    assert not Alert.objects.exists()


def test_a_lead_goes_to_somebody_who_works_where_it_lies(house: Committee) -> None:
    lead = house.call()
    for handler, union in (("clerk", COUNTY), ("counsel", BASE)):
        with pytest.raises(NotPossible, match="由谁处理"):
            house.perform(lead, "assign", "hotline", handler=house.by(handler), organisation=house.units[union])
    with pytest.raises(NotAllowed, match="不能把线索分派到"):
        house.perform(lead, "assign", "hotline", handler=house.by("clerk"), organisation=house.units["GH9901"])
    house.perform(lead, "assign", "reviewer", handler=house.by("clerk"), organisation=house.units[BASE])
    assert lead.organisation == house.units[BASE] and lead.handler == house.by("clerk")
    house.perform(lead, "hand_back", "clerk", reason="不属于我会。")
    assert (lead.state, lead.handler) == ("open", None)


def test_an_answer_is_told_and_rated_or_the_person_is_out_of_reach(house: Committee) -> None:
    lead = assigned(house)
    with pytest.raises(NotPossible, match="答复内容"):
        house.perform(lead, "answer", "clerk", text=" ")
    house.perform(lead, "answer", "clerk", text="已说明办理途径。")
    for given in ({"told": True}, {"rating": 5}, {"told": True, "rating": 6}):
        with pytest.raises(NotPossible):
            house.perform(lead, "close", "hotline", **given)
    house.perform(lead, "close", "hotline", unreachable=True)
    assert lead.state == "closed"


def test_a_low_rating_reopens_a_lead_once(house: Committee) -> None:
    lead = assigned(house)
    house.perform(lead, "contact_note", "clerk", how="电话", said="已联系。")
    house.perform(lead, "answer", "clerk", text="已答复。")
    house.perform(lead, "close", "hotline", told=True, rating=2)
    house.wait(3)
    house.perform(lead, "reopen", "hotline", **REASON)
    assert lead.state == "assigned" and lead.due_on == date(2026, 6, 5), "contact is due anew"
    with pytest.raises(NotPossible, match="答复内容"):
        house.perform(lead, "answer", "clerk", text="")
    house.perform(lead, "answer", "clerk", text="再次答复。")
    house.perform(lead, "close", "hotline", told=True, rating=1)
    with pytest.raises(NotPossible, match="已重新办理过"):
        house.perform(lead, "reopen", "hotline", **REASON)


def test_who_is_content_does_not_reopen(house: Committee) -> None:
    lead = assigned(house)
    house.perform(lead, "answer", "clerk", text="已答复。")
    house.perform(lead, "close", "hotline", **TOLD)
    with pytest.raises(NotPossible, match="评价不低"):
        house.perform(lead, "reopen", "hotline", **REASON)


def test_arrears_of_wages_become_a_supervision_lead_linked_both_ways(house: Committee) -> None:
    lead = assigned(house)
    assert offered(lead)[0] == "supervision"
    house.perform(lead, "convert", "clerk", into=["supervision"])
    opened = lead.supervision_lead
    assert opened.lead == lead and opened.organisation == house.units[COUNTY] and opened.state == "registered"
    assert (opened.source, opened.source_ref, opened.matter_codes) == ("12351", lead.number, ["WAGE"])
    assert opened.identity.name == "欧阳示例" and opened.number.endswith("监线〔2026〕1号")
    assert lead.state == "converted" and opened.due_on == date(2026, 6, 2)


def test_a_lead_without_a_name_is_anonymous(house: Committee) -> None:
    lead = assigned(house, person_name="", person_phone="")
    house.perform(lead, "convert", "clerk", into=["supervision"], supervision={"workers": 3})
    assert lead.supervision_lead.naming == "ANONYMOUS" and lead.supervision_lead.identity is None
    assert lead.supervision_lead.workers == 3


def test_a_lead_becomes_a_relief_draft_once_cause_and_day_are_known(house: Committee) -> None:
    lead = assigned(house)
    with pytest.raises(NotPossible, match="致困原因和发生日期"):
        house.perform(lead, "convert", "clerk", into=["relief"])
    event = {"cause": "WAGE_ARREARS", "event_date": date(2026, 4, 30)}
    house.perform(lead, "convert", "clerk", into=["supervision", "relief"], relief=event)
    draft = lead.application
    assert draft is not None and draft.lead == lead and draft.state == "draft" and draft.name == "欧阳示例"
    assert draft.organisation == house.units[BASE] and lead.supervision_lead.lead == lead


def test_nothing_is_converted_into_nothing(house: Committee) -> None:
    lead = assigned(house)
    for into in ([], ["campaign"]):
        with pytest.raises(NotPossible, match="救助申请或监督线索"):
            house.perform(lead, "convert", "clerk", into=into)


def test_the_same_call_again_is_not_converted_again(house: Committee) -> None:
    house.call()
    again = assigned(house)
    with pytest.raises(NotPossible, match="相同"):
        house.perform(again, "convert", "clerk", into=["supervision"])
    other = assigned(house, person_phone="13800000010")
    house.perform(other, "convert", "clerk", into=["supervision"])


def test_the_journal_and_the_table_do_not_tell_who_called(house: Committee) -> None:
    lead = assigned(house)
    with pytest.raises(NotPossible, match="代称“反映人”"):
        house.perform(lead, "note", "clerk", text="欧阳示例来电")
    house.perform(lead, "contact_note", "clerk", how="电话", said="欧阳示例同意来访。")
    house.perform(lead, "answer", "clerk", text="已答复欧阳示例。")
    told = json.dumps(list(Event.objects.values_list("facts", flat=True)), ensure_ascii=False)
    assert "欧阳示例" not in told and "13800000009" not in told


def test_a_scout_is_known_to_hotline_and_reviewer_only(house: Committee) -> None:
    lead = assigned(house, source="SCOUT")
    known = {name: selectors.caller_of(lead, sit(house.by(name))).name for name in ("hotline", "reviewer", "clerk")}
    assert known == {"hotline": "欧阳示例", "reviewer": "欧阳示例", "clerk": "已保密"}
    plain = assigned(house, person_phone="13800000011")
    assert selectors.caller_of(plain, sit(house.by("clerk"))).phone == "13800000011"
    assert list(selectors.general_leads_for(sit(house.by("clerk")))) == [plain, lead]
    assert not selectors.general_leads_for(sit(house.by("supervisor"))).exists()


def test_nothing_is_received_tomorrow(house: Committee) -> None:
    with pytest.raises(NotPossible, match="接收时间"):
        house.call(received_at=clock.office_now() + timedelta(days=1))
