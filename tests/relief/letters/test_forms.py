"""The forms of a letter's moves and acts, sent as a browser sends them: good and refused."""

from datetime import date, timedelta

import pytest

from relief.documents import store
from relief.jurisdictions.rules import Rules
from relief.letters.models import Reply, ServiceReceipt
from tests.relief.letters.cast import OTHER
from tests.relief.letters.screens import Screens, scan, text
from workflows import clock

pytestmark = pytest.mark.django_db
DIRECT = {"place": "示例县东关街18号", "servers": "安澜", "signer": "司马青", "capacity": "法定代表人"}


@pytest.fixture
def house(db: None) -> Screens:
    return Screens()


def does(house: Screens, who: str, letter, verb: str, **typed) -> None:
    answer = house.act(who, letter, verb, **typed)
    form = (answer.context or {}).get("form")
    assert answer.status_code == 302, (form.errors if form else "", (answer.context or {}).get("problems"), text(answer)[-500:])


def refused(answer, said: str, status: int = 422) -> None:
    assert answer.status_code == status and said in text(answer), (answer.status_code, answer.context["form"].errors)


# --- review, signature, seal --------------------------------------------------------------------------------------
def test_from_the_draft_to_the_sealed_paper(house: Screens) -> None:
    letter = house.office.to("draft")
    does(house, "supervisor", letter, "submit")
    assert "还不能" in text(house.get("counsel", "letter", letter.pk)), "the office endorses first"
    does(house, "case_office", letter, "endorse", opinion="同意。")
    refused(house.act("counsel", letter, "pass_review"), "请填写这一项")
    does(house, "counsel", letter, "pass_review", opinion="事实清楚，依据正确。")
    does(house, "director", letter, "sign", opinion="同意签发。")
    assert letter.number and letter.issued_on == clock.today()
    answer = house.act("seal_keeper", letter, "seal", copies="3")
    refused(answer, "适用规则未经确认", 409)
    does(house, "director", letter, "acknowledge_unconfirmed", reason="样式已经核对。")
    refused(house.act("seal_keeper", letter, "seal", copies="0"), "不能小于1")
    does(house, "seal_keeper", letter, "seal", copies="3", place="印章管理室")
    assert letter.state == "sealed" and store.read(letter.pdf_digest).startswith(b"%PDF-")
    shown = text(house.get("director", "letter_pages", letter.pk))
    assert shown.count("data:image/png") == 2 and "草稿" not in shown
    approval = text(house.get("director", "letter", letter.pk, tab="approval"))
    for told in ("事实清楚，依据正确。", "同意签发。", "样式已经核对。", "重点事项", "用印"):
        assert told in approval


def test_a_physical_seal_needs_the_stamped_scan(house: Screens, monkeypatch) -> None:
    monkeypatch.setattr(Rules, "seal_mode", "PHYSICAL")
    letter = house.office.to("numbered")
    house.office.perform(letter, "acknowledge_unconfirmed", "director", reason="样式已经核对。")
    page = text(house.get("seal_keeper", "letter", letter.pk))
    assert "打印正式版面" in page
    assert house.get("seal_keeper", "letter_pdf", letter.pk, final=1).content.startswith(b"%PDF")
    assert house.get("director", "letter_pdf", letter.pk, final=1).status_code == 403
    refused(house.act("seal_keeper", letter, "seal", copies="3"), "加盖印章后的扫描件")
    does(house, "seal_keeper", letter, "seal", copies="3", stamped=scan())
    assert letter.stamped.digest and letter.stamped.name in text(house.get("seal_keeper", "letter", letter.pk))


def test_whoever_drafted_does_not_sign(house: Screens) -> None:
    house.office.grant("supervisor", "director", "GH990101")
    letter = house.office.to("signing")
    assert house.act("supervisor", letter, "sign").status_code == 403
    assert house.act("director", letter, "return_draft").status_code == 422, "a reason is asked for"
    does(house, "director", letter, "return_draft", reason="依据写错。")
    assert letter.state == "draft"


def test_a_stale_form_keeps_what_was_typed(house: Screens) -> None:
    letter = house.office.to("signing")
    refused(house.act("director", letter, "sign", seen="1", opinion="留着这句话"), "留着这句话", 409)
    assert letter.state == "signing"


def test_recall_void_and_discard_ask_for_a_reason(house: Screens) -> None:
    letter = house.office.to("numbered")
    refused(house.act("director", letter, "recall"), "请填写这一项")
    does(house, "director", letter, "recall", reason="主送单位有误。")
    does(house, "supervisor", letter, "discard", reason="改发建议书。")
    assert letter.state == "revoked" and "草稿废弃" in text(house.get("director", "letter", letter.pk))


# --- service ------------------------------------------------------------------------------------------------------
def test_service_by_hand_and_what_it_asks_for(house: Screens) -> None:
    letter, today = house.office.to("sealed"), str(clock.today())
    refused(house.act("supervisor", letter, "dispatch", method="ANNOUNCEMENT", address="报纸", sent_on=today), "请从列表中选择")
    does(house, "supervisor", letter, "dispatch", method="DIRECT", address="示例县东关街18号", sent_on=today)
    refused(house.act("supervisor", letter, "serve", method="DIRECT", signed_on=today, **DIRECT), "送达回证")
    answer = house.act("supervisor", letter, "serve", method="DIRECT", signed_on=today, evidence_service_receipt=scan(), **{
        **DIRECT, "signer": ""})  # fmt: skip
    refused(answer, "示例县东关街18号")
    does(house, "supervisor", letter, "serve", method="DIRECT", signed_on=today, evidence_service_receipt=scan(), **DIRECT)
    assert letter.state == "awaiting_reply"
    tab = text(house.get("director", "letter", letter.pk, tab="service"))
    assert "司马青" in tab and "送达日" in tab and "截止" in tab


def test_left_at_the_door_needs_two_servers_and_a_witness(house: Screens) -> None:
    letter, today = house.office.to("dispatched"), str(clock.today())
    papers = {"evidence_service_receipt": scan(), "evidence_refusal_note": scan()}
    left = {"method": "LEFT", "left_on": today, "place": "单位门卫室", "servers": "安澜、江宁", "refusal": "拒绝签收"}
    refused(house.act("supervisor", letter, "serve", **left, evidence_service_receipt=scan(), evidence_refusal_note=scan()),
            "须有其中一项")  # fmt: skip
    refused(house.act("supervisor", letter, "serve", **{**left, "servers": "安澜"}, **papers, evidence_photo_or_video=scan()),
            "至少2人")  # fmt: skip
    again = {"evidence_service_receipt": scan(), "evidence_refusal_note": scan(), "evidence_photo_or_video": scan()}
    does(house, "supervisor", letter, "serve", **left, **again)
    assert ServiceReceipt.objects.get(letter=letter).method == "LEFT"


def test_failed_twice_then_announced(house: Screens) -> None:
    letter, today = house.office.to("service_failed"), str(clock.today())
    same = {"method": "DIRECT", "address": "示例县东关街18号", "sent_on": today}
    refused(house.act("supervisor", letter, "retry", **same), "须换送达方式或地址", 409)
    does(house, "supervisor", letter, "retry", **{**same, "method": "MAIL"}, note="EM000000001CN")
    refused(house.act("supervisor", letter, "fail_service", failed_on=today), "请填写这一项")
    does(house, "supervisor", letter, "fail_service", failed_on=today, failure="无人领取。")
    does(house, "director", letter, "allow_announcement", opinion="同意。")
    does(house, "supervisor", letter, "retry", method="ANNOUNCEMENT", address="示例日报", sent_on=today)
    refused(house.act("supervisor", letter, "serve", method="ANNOUNCEMENT", published_on=today, place="示例日报", servers="安澜",
                      evidence_announcement_copy=scan(), evidence_photo_or_video=scan()), "届时才能登记送达", 409)  # fmt: skip


# --- what comes back ----------------------------------------------------------------------------------------------
def replied(**changed):
    today = clock.today()
    base = {"form": "WRITTEN", "received_on": str(today), "contact": "0000-0000002", "signatory": "司马青", "stamp": scan(),
            "items-0-status": "DONE", "items-0-done_on": str(today), "items-0-evidence": scan(),
            "items-1-status": "IN_PROGRESS", "items-1-planned_on": str(today + timedelta(days=14))}  # fmt: skip
    return {**base, **changed}


def test_a_reply_item_by_item_then_examined(house: Screens) -> None:
    letter = house.office.to("awaiting_reply")
    answer = house.act("case_office", letter, "reply", **replied(**{"items-0-done_on": "", "items-1-planned_on": ""}))
    refused(answer, "请填写整改日期")
    assert "请填写计划完成日期" in text(answer) and "0000-0000002" in text(answer)
    refused(house.act("case_office", letter, "reply", **replied(form="ORAL")), "盖章的回执")
    does(house, "case_office", letter, "reply", **replied())
    reply = Reply.objects.get(letter=letter)
    assert [i.status for i in reply.items.order_by("n")] == ["DONE", "IN_PROGRESS"] and reply.stamp_id
    page = text(house.get("supervisor", "letter", letter.pk, tab="replies"))
    assert "已整改" in page and "待审查" in page
    yesterday = str(clock.today() - timedelta(days=1))
    bad = {"items-0-done": "yes", "items-1-done": "no", "items-1-plan_on": yesterday}
    refused(house.act("supervisor2", letter, "examine", **bad), "限期须在今天之后")
    does(house, "supervisor2", letter, "examine", **{**bad, "items-1-plan_on": "2026-07-20"})
    does(house, "supervisor", letter, "find_partial", opinion="一项未到位。")
    assert letter.state == "partial"


def test_who_examined_alone_does_not_accept(house: Screens) -> None:
    letter = house.office.to("replied")
    does(house, "supervisor", letter, "examine", **{"items-0-done": "yes", "items-1-done": "yes"})
    blocked = house.get("supervisor", "letter", letter.pk).context["actions"]["blocked"]
    assert "须由两名监督员审查" in str(blocked)
    does(house, "supervisor2", letter, "accept", opinion="全部到位。")
    assert letter.state == "satisfied"


def test_an_extension_is_judged_before_it_is_granted(house: Screens) -> None:
    letter = house.office.to("awaiting_reply", at=OTHER)
    asked = {"requested_on": str(clock.today()), "plan": scan(), "reason": "需要分批支付。"}
    form = text(house.form("director", letter, "extend"))
    assert "可延期1次，最多15个工作日" in form and "现在的截止日" in form
    refused(house.act("director", letter, "extend", **asked, n="16"), "超过了可以延长的天数")
    refused(house.act("director", letter, "extend", requested_on=str(clock.today()), n="10", reason="x"), "整改计划")
    before = letter.due_on
    does(house, "director", letter, "extend", **{**asked, "plan": scan()}, n="10")
    assert letter.due_on > before
    assert "同意" in text(house.get("director", "letter", letter.pk, tab="replies"))
    does(house, "director", letter, "refuse_extension", requested_on=str(clock.today()), n="5", reason="次数已用完。")
    assert "规则不允许延期或次数已用完" in text(house.get("director", "letter", letter.pk, tab="replies"))


def test_an_objection_stops_the_clock_until_its_result_is_served(house: Screens) -> None:
    letter, today = house.office.to("awaiting_reply"), str(clock.today())
    refused(house.act("case_office", letter, "object", received_on=today), "请填写这一项")
    does(house, "case_office", letter, "object", received_on=today, grounds="数额有误。", paper=scan())
    assert "答复期限停止计算" in text(house.get("director", "letter", letter.pk))
    assert house.act("supervisor", letter, "recheck", opinion="属实。").status_code == 403, "who investigated does not re-check"
    does(house, "supervisor3", letter, "recheck", opinion="数额无误。")
    does(house, "city_supervisor", letter, "recheck", opinion="数额无误。")
    does(house, "director", letter, "uphold", result="维持。", result_served_on=today)
    assert letter.state == "awaiting_reply"


def test_an_overdue_letter_is_chased_and_gives_way_to_the_next(house: Screens) -> None:
    letter = house.office.to("overdue")
    does(house, "case_office", letter, "chase", text="请尽快答复。")
    assert "没有已用印的后续文书" in str(house.get("director", "letter", letter.pk).context["actions"]["blocked"])
    successor = house.office.drive(house.office.drafted(house.office.next_plan(letter, "recommendation")), "sealed")
    assert successor.number in text(house.form("director", letter, "supersede"))
    does(house, "director", letter, "supersede", opinion="已转建议书。")
    assert letter.detail == "ESCALATED"


def test_a_department_declines_gives_reasons_and_a_result(house: Screens) -> None:
    letter, today = house.office.recommended("awaiting_reply"), str(clock.today())
    refused(house.act("case_office", letter, "decline", on=today), "口头告知")
    does(house, "case_office", letter, "decline", on=today, oral="on")
    does(house, "director", letter, "ask_reasons")
    does(house, "case_office", letter, "file", on=today, case_no="示人社监〔2026〕8号", paper=scan())
    does(house, "case_office", letter, "report_result", on=today, result="已责令支付。", decision_no="示人社监令〔2026〕3号")
    refused(house.act("director", letter, "accept_result"), "请填写这一项")
    does(house, "director", letter, "accept_result", judgement="已全部支付。")
    page = text(house.get("director", "letter", letter.pk, tab="replies"))
    assert letter.state == "satisfied" and "示人社监〔2026〕8号" in page and "已全部支付。" in page


def test_papers_and_remarks(house: Screens) -> None:
    letter = house.office.to("draft")
    does(house, "supervisor", letter, "add_paper", item="往来函件", uploads=[scan("函.pdf")])
    does(house, "counsel", letter, "note", text="已电话沟通。")
    assert "往来函件" in text(house.get("supervisor", "letter", letter.pk, tab="documents"))
    assert "已电话沟通。" in text(house.get("supervisor", "letter", letter.pk, tab="timeline"))
    assert date(2026, 6, 1) == letter.opened_on
