"""What comes back: good and refused (supervision.md §5, §10)."""

from datetime import date, timedelta
from typing import Any

import pytest

from relief import office
from relief.letters.models import Reply, SupervisionLetter
from relief.supervision.models import LetterOutcome
from tests.relief.letters.cast import OTHER, SCAN, LetterOffice, answer
from workflows import clock, desks
from workflows.errors import NotAllowed, NotPossible
from workflows.models import Event

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def house() -> LetterOffice:
    return LetterOffice()


def role_of(letter: SupervisionLetter) -> str:
    return desks.open_tasks().get(machine="supervision_letter", case_id=letter.pk).role


# --- replies ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("changed", "why"), [
    ({"form": "ORAL"}, "答复内容"), ({"stamp": None}, "答复内容"), ({"signatory": ""}, "答复内容"), ({"contact": ""}, "答复内容"),
    ({"received_on": date(2026, 6, 30)}, "不能晚于"), ({"received_on": date(2026, 5, 1)}, "不能早于"),
    ({"items": [{"n": 3, "status": "OPEN"}]}, "序号"), ({"items": [{"n": 1, "status": "DONE"}]}, "证明材料"),
    ({"items": [{"n": 1, "status": "IN_PROGRESS"}]}, "计划"), ({"items": [{"n": 1, "status": "OBJECTED"}]}, "理由"),
    ({"items": [{"n": 1, "status": "FINE"}]}, "整改情况"),
])  # fmt: skip
def test_a_reply_is_complete_or_refused(house: LetterOffice, changed: dict[str, Any], why: str) -> None:
    letter = house.to("awaiting_reply")
    with pytest.raises(NotPossible, match=why):
        house.perform(letter, "reply", "case_office", **answer(letter, **changed))
    assert not Reply.objects.exists()


def test_what_a_reply_leaves_out_stays_open(house: LetterOffice) -> None:
    letter = house.to("awaiting_reply")
    house.perform(letter, "reply", "case_office", **answer(letter, items=[]))
    assert [i.status for i in letter.replies.get().items.order_by("n")] == ["OPEN", "OPEN"]
    assert Event.objects.get(verb="reply").role == "EMPLOYER" and Event.objects.get(verb="reply").actor is None


def test_other_forms_where_the_profile_takes_them(house: LetterOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = {"opinion": ["WRITTEN", "ORAL", "MESSAGE"]}
    monkeypatch.setattr("relief.jurisdictions.rules.Rules.reply_forms", forms)
    spoken = {"form": "ORAL", "stamp": None, "note": "单位来电称已支付。"}
    message = {"form": "MESSAGE", "stamp": SCAN}
    for bad in ({**spoken, "recorders": ["安澜"]}, message):
        letter = house.to("awaiting_reply")
        with pytest.raises(NotPossible, match="答复内容"):
            house.perform(letter, "reply", "case_office", **answer(letter, **bad))
    for good in ({**spoken, "recorders": ["安澜", "江月"]}, {**message, "original_checked": True}):
        letter = house.to("awaiting_reply")
        house.perform(letter, "reply", "case_office", **answer(letter, **good))
        assert letter.state == "replied"


def test_late_replies_are_taken_and_marked(house: LetterOffice) -> None:
    letter = house.to("awaiting_reply")
    house.on(letter.due_on + 2 * DAY)
    house.perform(letter, "reply", "case_office", **answer(letter, received_on=letter.due_on))
    assert not letter.replies.get().late
    late = house.to("overdue")
    house.perform(late, "reply", "case_office", **answer(late))
    assert late.replies.get().late and late.state == "replied"


def test_two_supervisors_conclude(house: LetterOffice) -> None:
    letter = house.to("replied")
    with pytest.raises(NotPossible, match="没有整改到位"):
        house.perform(letter, "accept", "supervisor")
    house.perform(letter, "examine", "supervisor2", items=[{"n": 1, "done": True}, {"n": 2, "done": True}])
    with pytest.raises(NotPossible, match="两名监督员"):
        house.perform(letter, "accept", "supervisor2")
    house.perform(letter, "accept", "supervisor")
    row = LetterOutcome.objects.get()
    assert (row.letter, row.end, row.detail, row.plan) == (letter, "satisfied", "FULL", letter.plan)


def test_partial_waits_for_the_earliest_open_day(house: LetterOffice) -> None:
    letter = house.to("replied")
    with pytest.raises(NotPossible, match="计划日期"):
        house.perform(letter, "find_partial", "supervisor")
    today = clock.today()
    found = [{"n": 1, "done": False, "plan_on": today + 20 * DAY}, {"n": 2, "done": False, "plan_on": today + 6 * DAY}]
    with pytest.raises(NotPossible, match="今天之后"):
        house.perform(letter, "examine", "supervisor2", items=[{**found[0], "plan_on": today}])
    house.perform(letter, "examine", "supervisor2", items=found)
    house.perform(letter, "find_partial", "supervisor")
    assert letter.due_on == today + 6 * DAY and role_of(letter) == "supervisor"
    house.on(today + 7 * DAY)
    office.perform(letter, "lapse", actor=None)
    letter.refresh_from_db()
    assert letter.state == "overdue"


def test_what_was_found_done_stays_done_in_the_next_reply(house: LetterOffice) -> None:
    letter = house.to("partial")
    house.perform(letter, "reply", "case_office", **answer(letter, items=[]))
    assert [i.found_done for i in letter.replies.latest().items.order_by("n")] == [True, None]


# --- objections ---------------------------------------------------------------------------------------------------
def test_an_objection_has_grounds_and_two_others_recheck_it(house: LetterOffice) -> None:
    letter = house.to("awaiting_reply")
    with pytest.raises(NotPossible, match="异议理由"):
        house.perform(letter, "object", "case_office", received_on=clock.today(), grounds=" ")
    house.to_objection(letter)
    assert role_of(letter) == "supervisor"
    result = {"result": "维持。", "result_served_on": clock.today()}
    for investigator in ("supervisor", "supervisor2"):
        with pytest.raises(NotAllowed, match="岗位分离"):
            house.perform(letter, "recheck", investigator, opinion="属实。")
    house.perform(letter, "recheck", "supervisor3", opinion="属实。")
    with pytest.raises(NotPossible, match="另外的监督员"):
        house.perform(letter, "uphold", "director", **result)
    with pytest.raises(NotPossible, match="已登记过"):
        house.perform(letter, "recheck", "supervisor3", opinion="属实。")
    house.perform(letter, "recheck", "city_supervisor", opinion="属实。")
    assert role_of(letter) == "director"
    assert [r.from_higher for r in letter.objections.get().rechecks.order_by("id")] == [False, True]
    with pytest.raises(NotPossible, match="送达日期"):
        house.perform(letter, "uphold", "director", **{**result, "result": ""})
    house.perform(letter, "uphold", "director", **result)
    assert letter.state == "awaiting_reply"
    with pytest.raises(NotPossible, match="上次复核结果"):
        house.to_objection(letter)


def test_an_objection_after_the_clock_ran_out_leaves_the_least_rest(house: LetterOffice) -> None:
    letter = house.to("overdue", at=OTHER)
    house.to_objection(letter)
    for who in ("supervisor3", "helper"):
        if who == "helper":
            house.newcomer(who)
            house.grant(who, "supervisor", "GH99")
            house.certify(who)
        house.perform(letter, "recheck", who, opinion="属实。")
    house.perform(letter, "uphold", "director", result="维持。", result_served_on=clock.today())
    assert letter.state == "awaiting_reply" and letter.due_on > clock.today() + 4 * DAY


def test_issued_anew_after_an_objection(house: LetterOffice) -> None:
    letter = house.to("objection")
    with pytest.raises(NotPossible, match="后续文书"):
        house.perform(letter, "supersede", "director")
    for who in ("supervisor3", "city_supervisor"):
        house.perform(letter, "recheck", who, opinion="数额有误。")
    again = house.drafted(house.next_plan(letter, "opinion"))
    house.drive(again, "numbered")
    with pytest.raises(NotPossible, match="后续文书"):
        house.perform(letter, "supersede", "director")
    house.drive(again, "sealed")
    house.perform(letter, "supersede", "director")
    assert LetterOutcome.objects.get().detail == "REISSUED"


def test_escalated_when_the_next_rung_is_sealed(house: LetterOffice) -> None:
    letter = house.to("superseded", "reminder_letter")
    assert LetterOutcome.objects.get(letter=letter).detail == "ESCALATED"
    assert letter.followers.get().content["preceding_no"] == letter.number


# --- extensions and departments -----------------------------------------------------------------------------------
def test_an_extension_has_its_plan(house: LetterOffice) -> None:
    letter = house.to("awaiting_reply", at=OTHER)
    with pytest.raises(NotPossible, match="整改计划"):
        house.perform(letter, "extend", "director", requested_on=clock.today(), n=5)
    with pytest.raises(NotAllowed):
        house.perform(letter, "extend", "supervisor", requested_on=clock.today(), n=5, plan=SCAN)
    with pytest.raises(NotPossible, match="至少为1"):
        house.perform(letter, "extend", "director", requested_on=clock.today(), n=0, plan=SCAN)


def test_a_department_files_declines_and_reports(house: LetterOffice) -> None:
    letter = house.recommended("awaiting_reply")
    with pytest.raises(NotPossible, match="建议书不适用"):
        house.perform(letter, "reply", "case_office", form="WRITTEN", received_on=clock.today(), contact="1", items=[])
    with pytest.raises(NotPossible, match="立案情况"):
        house.perform(letter, "file", "case_office", on=clock.today(), case_no=" ")
    with pytest.raises(NotPossible, match="不予立案"):
        house.perform(letter, "decline", "case_office", on=clock.today())
    house.perform(letter, "decline", "case_office", on=clock.today(), reasons="不属管辖。")
    with pytest.raises(NotPossible, match="充分理由"):
        house.perform(letter, "ask_reasons", "director")
    house.perform(letter, "ask_reasons", "director", why_weak="属地管辖明确。")
    assert letter.state == "awaiting_reply" and letter.due_on - clock.today() >= 7 * DAY and role_of(letter) == "DEPARTMENT"
    house.perform(letter, "file", "case_office", on=clock.today(), case_no="示人社监〔2026〕8号")
    assert letter.due_on > clock.today() + 80 * DAY
    with pytest.raises(NotPossible, match="处理结果"):
        house.perform(letter, "report_result", "case_office", on=clock.today(), result="")
    house.perform(letter, "report_result", "case_office", on=clock.today(), result="已责令改正。")
    with pytest.raises(NotPossible, match="认定意见"):
        house.perform(letter, "accept_result", "director", judgement=" ")
    house.to_satisfied(letter)
    assert LetterOutcome.objects.get(letter=letter).end == "satisfied"


def test_an_opinion_knows_no_department(house: LetterOffice) -> None:
    with pytest.raises(NotPossible, match="只用于建议书"):
        house.perform(house.to("awaiting_reply"), "file", "case_office", on=clock.today(), case_no="一号")


def test_chasing_moves_nothing(house: LetterOffice) -> None:
    letter = house.to("overdue")
    house.perform(letter, "chase", "case_office")
    house.perform(letter, "add_paper", "supervisor", item="函件", uploads=[SCAN])
    house.perform(letter, "note", "supervisor", text="已电话联系。")
    assert letter.state == "overdue"
    with pytest.raises(NotPossible, match="理由"):
        house.perform(house.to("numbered"), "void", "director")
