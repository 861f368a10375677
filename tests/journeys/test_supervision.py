"""A call about unpaid wages through every screen, each step by its own person: three letters, and into the archive."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from relief.jurisdictions.models import Provision
from relief.leads.models import Lead
from relief.letters.models import SupervisionLetter
from relief.notices import services as notices
from relief.supervision.models import SupervisionCase, SupervisionLead
from tests.journeys.supervision_desk import Desk, scan, text
from tests.relief.letters.cast import LetterOffice
from tests.supervision_cast import COUNTY
from workflows import journal
from workflows.clock import today

pytestmark = pytest.mark.django_db
EMPLOYER = "示例县恒通养护工程有限公司"
DEPARTMENT = "示例县人力资源和社会保障局"
CALLER, WORKER = "欧阳示例", "司徒示例"


@pytest.fixture
def house(db: None) -> LetterOffice:
    """The fictional county on 2026-06-01."""
    return LetterOffice()


@pytest.fixture
def desk(house: LetterOffice, signed_in: Callable[[str], Client]) -> Desk:
    return Desk(house, signed_in)


def test_from_the_call_to_the_archive(desk: Desk) -> None:
    call = take_the_call(desk)
    case = take_up(desk, call)
    investigate(desk, case)
    reminder = remind(desk, case)
    opinion = demand(desk, case, reminder)
    recommendation = recommend(desk, case, opinion)
    the_department_answers(desk, recommendation)
    finish(desk, case, call)
    assert [x.state for x in (reminder, opinion, recommendation)] == ["superseded", "superseded", "satisfied"]
    register = text(desk.get("case_office", reverse("number_registers")))
    assert "示县" in register and not list(journal.broken())
    page = desk.get("auditor" if "auditor" in desk.house.people else "director", reverse("supervision_case", args=[case.pk]))
    assert WORKER not in text(page) and CALLER not in text(page)


def take_the_call(desk: Desk) -> Lead:
    """At the hotline; the reviewer turns it into a supervision lead."""
    desk.form("hotline", reverse("lead_new"), organisation=desk.house.units[COUNTY].pk, source="12351", source_ref="12351-0601-7", subject="拖欠工资",
              text="三个月没有发工资。", employer_name=EMPLOYER, wage_arrears="on", urgent="on", person_name=CALLER,
              person_phone="13800000009")  # fmt: skip
    call: Lead = Lead.objects.get()
    desk.do("hotline", call, "assign", handler=desk.handler("reviewer"))
    desk.do("reviewer", call, "contact_note", how="电话", said="已核对反映情况。")
    desk.do("reviewer", call, "convert", into=["supervision"])
    assert call.state == "converted" and call.supervision_lead.employer_name == EMPLOYER
    return call


def take_up(desk: Desk, call: Lead) -> SupervisionCase:
    """Without the six clear items nobody can accept; the office completes the form."""
    lead: SupervisionLead = call.supervision_lead
    assert desk.tried("case_office", lead, "accept").status_code == 409
    desk.form("case_office", reverse("supervision_lead_edit", args=[lead.pk]), workers="18", uscc="91000000MA0000EX2B",
              address="示例县东关街18号", project="示例路养护", amount_fen="243600.00", period_from="2026-03-01",
              period_to="2026-05-31", worker_list=scan("工人信息"))  # fmt: skip
    lead.refresh_from_db()
    desk.do("case_office", lead, "accept")
    case: SupervisionCase = SupervisionCase.objects.get()
    people = [desk.house.by(name).pk for name in ("supervisor", "supervisor2")]
    desk.do("case_office", case, "assign", supervisors=people)
    return case


def investigate(desk: Desk, case: SupervisionCase) -> None:
    desk.do("supervisor", case, "add_worker", name=WORKER, owed_fen="14800")
    desk.do("supervisor", case, "record", place="单位会议室", person="综合部负责人", text="问：……答：……", read_back="READ",
            paper=scan("调查笔录"))  # fmt: skip
    desk.do("supervisor2", case, "sign_record")
    desk.do("supervisor", case, "add_paper", item="工资表", uploads=scan("工资表"))
    law = Provision.objects.get(law="中华人民共和国劳动法", article="第五十条", matter__code="WAGE")
    desk.do("supervisor", case, "report", violations=[law.pk], workers="18", amount_fen="243600.00",
            employer_view="承认拖欠。", route="LETTER", reason="经督促未支付。", facts__0__text="未按月足额支付工资。",
            facts__0__evidence_ref="工资表", facts__0__period="2026年3月至2026年5月")  # fmt: skip
    assert case.state == "finding"


def remind(desk: Desk, case: SupervisionCase) -> SupervisionLetter:
    letter = desk.decide(case, "open_letters", "reminder_letter", addressee=EMPLOYER)
    desk.write(letter, items__0__text="核对2026年3月以来的工资支付情况；")
    desk.sign_and_seal(letter)
    desk.deliver(letter)
    assert letter.due_on == date(2026, 6, 15) and letter.number == "示县工劳监函字〔2026〕1号"
    return letter


def demand(desk: Desk, case: SupervisionCase, reminder: SupervisionLetter) -> SupervisionLetter:
    """Nobody answered: the clock says so, the director decides, and the reminder stays overdue until this is sealed."""
    early = desk.tried("director", case, "escalate", asked="?kind=opinion", kind="opinion", addressee=EMPLOYER,
                       skip_reminder="PRIORITY_MATTER", skip_note="拖欠工资。")  # fmt: skip
    assert early.status_code == 409 and case.plans.count() == 1
    desk.on(date(2026, 6, 16))
    reminder.refresh_from_db()
    assert reminder.state == "overdue"
    letter = desk.decide(case, "escalate", "opinion", addressee=EMPLOYER)
    desk.write(letter, demands__0__action="足额支付拖欠工资", demands__0__measure="逐人支付凭证",
               demands__0__due_text="收到本意见书之日起30日内", demands__0__evidence="银行回单")  # fmt: skip
    desk.do("case_office", letter, "endorse", opinion="同意。")
    assert desk.tried("director", reminder, "supersede").status_code == 409
    desk.sign_and_seal(letter)
    desk.do("director", reminder, "supersede")
    desk.deliver(letter)
    return letter


def recommend(desk: Desk, case: SupervisionCase, opinion: SupervisionLetter) -> SupervisionLetter:
    """Signed by the union's leader, after the director."""
    desk.on(date(2026, 7, 20))
    opinion.refresh_from_db()
    assert opinion.state == "overdue"
    letter = desk.decide(case, "escalate", "recommendation", addressee=DEPARTMENT)
    desk.write(letter)
    desk.do("case_office", letter, "endorse", opinion="同意。")
    desk.sign_and_seal(letter, "leader")
    desk.do("director", opinion, "supersede")
    desk.deliver(letter)
    return letter


def the_department_answers(desk: Desk, letter: SupervisionLetter) -> None:
    desk.house.wait(2)
    desk.do("case_office", letter, "file", case_no="示县人社监立字〔2026〕12号", paper=scan("立案告知书"))
    desk.house.wait(20)
    desk.do("case_office", letter, "report_result", result="责令限期支付，工资已付清。", decision_no="示县人社监令字〔2026〕9号")
    desk.do("director", letter, "accept_result", judgement="拖欠工资已全部支付。")
    assert letter.state == "satisfied"


def finish(desk: Desk, case: SupervisionCase, call: Lead) -> None:
    """Checked by one and concluded by another, twice; closed by the director, kept by the archivist."""
    desk.do("case_office", case, "conclude_letters")
    desk.do("supervisor", case, "check_items", checks__0__done="yes", checks__0__evidence="银行回单")
    assert desk.tried("supervisor", case, "verify").status_code == 409
    desk.do("supervisor2", case, "verify")
    desk.do("supervisor2", case, "record_visit", mode="PHONE", pseudonyms=["职工甲"], items__0__done="yes",
            breach_ended="on")  # fmt: skip
    desk.do("supervisor", case, "visit")
    money: dict[str, Any] = {"outcome": "RECTIFIED", "feedback": "已反馈。", "fen_WAGES": "243600.00"}
    assert desk.tried("director", case, "close", **money).status_code == 422
    desk.do("case_office", case, "feed_back", channel="电话", text="工资已付清。")
    desk.do("director", case, "close", **money, confirmed="1", confirmed_fen="24360000")
    notices.sweep()
    desk.do("archivist", case, "archive")
    assert (case.state, case.outcome) == ("archived", "RECTIFIED") and case.dossier_digest
    desk.do("hotline", call, "close", told="on", rating="5")
    assert call.state == "closed" and today() > date(2026, 8, 1)
