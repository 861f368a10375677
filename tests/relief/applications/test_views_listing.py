"""The list of cases: scoped, filtered by its address, paged by key, few queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relief.audit.models import AccessLog
from relief.queue.paging import PAGE
from tests.factories import SISTER, Office

pytestmark = pytest.mark.django_db

LIST = "/applications/"
QUERIES = 8


def keys(answer) -> list[int]:
    return [row["pk"] for row in answer.context["rows"]]


def test_only_what_the_grants_cover(house: Office, signed_in) -> None:
    own, other = house.at("submitted"), house.at("submitted", organisation=house.units[SISTER])
    assert keys(signed_in("clerk").get(LIST)) == [own.pk]
    assert keys(signed_in("sister_clerk").get(LIST)) == [other.pk]
    assert keys(signed_in("reviewer").get(LIST)) == [other.pk, own.pk]
    assert keys(signed_in("auditor").get(LIST)) == [other.pk, own.pk]
    nothing = signed_in("administrator").get(LIST)
    assert keys(nothing) == [] and "没有您能看的救助申请" in nothing.content.decode()


def test_filters_live_in_the_address(house: Office, signed_in) -> None:
    draft, sent = house.draft(), house.at("submitted", cause="FIRE", loss_fen=500_000)
    reviewer = signed_in("reviewer")
    assert keys(reviewer.get(LIST + "?state=draft")) == [draft.pk]
    assert keys(reviewer.get(LIST + "?state=live")) == [sent.pk] and keys(reviewer.get(LIST + "?state=ended")) == []
    assert keys(reviewer.get(LIST + "?cause=FIRE")) == [sent.pk]
    assert keys(reviewer.get(f"{LIST}?number={sent.number[-3:]}")) == [sent.pk]
    assert keys(reviewer.get(f"{LIST}?unit={house.units[SISTER].pk}")) == []
    assert len(keys(reviewer.get(f"{LIST}?unit={draft.organisation_id}"))) == 2
    assert len(keys(reviewer.get(LIST + "?since=2026-03-20&until=2026-03-20"))) == 2
    assert keys(reviewer.get(LIST + "?since=2026-03-21")) == []
    answer = reviewer.get(LIST + "?state=nonsense&since=gestern&unit=x&at=9x")
    assert answer.status_code == 200 and "没有符合筛选条件的申请" in answer.content.decode()


def test_pages_by_key_forth_and_back(house: Office, signed_in) -> None:
    drafts = [house.draft().pk for _n in range(PAGE + 3)]
    clerk = signed_in("clerk")
    first = clerk.get(LIST + "?state=draft")
    assert keys(first) == drafts[::-1][:PAGE] and first.context["page"]["total"] == str(PAGE + 3)
    second = clerk.get(first.context["page"]["next_url"])
    assert keys(second) == drafts[:3][::-1] and second.context["page"]["next_url"] == ""
    back = clerk.get(second.context["page"]["previous_url"])
    assert keys(back) == keys(first) and "state=draft" in second.context["page"]["previous_url"]


def test_a_row_says_who_has_the_file_and_masks_the_person(house: Office, signed_in) -> None:
    case = house.at("investigating")
    row = signed_in("clerk").get(LIST).context["rows"][0]
    assert row["party"] == "王**" and row["holder"] == "待入户调查员领取" and row["due"]["left"] == 10
    assert case.id_no not in signed_in("clerk").get(LIST).content.decode()


def test_few_queries_however_many_rows(house: Office, signed_in) -> None:
    for _n in range(12):
        house.draft()
    for who in ("clerk", "reviewer", "auditor"):
        browser = signed_in(who)
        browser.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            browser.get(LIST + "?state=draft")
        assert len(asked) <= QUERIES, [q["sql"][:90] for q in asked]


def test_an_auditors_search_is_logged(house: Office, signed_in) -> None:
    signed_in("auditor").get(LIST + "?cause=FIRE")
    signed_in("clerk").get(LIST + "?cause=FIRE")
    look = AccessLog.objects.get()
    assert look.what == "search" and look.detail == "cause=FIRE" and look.person == house.by("auditor")
