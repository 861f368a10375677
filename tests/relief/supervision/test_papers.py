"""The papers that leads and cases issue, read back from their PDFs (supervision.md §3, §4)."""

from typing import Any

import pytest

from relief import office
from relief.notices.kinds import KINDS
from relief.notices.models import Notice, NumberSeries
from relief.organisations.models import Organisation
from relief.supervision.papers import without_numbers
from tests.printed import lacking, pdf_of, text_of
from tests.supervision_cast import COMPLAINANT, COUNTY, EMPLOYER, REASON, WORKER, Committee
from workflows.fsm import MACHINES

MINE = {"lead", "supervision_lead", "supervision_case", "supervision_letter"}
ELSEWHERE = {"letter", "publicity"}
"""The letter itself, and the publicity sheet, have rules of their own."""


UNREACHABLE = {"worker_list": "尚在收集", "contact": "反映人未留联系方式"}


def notice_of(case: Any, kind: str) -> Notice:
    return Notice.objects.get(dossier=f"{case.machine.name}:{case.pk}", kind=kind)


def read(case: Any, kind: str) -> str:
    return text_of(pdf_of(notice_of(case, kind)))


@pytest.mark.parametrize("machine", sorted(MINE))
def test_every_notice_that_a_row_names_has_a_kind_of_that_machine(machine: str) -> None:
    law = MACHINES[machine]
    named = {row.notice for row in (*law.moves, *law.acts) if row.notice} - ELSEWHERE
    assert named == {kind for kind, row in KINDS.items() if row.machine == machine}


# --- leads ---------------------------------------------------------------------------------------------------------
def test_acceptance_is_told_without_a_name(house: Committee) -> None:
    Organisation.objects.filter(code=COUNTY).update(phone="0000-0000001")
    lead = house.lead()
    house.perform(lead, "accept", "case_office")
    text = read(lead, "acceptance_notice")
    wanted = ("示例县总工会", "工会劳动法律监督线索受理通知书", "线索反映人：", lead.number, lead.case.number,
              EMPLOYER["employer_name"], "2026年6月1日", "工资", "0000-0000001", "规则待确认", "特此通知。")  # fmt: skip
    assert lacking(text, *wanted) == []
    content = str(notice_of(lead, "acceptance_notice").content)
    assert not [secret for secret in COMPLAINANT.values() if secret in content + text]


@pytest.mark.parametrize("naming", ["ANONYMOUS", "NAMED"])
def test_who_cannot_be_reached_gets_no_paper_and_no_number_is_taken(house: Committee, naming: str) -> None:
    lead = house.lead(naming=naming, why_missing=UNREACHABLE)
    if naming == "NAMED":
        house.perform(lead, "edit", "case_office", identity={"name": "欧阳示例", "contact": ""})
    house.perform(lead, "accept", "case_office")
    assert lead.state == "accepted" and not Notice.objects.exists()
    assert not NumberSeries.objects.filter(kind="acceptance_notice").exists()


def test_a_decline_says_its_ground_and_its_code(house: Committee) -> None:
    lead = house.lead(naming="CONFIDENTIAL")
    house.perform(lead, "decline", "case_office", ground="WITH_DEPARTMENT", text="劳动保障监察机构已立案调查")
    text = read(lead, "decline_notice")
    assert lacking(text, "不予受理", "部门已在处理。劳动保障监察机构已立案调查（理由代码：WITH_DEPARTMENT）。", lead.number,
                   "特此告知。") == []  # fmt: skip
    assert not [secret for secret in COMPLAINANT.values() if secret in text]


def test_a_second_decline_is_a_second_paper(house: Committee) -> None:
    lead = house.lead()
    for _n in range(2):
        house.perform(lead, "decline", "case_office", ground="INSUFFICIENT", text="没有具体线索")
        house.perform(lead, "review_decline", "director", **REASON)
    numbers = list(Notice.objects.filter(kind="decline_notice").order_by("id").values_list("n", flat=True))
    assert numbers == [1, 2]


def test_what_is_passed_on_names_nobody(house: Committee) -> None:
    said = "本人欧阳示例，电话１３８０００００００９，家中0358-7620114，身份证141182198802291232，欠薪36000元，要求支付。"
    lead = house.lead(request=said)
    house.perform(lead, "pass_on", "case_office", recipient="示例县人力资源和社会保障局")
    text = read(lead, "pass_on_letter")
    wanted = ("示例县人力资源和社会保障局：", "本人反映人，电话＊＊＊，家中＊＊＊，身份证＊＊＊，欠薪36000元，要求支付。",
              EMPLOYER["uscc"], "涉及职工：12人", "36,000.00元", "2026年2月1日至2026年4月30日", "特此函告。")  # fmt: skip
    assert lacking(text, *wanted) == []
    assert not [secret for secret in ("欧阳示例", "7620114", "1988", "０００９") if secret in text]


def test_the_words_of_a_confidential_complainant_stay_here(house: Committee) -> None:
    lead = house.lead(naming="CONFIDENTIAL", request="我是班组长，只有我知道这件事。")
    house.perform(lead, "pass_on", "case_office", recipient="示例县总工会")
    assert "班组长" not in read(lead, "pass_on_letter")


@pytest.mark.parametrize(("said", "left"), [
    ("2026-02-01至20260430欠1,234,567.00元", "2026-02-01至20260430欠1,234,567.00元"), ("欠3600000元", "欠3600000元"),
    ("打138 0000 0009", "打＊＊＊"), ("座机7620114", "座机＊＊＊"), ("号14118219880229123X", "号＊＊＊"),
])  # fmt: skip
def test_numbers_of_persons_are_taken_out_and_sums_and_days_are_not(said: str, left: str) -> None:
    assert without_numbers(said) == left


# --- cases ---------------------------------------------------------------------------------------------------------
def test_the_investigation_is_announced_with_its_investigators(house: Committee) -> None:
    case = house.at("investigating")
    text = read(case, "investigation_notice")
    wanted = (f"{case.employer.name}：", case.number, "supervisor（监督员证号：示监0001）、supervisor2（监督员证号：示监0002）",
              "请你单位予以协助")  # fmt: skip
    assert lacking(text, *wanted) == []
    assert COMPLAINANT["name"] not in text and "反映人" not in text


def test_an_unannounced_inspection_is_told_to_nobody(house: Committee) -> None:
    case = house.case()
    two = [house.by("supervisor"), house.by("supervisor2")]
    house.perform(case, "assign", "case_office", supervisors=two, unannounced=True)
    assert not Notice.objects.filter(kind="investigation_notice").exists()


def test_the_closing_is_told_in_totals(house: Committee) -> None:
    case = house.at("closed")
    text = read(case, "closing_notice")
    wanted = ("线索反映人：", case.number, case.employer.name, "办理结果：已整改；涉及职工12人；追回金额合计36,000.00元。")
    assert lacking(text, *wanted) == []
    assert WORKER not in text and COMPLAINANT["name"] not in text
    assert notice_of(case, "closing_notice").number.endswith("监结〔2026〕1号")


def test_a_closing_of_an_anonymous_lead_is_told_to_nobody(house: Committee) -> None:
    house.at("closed", naming="ANONYMOUS", why_missing=UNREACHABLE)
    assert not Notice.objects.filter(kind="closing_notice").exists()


def test_a_name_that_cannot_print_stops_the_move(house: Committee) -> None:
    from workflows.errors import NotPossible

    lead = house.lead(employer_name="示例\ue000公司")
    with pytest.raises(NotPossible, match=r"用人单位第3个字符（U\+E000）"):
        house.perform(lead, "accept", "case_office")
    lead.refresh_from_db()
    assert lead.state == "registered" and lead.case is None and not NumberSeries.objects.filter(
        kind__in=("acceptance_notice", "supervision_case")).exists()  # fmt: skip


# --- delivery ------------------------------------------------------------------------------------------------------
def test_the_office_delivers_and_nobody_else(house: Committee) -> None:
    from relief.notices import delivering
    from workflows.errors import NotAllowed, NotPossible

    case = house.case()
    notice = notice_of(case.leads.get(), "acceptance_notice")
    pdf_of(notice)
    notice.refresh_from_db()
    given: dict[str, Any] = {"notice": notice, "on": notice.issued_on}
    with pytest.raises(NotAllowed, match="劳动法律监督员"):
        office.carry_out(delivering.deliver, **given, actor=house.by("clerk"), method="phone")
    office.carry_out(delivering.deliver, **given, actor=house.by("case_office"), method="phone")
    house.perform(case, "assign", "case_office", supervisors=[house.by("supervisor"), house.by("supervisor2")])
    told = Notice.objects.get(kind="investigation_notice")
    pdf_of(told)
    told.refresh_from_db()
    with pytest.raises(NotPossible, match="这样送达"):
        office.carry_out(delivering.deliver, notice=told, on=told.issued_on, actor=house.by("supervisor"), method="phone")
