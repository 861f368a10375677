"""The second story: a call to the hotline about unpaid wages, through all three letters, to the archive (commands.md).

It is told in the winter before the relief story, so that both end on the same day and nothing is overdue for months.
Reminder 10 working days, opinion 30 calendar days, recommendation 5 working days: the limits of the city's profile.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from relief import office
from relief.demo import inquiries, lettering
from relief.demo.inquiries import Matter, county, do, papers
from relief.leads.models import Lead
from relief.leads.services.handling import open_lead
from relief.letters.models import SupervisionLetter
from relief.letters.terms import OPINION, RECOMMENDATION, REMINDER
from relief.notices import services as notices
from relief.supervision.models import SupervisionCase, SupervisionLead
from workflows import clock, deadlines
from workflows.supervision_letter import OVERDUE

if TYPE_CHECKING:
    from relief.demo.story import Story

DEPARTMENT = "示例县人力资源和社会保障局"
CALLER, PHONE = "欧阳示例", "13800000009"
WORKERS = (("司徒示例", 1_480_000), ("上官示例", 1_320_000), ("诸葛示例", 1_260_000))
MATTER = Matter(
    employer="示例县恒通养护工程有限公司", uscc="91000000MA0000EX2B", address="示例县东关街18号", industry="公路养护",
    codes=("WAGE",), request="三个月没有发工资，要求足额支付。", project="示例路养护工程", workers=18, amount_fen=24_360_000,
    fact="养护二队未按月足额支付工资。", breaches=(inquiries.WAGES_OF_MIGRANTS, inquiries.WAGES_MONTHLY),
    months=(date(2025, 9, 1), date(2025, 11, 30)),
)  # fmt: skip
Scene = tuple[date, str, Callable[[], Any]]


class Arrears:
    """One case and its three letters, day by day."""

    lead: SupervisionLead
    case: SupervisionCase
    reminder: SupervisionLetter
    opinion: SupervisionLetter
    recommendation: SupervisionLetter

    def __init__(self, story: Story) -> None:
        self.story = story

    def scenes(self) -> list[Scene]:
        """What happens on which day."""
        return [
            (date(2025, 12, 8), "热线线索登记、转办", self.take_the_call),
            (date(2025, 12, 8), "补全欠薪六明确并受理", self.take_up),
            (date(2025, 12, 9), "指派两名监督员", lambda: inquiries.assign(self.story, self.case)),
            (date(2025, 12, 11), "调查笔录、签字、证据", self.investigate),
            (date(2025, 12, 16), "审查结论", lambda: inquiries.report(self.story, self.case, MATTER)),
            (date(2025, 12, 17), "决定并制发提示函", self.remind),
            (date(2025, 12, 19), "提示函送达", lambda: self.hand_over(self.reminder)),
            (date(2026, 1, 6), "提示函逾期，决定意见书", lambda: self.escalate(self.reminder, OPINION)),
            (date(2026, 1, 7), "制发意见书", self.demand),
            (date(2026, 1, 8), "意见书送达", lambda: self.hand_over(self.opinion)),
            (date(2026, 2, 9), "意见书逾期，决定建议书", lambda: self.escalate(self.opinion, RECOMMENDATION)),
            (date(2026, 2, 10), "制发建议书", self.recommend),
            (date(2026, 2, 11), "建议书送达", lambda: self.hand_over(self.recommendation, DEPARTMENT)),
            (date(2026, 2, 13), "部门立案", self.filed),
            (date(2026, 3, 11), "部门反馈处理结果", self.result),
            (date(2026, 3, 12), "认可结果，转核实", self.accept_result),
            (date(2026, 3, 13), "两名监督员核实整改", self.verify),
            (date(2026, 3, 16), "回访、反馈", self.visit),
            (date(2026, 3, 17), "结案", self.close),
            (date(2026, 3, 18), "归档", self.archive),
        ]

    # --- the lead and the inquiry ----------------------------------------------------------------------------
    def take_the_call(self) -> None:
        """Taken down at the hotline, handed to the county, turned into a supervision lead."""
        said = {"source": Lead.Source.HOTLINE, "source_ref": "12351-20251208-017", "subject": "拖欠工资", "urgent": True,
                "text": MATTER.request, "employer_name": MATTER.employer, "wage_arrears": True, "person_name": CALLER,
                "person_phone": PHONE}  # fmt: skip
        call: Lead = office.carry_out(open_lead, organisation=county(), actor=self.story.by("hotline"), values=said)
        do(self.story, call, "assign", "hotline", handler=self.story.by("county_clerk"))
        do(self.story, call, "contact_note", "county_clerk", how="电话", said="已核对反映情况，告知将转劳动法律监督办理。")
        do(self.story, call, "convert", "county_clerk", into=["supervision"], supervision={"naming": "CONFIDENTIAL"})
        self.lead = call.supervision_lead

    def take_up(self) -> None:
        """The six clear items of a wage matter, the workers' list, then a case; the city's union is told at once."""
        form = {k: v for k, v in MATTER.form.items() if k != "request"}
        do(self.story, self.lead, "edit", "case_office", values=form)
        do(self.story, self.lead, "add_paper", "case_office", item="WORKER_LIST", uploads=papers("工人信息表"))
        self.case = inquiries.accept(self.story, self.lead)

    def investigate(self) -> None:
        for name, owed in WORKERS:
            do(self.story, self.case, "add_worker", "supervisor", name=name, owed_fen=owed, period=MATTER.period,
               status="在岗")  # fmt: skip
        inquiries.investigate(self.story, self.case, MATTER)

    # --- the letters -----------------------------------------------------------------------------------------
    def remind(self) -> None:
        """Facts and demands are totals: no worker is named."""
        lettering.decide(self.story, self.case, REMINDER)
        items = ["核对2025年9月以来的工资支付情况；", "足额支付拖欠的工资；", "建立按月支付台账。"]
        self.reminder = lettering.draft(self.story, self.case, items=items)
        self.to_the_seal(self.reminder)

    def demand(self) -> None:
        self.opinion = lettering.draft(self.story, self.case)
        self.to_the_seal(self.opinion)
        do(self.story, self.reminder, "supersede", "director", opinion="已制发意见书。")

    def recommend(self) -> None:
        """Signed by the union's leader; the opinion stands until this letter is sealed (§6.3)."""
        self.recommendation = lettering.draft(self.story, self.case, evidence_index=["调查笔录", "工资表复印件", "送达回证"])
        self.to_the_seal(self.recommendation)
        do(self.story, self.opinion, "supersede", "director", opinion="已制发建议书。")

    def to_the_seal(self, letter: SupervisionLetter) -> None:
        lettering.approve(self.story, letter)
        lettering.seal(self.story, letter)

    def hand_over(self, letter: SupervisionLetter, place: str = lettering.ADDRESS) -> None:
        lettering.send(self.story, letter)
        lettering.serve(self.story, letter, place=place)

    def escalate(self, letter: SupervisionLetter, kind: str) -> None:
        """The clock marks it overdue, nothing more; the director decides on the proof of service."""
        deadlines.run()
        letter.refresh_from_db()
        if letter.state != OVERDUE:
            raise AssertionError(f"{letter} is not overdue on {clock.today()}: {letter.due_on}")
        addressee = DEPARTMENT if kind == RECOMMENDATION else ""
        lettering.decide(self.story, self.case, kind, verb="escalate", addressee=addressee)

    # --- the department, and the end -------------------------------------------------------------------------
    def filed(self) -> None:
        do(self.story, self.recommendation, "file", "case_office", on=clock.today(), case_no="示县人社监立字〔2026〕12号",
           paper=papers("立案告知书")[0])  # fmt: skip

    def result(self) -> None:
        do(self.story, self.recommendation, "report_result", "case_office", on=clock.today(),
           result="责令限期支付，单位已向18名职工支付工资243,600.00元。", decision_no="示县人社监令字〔2026〕9号",
           paper=papers("处理结果告知书")[0])  # fmt: skip

    def accept_result(self) -> None:
        do(self.story, self.recommendation, "accept_result", "director", judgement="拖欠工资已全部支付，处理结果足够。")
        do(self.story, self.case, "conclude_letters", "case_office")

    def verify(self) -> None:
        """One supervisor checks each demand, the other concludes."""
        items = self.case.machine.facts(self.case).items
        found = [{"source": i.source, "n": i.n, "done": True, "evidence": "银行回单、台账复印件"} for i in items]
        do(self.story, self.case, "check_items", "supervisor", checks=found)
        do(self.story, self.case, "verify", "supervisor2")

    def visit(self) -> None:
        items = [{"text": row["action"], "done": True} for row in lettering.DEMANDS]
        do(self.story, self.case, "record_visit", "supervisor2", visited_at=clock.office_now(), mode="PHONE",
           pseudonyms="职工甲、职工乙", items=items, breach_ended=True)  # fmt: skip
        do(self.story, self.case, "visit", "supervisor")
        do(self.story, self.case, "feed_back", "case_office", lead=self.lead, channel="电话",
           text="已告知工资支付情况和办理结果，反映人表示满意。")  # fmt: skip

    def close(self) -> None:
        """The director closes the case, the hotline its call."""
        do(self.story, self.case, "close", "director", outcome="RECTIFIED", workers=MATTER.workers,
           recovered={"WAGES": MATTER.amount_fen}, feedback="已向实名反映人反馈。", opinion="整改到位，同意结案。")  # fmt: skip
        do(self.story, self.lead.lead, "close", "hotline", told=True, rating=5)

    def archive(self) -> None:
        notices.sweep()
        do(self.story, self.case, "archive", "archivist")


def tell_arrears(story: Story) -> Arrears:
    """Scene by scene, the clock of the demo office going on with them."""
    told = Arrears(story)
    play_scenes(story, "欠薪线索办到一函两书", told.scenes())
    return told


def play_scenes(story: Story, name: str, scenes: list[Scene]) -> None:
    """Each on its day; a day that has begun goes on."""
    for n, (day, title, play) in enumerate(scenes, 1):
        if day != clock.today():
            story.on(day)
        play()
        story.say(f"{day.isoformat()} {title}")
        story.tell(name, n, len(scenes))
