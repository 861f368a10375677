"""Supervision leads: the form, duplicates, what becomes of them (supervision.md §3, §11)."""

import json
from datetime import date
from typing import Any

import pytest

from relief.supervision.models import Employer, Identity, SupervisionCase
from relief.supervision.services.accepting import followers
from tests.supervision_cast import BASE, CITY, COMPLAINANT, EMPLOYER, FORM, START, Committee
from workflows import clock
from workflows.errors import NotAllowed, NotPossible
from workflows.models import Alert, Event


def test_wage_matters_are_screened_in_a_day_others_in_five(house: Committee) -> None:
    assert house.lead().due_on == date(2026, 6, 2)
    assert house.lead(matter_codes=["HOURS"]).due_on == date(2026, 6, 8)


def test_the_limit_follows_the_matters_of_the_form(house: Committee) -> None:
    lead = house.lead(matter_codes=["HOURS"])
    house.perform(lead, "edit", "hotline", values={"matter_codes": ["HOURS", "WAGE"]})
    assert lead.due_on == date(2026, 6, 2)


@pytest.mark.parametrize(("field", "value", "said"), [
    ("employer_name", " ", "单位"), ("matter_codes", [], "事项"), ("workers", None, "人数"), ("source", "12345", "来源编号"),
    ("project", "", "工程项目"), ("amount_fen", None, "欠薪金额"), ("period_to", None, "欠薪期间"),
    ("why_missing", {}, "工人信息"), ("other_channels", "", "仲裁诉讼投诉"), ("urgency", "", "紧急程度"),
])  # fmt: skip
def test_a_lead_is_not_taken_up_on_a_form_with_gaps(house: Committee, field: str, value: Any, said: str) -> None:
    lead = house.lead(**{field: value})
    assert lead.machine.facts(lead).missing_fields == [said]
    with pytest.raises(NotPossible, match=said):
        house.perform(lead, "accept", "case_office")
    assert not SupervisionCase.objects.exists()


def test_each_of_the_six_clear_items_may_be_missing_for_a_reason(house: Committee) -> None:
    why = {key: "反映人不掌握" for key in ("project", "amount_fen", "period", "worker_list")}
    lead = house.lead(project="", amount_fen=None, period_from=None, why_missing=why)
    assert lead.machine.facts(lead).missing_fields == []


def test_who_stays_anonymous_leaves_no_name_and_others_must(house: Committee) -> None:
    why = {"contact": "匿名", "worker_list": "匿名"}
    lead = house.lead(naming="ANONYMOUS", why_missing=why)
    assert lead.identity is None and lead.machine.facts(lead).missing_fields == []
    with pytest.raises(NotPossible, match="匿名"):
        house.perform(lead, "edit", "case_office", identity=COMPLAINANT)
    house.perform(lead, "edit", "case_office", values={"naming": "NAMED"})
    assert lead.machine.facts(lead).missing_fields == ["反映人"]


def test_a_matter_outside_the_catalogue_is_no_matter_of_ours(house: Committee) -> None:
    lead = house.lead(matter_codes=["NEIGHBOURS"])
    with pytest.raises(NotPossible, match="不属于工会劳动法律监督范围"):
        house.perform(lead, "accept", "case_office")


def test_the_same_report_is_a_candidate_until_a_person_says_what_it_is(house: Committee) -> None:
    first, other = house.lead(), house.lead(employer_name="示例县 恒通养护工程有限公司", uscc="")
    assert [(d.other, d.same) for d in other.duplicates.all()] == [(first, ["name", "period", "matter"])]
    with pytest.raises(NotPossible, match="疑似重复"):
        house.perform(other, "accept", "case_office")
    with pytest.raises(NotPossible, match="刷新"):
        house.perform(other, "decide_duplicates", "case_office", decisions={0: True})
    house.perform(other, "decide_duplicates", "case_office", decisions={other.duplicates.get().pk: False})
    house.perform(other, "accept", "case_office")
    assert other.duplicates.get().decided_by == house.by("case_office")


@pytest.mark.parametrize("values", [
    {"uscc": "91000000MA0000EX1A"}, {"employer_name": "别的公司", "uscc": ""}, {"matter_codes": ["HOURS"]},
    {"period_from": date(2025, 1, 1), "period_to": date(2025, 12, 31)},
])  # fmt: skip
def test_another_employer_matter_or_period_is_no_candidate(house: Committee, values: dict[str, Any]) -> None:
    house.lead()
    assert not house.lead(**values).duplicates.exists()


def test_mending_the_form_mends_the_candidates(house: Committee) -> None:
    house.lead()
    lead = house.lead()
    house.perform(lead, "edit", "case_office", values={"matter_codes": ["HOURS"]})
    assert not lead.duplicates.exists()


def test_acceptance_opens_a_case_without_names(house: Committee) -> None:
    lead = house.lead(request="欧阳示例要求支付工资。")
    fired = house.perform(lead, "accept", "case_office")
    case = lead.case
    assert case is not None and case.number.endswith("监〔2026〕1号") and case.state == "accepted"
    assert case.employer.name == EMPLOYER["employer_name"] and case.employer.uscc == EMPLOYER["uscc"]
    assert case.summary == "职工甲要求支付工资。" and lead.identity is not None and lead.identity.pseudonym == "职工甲"
    assert fired.event.facts["case"] == case.pk and not fired.event.facts["joined"]


def test_no_journal_and_no_row_tells_who_complained(house: Committee) -> None:
    house.at("closed")
    told = json.dumps(list(Event.objects.values_list("facts", flat=True)), ensure_ascii=False)
    assert COMPLAINANT["name"] not in told and COMPLAINANT["contact"] not in told and "司徒示例" not in told
    stored = Identity.objects.extra(select={"raw": "name || contact"}).values_list("raw", flat=True)
    assert not any(COMPLAINANT["name"] in raw or COMPLAINANT["contact"] in raw for raw in stored)


def test_what_the_journal_keeps_is_refused_while_it_names_the_complainant(house: Committee) -> None:
    lead = house.lead()
    with pytest.raises(NotPossible, match="代称“反映人”"):
        house.perform(lead, "note", "case_office", text="欧 阳 示例来电。")
    house.perform(lead, "accept", "case_office")
    with pytest.raises(NotPossible, match="代称“职工甲”"):
        house.perform(lead.case, "note", "case_office", text="欧阳示例来电。")


def test_a_second_lead_of_the_employer_joins_the_open_case(house: Committee) -> None:
    case = house.case()
    lead = house.lead(matter_codes=["HOURS"], urgency="GROUP", workers=20)
    house.perform(lead, "accept", "case_office")
    case.refresh_from_db()
    assert lead.case == case and case.matter_codes == ["HOURS", "WAGE"] and case.urgency == "GROUP"
    assert lead.identity is not None and lead.identity.pseudonym == "职工乙"
    note = Event.objects.filter(machine="supervision_case", case_id=case.pk, verb="note").get()
    assert lead.number in note.facts["text"]


def test_a_case_of_its_own_if_the_office_says_so(house: Committee) -> None:
    case = house.case()
    lead = house.lead(matter_codes=["HOURS"])
    house.perform(lead, "accept", "case_office", separate=True)
    assert lead.case != case and Employer.objects.count() == 1


def test_a_contractor_joins_the_case_of_the_subcontractor(house: Committee) -> None:
    case = house.case()
    lead = house.lead(employer_name="示例县总承包有限公司", uscc="", matter_codes=["WAGE"])
    house.perform(lead, "accept", "case_office", join=case)
    assert lead.case == case and Employer.objects.count() == 2


def test_a_closed_case_is_not_joined_and_a_foreign_one_neither(house: Committee) -> None:
    closed = house.at("closed")
    lead = house.lead(matter_codes=["HOURS"])
    with pytest.raises(NotPossible, match="补充|现在是"):
        house.perform(lead, "accept", "case_office", join=SupervisionCase.objects.get(pk=house.at("archived").pk))
    house.perform(lead, "accept", "case_office")
    assert lead.case != closed
    foreign = house.lead(by="city_office", at=CITY, matter_codes=["REST"])
    with pytest.raises(NotPossible, match="本会"):
        house.perform(foreign, "accept", "city_office", join=lead.case)


def test_who_stands_aside_does_not_join_leads_to_the_case(house: Committee) -> None:
    case = house.case()
    house.perform(case, "recuse", "case_office", reason="与单位负责人有亲属关系。")
    lead = house.lead(matter_codes=["HOURS"])
    with pytest.raises(NotAllowed, match="回避"):
        house.perform(lead, "accept", "case_office")
    assert lead.case is None


def test_two_credit_codes_are_two_employers_of_one_name(house: Committee) -> None:
    house.perform(house.lead(), "accept", "case_office")
    house.perform(house.lead(uscc="91000000MA0000EX1A"), "accept", "case_office")
    house.perform(house.lead(uscc="", matter_codes=["HOURS"]), "accept", "case_office")
    assert Employer.objects.count() == 2 and SupervisionCase.objects.count() == 2


def test_priority_matters_are_reported_to_the_next_higher_union(house: Committee) -> None:
    lead = house.lead(matter_codes=["WAGE", "DEMOC"])
    house.perform(lead, "accept", "case_office")
    report = lead.priority_report
    assert report.to == house.units[CITY] and report.matter_codes == ["WAGE"]
    plain = house.lead(matter_codes=["DEMOC"], employer_name="别的公司", uscc="")
    house.perform(plain, "accept", "case_office")
    assert not hasattr(plain, "priority_report")


def test_thirty_complaints_merge_and_follow_the_one_that_lives_on(house: Committee) -> None:
    first, second, third = (house.lead(matter_codes=[code]) for code in ("WAGE", "HOURS", "REST"))
    house.perform(third, "merge", "case_office", survivor=second)
    house.perform(second, "merge", "case_office", survivor=first)
    assert [x.pk for x in followers(first)] == [second.pk, third.pk]
    house.perform(first, "accept", "case_office")
    assert first.case is not None and set(first.case.leads.all()) == {first, second, third}
    names = sorted(x.identity.pseudonym for x in first.case.leads.all() if x.identity)
    assert names == ["职工丙", "职工乙", "职工甲"]
    late = house.lead(matter_codes=["DEMOC"])
    house.perform(late, "merge", "case_office", survivor=first)
    assert late.case == first.case and late.identity is not None and late.identity.pseudonym == "职工丁"


def test_nothing_merges_into_itself_or_into_what_has_ended(house: Committee) -> None:
    lead, gone = house.lead(), house.lead(matter_codes=["HOURS"])
    house.perform(gone, "decline", "case_office", ground="WITHDRAWN", text="反映人撤回。")
    for survivor in (lead, gone):
        with pytest.raises(NotPossible, match="并入"):
            house.perform(lead, "merge", "case_office", survivor=survivor)


def test_a_lead_is_declined_on_a_ground_of_the_list_in_words(house: Committee) -> None:
    lead = house.lead()
    for ground, text in (("OTHER", "理由"), ("INSUFFICIENT", " ")):
        with pytest.raises(NotPossible, match="情形"):
            house.perform(lead, "decline", "case_office", ground=ground, text=text)
    house.perform(lead, "decline", "case_office", ground="INSUFFICIENT", text="没有可查线索。")
    house.grant("case_office", "director", "GH990101")
    with pytest.raises(NotAllowed, match="不同"):
        house.perform(lead, "review_decline", "case_office", role="director", reason="应当受理。")
    house.perform(lead, "review_decline", "director", reason="应当受理。")
    assert lead.state == "registered" and lead.ground == ""


def test_a_lead_is_passed_on_to_somebody(house: Committee) -> None:
    lead = house.lead()
    with pytest.raises(NotPossible, match="转给哪个单位"):
        house.perform(lead, "pass_on", "case_office", recipient=" ")
    house.perform(lead, "pass_on", "case_office", recipient="示例县人力资源和社会保障局")
    assert (lead.state, lead.recipient) == ("passed_on", "示例县人力资源和社会保障局")


def test_the_form_is_refused_where_it_cannot_be_true(house: Committee) -> None:
    for values, said in (({"amount_fen": -1}, "负数"), ({"period_from": date(2026, 5, 1)}, "颠倒"), ({"workers": "x"}, "人数"),
                         ({"source": "RUMOUR"}, "来源"), ({"employer_name": "长" * 101}, "单位")):  # fmt: skip
        with pytest.raises(NotPossible, match=said):
            house.lead(**{**FORM, **values})


def test_a_passed_limit_is_told_to_office_and_director(house: Committee) -> None:
    from workflows import deadlines

    lead = house.lead()
    house.on(date(2026, 6, 3))
    deadlines.run()
    assert Alert.objects.get(case_id=lead.pk, machine="supervision_lead").told == "case_office director"
    assert clock.today() > START


def test_a_lead_of_a_grassroots_union_is_that_unions_business(house: Committee) -> None:
    lead = house.lead(by="base_office", at=BASE)
    house.perform(lead, "accept", "base_office")
    assert lead.case is not None and lead.case.organisation == house.units[BASE]
    house.grant("supervisor3", "case_office", BASE)
    with pytest.raises(NotAllowed):
        house.perform(house.lead(), "accept", "base_office")
