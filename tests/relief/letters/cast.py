"""Letters in the committee of tests/supervision_cast.py, driven through the door to any state.

The small county GH990101 stands under the city's profile, GH990201 directly under the province's. Bytes that are sealed
are invented unless a test asks for the paper itself.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from relief import office
from relief.documents.services import Upload
from relief.letters.models import SupervisionLetter
from relief.letters.sealing import snapshot_of
from relief.letters.services.drafting import open_letter, open_letter_without_case
from relief.organisations import importing
from relief.organisations.importing import Unit
from relief.organisations.models import Organisation
from relief.supervision.models import LetterPlan, SupervisionCase
from tests.supervision_cast import CITY, COUNTY, OPINION, PROVINCE, RECOMMENDATION, REMINDER, SKIPPED, STAFF, Committee
from workflows import clock
from workflows.supervision_letter import State

OTHER = "GH990201"
SCAN = Upload("回证.pdf", b"%PDF-1.4 invented")
CONTACT = {"contact_name": "安澜", "contact_phone": "0000-0000001", "contact_address": "示例县人民路1号",
           "contact_postcode": "000000"}  # fmt: skip
DEMANDS = [
    {"n": 1, "action": "足额支付拖欠工资", "measure": "逐人支付凭证", "due_text": "收到本意见书之日起15个工作日内",
     "evidence": "银行回单"},
    {"n": 2, "action": "建立按月支付台账", "measure": "台账并公示", "due_text": "收到本意见书之日起15个工作日内",
     "evidence": "台账复印件"},
]  # fmt: skip
PLANS = {"reminder_letter": REMINDER, "opinion": OPINION, "recommendation": RECOMMENDATION}
PDF = b"%PDF-1.4 invented letter"
REASON = {"reason": "理由充分。"}
WAY = {"method": "DIRECT", "address": "示例县东关街18号"}


class LetterOffice(Committee):
    """The committee, a second county, and letters."""

    def __init__(self) -> None:
        super().__init__()
        importing.import_units([Unit(6, OTHER, "示例乙县总工会", "county", "990201", PROVINCE)])
        self.units[OTHER] = Organisation.objects.get(code=OTHER)
        for name, (role, code) in STAFF.items():
            if code == COUNTY:
                self.grant(name, role, OTHER)
        self.newcomer("counsel2")
        self.grant("counsel2", "counsel", COUNTY)
        self.newcomer("city_leader")
        self.grant("city_leader", "leader", CITY)
        for code, abbr in {COUNTY: "示县", OTHER: "乙县", CITY: "示市"}.items():
            Organisation.objects.filter(code=code).update(
                abbr=abbr, phone="0000-0000001", address="示例县人民路1号", postcode="000000")  # fmt: skip
            self.units[code].refresh_from_db()

    # --- plans and drafts -----------------------------------------------------------------------------------
    def planned(self, kind: str = "opinion", at: str = COUNTY, **values: Any) -> LetterPlan:
        """A plan of a new case. An opinion skips the reminder, on the director's word."""
        case = self.at("finding", at=at)
        plan = {**(SKIPPED if kind == "opinion" else PLANS[kind]), **values}
        if kind != "recommendation":
            plan["addressee"] = case.employer.name
        self.perform(case, "open_letters", "director", plans=[plan])
        return case.plans.latest("id")

    def next_plan(self, letter: SupervisionLetter, kind: str, **values: Any) -> LetterPlan:
        """The director escalates from a letter."""
        case = SupervisionCase.objects.get(pk=letter.case_id)
        addressee = {"addressee": case.employer.name} if kind != "recommendation" else {}
        self.perform(case, "escalate", "director", plans=[{**PLANS[kind], **addressee, "follows": letter, **values}])
        return case.plans.latest("id")

    def drafted(self, plan: LetterPlan, by: str = "supervisor") -> SupervisionLetter:
        """A draft, filled in."""
        letter = office.carry_out(open_letter, plan=plan, actor=self.by(by))
        self.fill(letter, by)
        return letter

    def fill(self, letter: SupervisionLetter, by: str = "supervisor", **values: Any) -> None:
        """What no case knows."""
        known: dict[str, Any] = dict(CONTACT)
        if letter.kind == "opinion":
            known["demands"] = DEMANDS
        if letter.kind == "recommendation":
            known["employer"] = {**letter.content["employer"], "uscc": "91000000MA0000EX2B"}
        self.perform(letter, "edit", by, values={**known, **values})

    def public(self, scope: str = "PUBLIC", by: str = "case_office") -> SupervisionLetter:
        """A reminder to all, without a case."""
        letter = office.carry_out(open_letter_without_case, organisation=self.units[COUNTY], actor=self.by(by),
                                  scope=scope, organ="COMMITTEE")  # fmt: skip
        law = {"law": "中华人民共和国劳动法", "article": "第五十条", "clause": ""}
        self.fill(letter, by, collective_addressee="全县各用人单位", reason="为保障职工权益，现予以提示。", legal_bases=[law],
                  items=["按月足额支付工资。"])  # fmt: skip
        return letter

    # --- the way --------------------------------------------------------------------------------------------
    def to(self, state: str, kind: str = "opinion", **planned: Any) -> SupervisionLetter:
        """A new letter driven to ``state``."""
        return self.drive(self.drafted(self.planned(kind, **planned)), state)

    def drive(self, letter: SupervisionLetter, state: str) -> SupervisionLetter:
        """On to ``state``, along the shortest way."""
        way = WAYS[state](letter) if state in WAYS else HAPPY[: HAPPY.index(state) + 1]
        for wanted in way[way.index(letter.state) + 1 :]:
            getattr(self, f"to_{wanted}")(letter)
            assert letter.state == wanted
        return letter

    def to_review(self, letter: SupervisionLetter) -> None:
        self.perform(letter, "submit", "case_office" if letter.case_id is None else "supervisor")

    def to_signing(self, letter: SupervisionLetter) -> None:
        if letter.machine.facts(letter).due_step.role == "case_office":
            self.perform(letter, "endorse", "case_office", opinion="同意。")
        self.perform(letter, "pass_review", "counsel", opinion="合法。")

    def to_numbered(self, letter: SupervisionLetter) -> None:
        if letter.machine.facts(letter).chain[-1].role == "leader":
            self.perform(letter, "endorse", "director", opinion="同意。")
            self.perform(letter, "sign", "leader")
        else:
            self.perform(letter, "sign", "director")

    def to_sealed(self, letter: SupervisionLetter) -> None:
        self.perform(letter, "acknowledge_unconfirmed", "director", **REASON)
        self.perform(letter, "seal", "seal_keeper", **self.rendered(letter))

    def rendered(self, letter: SupervisionLetter) -> dict[str, Any]:
        """What the seal is put on: the snapshot of now, with invented bytes."""
        return {"snapshot": snapshot_of(letter.machine.facts(letter)), "pdf": PDF + letter.number.encode(), "copies": 4}

    def to_dispatched(self, letter: SupervisionLetter) -> None:
        self.perform(letter, "dispatch", "supervisor", **WAY)

    def to_service_failed(self, letter: SupervisionLetter) -> None:
        self.perform(letter, "fail_service", "supervisor", failure="大门紧闭，无人应答。")

    def to_awaiting_reply(self, letter: SupervisionLetter) -> None:
        self.serve(letter)

    def serve(self, letter: SupervisionLetter, by: str = "supervisor", **changed: Any) -> None:
        """Handed over today, unless told otherwise."""
        self.perform(letter, "serve", by, **{**handed(clock.today()), **changed})

    def to_overdue(self, letter: SupervisionLetter) -> None:
        due = letter.machine.facts(letter).deadline.due_on
        self.on(date.fromordinal(due.toordinal() + 1))
        office.perform(letter, "lapse", actor=None)
        letter.refresh_from_db()

    def to_replied(self, letter: SupervisionLetter) -> None:
        self.perform(letter, "reply", "case_office", **answer(letter))

    def to_partial(self, letter: SupervisionLetter) -> None:
        later = date.fromordinal(clock.today().toordinal() + 14)
        self.perform(letter, "examine", "supervisor2", items=[{"n": 1, "done": True, "finding": "已支付。"},
                                                              {"n": 2, "done": False, "plan_on": later}])  # fmt: skip
        self.perform(letter, "find_partial", "supervisor")

    def to_satisfied(self, letter: SupervisionLetter) -> None:
        if letter.kind == "recommendation":
            self.perform(letter, "accept_result", "director", judgement="已责令支付并全部到位。")
            return
        items = [{"n": item.n, "done": True} for item in letter.machine.facts(letter).items]
        self.perform(letter, "examine", "supervisor2", items=items)
        self.perform(letter, "accept", "supervisor")

    def to_objection(self, letter: SupervisionLetter) -> None:
        self.perform(letter, "object", "case_office", received_on=clock.today(), grounds="对欠薪数额有异议。")

    def to_department_filed(self, letter: SupervisionLetter) -> None:
        self.perform(letter, "file", "case_office", on=clock.today(), case_no="示人社监〔2026〕8号")

    def to_department_declined(self, letter: SupervisionLetter) -> None:
        self.perform(letter, "decline", "case_office", on=clock.today(), oral=True)

    def to_department_result(self, letter: SupervisionLetter) -> None:
        self.perform(letter, "report_result", "case_office", on=clock.today(), result="已责令改正。",
                     decision_no="示人社监令〔2026〕3号")  # fmt: skip

    def to_revoked(self, letter: SupervisionLetter) -> None:
        self.perform(letter, "void" if letter.number else "discard", "director" if letter.number else "supervisor", **REASON)

    def to_superseded(self, letter: SupervisionLetter) -> None:
        """By the next letter, sealed."""
        successor = self.drafted(self.next_plan(letter, "opinion" if letter.kind == "reminder_letter" else "recommendation"))
        self.drive(successor, "sealed")
        self.perform(letter, "supersede", "director")

    def recommended(self, state: str = "draft") -> SupervisionLetter:
        """A recommendation after an opinion that nobody answered."""
        opinion = self.to("overdue")
        return self.drive(self.drafted(self.next_plan(opinion, "recommendation")), state)


def handed(on: date) -> dict[str, Any]:
    """A direct service as its receipt tells it."""
    return {"events": {"signed_on": on}, "place": "示例县东关街18号", "servers": ["安澜"], "signer": "司马青",
            "capacity": "法定代表人", "evidence": {"service_receipt": SCAN}}  # fmt: skip


def answer(letter: SupervisionLetter, **changed: Any) -> dict[str, Any]:
    """A written reply: the first demand done, the second under way."""
    today = clock.today()
    items = [{"n": 1, "status": "DONE", "done_on": today, "evidence": SCAN}]
    if letter.kind == "opinion":
        items.append({"n": 2, "status": "IN_PROGRESS", "planned_on": date.fromordinal(today.toordinal() + 14)})
    given = {"form": "WRITTEN", "received_on": today, "contact": "0000-0000002", "signatory": "司马青", "stamp": SCAN,
             "items": items}  # fmt: skip
    return {**given, **changed}


S = State
HAPPY = [str(s) for s in (S.DRAFT, S.REVIEW, S.SIGNING, S.NUMBERED, S.SEALED, S.DISPATCHED, S.AWAITING_REPLY, S.REPLIED,
                          S.SATISFIED)]  # fmt: skip
SERVED = HAPPY[:7]
WAYS: dict[str, Any] = {
    "service_failed": lambda _: [*HAPPY[:6], "service_failed"],
    "overdue": lambda _: [*SERVED, "overdue"],
    "partial": lambda _: [*SERVED, "replied", "partial"],
    "objection": lambda _: [*SERVED, "objection"],
    "department_filed": lambda _: [*SERVED, "department_filed"],
    "department_declined": lambda _: [*SERVED, "department_declined"],
    "department_result": lambda _: [*SERVED, "department_filed", "department_result"],
    "superseded": lambda _: [*SERVED, "overdue", "superseded"],
    "revoked": lambda letter: [*HAPPY[: HAPPY.index(letter.state) + 1], "revoked"],
    "satisfied": lambda letter: [*SERVED, "department_filed", "department_result", "satisfied"]
    if letter.kind == "recommendation" else HAPPY,
}  # fmt: skip
