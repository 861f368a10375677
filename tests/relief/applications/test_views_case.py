"""The page of a case: its parts, its panel, who sees what, how many queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from relief.applications.pages import TABS
from relief.applications.room import stand
from relief.audit.models import AccessLog
from relief.casework.panel import actions
from relief.documents.models import Document
from tests.factories import HAPPY, START, UNHAPPY, Office, at_nine

pytestmark = pytest.mark.django_db

QUERIES, PRINT_QUERIES = 30, 48
READING_ALL = ("clerk", "auditor")
PEOPLE = ("clerk", "visitor", "chair", "reviewer", "head", "approver", "auditor", "cashier")


def text(answer) -> str:
    return answer.content.decode()


def url_of(case, tab: str = "") -> str:
    return reverse("application", args=[case.pk]) + (f"?tab={tab}" if tab else "")


@pytest.mark.parametrize("state", [*HAPPY, *UNHAPPY])
def test_every_part_of_every_state_for_everybody_in_few_queries(house: Office, signed_in, state: str) -> None:
    case = house.at(state)
    for who in PEOPLE:
        browser = signed_in(who)
        browser.get(reverse("application_print", args=[case.pk]))
        for tab in TABS if who in READING_ALL else TABS[:1]:
            assert_few(browser, url_of(case, tab.key), QUERIES)
        if who in READING_ALL:
            assert_few(browser, reverse("application_print", args=[case.pk]), PRINT_QUERIES)


def assert_few(browser, url: str, most: int) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200, url
    assert len(asked) <= most, (url, [q["sql"][:90] for q in asked])


def test_facts_stand_with_source_and_correction_and_secrets_are_masked(house: Office, signed_in) -> None:
    case = house.at("submitted", account_name="李四", payee_relation="配偶")
    house.perform(case, "amend", "clerk", field="household_size", value=4, reason="多写一人")
    page = signed_in("clerk").get(url_of(case, "facts"))
    rows = {row["name"]: row for group in page.context["groups"] for row in group["rows"]}
    assert rows["家庭人口"]["source"].startswith("更正 clerk") and rows["性别"]["source"] == "由证件号码得出"
    assert rows["姓名"]["correct_url"].endswith("/do/amend/?field=name") and rows["证件号码"]["reveal_url"]
    for secret in (case.id_no, case.mobile, case.card_no, case.address):
        assert secret not in text(page)
    assert rows["证件号码"]["value"].startswith("141182****") and "多写一人" in text(page)
    for visitor in signed_in("visitor").get(url_of(case, "facts")).context["groups"]:
        assert not any(row["correct_url"] for row in visitor["rows"])


def test_the_amount_with_its_sentence_and_bounds(house: Office, signed_in) -> None:
    case = house.at("grassroots_review")
    page = signed_in("chair").get(url_of(case, "amount"))
    stored = case.storedcalculation_set.latest()
    assert stored.sentence in text(page) and "本项最高额" in text(page) and "本户本年度同一原因1次" in text(page)
    assert page.context["calculation"]["unconfirmed"] == "未确认办法"


def test_the_due_day_says_why(house: Office, signed_in) -> None:
    case = house.at("submitted")
    due = signed_in("clerk").get(url_of(case)).context["case"]["due"]
    assert due["left"] == 2 and due["why_url"] == reverse("due_why", args=["relief_application", case.pk])
    house.perform(case, "hold", "clerk", reason="住院", review_on=house_day(10))
    page = signed_in("clerk").get(url_of(case))
    assert page.context["case"]["due"]["state"] == "stopped" and "住院" in page.context["actions"]["held"]


def house_day(n: int):
    return at_nine(START.replace(day=n, month=4)).date()


def test_what_a_person_may_what_lacks_and_who_else(house: Office) -> None:
    case = house.at("county_review")
    reviewer = actions(stand(case, house.by("reviewer")))
    assert reviewer["primary"]["label"] == "签署审核意见"
    assert {"label": "提交审批", "names": "head(部门负责人)"} in reviewer["others"]
    head = actions(stand(case, house.by("head")))
    assert head["primary"] is None and head["blocked"][0]["label"] == "提交审批"
    lacks = [row["text"] for row in head["blocked"][0]["missing"]]
    assert "审核员意见（等reviewer(审核员)办）" in lacks and "尚未查重（等reviewer(审核员)办）" in lacks
    archivist = actions(stand(case, house.by("archivist")))
    assert archivist["primary"] is None and not archivist["secondary"] and not archivist["acts"]


def test_who_did_another_step_is_not_named(house: Office) -> None:
    """The clerk of the union also holds the head's role: separation keeps them out, so they are not offered."""
    house.grant("clerk", "head", "GH141182")
    case = house.ready("county_review")
    shown = actions(stand(case, house.by("reviewer")))
    assert {"label": "提交审批", "names": "head(部门负责人)"} in shown["others"]
    own = actions(stand(case, house.by("clerk")))
    assert own["primary"] is None and "提交审批" not in str(own["secondary"])


def test_an_auditor_leaves_a_trace_in_the_access_log_alone(house: Office, signed_in) -> None:
    case = house.at("submitted")
    before = case.event_count
    signed_in("auditor").get(url_of(case))
    signed_in("clerk").get(url_of(case))
    case.refresh_from_db()
    look = AccessLog.objects.get()
    assert (look.what, look.person, look.dossier) == ("read", house.by("auditor"), f"relief_application:{case.pk}")
    assert case.event_count == before and "auditor" not in text(signed_in("clerk").get(url_of(case, "timeline")))


def test_the_journal_is_a_table_that_says_whether_it_is_whole(house: Office, signed_in) -> None:
    case = house.at("paid")
    page = signed_in("auditor").get(reverse("application_journal", args=[case.pk]))
    assert page.context["verified"]["ok"] and f"{case.event_count}条记录首尾相接" in text(page)
    assert "制单" in text(page) or "交银行" in text(page)
    type(case).objects.filter(pk=case.pk).update(event_count=case.event_count + 1)
    page = signed_in("auditor").get(reverse("application_journal", args=[case.pk]))
    assert not page.context["verified"]["ok"]


def test_keyed_from_paper_says_who_signed_and_who_keyed(house: Office, signed_in) -> None:
    case = house.at("submitted")
    house.perform(case, "withdraw", "clerk", role="APPLICANT", reason="不办了")
    told = text(signed_in("clerk").get(url_of(case, "timeline")))
    assert "申请人撤回申请" in told and "由clerk(经办人)录入" in told


def test_a_diagnosis_is_for_those_who_judge_it(house: Office, signed_in) -> None:
    case = house.ready("draft", cause="ILLNESS_SELF")
    page = signed_in("auditor").get(url_of(case, "documents"))
    assert "限调查、审核、审批人员查看" in text(page)
    document = Document.objects.get(dossier=f"relief_application:{case.pk}")
    shown = {who: signed_in(who).get(f"{url_of(case, 'documents')}&document={document.pk}").context["document"]
             for who in ("clerk", "visitor", "reviewer", "auditor", "chair")}  # fmt: skip
    assert [who for who, what in shown.items() if what] == ["clerk", "visitor", "reviewer"]
