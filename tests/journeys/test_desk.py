"""A day at the desk, through HTTP: find the work, take it, do it for many at once, look why, search, meet a refusal."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from relief.audit.models import AccessLog
from relief.payouts.models import BudgetLine
from tests.factories import BASE, COUNTY, Office
from workflows import desks
from workflows.models import Event, OfficeClock

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


def task_of(case) -> int:
    return desks.open_tasks().get(machine=case.machine.name, case_id=case.pk).pk


def rows(answer) -> list[str]:
    return re.findall(r'<td class="title"><a href="([^"]+)"', text(answer))


# --- my desk ------------------------------------------------------------------------------------------------


def test_claim_release_and_the_tab_one_lands_on(house: Office, signed_in) -> None:
    case = house.at("submitted")
    clerk = signed_in("clerk")
    page = clerk.get("/")
    assert page.context["desks"][1]["active"] and rows(page) == [f"/applications/{case.pk}/"]
    answer = clerk.post(reverse("claim", args=[task_of(case)]), HTTP_REFERER="http://testserver/?tab=open&due=week")
    assert answer.url == "/?tab=open&due=week"
    page = clerk.get("/")
    assert page.context["desks"][0]["active"] and "已领取" in text(page) and "放回" in text(page)
    clerk.post(reverse("release", args=[task_of(case)]))
    assert clerk.get("/").context["desks"][1]["active"]


def test_who_comes_second_is_told_who_has_it(house: Office, signed_in) -> None:
    case = house.at("investigating")
    signed_in("visitor").post(reverse("claim", args=[task_of(case)]))
    answer = signed_in("visitor2").post(reverse("claim", args=[task_of(case)]))
    assert answer.status_code == 409 and "已由visitor领取" in text(answer)
    answer = signed_in("visitor2").post(reverse("release", args=[task_of(case)]))
    assert answer.status_code == 409
    assert desks.open_tasks().get(pk=task_of(case)).owner == house.by("visitor")


def test_a_foreign_file_does_not_exist(house: Office, signed_in) -> None:
    case = house.at("submitted")
    for who in ("sister_clerk", "chair", "auditor", "administrator"):
        browser = signed_in(who)
        assert browser.post(reverse("claim", args=[task_of(case)])).status_code == 404, who
    for who in ("sister_clerk", "administrator"):
        browser = signed_in(who)
        assert browser.get(reverse("due_why", args=["relief_application", case.pk])).status_code == 404, who
        page = browser.get("/", {"tab": "open"}, follow=True)
        assert case.number not in text(page)
    assert signed_in("clerk").get(reverse("due_why", args=["payout_line", 1])).status_code == 404
    assert signed_in("clerk").get(reverse("due_why", args=["relief_application", 999999])).status_code == 404


def test_filters_stay_in_the_address_of_the_next_page(house: Office, signed_in) -> None:
    for _n in range(27):
        house.draft()
    clerk = signed_in("clerk")
    page = clerk.get("/", {"tab": "waiting", "matter": "relief_application.draft"})
    assert len(rows(page)) == 25 and "共 27" in text(page)
    second = clerk.get(page.context["page"]["next_url"])
    assert len(rows(second)) == 2 and "matter=relief_application.draft" in page.context["page"]["next_url"]
    assert not set(rows(page)) & set(rows(second))
    first = clerk.get(second.context["page"]["previous_url"])
    assert rows(first) == rows(page)


def test_an_empty_desk_says_why(house: Office, signed_in) -> None:
    case = house.at("submitted")
    clerk = signed_in("clerk")
    assert "去看待领的事" in text(clerk.get("/", {"tab": "mine"}))
    assert "没有符合筛选条件的事" in text(clerk.get("/", {"tab": "open", "due": "late"}))
    assert "没有逾期的事" in text(clerk.get("/", {"tab": "overdue"}))
    house.newcomer("nobody")
    assert "您还没有岗位" in text(signed_in("nobody").get("/"))
    assert "经审查阅全部案卷" in text(signed_in("auditor").get("/"))
    assert case.number in text(clerk.get("/", {"tab": "done"}))


def test_new_work_is_announced_and_keeps_no_session_alive(house: Office, signed_in) -> None:
    clerk = signed_in("clerk")
    news = clerk.get("/", {"tab": "open"}).context["news"]
    assert news["count"] == 0 and "新待办" not in text(clerk.get(news["url"]))
    house.at("submitted")
    session = clerk.session
    session["seen_at"] = 1
    session.save()
    answer = clerk.get(news["url"])
    assert "有 1 件新待办，点此刷新" in text(answer) and news["url"].replace("&", "&amp;") in text(answer)
    assert clerk.session["seen_at"] == 1
    assert clerk.get(reverse("desk_news"), {"tab": "x", "since": "1"}).status_code == 404
    assert clerk.get(reverse("desk_news"), {"tab": "open", "since": "x"}).status_code == 404


def test_the_role_switch_narrows_the_desk(house: Office, signed_in) -> None:
    case, other = house.at("submitted"), house.at("investigating")
    house.grant("clerk", "visitor", BASE)
    clerk = signed_in("clerk")
    assert len(rows(clerk.get("/", {"tab": "open"}))) == 2
    clerk.post(reverse("switch_role"), {"role": "visitor"})
    assert rows(clerk.get("/", {"tab": "open"})) == [f"/applications/{other.pk}/"]
    clerk.post(reverse("switch_role"), {"role": ""})
    assert f"/applications/{case.pk}/" in rows(clerk.get("/", {"tab": "open"}))


def test_why_this_day_as_a_page_and_as_a_part(house: Office, signed_in) -> None:
    case = house.at("submitted")
    clerk = signed_in("clerk")
    where = reverse("due_why", args=["relief_application", case.pk])
    page = clerk.get(where)
    assert "为什么是这一天" in text(page) and "2个工作日" in text(page) and "<html" in text(page)
    assert "2026-03-24" in text(page) and "周末" in text(page)
    assert "<html" not in text(clerk.get(where, HTTP_HX_REQUEST="true"))


# --- queries ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tab", ["mine", "open", "overdue", "waiting", "done"])
def test_a_page_of_the_desk_costs_at_most_eight_queries(house, signed_in, tab, django_assert_max_num_queries) -> None:
    """Session, user, grants, counts, page, its cases, units to filter by; and the clock, in a demo database."""
    for _n in range(3):
        house.at("submitted")
        house.draft()
    house.exported(house.at("approved"))
    house.grant("clerk", "cashier", COUNTY)
    house.grant("clerk", "reviewer", COUNTY)
    desks.claim(task_of(house.at("submitted")), house.by("clerk"))
    house.wait(8)
    clerk = signed_in("clerk")
    clerk.get("/", {"tab": tab})  # a process reads calendar and 办法 once, a session is touched once
    with django_assert_max_num_queries(8):
        page = clerk.get("/", {"tab": tab})
    assert rows(page)


def test_the_number_of_queries_does_not_grow_with_the_rows(house: Office, signed_in) -> None:
    clerk = signed_in("clerk")

    def cost() -> int:
        clerk.get("/", {"tab": "waiting"})
        with CaptureQueriesContext(connection) as asked:
            clerk.get("/", {"tab": "waiting"})
        return len(asked)

    house.draft()
    one = cost()
    for _n in range(12):
        house.draft()
    assert cost() == one


def test_a_real_office_asks_no_clock(house: Office, signed_in, django_assert_max_num_queries) -> None:
    house.draft()
    OfficeClock.objects.all().delete()
    OfficeClock.forget()
    clerk = signed_in("clerk")
    clerk.get("/", {"tab": "waiting"})
    with django_assert_max_num_queries(7):
        clerk.get("/", {"tab": "waiting"})


# --- many at once -------------------------------------------------------------------------------------------


def test_take_and_lay_back_several(house: Office, signed_in) -> None:
    cases = [house.at("investigating") for _n in range(3)]
    keys = [task_of(case) for case in cases]
    desks.claim(keys[0], house.by("visitor2"))
    visitor = signed_in("visitor")
    answer = visitor.post(reverse("desk_batch"), {"verb": "claim", "pk": keys}, follow=True)
    assert "已领取2件" in text(answer) and "另有1件刚被他人领取或办理" in text(answer)
    answer = visitor.post(reverse("desk_batch"), {"verb": "release", "pk": keys[1:]}, follow=True)
    assert "已放回2件" in text(answer)
    nothing = visitor.post(reverse("desk_batch"), {"verb": "claim"})
    assert nothing.status_code == 409 and "没有选中待办" in text(nothing)
    foreign = signed_in("sister_clerk").post(reverse("desk_batch"), {"verb": "claim", "pk": keys})
    assert foreign.status_code == 409 and "领取" not in text(foreign).split("<h1>")[1].split("</p>")[0]


def tokens(answer) -> list[str]:
    return re.findall(r'name="item" value="([^"]+)"', text(answer))


def test_approve_many_after_one_page_with_count_total_and_words(house: Office, signed_in) -> None:
    cases = [house.at("approval") for _n in range(3)]
    approver = signed_in("approver")
    page = approver.post(reverse("desk_batch"), {"verb": "approve", "pk": [task_of(c) for c in cases]})
    total = sum(c.proposed_fen for c in cases)
    assert page.status_code == 200 and f"{total // 100:,}.00" in text(page) and "3 件" in text(page)
    assert re.search("[壹贰叁肆伍陆柒捌玖]", text(page)) and "资金来源" in text(page)
    assert not Event.objects.filter(verb="approve").exists(), "the first page decides nothing"
    given = {"verb": "approve", "item": tokens(page), "confirmed": "1"}
    answer = approver.post(reverse("desk_batch"), given, follow=True)
    assert "3件已办理“批准”" in text(answer) and f"{total // 100:,}.00" in text(answer)
    assert {type(c).objects.get(pk=c.pk).state for c in cases} == {"approved"}
    assert BudgetLine.objects.get(source="OWN").reserved == total
    again = approver.post(reverse("desk_batch"), given)
    assert again.status_code == 409 and Event.objects.filter(verb="approve").count() == 3, "a second click does nothing"


def test_a_case_that_changed_meanwhile_stops_all_of_them(house: Office, signed_in) -> None:
    cases = [house.at("approval") for _n in range(2)]
    approver = signed_in("approver")
    page = approver.post(reverse("desk_batch"), {"verb": "approve", "pk": [task_of(c) for c in cases]})
    house.perform(cases[1], "return_county", "approver", reason="再核一下")
    answer = approver.post(reverse("desk_batch"), {"verb": "approve", "item": tokens(page), "confirmed": "1"})
    assert answer.status_code == 409 and "没有一件被办理" in text(answer)
    assert not Event.objects.filter(verb="approve").exists()
    house.perform(cases[0], "note", "approver", text="备注")
    page = [t for t in tokens(page) if f":{cases[0].pk}:" in t]
    answer = approver.post(reverse("desk_batch"), {"verb": "approve", "item": page, "confirmed": "1"})
    assert answer.status_code == 409 and "刷新" in text(answer)


def test_who_may_not_gets_no_further_by_typing_the_form(house: Office, signed_in) -> None:
    case = house.at("approval")
    token = f"{task_of(case)}:{case.pk}:{case.event_count}"
    for who in ("head", "cashier", "clerk"):
        answer = signed_in(who).post(reverse("desk_batch"), {"verb": "approve", "item": [token], "confirmed": "1"})
        assert answer.status_code == 409, who
    house.grant("head", "approver", COUNTY)
    answer = signed_in("head").post(reverse("desk_batch"), {"verb": "approve", "item": [token], "confirmed": "1"})
    assert answer.status_code == 403 and "您不能办这一步" in text(answer)
    case.refresh_from_db()
    assert case.state == "approval"


def test_what_cannot_go_is_shown_with_its_reason(house: Office, signed_in) -> None:
    ready, bare = house.ready("draft"), house.draft()
    clerk = signed_in("clerk")
    page = clerk.post(reverse("desk_batch"), {"verb": "submit", "pk": [task_of(ready), task_of(bare)]})
    assert "1 件一起办理" in text(page) and "1 件不在其中" in text(page)
    clerk.post(reverse("desk_batch"), {"verb": "submit", "item": tokens(page), "confirmed": "1"})
    ready.refresh_from_db()
    assert ready.state == "submitted"
    page = clerk.post(reverse("desk_batch"), {"verb": "submit", "pk": [task_of(bare)]})
    assert "选中的都不能一起办这一步" in text(page) and not tokens(page)


# --- search -------------------------------------------------------------------------------------------------


def test_words_are_searched_by_address_numbers_of_persons_never(house: Office, signed_in) -> None:
    case = house.at("submitted", name="王小明")
    clerk = signed_in("clerk")
    answer = clerk.post(reverse("search"), {"q": "王小"})
    assert answer.status_code == 302 and "q=%E7%8E%8B" in answer.url
    assert rows(clerk.get(answer.url)) == [f"/applications/{case.pk}/"]
    page = clerk.post(reverse("search"), {"q": case.id_no})
    assert page.status_code == 200 and rows(page) == [f"/applications/{case.pk}/"] and "申请人证件号码" in text(page)
    assert case.id_no not in text(page) and "王小明" not in text(page)
    assert rows(signed_in("sister_clerk").post(reverse("search"), {"q": case.id_no})) == []
    assert "想找什么" in text(clerk.get(reverse("search")))
    assert "没有找到" in text(clerk.get(reverse("search"), {"q": "查无此人"}))


def test_an_auditors_search_is_logged_masked_a_clerks_is_not(house: Office, signed_in) -> None:
    case = house.at("submitted")
    signed_in("clerk").get(reverse("search"), {"q": "王喆祎"})
    assert not AccessLog.objects.exists()
    signed_in("auditor").post(reverse("search"), {"q": case.id_no})
    log = AccessLog.objects.get()
    assert log.what == "search" and log.person == house.by("auditor") and "*" in log.detail
    assert case.id_no not in log.detail


def test_a_forged_form_is_refused_in_words(house: Office) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(house.by("clerk"), backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.post(reverse("search"), {"q": "x"})
    assert answer.status_code == 403 and "这个页面已过期" in text(answer)
