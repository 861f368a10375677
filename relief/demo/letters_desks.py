"""Cases and letters left on desks, so that every role of supervision finds work on the served site.

They are told in the last fortnight of the demonstration: their limits run on the day on which the site opens.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from relief import office
from relief.demo import inquiries, lettering, matters
from relief.demo.inquiries import Matter, county, do, papers
from relief.demo.letters_story import DEPARTMENT, Scene, play_scenes
from relief.leads.models import Lead
from relief.leads.services.handling import open_lead
from relief.letters.models import SupervisionLetter
from relief.letters.terms import OPINION, RECOMMENDATION, REMINDER
from relief.supervision.models import SupervisionCase
from workflows import clock

if TYPE_CHECKING:
    from relief.demo.story import Story

REMINDED = (matters.FREIGHT, matters.GARMENTS, matters.HOTEL)
DEMANDED = (matters.BRICKS, matters.BUILDERS, matters.COLLIERY)
UNSEALED = (matters.COURIERS, matters.FOODS, matters.CLEANERS)
SKIPPED = {"skip_reminder": "PRIORITY_MATTER", "skip_note": "属重点事项，且单位未自行改正。"}
ITEMS = ["对照上述规定逐项自查；", "对存在的问题限期改正；", "将改正情况书面告知本会。"]


class Desks:
    """Every inquiry by its employer, every letter by its matter."""

    def __init__(self, story: Story, first: date) -> None:
        self.story = story
        self.first = first
        self.cases: dict[Matter, SupervisionCase] = {}
        self.letters: dict[Matter, SupervisionLetter] = {}

    def scenes(self) -> list[Scene]:
        """Eight days in April."""
        script: list[tuple[int, str, Callable[[], Any]]] = [
            (0, "受理并指派", self.take_up), (1, "调查和审查结论", self.investigate), (2, "提示函用印", self.remind),
            (2, "意见书用印", self.demand), (5, "送达、留置、退回", self.serve), (6, "换方式再次送达", self.retry),
            (6, "答复、异议、延期", self.answers), (7, "审查答复、复核异议", self.examine),
            (7, "拒收后的建议书待分管领导签发", self.recommend), (8, "审核、签发、用印各待一件", self.unsealed),
            (8, "待指派、待调查、待决定、协商中", self.early_cases), (8, "即时化解的案件待归档", self.on_the_spot),
            (8, "待筛选的线索", self.leads),
        ]  # fmt: skip
        return [(self.first + timedelta(days=n), title, play) for n, title, play in script]

    def open(self, matter: Matter) -> SupervisionCase:
        self.cases[matter] = inquiries.take_up(self.story, matter)
        inquiries.assign(self.story, self.cases[matter])
        return self.cases[matter]

    def inquire(self, matter: Matter) -> None:
        inquiries.investigate(self.story, self.cases[matter], matter)
        inquiries.report(self.story, self.cases[matter], matter)

    def draft(self, matter: Matter, kind: str, **more: Any) -> SupervisionLetter:
        """Decided and drafted."""
        case = self.cases[matter]
        lettering.decide(self.story, case, kind, **more)
        values = {"items": ITEMS} if kind == REMINDER else {}
        self.letters[matter] = lettering.draft(self.story, case, **values)
        return self.letters[matter]

    # --- eight letters that went their way -------------------------------------------------------------------
    def take_up(self) -> None:
        for matter in (*REMINDED, *DEMANDED, *UNSEALED):
            self.open(matter)

    def investigate(self) -> None:
        for matter in (*REMINDED, *DEMANDED, *UNSEALED):
            self.inquire(matter)

    def remind(self) -> None:
        for matter in REMINDED:
            self.to_the_seal(self.draft(matter, REMINDER))

    def demand(self) -> None:
        for matter in DEMANDED:
            self.to_the_seal(self.draft(matter, OPINION, **SKIPPED))

    def to_the_seal(self, letter: SupervisionLetter) -> None:
        lettering.approve(self.story, letter)
        lettering.seal(self.story, letter)

    def serve(self) -> None:
        """Four are signed for, one is refused and left there, one finds nobody at the address."""
        for matter in (*REMINDED, *DEMANDED):
            lettering.send(self.story, self.letters[matter])
        for matter in (*REMINDED, matters.BRICKS):
            lettering.serve(self.story, self.letters[matter])
        lettering.leave(self.story, self.letters[matters.COLLIERY])
        do(self.story, self.letters[matters.BUILDERS], "fail_service", "supervisor", failure="登记地址无人办公，门已上锁。")

    def retry(self) -> None:
        do(self.story, self.letters[matters.BUILDERS], "retry", "supervisor", method="MAIL", note="示例邮政 0000000001",
           address="示例县实验小学项目部")  # fmt: skip

    def answers(self) -> None:
        """One put everything right, one half of it, one asks for time, one objects."""
        done = {"status": "DONE", "done_on": clock.today()}
        proof = [{**done, "evidence": paper} for paper in papers("排班表", "公示照片", "情况说明")]
        lettering.answer(self.story, self.letters[matters.FREIGHT], *proof)
        later = {"status": "IN_PROGRESS", "planned_on": clock.today() + timedelta(days=16)}
        lettering.answer(self.story, self.letters[matters.GARMENTS], proof[0], later, proof[2])
        do(self.story, self.letters[matters.HOTEL], "extend", "director", requested_on=clock.today(), n=5,
           plan=papers("整改计划")[0], reason="参保登记需要补充材料，同意延期5个工作日。")  # fmt: skip
        do(self.story, self.letters[matters.BRICKS], "object", "case_office", received_on=clock.today(),
           grounds="单位认为部分职工属于计件工资，拖欠金额计算有误。", paper=papers("异议书")[0])  # fmt: skip

    def examine(self) -> None:
        """One examines, another concludes; an objection is looked at by those who did not investigate."""
        found = [{"n": n, "done": True, "finding": "材料齐全，情况属实。"} for n in (1, 2, 3)]
        do(self.story, self.letters[matters.FREIGHT], "examine", "supervisor", items=found)
        do(self.story, self.letters[matters.FREIGHT], "accept", "supervisor2", opinion="整改到位。")
        open_item = {"n": 2, "done": False, "finding": "社会保险尚在补办。", "plan_on": clock.today() + timedelta(days=15)}
        do(self.story, self.letters[matters.GARMENTS], "examine", "supervisor", items=[found[0], open_item, found[2]])
        do(self.story, self.letters[matters.GARMENTS], "find_partial", "supervisor2", opinion="部分整改，限期完成。")
        do(self.story, self.letters[matters.BRICKS], "recheck", "supervisor3", opinion="计件工资已按记录重新核算，原结论无误。")

    def recommend(self) -> None:
        """Refused at service: proof alone is a ground (supervision.md §6.4). It waits for the union's leader."""
        case = self.cases[matters.COLLIERY]
        lettering.decide(self.story, case, RECOMMENDATION, verb="escalate", addressee=DEPARTMENT)
        letter = lettering.draft(self.story, case)
        lettering.approve(self.story, letter, steps=3)

    def unsealed(self) -> None:
        """One in legal review, one for the director's signature, one for the seal."""
        for steps, matter in enumerate(UNSEALED):
            lettering.approve(self.story, self.draft(matter, REMINDER), steps=steps)

    # --- the desks before the letters ------------------------------------------------------------------------
    def early_cases(self) -> None:
        """Accepted, under inquiry, to be decided by the director, in talks."""
        inquiries.take_up(self.story, matters.HERITAGE)
        for matter in (matters.ORCHARDS, matters.MARKET, matters.BUSES):
            self.open(matter)
        self.inquire(matters.MARKET)
        self.inquire(matters.BUSES)
        do(self.story, self.cases[matters.BUSES], "negotiate", "case_office", workers_willing=True, employer_willing=True,
           reason="已分别征询双方意见。")  # fmt: skip

    def on_the_spot(self) -> None:
        """Put right at once after a telephone call; closed, not yet archived."""
        case = self.open(matters.PHARMACY)
        do(self.story, case, "drop", "director", ground="ON_THE_SPOT", reason="单位当日与两名店员补签劳动合同，店员电话确认。",
           paper=papers("电话记录")[0])  # fmt: skip
        do(self.story, case, "close", "director", outcome="SETTLED", workers=2, contracts=2, feedback="匿名反映，无需反馈。")

    def leads(self) -> None:
        """Two that may be the same, and two calls: one that is nobody's yet, one that a clerk has in hand."""
        for source in ("VISIT", "BASIC_UNION"):
            inquiries.register(self.story, matters.SAWMILL, source=source)
        self.call("希望了解临时救助怎样申请", "家里老人住院，想问能不能申请救助。", wage_arrears=False)
        call = self.call("加班费没有发", "超市加班没有加班费。", employer_name=matters.MARKET.employer, wage_arrears=False)
        do(self.story, call, "assign", "hotline", handler=self.story.by("county_clerk"))

    def call(self, subject: str, text: str, **more: Any) -> Lead:
        said = {"source": Lead.Source.HOTLINE, "subject": subject, "text": text, "person_name": "令狐示例",
                "person_phone": "13800000010", **more}  # fmt: skip
        lead: Lead = office.carry_out(open_lead, organisation=county(), actor=self.story.by("hotline"), values=said)
        return lead


def tell_desks(story: Story, first: date) -> None:
    """Everything that is left on desks, from ``first`` on."""
    play_scenes(story, "各岗位在办的监督案件", Desks(story, first).scenes())
