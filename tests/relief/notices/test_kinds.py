"""Each notice read back from its PDF against the facts of the case (relief.md §7 Notices)."""

from collections.abc import Callable
from datetime import date

import pytest

from relief.applications.models import Application
from relief.notices.kinds import KINDS
from relief.notices.models import Notice
from relief.notices.papers import PAPERS
from tests.factories import ASK, COUNTY, START, Office
from workflows.relief_application import RELIEF_APPLICATION

Read = Callable[[Notice], str]
BANNER = "依据未确认办法(演示)"


def notice_of(case: Application, kind: str) -> Notice:
    return Notice.objects.get(dossier=f"relief_application:{case.pk}", kind=kind)


def lacks(text: str, *parts: str) -> list[str]:
    return [part for part in parts if part not in text]


def test_every_notice_that_a_move_names_has_a_row() -> None:
    named = {row.notice for row in RELIEF_APPLICATION.moves if row.notice} - {"publicity"}
    assert named == {kind for kind, row in KINDS.items() if row.machine == RELIEF_APPLICATION.name}
    assert set(KINDS) < set(PAPERS)


def test_acceptance(house: Office, text_of: Read) -> None:
    base = house.units["GH141182-03-007"]
    base.phone = "0358-7000001"
    base.save()
    case = house.at("investigating")
    text = text_of(notice_of(case, "acceptance"))
    wanted = ("东塬工受〔2026〕1号", "王喆祎：", "汾阳工救〔2026〕1号", "2026年3月20日", "第1版", "0358-7000001",
              "意外伤害", BANNER)  # fmt: skip
    assert lacks(text, *wanted) == []


def test_a_union_without_a_telephone_gives_that_of_the_nearest_above(house: Office) -> None:
    for code, phone in (("GH1411", "0358-1"), (COUNTY, "0358-2")):
        house.units[code].phone = phone
        house.units[code].save()
    assert notice_of(house.at("investigating"), "acceptance").content["phone"] == "0358-2"


def test_acceptance_without_a_telephone_names_the_union(house: Office, text_of: Read) -> None:
    text = text_of(notice_of(house.at("investigating"), "acceptance"))
    assert lacks(text, "请与我会联系", "东塬镇联合基层工会") == []


def test_supplement_lists_everything_at_once(house: Office, text_of: Read) -> None:
    case = house.at("submitted")
    house.perform(case, "ask", "clerk", items=["户口簿全部页", "近三个月收入证明"])
    notice = notice_of(case, "supplement")
    assert notice.content["due_on"] == case.due_on.isoformat() == "2026-04-03"
    text = text_of(notice)
    wanted = ("2项材料", "1.户口簿全部页", "2.近三个月收入证明", "2026年4月3日前（含当日）", "视为放弃", case.number)
    assert lacks(text, *wanted) == []


def test_a_second_supplement_repeats_what_is_still_open(house: Office) -> None:
    case = house.at("supplement")
    house.perform(case, "answer", "clerk", role="clerk")
    house.perform(case, "ask", "clerk", items=["近三个月收入证明"], reason="收入证明过期")
    latest = Notice.objects.filter(kind="supplement").latest("id")
    assert latest.content["missing"] == ["近三个月收入证明"] and latest.number == "东塬工补〔2026〕2号"
    assert ASK["items"][0] not in str(latest.content)


def test_non_acceptance_names_each_exclusion_with_its_code(house: Office, text_of: Read) -> None:
    case = house.at("submitted")
    answers = {"FIGHT_GAMBLING_DRUGS": True, "BANNED_ORGANISATION": True, "PRIVATE_SCHOOL": False, "BARRED": False}
    house.perform(case, "answer_exclusions", "clerk", answers=answers)
    house.perform(case, "decline", "chair", reason="有排除情形", ground="EXCLUDED")
    text = text_of(notice_of(case, "non_acceptance"))
    wanted = ("1.因打架斗殴、赌博、吸毒、酗酒致困（理由代码：FIGHT_GAMBLING_DRUGS）",
              "2.参加非法组织（理由代码：BANNED_ORGANISATION）",
              "2026年4月7日前（含当日）向汾阳市总工会书面提出申诉复查", "东塬工不受〔2026〕1号")  # fmt: skip
    assert lacks(text, *wanted) == []
    assert "EXCLUDED" not in text


def test_non_acceptance_with_the_officer_s_own_words(house: Office, text_of: Read) -> None:
    case = house.at("submitted")
    house.perform(case, "decline", "chair", reason="申请人不是本会会员。", ground="NOT_MEMBER")
    text = text_of(notice_of(case, "non_acceptance"))
    assert lacks(text, "申请人不是本会会员（理由代码：NOT_MEMBER）。") == []


def test_what_the_county_s_reviewer_declines_is_the_county_s_paper(house: Office) -> None:
    case = house.at("submitted")
    house.perform(case, "decline", "reviewer", reason="申请人不是会员。", ground="NOT_MEMBER")
    notice = notice_of(case, "non_acceptance")
    assert (notice.number, notice.union) == ("汾阳工不受〔2026〕1号", case.organisation)
    assert notice.content["review_with"] == "吕梁市总工会"


def test_what_the_county_s_head_ends_at_the_base_is_the_county_s_paper(house: Office) -> None:
    case = house.at("investigating")
    house.perform(case, "terminate", "head", reason="申请人去世。", ground="DEATH")
    assert notice_of(case, "refusal").number == "汾阳工不救〔2026〕1号"


def test_a_lapsed_case_is_told_why_and_until_when(house: Office, text_of: Read) -> None:
    from relief import office

    case = house.at("supplement")
    house.on(date(2026, 4, 7))
    office.perform(case, "lapse", actor=None)
    text = text_of(notice_of(case, "non_acceptance"))
    assert lacks(text, "逾期未补正", "理由代码：LAPSED", "2026年4月22日", "汾阳市总工会") == []


def test_refusal_at_the_base_is_the_base_s_own(house: Office, text_of: Read) -> None:
    case = house.at("grassroots_review")
    house.perform(case, "refuse_at_base", "chair", reason="测算金额为0。", ground="AMOUNT_ZERO")
    notice = notice_of(case, "refusal")
    assert (notice.organisation.name, notice.number) == ("东塬镇联合基层工会", "东塬工不救〔2026〕1号")
    text = text_of(notice)
    wanted = (case.number, "测算金额为0（理由代码：AMOUNT_ZERO）", "2026年4月7日", "向汾阳市总工会", "不予救助")
    assert lacks(text, *wanted) == []


def test_refusal_at_the_county_may_be_appealed_at_the_city(house: Office, text_of: Read) -> None:
    case = house.ready("county_review")
    house.perform(case, "refuse_at_county", "head", reason="收入核实后不符合条件。", ground="INCOME_OVER")
    notice = notice_of(case, "refusal")
    assert notice.organisation == house.units[COUNTY] and notice.union == case.organisation
    assert lacks(text_of(notice), "理由代码：INCOME_OVER", "向吕梁市总工会", "汾阳工不救〔2026〕1号") == []


def test_an_officer_s_decision(house: Office, text_of: Read) -> None:
    case = house.at("approved")
    award = case.award_set.get()
    text = text_of(notice_of(case, "decision"))
    wanted = ("汾阳工批〔2026〕1号", case.number, "1,500.00元（人民币壹仟伍佰元整）", "资金来源：本级工会经费",
              award.sentence, f"{award.on.year}年{award.on.month}月{award.on.day}日审批同意")  # fmt: skip
    assert award.amount_fen == 150_000
    assert lacks(text, *wanted) == []
    assert "会议纪要" not in text


def test_a_meeting_s_decision_names_its_minutes(house: Office, text_of: Read) -> None:
    from relief import office
    from relief.applications.services import approval

    case = house.at("approval", total_cost_fen=5_000_000)
    meeting = house.meeting(case)
    office.carry_out(approval.decide, meeting=meeting, actor=house.by("secretary"))
    text = text_of(notice_of(case, "decision"))
    assert lacks(text, "会议纪要编号：汾阳工会纪〔2026〕1号", "7,500.00元（人民币柒仟伍佰元整）") == []


def test_payment_says_when_how_much_and_to_which_card(house: Office, text_of: Read) -> None:
    case = house.at("paid")
    result = house.line(case).result
    text = text_of(notice_of(case, "payment"))
    wanted = ("汾阳工发〔2026〕1号", "1,500.00元（人民币壹仟伍佰元整）", "卡号后四位：0127", "汾阳农商银行",
              "本级工会经费", f"{result.on.year}年{result.on.month}月{result.on.day}日")  # fmt: skip
    assert lacks(text, *wanted) == []
    assert case.card_no not in text and case.id_no not in text and case.mobile not in text


@pytest.mark.parametrize("state", ["not_accepted", "terminated"])
def test_an_entry_error_sends_no_paper_and_takes_no_number(house: Office, state: str) -> None:
    case = house.at("submitted")
    move, who = {"not_accepted": ("decline", "reviewer"), "terminated": ("terminate", "head")}[state]
    house.perform(case, move, who, reason="重复录入。", ground="ENTRY_ERROR")
    assert case.state == state and not Notice.objects.exists()


def test_number_and_date_are_those_of_the_paper(house: Office) -> None:
    case = house.at("investigating")
    notice = notice_of(case, "acceptance")
    assert (notice.issued_on, notice.year, notice.n) == (START, 2026, 1)
