"""One case through HTTP, from its draft to the archive, each step by the form of the person who makes it; and the
unhappy ways: refused, returned, ended, out of turn, too late."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from relief.applications.models import Award
from relief.notices.models import Notice
from relief.schemes.selectors import scheme_on
from tests.factories import PNG, START, Office
from workflows.clock import today
from workflows.models import Event

pytestmark = pytest.mark.django_db


def picture(name: str = "照片.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PNG, content_type="image/png")


def text(answer) -> str:
    return answer.content.decode()


def primary(browser, case) -> str:
    """The one primary action of the panel."""
    move = browser.get(reverse("application", args=[case.pk])).context["actions"]["primary"]
    return move["label"] if move else ""


def intake(case, act, signed_in) -> None:
    assert primary(signed_in("clerk"), case) == "修改草稿"
    codes = [n.code for n in scheme_on(START).rules.evidence_for(case.cause)]
    act("clerk", case, "add_paper", items=codes, files=[picture()], original_seen="on")
    assert primary(signed_in("clerk"), case) == "提交申请"
    act("clerk", case, "submit")
    assert case.state == "submitted" and case.number
    assert primary(signed_in("clerk"), case) == "核对排除情形"
    asked = signed_in("clerk").get(reverse("application_act", args=[case.pk, "answer_exclusions"])).context["form"]
    act("clerk", case, "answer_exclusions", **dict.fromkeys(asked.fields, "no"))
    act("clerk", case, "accept")
    assert case.state == "investigating"


def investigation(case, act, signed_in) -> None:
    visit = {"place": "申请人家中", "present": "本人", "conclusion": "情况属实。", "occurred_on": START.isoformat(),
             "photos": [picture(), picture("2.png")]}  # fmt: skip
    assert act("visitor", case, "record_visit", **visit).status_code == 302
    assert primary(signed_in("visitor2"), case) == "调查员签字"
    act("visitor2", case, "sign_visit")
    form = signed_in("clerk").get(reverse("application_act", args=[case.pk, "settle_check"])).context["form"]
    act("clerk", case, "settle_check", **{n: "clean" for n in form.fields if n.startswith("status_")})
    act("visitor", case, "finish_visit")
    assert case.state == "grassroots_review"


def publication(house: Office, case, act, signed_in) -> None:
    page = signed_in("chair").get(reverse("application", args=[case.pk]))
    assert page.context["actions"]["blocked"][0]["missing"][0]["text"].endswith("（等township_chair(工会主席)办）")
    act("township_chair", case, "township_opine", opinion="同意上报。")
    sent = {"opinion": "同意公示。", "amount_fen": "1,500.00", "sheet": "new", "place": "公示栏",
            "complaint_phone": "0358-1234567"}  # fmt: skip
    assert act("chair", case, "publish", **sent | {"amount_fen": "15000"}).status_code == 422
    act("chair", case, "publish", **sent)
    assert case.state == "publicity" and case.proposed_fen == 150_000
    sheet = case.sheet_entries.get().sheet
    assert act("clerk", case, "record_publicity", start_photo=picture()).status_code == 422
    act("clerk", case, "record_publicity", start_photo=picture(), start_photo_on=sheet.starts_on.isoformat())
    house.wait((sheet.ends_on - START).days + 1)
    last = sheet.ends_on.isoformat()
    act("chair", case, "record_publicity", end_photo=picture(), end_photo_on=last, result="无异议。")
    act("clerk", case, "close_publicity")
    assert case.state == "county_review"


def test_from_draft_to_archive(house: Office, act, signed_in) -> None:
    case = house.draft()
    intake(case, act, signed_in)
    investigation(case, act, signed_in)
    publication(house, case, act, signed_in)
    if case.drawn_for_sample:
        visit = {"place": "家中", "present": "本人", "conclusion": "属实。", "occurred_on": today().isoformat()}
        act("reviewer", case, "record_visit", **visit)
    assert primary(signed_in("reviewer"), case) == "签署审核意见"
    act("reviewer", case, "opine", opinion="同意。")
    act("reviewer", case, "search_duplicates")
    act("head", case, "recommend", source="OWN", opinion="同意提请审批。")
    assert case.state == "approval"
    approval(case, act, signed_in)
    house.pay(case)
    act("clerk", case, "follow_up", how="电话", received="yes", said="已收到。", occurred_on=today().isoformat())
    Notice.objects.update(status="ready")
    act("archivist", case, "archive")
    assert case.state == "archived"
    told = text(signed_in("auditor").get(reverse("application", args=[case.pk]) + "?tab=timeline"))
    assert "clerk(经办人)受理：适用演示办法第1版" in told and "approver(审批人)批准：1,500元，本级工会经费" in told
    assert "银行到账" in told and "archivist(档案员)归档" in told


def approval(case, act, signed_in) -> None:
    """The sum stands there in figures and in words; without the tick nothing happens."""
    form = signed_in("approver").get(reverse("application_act", args=[case.pk, "approve"]))
    assert "1,500.00" in text(form) and "壹仟伍佰元整" in text(form) and "本级工会经费" in text(form)
    unticked = act("approver", case, "approve")
    assert unticked.status_code == 422 and "勾选“我已核对”" in text(unticked) and case.state == "approval"
    assert not Award.objects.exists()
    act("approver", case, "approve", confirmed="1")
    assert case.state == "approved" and Award.objects.get().amount_fen == 150_000


def test_a_question_and_its_answer(house: Office, act, signed_in) -> None:
    case = house.at("submitted")
    nothing = act("clerk", case, "ask", others=" ")
    assert nothing.status_code == 422 and "请勾选或写明需要补正的内容" in text(nothing)
    act("clerk", case, "ask", standard=["户口簿"], others="近三个月收入证明\n\n住院小结")
    assert case.state == "supplement"
    items = case.supplementitem_set.order_by("id")
    assert [i.what for i in items] == ["户口簿", "近三个月收入证明", "住院小结"]
    partly = act("clerk", case, "answer", answered=[items[0].pk])
    assert partly.status_code == 409 and "补正内容尚未齐全" in text(partly) and case.state == "supplement"
    act("clerk", case, "answer", answered=[i.pk for i in items])
    assert case.state == "submitted"
    again = act("clerk", case, "ask", others="再补一份")
    assert again.status_code == 422 and "再次要求补正的理由" in text(again)


@pytest.mark.parametrize(("state", "verb", "who", "end", "typed"), [
    ("submitted", "decline", "chair", "not_accepted", {"ground": "UNTRUE", "reason": "情况不实。"}),
    ("submitted", "terminate", "head", "terminated", {"ground": "ENTRY_ERROR", "reason": "重复录入。"}),
    ("submitted", "withdraw", "clerk", "withdrawn", {"ground": "APPLICANT", "reason": ""}),
    ("grassroots_review", "refuse_at_base", "chair", "rejected", {"ground": "AMOUNT_ZERO", "reason": "金额为0。"}),
    ("grassroots_review", "return_visit", "chair", "investigating", {"reason": "请补访邻居。"}),
    ("approval", "refuse", "approver", "rejected", {"ground": "OTHER", "reason": "不属于突发困难。"}),
    ("approval", "return_county", "approver", "county_review", {"reason": "请补充收入。"}),
    ("approved", "reopen", "approver", "approval", {"reason": "收款人有误。"}),
])  # fmt: skip
def test_ways_back_and_out(house: Office, act, state, verb, who, end, typed) -> None:
    case = house.at(state)
    bare = act(who, case, verb)
    assert bare.status_code == 422 and case.state == state
    assert act(who, case, verb, **typed).status_code == 302
    assert case.state == end
    told = Event.objects.filter(verb=verb).get().facts
    assert told.get("reason", "") == typed["reason"]
    paper = Notice.objects.filter(kind__in=("refusal", "non_acceptance")).exists()
    assert paper == (typed.get("ground") not in (None, "ENTRY_ERROR", "APPLICANT"))


def test_two_at_once_the_second_is_told_and_loses_nothing(house: Office, signed_in) -> None:
    case = house.ready("county_review")
    url = reverse("application_act", args=[case.pk, "recommend"])
    seen = signed_in("head").get(url).context["seen"]
    house.perform(case, "note", "reviewer", text="再看一下。")
    late = signed_in("head").post(url, {"seen": seen, "source": "LOCAL", "opinion": "我写的意见。"})
    assert late.status_code == 409 and "已由reviewer在" in text(late) and "我写的意见。" in text(late)
    assert 'value="LOCAL" selected' in text(late)
    again = signed_in("head").post(url, {"seen": late.context["seen"], "source": "LOCAL", "opinion": "我写的意见。"})
    assert again.status_code == 302


def test_the_case_has_moved_on_meanwhile(house: Office, signed_in) -> None:
    case = house.at("submitted")
    url = reverse("application_act", args=[case.pk, "ask"])
    seen = signed_in("clerk").get(url).context["seen"]
    house.perform(case, "withdraw", "reviewer", role="APPLICANT", reason="不办了")
    late = signed_in("clerk").post(url, {"seen": seen, "others": "请补户口簿"})
    assert late.status_code == 409 and "这件事刚有变化" in text(late) and "请补户口簿" in text(late)
    assert signed_in("clerk").get(url).status_code == 409


def test_wrong_person_wrong_state_foreign_case(house: Office, signed_in) -> None:
    case = house.at("county_review")
    url = reverse("application_act", args=[case.pk, "recommend"])
    for who in ("clerk", "reviewer", "auditor"):
        answer = signed_in(who).post(url, {"source": "OWN", "opinion": "同意"})
        assert answer.status_code == 403 and "您不能办这一步" in text(answer), who
    assert signed_in("clerk").get(reverse("application_act", args=[case.pk, "accept"])).status_code == 409
    assert signed_in("clerk").get(reverse("application_act", args=[case.pk, "delete"])).status_code == 404
    for who in ("sister_clerk", "administrator"):
        for name in ("application", "application_print", "application_journal"):
            assert signed_in(who).get(reverse(name, args=[case.pk])).status_code == 404, (who, name)
        assert signed_in(who).post(url, {"source": "OWN"}).status_code == 404


def test_what_a_meeting_decides_is_not_decided_alone(house: Office, signed_in) -> None:
    case = house.at("approval", total_cost_fen=5_000_000)
    assert case.proposed_fen > 300_000
    page = signed_in("secretary").get(reverse("application", args=[case.pk]))
    assert page.context["actions"]["primary"]["url"].startswith(reverse("meeting_new"))
    assert not page.context["actions"]["secondary"] or "不予" not in str(page.context["actions"]["secondary"])
    for verb in ("approve", "refuse", "return_county"):
        url = reverse("application_act", args=[case.pk, verb])
        assert signed_in("secretary").get(url).status_code == 409, verb
        assert signed_in("approver").get(url).status_code == 403, verb
