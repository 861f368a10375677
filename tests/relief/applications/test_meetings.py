"""Meetings: what waits for the secretary of the level, minutes typed once, confirmed in words, decided line by line."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from relief.applications.models import Application, Award, Meeting
from relief.documents.models import Document
from relief.payouts.models import Account, BudgetLine, Entry, PayoutLine
from tests.factories import BUDGET_FEN, CITY, COUNTY, PNG, START, Office
from workflows.clock import today
from workflows.models import Event

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]
BIG = {"total_cost_fen": 4_000_000}  # 15 % of it, 6,000 yuan, is a meeting's to grant
HEAD = {"body": "主席办公会", "number": "汾阳工会纪〔2026〕1号", "entitled": "9", "present": "7",
        "recused": "", "votes_for": "7"}  # fmt: skip


@pytest.fixture
def waiting(house: Office) -> list[Application]:
    """Three cases before the county's meeting."""
    return [house.at("approval", **BIG) for _n in range(3)]


def line(case: Application, **typed: Any) -> dict[str, Any]:
    """One line of the agenda as the form sends it: agreed to, as proposed, unless typed otherwise."""
    values = {"decision": "agree", "amount": "6000.00", "votes_for": "", "votes_against": "0", "abstentions": "0",
              "reason": "", "seen": case.event_count, **typed}  # fmt: skip
    return {f"case{case.pk}-{name}": value for name, value in values.items()}


def send(browser: Client, cases: list[Application], then: str, head: dict[str, Any] | None = None, **lines: Any) -> Any:
    """Post the minutes; ``lines``: what was typed for the n-th case, by ``nth0``, ``nth1`` …"""
    posted: dict[str, Any] = {
        **HEAD,
        "held_on": today().isoformat(),
        **(head or {}),
        "then": then,
        "case": [c.pk for c in cases],
    }
    for n, case in enumerate(cases):
        posted |= line(case, **lines.get(f"nth{n}", {}))
    if then == "decide":
        posted["confirmed"] = "1"
    return browser.post(reverse("meeting_new"), posted)


def text(answer: Any) -> str:
    return answer.content.decode()


def states(cases: list[Application]) -> list[str]:
    return [Application.objects.get(pk=c.pk).state for c in cases]


# --- what waits ---------------------------------------------------------------------------------------------------
def test_only_cases_of_the_own_level_wait(house: Office, waiting: list[Application], signed_in: SignedIn) -> None:
    officers = house.at("approval")  # 1,500 yuan: an officer's
    house.newcomer("city_secretary")
    house.grant("city_secretary", "secretary", CITY)
    page = text(signed_in("secretary").get(reverse("meeting_new")))
    assert all(case.number in page for case in waiting) and officers.number not in page
    assert "3 件等着上会，建议金额合计 18,000.00 元" in text(signed_in("secretary").get(reverse("meetings")))
    assert waiting[0].number not in text(signed_in("city_secretary").get(reverse("meeting_new")))


def test_names_are_masked_and_the_body_comes_from_the_matrix(
    waiting: list[Application], signed_in: SignedIn
) -> None:  # fmt: skip
    page = text(signed_in("secretary").get(reverse("meeting_new")))
    assert "王**" in page and "王喆祎" not in page and '<option value="主席办公会"' in page and "66.67%" in page


@pytest.mark.parametrize("name", ["clerk", "cashier", "approver", "administrator"])
def test_only_a_secretary_types_minutes(waiting: list[Application], signed_in: SignedIn, name: str) -> None:
    assert signed_in(name).get(reverse("meeting_new")).status_code == 403


# --- typing -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("head", "first", "told"),
    [
        ({"present": "5"}, {}, "到会人数不足"),
        ({"present": "10"}, {}, "到会人数不能超过应到人数"),
        ({"number": ""}, {}, "纪要编号"),
        ({"held_on": "2026-12-01"}, {}, "日期不能晚于"),
        ({"held_on": START.isoformat()}, {}, "公示到2026-"),
        ({"body": "碰头会"}, {}, "请从列表中选择"),
        ({"votes_for": ""}, {}, "请填写赞成票数"),
        ({}, {"votes_for": "6", "votes_against": "2"}, "票数合计8，多于到会人数"),
        ({}, {"votes_for": "3", "votes_against": "4"}, "赞成票须多于反对票"),
        ({}, {"amount": "6000.01"}, "不超过建议金额"),
        ({}, {"amount": "0"}, "须大于0"),
        ({}, {"amount": ""}, "请填写批准金额"),
        ({}, {"decision": "return"}, "须写明理由"),
        ({}, {"decision": "refuse", "reason": "  "}, "须写明理由"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    waiting: list[Application], signed_in: SignedIn, head: dict[str, str], first: dict[str, str], told: str
) -> None:  # fmt: skip
    answer = send(signed_in("secretary"), waiting, "confirm", head, nth0=first)
    assert answer.status_code == 422 and told in text(answer)
    assert "已填的内容都还在" in text(answer) and "确认后逐件办理" not in text(answer)
    assert not Meeting.objects.exists()


def test_a_meeting_has_at_least_one_case(waiting: list[Application], signed_in: SignedIn) -> None:
    out = {"decision": ""}
    answer = send(signed_in("secretary"), waiting, "confirm", nth0=out, nth1=out, nth2=out)
    assert answer.status_code == 422 and "请至少让一件案件上会" in text(answer)


def test_it_is_confirmed_with_sum_words_count_and_fund(waiting: list[Application], signed_in: SignedIn) -> None:
    answer = send(signed_in("secretary"), waiting, "confirm", nth1={"amount": "5000"}, nth2={"decision": ""})
    page = text(answer)
    assert answer.status_code == 200 and not Meeting.objects.exists()
    for told in ("11,000.00", "壹万壹仟元整", "2 件同意", "本级工会经费", "按纪要办理"):
        assert told in page
    again = send(signed_in("secretary"), waiting, "edit", nth1={"amount": "5000"}, nth2={"decision": ""})
    assert 'value="5000"' in text(again) and "按纪要办理" not in text(again)


# --- deciding -----------------------------------------------------------------------------------------------------
def test_lines_are_decided_each_in_its_way(house: Office, signed_in: SignedIn) -> None:
    cases = [house.at("approval", **BIG) for _n in range(4)]
    answer = send(
        signed_in("secretary"), cases, "decide", nth0={"amount": "5500"},
        nth1={"decision": "return", "reason": "请补充收入证明。"},
        nth2={"decision": "refuse", "reason": "不属于突发困难。", "votes_for": "1", "votes_against": "6"},
        nth3={"decision": ""})  # fmt: skip
    meeting = Meeting.objects.get()
    assert answer.url == reverse("meeting", args=[meeting.pk]) and meeting.agenda.count() == 3
    assert states(cases) == ["approved", "county_review", "rejected", "approval"]
    award = Award.objects.get()
    assert award.amount_fen == 550_000 and award.agenda_item.votes_for == 7
    assert PayoutLine.objects.get().amount_fen == 550_000
    page = text(signed_in("secretary").get(answer.url))
    for told in (
        "共 3 件，同意 1 件",
        "5,500.00",
        "伍仟伍佰元整",
        "请补充收入证明。",
        "1 / 6 / 0",
        "待发放",
        "不予救助",
    ):
        assert told in page


def test_without_the_tick_it_is_shown_once_more(waiting: list[Application], signed_in: SignedIn) -> None:
    posted = {**HEAD, "held_on": today().isoformat(), "then": "decide", "case": waiting[0].pk, **line(waiting[0])}
    answer = signed_in("secretary").post(reverse("meeting_new"), posted)
    assert answer.status_code == 200 and "确认后逐件办理" in text(answer) and not Meeting.objects.exists()


def test_pressed_twice_it_is_decided_once(waiting: list[Application], signed_in: SignedIn) -> None:
    browser = signed_in("secretary")
    assert send(browser, waiting, "decide").status_code == 302
    again = send(browser, waiting, "decide")
    assert again.status_code == 409 and "请刷新后再办" in text(again)
    assert Meeting.objects.count() == 1 and Award.objects.count() == 3


def test_a_case_that_moved_meanwhile_stops_the_whole_meeting(
    house: Office, waiting: list[Application], signed_in: SignedIn
) -> None:  # fmt: skip
    seen = [Application.objects.get(pk=c.pk) for c in waiting]
    house.perform(waiting[1], "note", "secretary", text="家属来电。")
    answer = send(signed_in("secretary"), seen, "decide")
    assert answer.status_code == 409 and "没有写入任何内容" in text(answer)
    assert states(waiting) == ["approval"] * 3 and not Meeting.objects.exists()


def test_money_that_is_not_there_stops_the_whole_meeting(
    house: Office, waiting: list[Application], signed_in: SignedIn
) -> None:  # fmt: skip
    own = BudgetLine.objects.get(source="OWN")
    Entry.objects.create(budget_line=own, from_account=Account.AVAILABLE, to_account=Account.RETURNED,
                         amount_fen=BUDGET_FEN - 1_000_000, on=START, reason="上缴")  # fmt: skip
    answer = send(signed_in("secretary"), waiting, "decide")
    assert answer.status_code == 409 and "预算额度不足" in text(answer)
    assert states(waiting) == ["approval"] * 3 and not Meeting.objects.exists() and not Award.objects.exists()


def test_the_decision_stands_in_the_journal_by_the_secretary(
    house: Office, waiting: list[Application], signed_in: SignedIn
) -> None:  # fmt: skip
    send(signed_in("secretary"), waiting, "decide")
    events = Event.objects.filter(verb="approve")
    assert events.count() == 3 and {(e.actor, e.role) for e in events} == {(house.by("secretary"), "secretary")}


# --- minutes ------------------------------------------------------------------------------------------------------
def picture(name: str = "纪要.png") -> Any:
    return SimpleUploadedFile(name, PNG)


def test_the_scan_is_filed_at_once_or_later(waiting: list[Application], signed_in: SignedIn) -> None:
    browser = signed_in("secretary")
    send(browser, waiting, "decide", {"scan": picture()})
    meeting = Meeting.objects.get()
    assert meeting.scan.dossier == f"meeting:{meeting.pk}" and meeting.scan.item == "MINUTES"
    assert browser.get(reverse("meeting_scan_file", args=[meeting.pk])).content == PNG
    browser.post(reverse("meeting_scan", args=[meeting.pk]), {"scan": picture("补签.png")})
    meeting.refresh_from_db()
    assert meeting.scan.name == "补签.png" and Document.objects.filter(dossier=f"meeting:{meeting.pk}").count() == 2


def test_a_scan_that_is_no_picture_is_refused(waiting: list[Application], signed_in: SignedIn) -> None:
    browser = signed_in("secretary")
    send(browser, waiting, "decide")
    url = reverse("meeting_scan", args=[Meeting.objects.get().pk])
    answer = browser.post(url, {"scan": SimpleUploadedFile("纪要.docx", b"PK\x03\x04")})
    assert answer.status_code == 422 and "不是照片" in text(answer) and not Meeting.objects.get().scan


@pytest.mark.parametrize(("name", "status"), [("secretary", 200), ("approver", 200), ("auditor", 200), ("clerk", 404),
                                              ("cashier", 404), ("administrator", 404)])  # fmt: skip
def test_minutes_are_read_where_the_grants_cover_them(
    house: Office, signed_in: SignedIn, name: str, status: int
) -> None:  # fmt: skip
    meeting = house.meeting(house.at("approval", **BIG))
    browser = signed_in(name)
    assert browser.get(reverse("meeting", args=[meeting.pk])).status_code == status
    assert (meeting.number in text(browser.get(reverse("meetings")))) == (status == 200)
    refused = browser.post(reverse("meeting_scan", args=[meeting.pk]), {"scan": picture()}).status_code
    assert refused == {"secretary": 302, "clerk": 404, "cashier": 404, "administrator": 404}.get(name, 403)


def test_more_cases_cost_no_more_queries(house: Office, waiting: list[Application], signed_in: SignedIn) -> None:
    browser = signed_in("secretary")

    def queries() -> int:
        browser.get(reverse("meeting_new"))
        with CaptureQueriesContext(connection) as asked:
            browser.get(reverse("meeting_new"))
        return len(asked)

    before = queries()
    for _n in range(4):
        house.at("approval", **BIG)
    assert queries() == before <= 16


def test_a_meeting_of_another_county_is_unknown(house: Office, waiting: list[Application], signed_in: SignedIn) -> None:
    """The address may name a case; one that is not the secretary's to decide does not exist."""
    house.newcomer("city_secretary")
    house.grant("city_secretary", "secretary", CITY)
    url = f"{reverse('meeting_new')}?application={waiting[0].pk}"
    assert signed_in("secretary").get(url).context["agenda"][0]["number"] == waiting[0].number
    assert signed_in("city_secretary").get(url).status_code == 409
    assert signed_in("secretary").get(f"{reverse('meeting_new')}?application=999").status_code == 404
    assert waiting[0].organisation.path.startswith(house.units[COUNTY].path)
