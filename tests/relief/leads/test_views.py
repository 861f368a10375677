"""General leads through their screens: from the call to its rating, into a supervision lead, who may see the caller."""

from typing import Any

import pytest
from django.urls import reverse

from relief.leads.models import Lead
from tests.relief.supervision.screens import Desks, text
from tests.supervision_cast import BASE, COUNTY, Committee

pytestmark = pytest.mark.django_db
CALL = {"received_at": "2026-06-01T08:50", "source": "12351", "subject": "拖欠工资", "text": "三个月没有发工资。",
        "employer_name": "示例县恒通养护工程有限公司", "wage_arrears": "on", "person_name": "欧阳示例",
        "person_phone": "13800000009"}  # fmt: skip


@pytest.fixture
def desks(house: Committee) -> Desks:
    return Desks(house)


def call(house: Committee, desks: Desks, who: str = "hotline", **typed: Any) -> Any:
    at = house.units[BASE if who == "clerk" else COUNTY]
    return desks(who).post(reverse("lead_new"), {"organisation": str(at.pk), **CALL, **typed})


def test_from_the_call_to_the_supervision_lead(house: Committee, desks: Desks) -> None:
    answer = call(house, desks)
    lead = Lead.objects.get()
    assert answer.url == reverse("lead", args=[lead.pk])
    handler = house.people["clerk"].grants.get()
    desks.does("reviewer", lead, "assign", handler=str(handler.pk))
    assert lead.handler == house.by("clerk") and lead.organisation == house.units[BASE], "it goes to the clerk's union"
    desks.does("clerk", lead, "contact_note", how="电话", said="已核实。", occurred_on="2026-06-01")
    opened = text(desks("clerk").get(reverse("lead_act", args=[lead.pk, "convert"])))
    assert opened.index("监督线索（") < opened.index("救助申请草稿（"), "arrears of wages offer supervision first"
    desks.does("clerk", lead, "convert", into=["supervision"], employer_name=CALL["employer_name"], matter="WAGE",
               urgency="NORMAL")  # fmt: skip
    born = lead.supervision_lead
    assert (born.matter_codes, born.lead, born.organisation) == (["WAGE"], lead, house.units[COUNTY])
    assert born.number in text(desks("hotline").get(reverse("lead", args=[lead.pk])))
    back = text(desks("case_office").get(reverse("supervision_lead", args=[born.pk])))
    assert lead.number in back and reverse("lead", args=[lead.pk]) not in back, "the office reads no general leads"
    half = desks.act("hotline", lead, "close", told="on")
    assert half.status_code == 409 and "请登记评价" in text(half)
    desks.does("hotline", lead, "close", told="on", rating="2")
    assert lead.state == "closed" and "评价2分" in text(desks("hotline").get(reverse("lead", args=[lead.pk])))
    desks.does("hotline", lead, "reopen", reason="反映人不满意。")
    assert lead.state == "assigned"


def test_into_a_relief_draft(house: Committee, desks: Desks) -> None:
    lead = house.call(wage_arrears=False, subject="生活困难", employer_name="")
    house.perform(lead, "assign", "reviewer", handler=house.by("clerk"), organisation=house.units[BASE])
    lacking = desks.act("clerk", lead, "convert", into=["relief"])
    assert lacking.status_code == 422 and {"cause", "event_date"} <= set(lacking.context["form"].errors)
    form = desks("clerk").get(reverse("lead_act", args=[lead.pk, "convert"])).context["form"]
    cause = form.fields["cause"].choices[1][0]
    desks.does("clerk", lead, "convert", into=["relief"], cause=cause, event_date="2026-05-20")
    assert lead.application.name == "欧阳示例"


@pytest.mark.parametrize(("typed", "field"), [
    ({"employer_name": ""}, "employer_name"), ({"subject": ""}, "subject"), ({"person_phone": "11111111111"}, "person_phone"),
    ({"received_at": "2026-06-02T09:00"}, "received_at"), ({"source": "12345"}, "source"),
])  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(house: Committee, desks: Desks, typed: dict[str, str], field: str) -> None:
    answer = call(house, desks, **typed)
    assert answer.status_code == 422 and field in answer.context["form"].errors and not Lead.objects.exists()
    assert "三个月没有发工资。" in text(answer)


def test_next_one_and_who_may_not(house: Committee, desks: Desks) -> None:
    assert call(house, desks, then="next").url == reverse("lead_new")
    assert call(house, desks, "director").status_code == 403
    lead = Lead.objects.get()
    assert desks("director").get(reverse("lead", args=[lead.pk])).status_code == 404
    assert desks("clerk").get(reverse("lead", args=[lead.pk])).status_code == 404, "the county's"
    assert desks("hotline").get(reverse("lead_act", args=[lead.pk, "answer"])).status_code == 409
    assert desks("hotline").get(reverse("lead_act", args=[lead.pk, "tell"])).status_code == 404


def test_a_scout_is_known_to_few(house: Committee, desks: Desks) -> None:
    lead = house.call(source="SCOUT")
    house.perform(lead, "assign", "reviewer", handler=house.by("clerk"), organisation=house.units[BASE])
    url = reverse("lead", args=[lead.pk])
    assert "欧阳示例" in text(desks("hotline").get(url))
    assert "欧阳示例" not in text(desks("clerk").get(url)) and "已保密" in text(desks("clerk").get(url))
    answer = desks("clerk").post(reverse("search"), {"q": "13800000009"}, follow=True)
    assert lead.number not in text(answer), "nor found by the phone"


def test_the_list_and_its_filters(house: Committee, desks: Desks, django_assert_max_num_queries) -> None:
    leads = [house.call(source_ref=str(n)) for n in range(3)]
    urgent = house.call(urgent=True, source="VISIT", employer_name="别的公司", wage_arrears=False, source_ref="9")

    def found(**words: str) -> list[str]:
        return [row["number"] for row in desks("hotline").get(reverse("leads"), words).context["rows"]]

    assert len(found()) == 4 and found(source="VISIT") == [urgent.number] == found(words="别的")
    assert found(state="assigned") == [] and found(number=leads[0].number) == [leads[0].number]
    with django_assert_max_num_queries(16):
        page = text(desks("hotline").get(reverse("leads")))
    assert "还剩2小时" in page or "还剩1小时" in page
    assert "欧阳示例" not in page


def test_found_by_phone(house: Committee, desks: Desks) -> None:
    lead = house.call()
    assert lead.number in text(desks("hotline").post(reverse("search"), {"q": "13800000009"}, follow=True))


def test_the_page_in_few_queries_and_on_paper(house: Committee, desks: Desks, django_assert_max_num_queries) -> None:
    lead = house.call()
    url = reverse("lead", args=[lead.pk])
    desks("hotline").get(url)
    with django_assert_max_num_queries(26):
        desks("hotline").get(url)
    assert desks("hotline").get(reverse("lead_print", args=[lead.pk])).status_code == 200
    assert desks("hotline").get(reverse("lead_journal", args=[lead.pk])).status_code == 200


def test_a_name_stays_out_of_the_journal(house: Committee, desks: Desks) -> None:
    lead = house.call()
    answer = desks.act("hotline", lead, "note", text="已与欧阳示例通话。")
    assert answer.status_code == 409 and "已与欧阳示例通话。" in text(answer)
