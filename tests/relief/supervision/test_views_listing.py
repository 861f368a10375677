"""Lists, desk, search and who reads what: a recused person finds nothing of the case, a hotline its own leads alone."""

import pytest
from django.urls import reverse

from tests.relief.supervision.screens import Desks, text
from tests.supervision_cast import BASE, CITY, Committee

pytestmark = pytest.mark.django_db
CASES = "supervision_cases"


@pytest.fixture
def desks(house: Committee) -> Desks:
    return Desks(house)


def listed(answer) -> list[str]:
    return [row["number"] for row in answer.context["rows"]]


def test_cases_by_state_employer_matter_and_lateness(house: Committee, desks: Desks) -> None:
    first, second = house.at("accepted"), house.at("investigating", matter_codes=["HOURS"])
    office = desks("case_office")
    assert listed(office.get(reverse(CASES))) == [second.number, first.number]

    def found(**words: str) -> list[str]:
        return listed(office.get(reverse(CASES), words))

    assert found(state="accepted") == [first.number]
    assert found(state="live") == [second.number, first.number] and found(state="ended") == []
    assert found(matter="HOURS") == [second.number]
    assert found(employer=" 恒通 养护") == [first.number], "blanks do not matter"
    assert found(employer="91000000ma0000ex2b") == [first.number], "by credit code"
    assert found(number=second.number) == [second.number]
    house.wait(7)
    assert found(late="1") == [first.number], "two working days to assign, thirty days to investigate"
    assert found(unit=str(house.units[BASE].pk)) == [], "another union's"
    page = office.get(reverse(CASES), {"state": "archived"})
    assert "没有符合筛选条件的" in text(page) and "清除筛选" in text(page)


def test_pages_of_twenty_five(house: Committee, desks: Desks) -> None:
    leads = [house.lead(employer_name=f"第{n}公司", uscc="") for n in range(26)]
    page = desks("case_office").get(reverse("supervision_leads"))
    assert len(page.context["rows"]) == 25 and page.context["page"]["next_url"]
    older = desks("case_office").get(page.context["page"]["next_url"])
    assert listed(older) == [leads[0].number] and older.context["page"]["previous_url"]
    back = desks("case_office").get(older.context["page"]["previous_url"])
    assert listed(back) == listed(page)


def test_few_queries_however_many_rows(house: Committee, desks: Desks, django_assert_max_num_queries) -> None:
    for _n in range(4):
        house.case()
    for name in (CASES, "supervision_leads"):
        desks("case_office").get(reverse(name))
        with django_assert_max_num_queries(16):
            assert len(desks("case_office").get(reverse(name)).context["rows"]) == 4


def test_the_unconfirmed_profile_is_a_strip_and_none_is_said(house: Committee, desks: Desks) -> None:
    case = house.at("accepted")
    for url in (reverse("desk"), reverse(CASES), reverse("supervision_case", args=[case.pk]), reverse("supervision_lead_new")):
        assert "规则待确认" in text(desks("case_office").get(url)), url
    house.units["GH990101"].area = "880101"
    house.units["GH990101"].save()
    for url in (reverse(CASES), reverse("supervision_case", args=[case.pk])):
        assert "本地区尚无规则" in text(desks("case_office").get(url)), url


def test_whoever_stands_aside_finds_nothing(house: Committee, desks: Desks) -> None:
    case = house.at("investigating")
    lead = case.leads.get()
    answer = desks.does("supervisor3", case, "recuse", reason="与单位负责人是近亲属。")
    assert answer.url == reverse(CASES), "the case itself is closed to them"
    browser = desks("supervisor3")
    for url in (reverse("supervision_case", args=[case.pk]), reverse("supervision_case_print", args=[case.pk]),
                reverse("supervision_case_journal", args=[case.pk]), reverse("supervision_lead", args=[lead.pk]),
                reverse("supervision_case_act", args=[case.pk, "note"]), reverse("due_why", args=["supervision_case", case.pk])):  # fmt: skip
        assert browser.get(url).status_code == 404, url
    for url in (reverse(CASES), reverse("desk") + "?tab=open", reverse("desk") + "?tab=done", reverse("desk")):
        assert case.employer.name not in text(browser.get(url)), url
    assert case.employer.name not in text(browser.post(reverse("search"), {"q": "恒通养护"}, follow=True))
    assert case.employer.name in text(desks("supervisor").get(reverse("desk") + "?tab=open")), "others still see it"


def test_the_office_lets_another_stand_aside(house: Committee, desks: Desks) -> None:
    case = house.at("investigating")
    desks.does("case_office", case, "recuse", person=str(house.by("supervisor").pk), reason="配偶在该单位任职。")
    assert not case.assignments.filter(supervisor=house.by("supervisor"), ended_at=None).exists()
    assert desks("case_office").get(reverse("supervision_case", args=[case.pk])).status_code == 200
    assert desks("supervisor").get(reverse("supervision_case", args=[case.pk])).status_code == 404


def test_another_county_and_other_roles_do_not_find_it(house: Committee, desks: Desks) -> None:
    case = house.at("accepted")
    url = reverse("supervision_case", args=[case.pk])
    assert desks("city_director").get(url).status_code == 200, "the city covers the county"
    for name in ("base_director", "hotline", "clerk", "reviewer"):
        assert desks(name).get(url).status_code == 404, name
        assert desks(name).get(reverse("supervision_lead", args=[case.leads.get().pk])).status_code == 404, name
    house.newcomer("nobody")
    assert desks("nobody").get(url).status_code == 404


def test_a_hotline_sees_the_status_of_its_own(house: Committee, desks: Desks) -> None:
    own, other = house.lead(by="hotline"), house.lead(by="case_office", employer_name="别的公司", uscc="")
    browser = desks("hotline")
    assert listed(browser.get(reverse("supervision_leads"))) == [own.number]
    assert browser.get(reverse("supervision_lead", args=[other.pk])).status_code == 404
    house.perform(own, "accept", "case_office")
    page = text(browser.get(reverse("supervision_lead", args=[own.pk])))
    assert own.case is not None and own.case.number in page and own.case.state_label in page, "how it stands"
    assert reverse("supervision_case", args=[own.case.pk]) not in page, "not the case itself"


def test_found_by_number_and_by_employer(house: Committee, desks: Desks) -> None:
    case = house.at("accepted")
    for words in (case.number, "恒通养护", "91000000MA0000EX2B"):
        answer = desks("director").post(reverse("search"), {"q": words}, follow=True)
        assert case.number in text(answer), words


def test_priority_matters_are_told_to_the_city(house: Committee, desks: Desks) -> None:
    case = house.case()
    page = text(desks("city_office").get(reverse("supervision_leads")))
    assert "下级工会报告的重点事项" in page and case.leads.get().number in page
    assert "下级工会报告的重点事项" not in text(desks("case_office").get(reverse("supervision_leads")))
    assert house.units[CITY].name in text(desks("case_office").get(reverse("supervision_case", args=[case.pk])))


def test_the_menu_opens_what_the_grants_open(house: Committee, desks: Desks) -> None:
    words = {name: text(desks(name).get(reverse("desk"))) for name in ("director", "hotline", "clerk")}
    assert "监督案件" in words["director"] and "线索台账" not in words["director"]
    assert "监督案件" not in words["hotline"] and "监督线索" in words["hotline"] and "线索台账" in words["hotline"]
    assert "登记线索" in words["clerk"]
