"""An inquiry of the fictional county, from the lead to the finding, through the same door as the screens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from relief import office
from relief.demo.specimens import scan
from relief.documents.services import Upload
from relief.organisations.models import Organisation
from relief.supervision.models import SupervisionCase, SupervisionLead
from relief.supervision.services.leading import open_supervision_lead
from workflows.clock import office_now

if TYPE_CHECKING:
    from relief.demo.story import Story

COUNTY = "GH990101"
TEAM = ("supervisor", "supervisor2")


class Citation(NamedTuple):
    """A provision, as the catalogue writes it."""

    law: str
    article: str
    clause: str = ""


WAGES_MONTHLY = Citation("中华人民共和国劳动法", "第五十条")
WAGES_OF_MIGRANTS = Citation("保障农民工工资支付条例", "第三条", "第一款")
CONTRACT_IN_A_MONTH = Citation("中华人民共和国劳动合同法", "第十条")
SOCIAL_INSURANCE = Citation("中华人民共和国社会保险法", "第五十八条", "第一款")
REST_DAY = Citation("中华人民共和国劳动法", "第三十八条")


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What is reported of one employer, and what is found there."""

    employer: str
    uscc: str
    address: str
    industry: str
    codes: tuple[str, ...]
    request: str
    fact: str
    breaches: tuple[Citation, ...]
    workers: int
    amount_fen: int = 0
    months: tuple[date, date] = (date(2026, 1, 1), date(2026, 2, 28))
    project: str = ""

    @property
    def form(self) -> dict[str, Any]:
        """线索登记表, but for who reports it and how."""
        wage = {"project": self.project, "amount_fen": self.amount_fen, "period_from": self.months[0],
                "period_to": self.months[1]} if "WAGE" in self.codes else {}  # fmt: skip
        return {"employer_name": self.employer, "uscc": self.uscc, "address": self.address, "industry": self.industry,
                "has_union": "NO", "matter_codes": list(self.codes), "workers": self.workers, "request": self.request,
                "other_channels": "NONE", **wage}  # fmt: skip

    @property
    def period(self) -> str:
        first, last = self.months
        return f"{first.year}年{first.month}月至{last.year}年{last.month}月"


def county() -> Organisation:
    """The union at which the second story is told."""
    return Organisation.objects.get(code=COUNTY)


def do(story: Story, case: Any, verb: str, by: str, /, **given: Any) -> Any:
    """One verb through the door; the row in hand is read again."""
    fired = story.perform(case, verb, by, **given)
    case.refresh_from_db()
    return fired


def papers(*names: str) -> list[Upload]:
    """Invented scans."""
    return [Upload(f"{name}.png", scan(name)) for name in names]


def register(story: Story, matter: Matter, by: str = "case_office", source: str = "VISIT", **more: Any) -> SupervisionLead:
    """A lead that came to the supervision office itself, from somebody who wants to stay unnamed."""
    values = {**matter.form, "source": source, "naming": "ANONYMOUS", "urgency": "NORMAL",
              "why_missing": {"worker_list": "反映人不愿提供", "contact": "匿名反映"}, **more}  # fmt: skip
    return office.carry_out(open_supervision_lead, organisation=county(), actor=story.by(by), values=values)


def take_up(story: Story, matter: Matter) -> SupervisionCase:
    """Registered, duplicates looked at, accepted: a case."""
    return accept(story, register(story, matter))


def accept(story: Story, lead: SupervisionLead) -> SupervisionCase:
    """A person says of every candidate that it is another matter; then the lead is taken up."""
    candidates = lead.duplicates.filter(is_same=None)
    if candidates.exists():
        do(story, lead, "decide_duplicates", "case_office", decisions={row.pk: False for row in candidates})
    do(story, lead, "accept", "case_office")
    assert lead.case is not None
    return lead.case


def assign(story: Story, case: SupervisionCase) -> None:
    do(story, case, "assign", "case_office", supervisors=[story.by(name) for name in TEAM])


def investigate(story: Story, case: SupervisionCase, matter: Matter) -> None:
    """The manager is asked, both supervisors sign, papers are filed."""
    do(story, case, "record", "supervisor", held_at=office_now(), place=f"{matter.employer}会议室", person="综合部负责人",
       position="部门负责人", told="已告知监督事项、被调查人的权利和如实陈述的义务。",
       text=f"问：请说明{matter.period}的用工和工资支付情况。答：{matter.fact}问：为什么？答：资金周转有困难。",
       read_back="READ", paper=papers("调查笔录签字件")[0])  # fmt: skip
    do(story, case, "sign_record", "supervisor2")
    do(story, case, "add_paper", "supervisor", item="书证", uploads=papers("工资表", "考勤表"), original_seen=True)


def report(story: Story, case: SupervisionCase, matter: Matter) -> None:
    """审查结论, in two names: facts with their evidence, what they breach, what the employer says, what to do."""
    fact = {"text": matter.fact, "evidence_ref": "调查笔录、工资表、考勤表", "period": matter.period,
            "workers": matter.workers, "amount_fen": matter.amount_fen}  # fmt: skip
    do(story, case, "report", "supervisor", facts=[fact], violations=[x._asdict() for x in matter.breaches], workers=matter.workers,
       amount_fen=matter.amount_fen, employer_view="单位承认上述情况，表示资金周转困难，愿意改正。", route="LETTER",
       reason="事实清楚、证据充分，单位未能自行改正，建议制发文书。", second=story.by("supervisor2"))  # fmt: skip
