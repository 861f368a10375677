"""A small committee of supervision: its unions, people, employer and certificates, and a case driven to any state.

``Committee`` knows the cast by name; ``at(state)`` drives one new case there through the same door as the screens,
``ready(state)`` also writes the facts that the next happy move asks for. Letters are rows put beside the case, as the
letters' own machine would leave them: this cast moves no letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pgtrigger
from django.utils import timezone

from relief import office
from relief.documents.services import Upload
from relief.jurisdictions.selectors import forget_profiles
from relief.jurisdictions.services import load_shipped_profiles, load_shipped_provisions
from relief.leads.models import Lead
from relief.leads.services.handling import open_lead
from relief.letters.models import ServiceAttempt, ServiceReceipt, SupervisionLetter
from relief.notices.models import Notice
from relief.organisations import importing
from relief.organisations.importing import Unit
from relief.organisations.models import Grant, Organisation
from relief.people.models import User
from relief.schemes.services import load_scheme
from relief.supervision.models import Certificate, LetterOutcome, LetterPlan, SupervisionCase, SupervisionLead
from relief.supervision.services.leading import open_supervision_lead
from tests.cast import SINCE, at_nine, demo_scheme
from workflows import clock
from workflows.calendar import install_calendar
from workflows.models import OfficeClock

START = date(2026, 6, 1)
PROVINCE, CITY, COUNTY, TOWNSHIP, BASE = "GH99", "GH9901", "GH990101", "GH990101-01", "GH990101-01-001"
UNITS = [
    Unit(1, PROVINCE, "示例省总工会", "province", "99"),
    Unit(2, CITY, "示例市总工会", "city", "9901", PROVINCE),
    Unit(3, COUNTY, "示例县总工会", "county", "990101", CITY),
    Unit(4, TOWNSHIP, "示例镇总工会", "township", "990101", COUNTY),
    Unit(5, BASE, "示例镇联合基层工会", "grassroots", "990101", TOWNSHIP),
]
STAFF = {
    "hotline": ("hotline", COUNTY), "clerk": ("clerk", BASE), "reviewer": ("reviewer", COUNTY),
    "supervisor": ("supervisor", COUNTY), "supervisor2": ("supervisor", COUNTY),
    "supervisor3": ("supervisor", COUNTY), "case_office": ("case_office", COUNTY), "counsel": ("counsel", COUNTY),
    "director": ("director", COUNTY), "director2": ("director", COUNTY), "leader": ("leader", COUNTY),
    "seal_keeper": ("seal_keeper", COUNTY), "archivist": ("archivist", COUNTY),
    "city_supervisor": ("supervisor", CITY), "city_office": ("case_office", CITY), "city_director": ("director", CITY),
    "base_supervisor": ("supervisor", BASE), "base_office": ("case_office", BASE), "base_director": ("director", BASE),
}  # fmt: skip
EMPLOYER = {"employer_name": "示例县恒通养护工程有限公司", "uscc": "91000000MA0000EX2B"}
COMPLAINANT = {"name": "欧阳示例", "contact": "13800000009"}
WORKER = "司徒示例"
PDF = b"%PDF-1.4 invented scan"
FORM: dict[str, Any] = {
    **EMPLOYER, "source": "VISIT", "naming": "NAMED", "matter_codes": ["WAGE"], "workers": 12, "request": "要求支付工资。",
    "other_channels": "NONE", "urgency": "NORMAL", "project": "示例路养护", "amount_fen": 3_600_000,
    "period_from": date(2026, 2, 1), "period_to": date(2026, 4, 30), "why_missing": {"worker_list": "尚在收集"},
}  # fmt: skip
REASON = {"reason": "理由充分。"}
RECORD = {"place": "单位会议室", "person": "示例经理", "told": "已告知权利义务", "text": "问：……答：……",
          "read_back": "READ"}  # fmt: skip
FINDING = {
    "facts": [{"text": "拖欠2026年2月至4月工资。", "evidence_ref": "工资表"}],
    "violations": [{"law": "中华人民共和国劳动法", "article": "第五十条", "clause": ""}], "workers": 12,
    "amount_fen": 3_600_000, "employer_view": "承认拖欠。", "route": "LETTER", "reason": "经协商未支付。",
}  # fmt: skip
REMINDER = {"kind": "reminder_letter", "addressee": EMPLOYER["employer_name"]}
OPINION = {"kind": "opinion", "addressee": EMPLOYER["employer_name"]}
SKIPPED = {**OPINION, "skip_reminder": "PRIORITY_MATTER", "skip_note": "拖欠工资，属重点事项。"}
RECOMMENDATION = {"kind": "recommendation", "addressee": "示例县人力资源和社会保障局"}
DEMANDS = [{"n": 1, "action": "足额支付拖欠工资"}, {"n": 2, "action": "建立按月支付台账"}]
CLOSING = {"outcome": "RECTIFIED", "workers": 12, "recovered": {"WAGES": 3_600_000}, "feedback": "已反馈。"}
TERMS = [{"text": "6月30日前付清工资", "due_on": date(2026, 6, 30)}]
HAPPY = ("accepted", "investigating", "finding", "letters_open", "verifying", "revisiting", "closing", "closed",
         "archived")  # fmt: skip


class Committee:
    """An empty database with the fictional county's committee, its clock at 2026-06-01, nine o'clock."""

    def __init__(self) -> None:
        importing.import_units(UNITS)
        self.units = Organisation.objects.in_bulk([u.code for u in UNITS], field_name="code")
        OfficeClock.objects.create(pk=1)
        OfficeClock.forget()
        self.on(START)
        install_calendar()
        load_scheme(content=demo_scheme())
        load_shipped_provisions()
        load_shipped_profiles()
        forget_profiles()
        self.people = {u.username: u for u in User.objects.bulk_create(User(username=n, name=n) for n in STAFF)}
        for name, (role, code) in STAFF.items():
            self.grant(name, role, code)
            if role == "supervisor":
                self.certify(name)
        self.leads = 0

    # --- people and time ----------------------------------------------------------------------------------
    def by(self, name: str) -> User:
        return self.people[name]

    def newcomer(self, name: str) -> User:
        """A user without any role."""
        self.people[name] = User.objects.create(username=name, name=name)
        return self.people[name]

    def grant(self, name: str, role: str, code: str, since: date = SINCE, until: date | None = None) -> Grant:
        return Grant.objects.create(person=self.people[name], role=role, organisation=self.units[code],
                                    valid_from=since, valid_to=until)  # fmt: skip

    def certify(self, name: str, until: date = date(2027, 12, 31)) -> Certificate:
        """A certificate in the hands of a supervisor."""
        return Certificate.objects.create(person=self.by(name), number=f"示监{Certificate.objects.count() + 1:04d}",
                                          issuer="示例省总工会", valid_from=SINCE, valid_to=until)  # fmt: skip

    def on(self, day: date) -> None:
        clock.move_demo_clock(at_nine(day))

    def wait(self, days: int) -> None:
        self.on(clock.today() + timedelta(days=days))

    # --- the door -------------------------------------------------------------------------------------------
    def perform(self, case: Any, verb: str, by: str, /, **given: Any) -> Any:
        """The verb through the door; the case is read again."""
        fired = office.perform(case, verb, actor=self.by(by), **given)
        case.refresh_from_db()
        return fired

    # --- leads ----------------------------------------------------------------------------------------------
    def call(self, by: str = "hotline", at: str = COUNTY, **values: Any) -> Lead:
        """A general lead, as somebody told it to the hotline."""
        said = {"source": "12351", "subject": "拖欠工资", "text": "三个月没有发工资。", "person_name": "欧阳示例",
                "person_phone": "13800000009", "employer_name": EMPLOYER["employer_name"], "wage_arrears": True}  # fmt: skip
        return office.carry_out(open_lead, organisation=self.units[at], actor=self.by(by), values={**said, **values})

    def lead(self, by: str = "case_office", at: str = COUNTY, **values: Any) -> SupervisionLead:
        """A complete supervision lead; an anonymous one has nobody in the vault."""
        form = {**FORM, **values}
        hidden = None if form["naming"] == "ANONYMOUS" else COMPLAINANT
        return office.carry_out(open_supervision_lead, organisation=self.units[at], actor=self.by(by), values=form,
                                identity=hidden)  # fmt: skip

    # --- cases ----------------------------------------------------------------------------------------------
    def case(self, by: str = "case_office", at: str = COUNTY, **values: Any) -> SupervisionCase:
        """A case of an employer of its own, fresh from the acceptance of its lead."""
        self.leads += 1
        own = {"employer_name": f"示例县第{self.leads}工程有限公司", "uscc": ""} if self.leads > 1 else {}
        lead = self.lead(by=by, at=at, **{**own, **values})
        self.perform(lead, "accept", by)
        assert lead.case is not None
        return lead.case

    def at(self, state: str, **values: Any) -> SupervisionCase:
        """A new case driven along the happy path up to ``state``, or by the talks to ``negotiating``."""
        if state == "negotiating":
            case = self.at("finding", **values)
            self.perform(case, "negotiate", "case_office", workers_willing=True, employer_willing=True)
            return case
        case = self.case(**values)
        for here in HAPPY[: HAPPY.index(state)]:
            self.prepare(case)
            self.move_on(case)
            assert case.state != here, here
        return case

    def ready(self, state: str, **values: Any) -> SupervisionCase:
        """A case at ``state`` with every fact of its happy move written."""
        case = self.at(state, **values)
        self.prepare(case)
        return case

    def prepare(self, case: SupervisionCase) -> None:
        """The acts that the happy move of the case's state needs."""
        for verb, who, given in self._acts(case):
            self.perform(case, verb, who, **given)
        if case.state == "letters_open":
            for plan in case.plans.filter(letter=None):
                self.letter(plan, state="satisfied")

    def _acts(self, case: SupervisionCase) -> list[tuple[str, str, Mapping[str, Any]]]:
        scan, now = Upload("笔录.pdf", PDF), clock.office_now()
        if case.state == "investigating":
            evidence = {"item": "工资表", "uploads": [Upload("工资表.pdf", PDF)]}
            return [("add_worker", "supervisor", {"name": WORKER, "owed_fen": 300_000}),
                    ("record", "supervisor", {**RECORD, "held_at": now, "paper": scan}),
                    ("sign_record", "supervisor2", {}), ("add_paper", "supervisor", evidence)]  # fmt: skip
        if case.state == "verifying":
            items = [{"source": i.source, "n": i.n, "done": True, "evidence": "银行回单"}
                     for i in case.machine.facts(case).items]  # fmt: skip
            return [("check_items", "supervisor", {"checks": items})]
        if case.state == "revisiting":
            return [("record_visit", "supervisor2", self.visit())]
        if case.state == "closing":
            return [("feed_back", "case_office", {"lead": lead, "channel": "电话", "text": "已告知办理结果。"})
                    for lead in case.leads.exclude(naming="ANONYMOUS").filter(feedback=None)]  # fmt: skip
        return []

    def visit(self, ended: bool = True) -> dict[str, Any]:
        return {"visited_at": clock.office_now(), "mode": "PHONE", "pseudonyms": "职工甲",
                "items": [{"text": "工资", "done": ended}], "breach_ended": ended}  # fmt: skip

    def move_on(self, case: SupervisionCase) -> None:
        """The happy move of the case's state."""
        if case.state == "closed":
            self.papers_made()
        supervisors = [self.by("supervisor"), self.by("supervisor2")]
        verb, who, given = {
            "accepted": ("assign", "case_office", {"supervisors": supervisors}),
            "investigating": ("report", "supervisor", {**FINDING, "second": self.by("supervisor2")}),
            "finding": ("open_letters", "director", {"plans": [{**SKIPPED, "addressee": case.employer.name}]}),
            "letters_open": ("conclude_letters", "case_office", {}),
            "verifying": ("verify", "supervisor2", {}),
            "revisiting": ("visit", "supervisor", {}),
            "closing": ("close", "director", CLOSING),
            "closed": ("archive", "archivist", {}),
            "negotiating": ("settle", "supervisor", {"agreed_on": clock.today(), "terms": TERMS, "agreed_by": "双方代表"}),
        }[case.state]
        self.perform(case, verb, who, **given)

    def papers_made(self) -> None:
        """As if the job had made the PDF of every notice."""
        Notice.objects.update(status=Notice.Status.READY)

    # --- letters, as their machine leaves them --------------------------------------------------------------
    def letter(self, plan: LetterPlan, *, state: str = "awaiting_reply", served_on: date | None = None,
               method: str = "DIRECT", detail: str = "FULL") -> SupervisionLetter:  # fmt: skip
        """The letter of a plan in ``state``; served, unless it was revoked, and with its outcome at its end."""
        content = {"demands": DEMANDS} if plan.kind == "opinion" else {"items": ["自查工资支付情况。"]}
        if plan.kind == "recommendation":
            content = {"department": plan.addressee, "proposals": ["依法立案查处。"]}
        elif plan.addressee:
            content["addressees"] = [{"name": plan.addressee, "uscc": ""}]
        letter = SupervisionLetter.objects.create(
            organisation=plan.case.organisation, case=plan.case, plan=plan, kind=plan.kind, issuer=plan.issuer,
            organ=plan.organ, follows=plan.follows, content=content, opened_on=clock.today())  # fmt: skip
        return self.put(letter, state=state, served_on=served_on, method=method, detail=detail)

    def put(self, letter: SupervisionLetter, *, state: str, served_on: date | None = None, method: str = "DIRECT",
            detail: str = "FULL") -> SupervisionLetter:  # fmt: skip
        """Lay a letter at another state."""
        with pgtrigger.ignore("letters.SupervisionLetter:edge"):
            SupervisionLetter.objects.filter(pk=letter.pk).update(state=state)
        letter.refresh_from_db()
        if state not in ("draft", "review", "signing", "revoked") and not hasattr(letter, "receipt"):
            self._served(letter, served_on or clock.today(), method)
        if state in ("satisfied", "superseded", "revoked"):
            LetterOutcome.objects.create(case=letter.case, plan=letter.plan, letter=letter, end=state, detail=detail,
                                         on=clock.today())  # fmt: skip
        return letter

    def _served(self, letter: SupervisionLetter, on: date, method: str) -> None:
        attempt = ServiceAttempt.objects.create(letter=letter, n=1, method=method, address="单位住所", sent_on=on,
                                                by=self.by("supervisor"), at=timezone.now())  # fmt: skip
        ServiceReceipt.objects.create(letter=letter, attempt=attempt, served_on=on, place="单位住所", servers="二人",
                                      at=timezone.now())  # fmt: skip
