"""Realistic contents of the papers of supervision, and what each must say."""

from datetime import date
from typing import Any

from relief.letters import papers as of_letters
from relief.letters.papers_filled import Approval, ApprovalForm
from relief.notices.paperdata import PROFILE, Basis, Mode, Paper
from relief.notices.papers import Reason
from relief.supervision import papers as of_cases
from relief.supervision import papers_signed as signed_papers
from tests.relief.notices.sample_forms import signed

BASIS = Basis(name="示例省", version=1, of=PROFILE)
EMPLOYER = "示例县王记养护工程有限公司"
CASE = "示例县工监〔2026〕3号"
LEAD = "示例县工监线〔2026〕5号"
TITLE, NUMBER = "工会劳动法律监督意见书", "示县工劳监意字〔2026〕4号"
HEAD: dict[str, Any] = {"issuer": "示例县总工会", "basis": BASIS, "number": "示例县工监通〔2026〕1号",
                        "issued_on": date(2026, 6, 8), "phone": "0000-0000001"}  # fmt: skip
INVESTIGATORS = (signed_papers.Investigator(name="安澜", certificate="示监0001"),
                 signed_papers.Investigator(name="白桦", certificate="示监0002"))  # fmt: skip


def supervision_papers() -> dict[str, Paper]:
    """Notices and forms, filled and decided."""
    return {**_of_cases(), **_of_letters(), **_forms()}


def _of_cases() -> dict[str, Paper]:
    person = {**HEAD, "addressee": "线索反映人", "employer": EMPLOYER}
    lead = {**person, "lead_no": LEAD, "matters": "工资支付、劳动合同", "received_on": date(2026, 6, 1)}
    ground = Reason(code="WITH_DEPARTMENT", text="部门已在处理。劳动保障监察机构已立案调查")
    return {
        "acceptance_notice": of_cases.LeadAccepted(**lead, case_no=CASE, accepted_on=date(2026, 6, 2)),
        "decline_notice": of_cases.LeadDeclined(**lead, reasons=(ground,)),
        "pass_on_letter": of_cases.LeadPassedOn(
            **{**lead, "addressee": "示例县人力资源和社会保障局"}, uscc="91000000MA0000EX2B", workers=12, project="示例路养护",
            amount_fen=3_600_000, period_from=date(2026, 2, 1), period_to=date(2026, 4, 30), request="要求支付工资。"),
        "investigation_notice": of_cases.InvestigationNotice(
            **HEAD, addressee=EMPLOYER, case_no=CASE, matters="工资支付", investigators=INVESTIGATORS),
        "closing_notice": of_cases.CaseClosed(
            **person, case_no=CASE, closed_on=date(2026, 7, 20), outcome="已整改", workers=12, recovered_fen=3_600_000,
            contracts=3),
    }  # fmt: skip


def _of_letters() -> dict[str, Paper]:
    head: dict[str, Any] = {
        **HEAD, "addressee": EMPLOYER, "contact": "安澜", "address": "示例县人民路1号", "letter_title": TITLE,
        "letter_no": NUMBER, "letter_on": date(2026, 5, 29), "served_on": date(2026, 6, 1)}  # fmt: skip
    bureau = {**head, "addressee": "示例县人力资源和社会保障局", "letter_title": "工会劳动法律监督建议书",
              "letter_no": "示县工劳监建字〔2026〕1号"}  # fmt: skip
    return {
        "extension_notice": of_letters.ExtensionGranted(
            **head, requested_on=date(2026, 6, 23), length="10个工作日", due_on=date(2026, 7, 7)),
        "extension_refusal": of_letters.ExtensionRefused(
            **head, requested_on=date(2026, 6, 24), length="10个工作日", due_on=date(2026, 6, 23),
            reason=Reason(code="LATE", text="申请已过截止日。请按期整改。")),
        "chasing_letter": of_letters.Chased(**head, awaited="答复", due_on=date(2026, 6, 23)),
        "recheck_result": of_letters.RecheckResult(
            **head, objected_on=date(2026, 6, 8), result="工资台账与银行流水一致，原认定事实清楚。", due_on=date(2026, 7, 8)),
        "reasons_request": of_letters.ReasonsRequest(
            **bureau, employer=EMPLOYER, declined_on=date(2026, 6, 10), oral=True, length="7日"),
    }  # fmt: skip


def _forms() -> dict[str, Paper]:
    head: dict[str, Any] = {"issuer": "示例县总工会", "basis": BASIS, "mode": Mode.DECIDED}
    case = {**head, "case_no": CASE, "employer": EMPLOYER}
    return {
        "lead_form": signed_papers.LeadForm(
            **head, lead_no=LEAD, received_at="2026年6月1日9时0分", source="12351热线", source_ref="GD-0007", naming="实名保密",
            pseudonym="职工甲", employer_name=EMPLOYER, uscc="91000000MA0000EX2B", address="示例县东关街18号",
            industry="建筑业", has_union="未建会", matters="工资支付、劳动合同", workers=12, other_channels="没有", urgency="一般",
            request="要求支付2026年2月至4月工资。", about_wages=True, project="示例路养护", amount="36,000.00元",
            period="2026年2月1日至2026年4月30日", worker_list="缺：尚在收集", contact="已登记（保密）", evidence="3份", registrar="林木",
            intake=signed("陈志刚", f"受理，案件编号{CASE}。")),
        "investigation_record": signed_papers.RecordForm(
            **case, held_at="2026年6月4日15时20分", place="项目部会议室", investigators=INVESTIGATORS, person="王经理",
            position="项目负责人", told="已出示证件，告知权利义务。", dialogue="问：工资发到几月？\n答：发到今年一月。",
            read_back="本人阅读无误", signers=("陈志刚", "赵建国"), signed_on=date(2026, 6, 4)),
        "revisit_record": signed_papers.RevisitForm(
            **case, visited_at="2026年7月15日10时0分", mode_label="电话", pseudonyms="职工甲、职工乙",
            items=(signed_papers.VisitItem(item="拖欠工资是否到账", found="已落实"),), breach_ended="是", new_issues="无",
            visitors=("陈志刚", "赵建国"), signed_on=date(2026, 7, 15)),
        "closing_form": signed_papers.ClosingForm(
            **case, matters="工资支付、劳动合同", accepted_on=date(2026, 6, 2), leads=LEAD, letters=NUMBER, outcome="已整改",
            workers=12, recovered=(signed_papers.Recovered(label="工资", amount_fen=3_600_000),
                                   signed_papers.Recovered(label="经济补偿", amount_fen=150_000)),
            contracts=3, feedback="已向反映人反馈。", handler=signed("陈志刚", "回访确认问题已解决，提请结案。"),
            director=signed("吴志强", "同意结案。")),
        "letter_approval": ApprovalForm(
            **head, case_no=CASE, kind_label="意见书", title=TITLE, doc_no=NUMBER, addressees=EMPLOYER,
            copy_to=f"{EMPLOYER}工会委员会", subject=f"关于{EMPLOYER}（工资支付）", bases="《中华人民共和国劳动法》第五十条",
            limit="请自收到本意见书之日起15个工作日内书面答复", copies="3", drafter="安澜", drafted_on=date(2026, 5, 26),
            skip_reason="跳过提示函：重点事项（拖欠工资）。决定人：林木",
            steps=(Approval(role="监督委员会办公室", opinion=signed("白桦", "同意。")),
                   Approval(role="法律顾问", opinion=signed("陈志刚", "依据准确，程序合法。")),
                   Approval(role="监督委员会主任", opinion=signed("吴志强", "同意签发。"))),
            seal=signed("赵建国", "已用印3份。")),
    }  # fmt: skip


EXPECTED = {
    "acceptance_notice": ["线索反映人：", LEAD, CASE, "2026年6月2日受理", "联系方式发生变化"],
    "decline_notice": ["不予受理", "立案调查（理由代码：WITH_DEPARTMENT）。", "劳动争议仲裁", "特此告知。"],
    "pass_on_letter": ["示例县人力资源和社会保障局：", "一、用人单位", "涉及职工：12人", "要求支付工资。", "特此函告。"],
    "investigation_notice": [f"{EMPLOYER}：", "安澜（监督员证号：示监0001）、白桦（监督员证号：示监0002）。", "0000-0000001"],
    "closing_notice": ["已整改；涉及职工12人；追回金额合计36,000.00元；补签劳动合同3份。"],
    "extension_notice": ["同意延长10个工作日", "截止日期为2026年7月7日（含当日）", f"《{TITLE}》（{NUMBER}）", "联系人：安澜"],
    "extension_refusal": ["申请已过截止日。请按期整改（理由代码：LATE）。", "截止日期仍为2026年6月23日", "特此告知。"],
    "chasing_letter": ["答复的期限已于2026年6月23日届满", "至今未收到", "特此函告。"],
    "recheck_result": ["2026年6月8日提出异议", f"决定维持{NUMBER}文书。", "截止日期为2026年7月8日（含当日）"],
    "reasons_request": ["口头告知不予立案，未说明理由。", "自收到本函之日起7日内", EMPLOYER],
    "lead_form": ["✓实名保密", "职工甲", "缺：尚在收集", "GD-0007", "签字：陈志刚", "本表只写代称"],
    "investigation_record": ["示监0002", "答：发到今年一月。", "✓本人阅读无误", "2.签字：赵建国"],
    "revisit_record": ["职工甲、职工乙", "✓电话", "已落实", "1.签字：陈志刚"],
    "closing_form": ["✓已整改", "合计37,500.00元（人民币叁万柒仟伍佰元整）。", "同意结案。", NUMBER],
    "letter_approval": ["✓意见书", "决定人：林木", "依据准确，程序合法。", "签字：吴志强", "已用印3份。", CASE],
}
