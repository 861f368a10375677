"""The hand-signed papers in their three modes, read back against the record (relief.md §7 Paper)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from relief import office
from relief.applications.models import Application, HouseholdMember, Meeting, PublicitySheet
from relief.applications.services import approval
from relief.notices.formkinds import FORMS, print_blank, print_form
from relief.notices.listpapers import agenda_waiting
from relief.notices.paperdata import Mode
from relief.notices.papers import PAPERS
from relief.notices.render import RenderError, render_paper
from relief.payouts.models import PayoutBatch
from tests.factories import BASE, COUNTY, Office

Print = Callable[..., dict[str, str]]
RELIEF = [kind for kind, row in FORMS.items() if row.prefix in ("relief_application", "meeting", "publicity_sheet",
                                                                "payout_batch")]  # fmt: skip


@pytest.fixture
def print_all(pages_of: Callable[[bytes], list[str]]) -> Print:
    def texts(kind: str, subject: Any) -> dict[str, str]:
        return {mode.value: "".join(pages_of(print_form(kind, mode, subject))) for mode in Mode}

    return texts


def lacks(text: str, *parts: str) -> list[str]:
    return [part for part in parts if part not in text]


def paid(house: Office) -> tuple[Application, Meeting, PayoutBatch]:
    """Two cases of one meeting: one agreed and paid, one refused."""
    case = house.at("approval", total_cost_fen=5_000_000, name="王喆祎", relative_of_staff=False)
    other = house.at("approval", total_cost_fen=6_000_000, name="李文博", card_no="6222020508000000135")
    meeting = house.meeting(case, other)
    item = meeting.agenda.get(application=other)
    item.decision, item.amount_fen, item.reason = "refuse", None, "不属突发"
    item.votes_for, item.votes_against = 1, 6
    item.save()
    office.carry_out(approval.decide, meeting=meeting, actor=house.by("secretary"))
    for row in (case, other):
        row.refresh_from_db()
    return case, meeting, house.pay(case)


def test_the_registry_names_every_hand_signed_paper() -> None:
    assert set(RELIEF) == {"application_form", "visit_form", "agenda", "publicity_result", "payment_approval",
                           "payment_list"}  # fmt: skip
    assert all(FORMS[kind].title == str(PAPERS[kind].title) for kind in RELIEF)


@pytest.mark.parametrize("kind", RELIEF)
def test_blank_without_any_case(house: Office, pages_of: Callable[[bytes], list[str]], kind: str) -> None:
    text = "".join(pages_of(print_blank(kind, house.units[BASE])))
    assert lacks(text, FORMS[kind].title, "签字", "依据未确认办法(演示)") == []
    assert "年月日" in text.replace("　", "").replace(" ", "").replace("_", "").replace("＿", ""), "room for the pen"


def test_application_form(house: Office, print_all: Print) -> None:
    case, _meeting, _batch = paid(house)
    HouseholdMember.objects.create(application=case, name="李小红", relation="妻子", monthly_income_fen=80_000)
    text = print_all("application_form", case)
    facts = (case.number, "王喆祎", case.id_no, case.mobile, case.card_no, "山西省汾阳市东塬镇示范村12号", "居民身份证",
             "李小红", "意外伤害", "2026年2月10日", "50,000.00", "工作中意外受伤。", "职工医保", "汾阳农商银行",
             "402173000018")  # fmt: skip
    decided = ("符合条件。", "同意上报。", "东塬工公示〔2026〕", "公示期间未收到异议。", "汾阳工会纪〔2026〕1号",
               "经主席办公会研究，同意。", "7,500.00元（人民币柒仟伍佰元整）", "township_chair", "reviewer",
               "head")  # fmt: skip
    assert lacks(text["wet"], *facts, "自付50,000.00元×15%=7,500.00元") == []
    assert lacks(text["decided"], *facts, *decided) == []
    assert [part for part in decided[:6] if part in text["wet"]] == [], "left for the pen"
    assert [part for part in (*facts, *decided) if part in text["blank"]] == []


def test_an_officer_signs_the_application_form_in_person(house: Office, print_all: Print) -> None:
    case = house.at("approved")
    award = case.award_set.get()
    text = print_all("application_form", case)["decided"]
    assert lacks(text, "同意。", "approver", f"{award.on.year}年{award.on.month}月{award.on.day}日", "1,500.00") == []


@pytest.mark.parametrize(
    ("state", "move", "who", "word"),
    [("grassroots_review", "refuse_at_base", "chair", "不予救助：理由充分。"),
     ("county_review", "refuse_at_county", "head", "不予救助：理由充分。"),
     ("county_review", "terminate", "head", "终止办理：理由充分。")],
)  # fmt: skip
def test_a_refusal_stands_in_the_box_of_who_refused(
    house: Office, print_all: Print, state: str, move: str, who: str, word: str
) -> None:
    case = house.ready(state)
    house.perform(case, move, who, reason="理由充分。")
    assert lacks(print_all("application_form", case)["decided"], word, who) == []


def test_visit_form(house: Office, print_all: Print) -> None:
    case = house.at("investigating")
    before = print_all("visit_form", case)
    assert lacks(before["wet"], "王喆祎", case.mobile, "意外伤害", case.number) == [], "the applicant's part"
    told = {"place": "申请人家中", "present": "申请人之妻", "housing": "租房居住", "income": "无", "spending": "医疗",
            "neighbours": "属实", "conclusion": "情况属实，建议救助。", "proposed_fen": 150_000}  # fmt: skip
    house.perform(case, "record_visit", "visitor", **told)
    house.perform(case, "sign_visit", "visitor2")
    text = print_all("visit_form", case)
    facts = ("2026年3月20日", "申请人家中", "申请人之妻", "租房居住", "情况属实，建议救助。", "人民币壹仟伍佰元整")
    assert lacks(text["wet"], *facts) == [] and "visitor2" not in text["wet"]
    assert lacks(text["decided"], *facts, "1.签字：visitor", "2.签字：visitor2") == []
    assert [part for part in (*facts[1:], case.name) if part in text["blank"]] == []


def test_the_county_s_own_visit_is_a_paper_of_the_county(house: Office) -> None:
    from relief.notices.formpapers import visit_form

    case = house.at("county_review")
    house.perform(case, "record_visit", "reviewer", place="病房", present="申请人", conclusion="复核属实。")
    county = case.visit_set.get(by_county=True)
    assert visit_form(case).place == "申请人家中", "the base's visit unless another is named"
    form = visit_form(case, county)
    assert (form.issuer, form.place, form.visitors) == ("汾阳市总工会", "病房", ("reviewer",))


def test_agenda(house: Office, print_all: Print) -> None:
    case, meeting, _batch = paid(house)
    text = print_all("agenda", meeting)
    asked = ("主席办公会", case.number, "王喆祎", "李文博", "50,000.00", "7,500.00", "9,000.00")
    answered = ("汾阳工会纪〔2026〕1号", "同意", "不予", "不属突发", "应到9人，实到7人", "回避人员：无", "secretary")
    assert lacks(text["wet"], *asked) == []
    assert [part for part in answered if part in text["wet"]] == []
    assert lacks(text["decided"], *asked, *answered) == []
    assert "第2件同意1票、反对6票、弃权0票；其余各件同意7票、反对0票、弃权0票" in text["decided"]


def test_agenda_of_what_waits_for_a_meeting(house: Office, pages_of: Callable[[bytes], list[str]]) -> None:
    meets = house.at("approval", total_cost_fen=5_000_000, name="王喆祎")
    officer = house.at("approval", total_cost_fen=1_000_000, name="李文博")
    form = agenda_waiting(house.units[COUNTY])
    assert [row.case_no for row in form.rows] == [meets.number] and form.body == "主席办公会"
    text = "".join(pages_of(render_paper("agenda", form)))
    assert meets.number in text and officer.number not in text and "纪要编号" in text
    assert agenda_waiting(house.units[BASE]).rows == ()


def test_publicity_result(house: Office, print_all: Print) -> None:
    case = house.at("publicity")
    sheet = case.sheet_entries.get().sheet
    hanging = print_all("publicity_result", sheet)
    assert "□未收到异议" in hanging["decided"].replace(" ", "")
    house.prepare(case)
    sheet.refresh_from_db()
    text = print_all("publicity_result", sheet)
    facts = (sheet.number, "公示栏", "王**", case.number, "意外伤害", "1,500.00", "2026年3月20日至2026年3月27日")
    assert lacks(text["wet"], *facts) == [] and "未收到异议。" not in text["wet"].replace("□未收到异议。", "")
    assert lacks(text["decided"], *facts, "公示期间未收到异议。", "工会主席（签字）：chair", "特此证明") == []
    assert case.name not in text["decided"]


def test_the_result_prints_what_was_signed_not_what_is_usual(house: Office, print_all: Print) -> None:
    case = house.at("publicity")
    house.prepare(case)
    sheet = PublicitySheet.objects.get()
    house.perform(case, "record_publicity", "chair", result="收到异议1件，经核查不属实。")
    sheet.refresh_from_db()
    text = print_all("publicity_result", sheet)["decided"]
    assert "收到异议1件，经核查不属实。" in text and "未收到异议" not in text


def test_payment_approval_and_list(house: Office, print_all: Print) -> None:
    case, _meeting, batch = paid(house)
    text = print_all("payment_approval", batch)
    facts = (batch.number, "王喆祎", "汾阳农商银行", case.card_no, "本级工会经费", "¥7,500.00", "人民币柒仟伍佰元整",
             "会议纪要汾阳工会纪〔2026〕1号审批1件")  # fmt: skip
    assert lacks(text["wet"], *facts) == [] and "签字：cashier" not in text["wet"]
    assert lacks(text["decided"], *facts, "签字：cashier", "签字：payment_reviewer") == []
    listed = print_all("payment_list", batch)
    rows = (batch.number, case.number, "王喆祎", case.card_no, "7,500.00", "合计1笔")
    assert lacks(listed["wet"], *rows) == [] and lacks(listed["decided"], *rows, "制单（签字）：cashier") == []
    assert [part for part in rows if part in listed["blank"]] == []


def test_a_batch_of_many_refers_to_its_list(house: Office, print_all: Print) -> None:
    first = house.at("approved")
    second = house.at("approved", name="李文博")
    batch = house.batch(first, second)
    text = print_all("payment_approval", batch)["decided"]
    assert lacks(text, "王喆祎等2人（见付款清单）", "审批人审批2件。", "¥3,000.00") == []
    assert first.card_no not in text
    assert "支付复核" in text and "签字：payment_reviewer" not in text, "not checked yet"


def test_receipt_numbers_stand_on_the_decided_list(house: Office, print_all: Print) -> None:
    case = house.at("approved")
    batch = house.exported(case)
    rows = [row.__class__(**{**row.__dict__, "receipt": "HD20260320-01"}) for row in house.answers(batch)]
    house.perform(batch, "record_result", "cashier", rows=rows)
    text = print_all("payment_list", batch)
    assert "HD20260320-01" in text["decided"] and "HD20260320-01" not in text["wet"]


def test_a_form_that_cannot_be_printed_names_field_and_character(house: Office) -> None:
    case = house.at("submitted")
    Application.objects.filter(pk=case.pk).update(employer="示范\ue000公司")
    with pytest.raises(RenderError, match=r"工作单位第3个字符（U\+E000）"):
        print_form("application_form", Mode.WET, Application.objects.get(pk=case.pk))


def test_a_draft_prints_by_the_scheme_in_force(house: Office) -> None:
    from relief.notices.formpapers import application_form

    form = application_form(house.draft())
    assert form.basis.version == 1 and form.case_no == "" and form.applied_on == date(2026, 3, 20)
