"""The forms of leads and cases that are signed by hand, in their three modes (supervision.md §9, §11)."""

import pytest

from relief.documents.services import Upload
from relief.notices.formkinds import FORMS, print_blank, print_form
from relief.notices.paperdata import Mode
from relief.supervision.models import SupervisionCase
from tests.printed import lacking, text_of
from tests.supervision_cast import COMPLAINANT, COUNTY, EMPLOYER, PDF, REASON, WORKER, Committee

KINDS = ("lead_form", "investigation_record", "revisit_record", "closing_form")


def print_all(kind: str, subject: object, row: object = None) -> dict[str, str]:
    return {mode.value: text_of(print_form(kind, mode, subject, row)) for mode in Mode}


@pytest.mark.parametrize("kind", KINDS)
def test_blank_without_any_case(house: Committee, kind: str) -> None:
    text = text_of(print_blank(kind, house.units[COUNTY]))
    assert lacking(text, FORMS[kind].title, "示例县总工会", "签字", "规则待确认", "年月日") == []


def test_the_lead_form_shows_the_pseudonym_alone(house: Committee) -> None:
    lead = house.lead(source="12351", source_ref="GD-2026-1")
    before = print_all("lead_form", lead)
    facts = (lead.number, EMPLOYER["employer_name"], EMPLOYER["uscc"], "✓实名", "反映人代称反映人", "12351热线", "GD-2026-1",
             "示例路养护", "36,000.00元", "2026年2月1日至2026年4月30日", "缺：尚在收集", "已登记（保密）", "case_office")  # fmt: skip
    assert lacking(before["wet"], *facts) == [] and "受理，案件编号" not in before["decided"]
    assert [part for part in facts if part in before["blank"]] == ["✓实名"][:0]
    house.perform(lead, "accept", "case_office")
    text = print_all("lead_form", lead)
    assert lacking(text["decided"], "反映人代称职工甲", f"受理，案件编号{lead.case.number}。", "2026年6月1日") == []
    assert "受理，案件编号" not in text["wet"], "left for the pen"
    for secret in COMPLAINANT.values():
        assert not [mode for mode, said in {**before, **text}.items() if secret in said]


def test_what_became_of_a_lead_stands_on_its_form(house: Committee) -> None:
    lead = house.lead()
    house.perform(lead, "decline", "case_office", ground="INSUFFICIENT", text="没有具体线索")
    assert "不予受理：线索不足。没有具体线索" in print_all("lead_form", lead)["decided"]
    house.perform(lead, "review_decline", "director", **REASON)
    text = print_all("lead_form", lead)["decided"]
    assert "撤销不予受理：理由充分。" in text and "线索不足" not in text and "签字：director" in text
    house.perform(lead, "pass_on", "case_office", recipient="示例县人力资源和社会保障局")
    assert "转示例县人力资源和社会保障局处理。" in print_all("lead_form", lead)["decided"]
    other = house.lead(employer_name="示例县另一公司", uscc="", matter_codes=["HOURS"], naming="ANONYMOUS", why_missing={})
    text = print_all("lead_form", other)["wet"]
    assert "✓匿名" in text and "欠薪单位工程项目" in text, "no wage matter: the six items stay empty"


def test_each_record_is_a_form_of_its_own(house: Committee) -> None:
    case = house.ready("investigating")
    house.perform(case, "record", "supervisor", held_at=house.visit()["visited_at"], place="工地", person="示例班长",
                  position="班长", told="已告知", text="问：是否签订合同？\n答：没有。", read_back="REFUSED",
                  refusal_note="要求与律师商量")  # fmt: skip
    first, second = case.records.order_by("pk")
    assert FORMS["investigation_record"].rows(case) == [first, second]
    text = print_all("investigation_record", case, first)
    facts = (case.number, case.employer.name, "单位会议室", "示例经理", "问：……答：……", "✓本人阅读无误", "示监0001", "示监0002",
             "2026年6月1日9时00分")  # fmt: skip
    assert lacking(text["wet"], *facts) == [] and "1.签字：supervisor" not in text["wet"]
    assert lacking(text["decided"], *facts, "1.签字：supervisor", "2.签字：supervisor2") == []
    assert [part for part in facts if part in text["blank"]] == []
    latest = print_all("investigation_record", case)["decided"]
    assert lacking(latest, "工地", "✓拒绝核对", "拒签说明：要求与律师商量", "答：没有。") == [] and "单位会议室" not in latest


def test_a_long_record_runs_over_pages(house: Committee) -> None:
    case = house.at("investigating")
    said = "问：工资如何发放？\n答：" + "每月由项目部造册，班组长签字后发放，但二月以来没有发放。" * 80
    house.perform(case, "record", "supervisor", held_at=house.visit()["visited_at"], place="会议室", person="示例经理",
                  told="已告知", text=said, read_back="READ", paper=Upload("笔录.pdf", PDF))  # fmt: skip
    text = text_of(print_form("investigation_record", Mode.WET, case))
    assert "第2页共2页" in text and text.count("每月由项目部造册") == 80 and "逐页签字" in text


def test_the_visit_names_pseudonyms(house: Committee) -> None:
    case = house.ready("revisiting")
    before = print_all("revisit_record", case)
    facts = (case.number, case.employer.name, "职工甲", "工资", "已落实", "✓电话", "✓是", "无")
    assert lacking(before["wet"], *facts) == [] and "签字：supervisor2" not in before["wet"]
    house.move_on(case)
    text = print_all("revisit_record", case, case.visits.get())["decided"]
    assert lacking(text, *facts, "1.签字：supervisor2", "2.签字：supervisor") == []
    assert WORKER not in text


def test_the_closing_form_before_and_after_the_decision(house: Committee) -> None:
    case = house.ready("closing")
    before = print_all("closing_form", case)
    facts = (case.number, case.employer.name, case.leads.get().number, "工资", "12人")
    assert lacking(before["wet"], *facts, "工资＿＿＿＿元") == [] and "✓" not in before["decided"]
    assert lacking(before["decided"], "回访确认问题已解决，提请结案。", "签字：supervisor") == []
    house.move_on(case)
    text = print_all("closing_form", case)
    done = ("✓已整改", "工资36,000.00元；合计36,000.00元（人民币叁万陆仟元整）。", "已反馈。")
    assert lacking(text["wet"], *facts, *done) == [] and "同意结案。" not in text["wet"]
    assert lacking(text["decided"], *done, "同意结案。", "签字：director") == []
    assert WORKER not in text["decided"] and COMPLAINANT["name"] not in text["decided"]


def test_a_dropped_case_says_why(house: Committee) -> None:
    case: SupervisionCase = house.case()
    house.perform(case, "drop", "director", ground="WITHDRAWN", reason="反映人书面撤回。")
    text = print_all("closing_form", case)["decided"]
    assert lacking(text, "终结调查（反映人撤回）：反映人书面撤回。", "签字：director", "制发文书无") == []


def test_a_signed_scan_has_a_slot_in_the_file(house: Committee) -> None:
    case = house.at("investigating")
    kind = FORMS["investigation_record"]
    house.perform(case, "add_paper", "supervisor", item=kind.slot, uploads=[Upload("笔录签字.pdf", PDF)], original_seen=True)
    from relief.notices.selectors import scans_of

    assert [d.name for d in scans_of(kind, case.pk)] == ["笔录签字.pdf"]
