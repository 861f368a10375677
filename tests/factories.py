"""A small office, and cases at any state, made through the same door as the screens.

``Office`` knows the cast by name; ``at(state)`` drives one new case there, ``ready(state)`` also writes the facts that
the next happy move asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import timezone

from relief import office
from relief.applications.models import Application, Meeting
from relief.applications.services import approval
from relief.applications.services.drafting import open_drafts
from relief.documents.services import Upload
from relief.notices.models import Notice
from relief.organisations import importing
from relief.organisations.importing import Unit
from relief.organisations.models import Grant, Organisation
from relief.payouts.models import BankTemplate, PayoutBatch, PayoutLine
from relief.payouts.services import batching, budget
from relief.payouts.services.results import ResultRow
from relief.payouts.templates import load_templates
from relief.people.models import User
from relief.schemes.loader import SCHEMES_DIR, load_scheme_file
from relief.schemes.services import load_scheme
from workflows import clock
from workflows.calendar import install_calendar
from workflows.calendar.seeding import calendar_rows_from_file
from workflows.calendar.stored import shipped_file
from workflows.models import OfficeClock

START = date(2026, 3, 20)
SINCE = date(2024, 1, 1)
BUDGET_FEN = 10_000_000
PROVINCE, CITY, COUNTY, TOWNSHIP, BASE, SISTER = (
    "GH14", "GH1411", "GH141182", "GH141182-03", "GH141182-03-007", "GH141182-03-008",
)  # fmt: skip
UNITS = [
    Unit(1, PROVINCE, "山西省总工会", "province", "14"),
    Unit(2, CITY, "吕梁市总工会", "city", "1411", PROVINCE),
    Unit(3, COUNTY, "汾阳市总工会", "county", "141182", CITY),
    Unit(4, TOWNSHIP, "汾阳市东塬镇总工会", "township", "141182", COUNTY),
    Unit(5, BASE, "东塬镇联合基层工会", "grassroots", "141182", TOWNSHIP),
    Unit(6, SISTER, "杏塬机械有限公司工会", "grassroots", "141182", TOWNSHIP),
]
CAST = {
    "clerk": ("clerk", BASE), "visitor": ("visitor", BASE), "visitor2": ("visitor", BASE), "chair": ("chair", BASE),
    "township_chair": ("chair", TOWNSHIP), "reviewer": ("reviewer", COUNTY), "head": ("head", COUNTY),
    "approver": ("approver", COUNTY), "secretary": ("secretary", COUNTY), "cashier": ("cashier", COUNTY),
    "payment_reviewer": ("payment_reviewer", COUNTY), "archivist": ("archivist", COUNTY),
    "auditor": ("auditor", COUNTY), "hotline": ("hotline", COUNTY), "administrator": ("administrator", COUNTY),
    "city_approver": ("approver", CITY), "city_reviewer": ("reviewer", CITY), "city_head": ("head", CITY),
    "sister_clerk": ("clerk", SISTER), "sister_chair": ("chair", SISTER),
}  # fmt: skip
# Well-formed invented numbers of invented people; the check digit is computed (relief.md §8).
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(n: int) -> str:
    """The n-th invented 居民身份证 number."""
    body = f"14118219880229{n:03d}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


@cache
def demo_scheme() -> dict[str, Any]:
    return load_scheme_file(SCHEMES_DIR / "SX-LSJZ-DEMO-1.yaml")


@cache
def calendar_rows() -> list[dict[str, Any]]:
    return [row for row in calendar_rows_from_file(shipped_file()) if row["date"].year == START.year]


def at_nine(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


def load_version(number: int, *, since: date, **changed: Any) -> None:
    """Load the demo scheme with whole sections changed, as a version of its own."""
    data = demo_scheme()
    head = {**data["scheme"], "version": number, "valid_from": since.isoformat()}
    load_scheme(content={**data, "scheme": head, **changed})


FORM: dict[str, Any] = {
    "sex": "male", "id_type": "resident", "hukou_type": "urban", "address": "山西省汾阳市东塬镇示范村12号",
    "mobile": "13800000001", "identity": "worker", "insurance_kind": "职工医保", "work_status": "在岗",
    "household_size": 3, "per_capita_monthly_fen": 120_000, "narrative": "工作中意外受伤。", "employer": "示范有限公司",
    "relative_of_staff": False, "member_no": "演示会员", "event_place": "汾阳市东塬镇", "consent_version": "2024",
    "consent_channel": "当面签字", "contract_months": 24, "cause": "INJURY", "event_date": date(2026, 2, 10),
    "application_date": START, "total_cost_fen": 1_000_000, "medical_insurance_fen": 0, "commercial_insurance_fen": 0,
    "mutual_aid_fen": 0, "other_aid_fen": 0, "bank": "汾阳农商银行", "bank_code": "402173000018",
    "card_no": "6222020508000000127",
}  # fmt: skip
HAPPY = ("draft", "submitted", "investigating", "grassroots_review", "publicity", "county_review", "approval",
         "approved", "paid", "archived")  # fmt: skip


class Office:
    """Unions, calendar, scheme, cast and budget in an empty database whose clock stands at 2026-03-20, nine o'clock."""

    def __init__(self) -> None:
        importing.import_units(UNITS)
        self.units = Organisation.objects.in_bulk([u.code for u in UNITS], field_name="code")
        OfficeClock.objects.create(pk=1)
        OfficeClock.forget()
        self.on(START)
        install_calendar(calendar_rows())
        load_scheme(content=demo_scheme())
        load_templates(settings.BASE_DIR / "fixtures" / "banks")
        self.people = {u.username: u for u in User.objects.bulk_create(User(username=n, name=n) for n in CAST)}
        for name, (role, code) in CAST.items():
            self.grant(name, role, code)
        for source in ("OWN", "LOCAL"):
            budget.credit(organisation=self.units[COUNTY], year=START.year, source=source, amount_fen=BUDGET_FEN,
                          reason="年初预算")  # fmt: skip
        self.cases = 0

    # --- people and time ----------------------------------------------------------------------------------
    def by(self, name: str) -> User:
        return self.people[name]

    def newcomer(self, name: str, **fields: Any) -> User:
        """A user without any role."""
        self.people[name] = User.objects.create(username=name, name=name, **fields)
        return self.people[name]

    def grant(self, name: str, role: str, code: str, since: date = SINCE, until: date | None = None) -> Grant:
        """A grant as it stands, without the rules of granting."""
        return Grant.objects.create(person=self.people[name], role=role, organisation=self.units[code],
                                    valid_from=since, valid_to=until)  # fmt: skip

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

    # --- cases ----------------------------------------------------------------------------------------------
    def draft(self, **values: Any) -> Application:
        """A complete draft of a household of its own, without its papers."""
        self.cases += 1
        who = {"name": "王喆祎", "id_no": id_number(self.cases), "organisation": self.units[BASE],
               "consent_at": at_nine(START)}  # fmt: skip
        case = Application(**{**FORM, **who, **values})
        open_drafts([case], actor=self.by(self.hand(case, "clerk")))
        case.refresh_from_db()
        return case

    def at(self, state: str, **values: Any) -> Application:
        """A new case driven along the happy path up to ``state`` (or by the shortest way to an unhappy one)."""
        if state in UNHAPPY:
            before, move, who, given = UNHAPPY[state]
            case = self.at(before, **values)
            self.perform(case, move, who, **given)
            return case
        case = self.draft(**values)
        for here in HAPPY[: HAPPY.index(state)]:
            self.prepare(case)
            self.move_on(case)
            assert case.state != here, here
        return case

    def ready(self, state: str, **values: Any) -> Application:
        """A case at ``state`` with every fact of its happy move written."""
        case = self.at(state, **values)
        self.prepare(case)
        return case

    def prepare(self, case: Application) -> None:
        """The acts that the happy move of the case's state needs."""
        for verb, who, given in self._acts(case):
            self.perform(case, verb, self.hand(case, who), **given)

    def hand(self, case: Application, who: str) -> str:
        """Whose hand it is in the case's own union: the sister union has a clerk and a chair of its own."""
        return who if case.organisation.code == BASE or who not in ("clerk", "chair") else f"sister_{who}"

    def _acts(self, case: Application) -> list[tuple[str, str, Mapping[str, Any]]]:
        if case.state == "draft":
            rules = demo_scheme()["evidence"]
            items = ",".join({**rules["all"], **rules.get(case.cause, {})})
            papers = {"item": items, "uploads": [Upload("材料.png", PNG)], "original_seen": True}
            return [("add_paper", "clerk", papers)]
        if case.state == "submitted":
            answers = {code: False for code in demo_scheme()["exclusions"]}
            return [("answer_exclusions", "clerk", {"answers": answers})]
        if case.state == "investigating":
            return [("record_visit", "visitor", VISIT), ("sign_visit", "visitor2", {}), *CHECKS]
        if case.state == "grassroots_review":
            return [("township_opine", "township_chair", {"opinion": "同意上报。"})]
        if case.state == "publicity":
            return self._publicity(case)
        if case.state == "county_review":
            again = [("record_visit", "reviewer", VISIT)] if case.drawn_for_sample else []
            return [*again, ("search_duplicates", "reviewer", {}), ("opine", "reviewer", {"opinion": "同意。"})]
        return [("follow_up", "clerk", FOLLOW_UP)] if case.state == "paid" else []

    def _publicity(self, case: Application) -> list[tuple[str, str, Mapping[str, Any]]]:
        """The term passes; photos and the signed result are recorded."""
        from relief.documents.services import file_papers

        sheet = case.sheet_entries.latest("id").sheet
        self.on(max(clock.today(), sheet.ends_on + timedelta(days=1)))
        photo = file_papers(
            dossier=f"publicity_sheet:{sheet.pk}", organisation=sheet.organisation, by=self.by("clerk"),
            item="PUBLICITY_PHOTO", uploads=[Upload("公示.png", PNG)], at=clock.office_now())[0]  # fmt: skip
        given = {"start_photo": photo, "start_photo_on": sheet.starts_on, "end_photo": photo,
                 "end_photo_on": sheet.ends_on, "result": "公示期间未收到异议。"}  # fmt: skip
        return [("record_publicity", "chair", given)]

    def move_on(self, case: Application) -> None:
        """The happy move of the case's state."""
        if case.state == "approved":
            self.pay(case)
        elif case.state == "paid":
            Notice.objects.update(status=Notice.Status.READY)  # as if the job had made the papers
            self.perform(case, "archive", "archivist")
        else:
            move, who, given = HAPPY_MOVES[case.state]
            self.perform(case, move, self.hand(case, who), **given)

    # --- money ----------------------------------------------------------------------------------------------
    def line(self, case: Application) -> PayoutLine:
        return PayoutLine.objects.filter(application=case).latest("id")

    def batch(self, *cases: Application, by: str = "cashier", template: str = "nongshang-csv") -> PayoutBatch:
        """A drafted batch of the planned lines of these cases."""
        lines = list(PayoutLine.objects.filter(application__in=cases, state="planned").select_related("award"))
        return office.carry_out(batching.draft_batch, lines=lines, actor=self.by(by),
                                template=BankTemplate.objects.get(code=template))  # fmt: skip

    def exported(self, *cases: Application) -> PayoutBatch:
        batch = self.batch(*cases)
        self.perform(batch, "check", "payment_reviewer")
        self.perform(batch, "export", "payment_reviewer")
        return batch

    def answers(self, batch: PayoutBatch, *, failed: bool = False) -> list[ResultRow]:
        """What the bank would say of every line today."""
        outcome = "failed" if failed else "paid"
        return [ResultRow(row=x.line_no, line_no=x.line_no, amount_fen=x.amount_fen, tail=x.card_tail, outcome=outcome,
                          on=clock.today(), reason="账户异常" if failed else "")
                for x in batch.lines.order_by("line_no")]  # fmt: skip

    def pay(self, *cases: Application, failed: bool = False) -> PayoutBatch:
        """Batch, check, export, and the bank's answer."""
        batch = self.exported(*cases)
        self.perform(batch, "record_result", "cashier", rows=self.answers(batch, failed=failed))
        for case in cases:
            case.refresh_from_db()
        return batch

    def meeting(self, *cases: Application, decision: str = "agree", number: str = "汾阳工会纪〔2026〕1号") -> Meeting:
        """Minutes whose agenda decides these cases alike."""
        agenda = [{"application": c, "proposed_fen": c.proposed_fen, "decision": decision, "votes_for": 7,
                   "amount_fen": c.proposed_fen if decision == "agree" else None,
                   "reason": "" if decision == "agree" else "会议意见"} for c in cases]  # fmt: skip
        return office.carry_out(approval.record_meeting, organisation=self.units[COUNTY], actor=self.by("secretary"),
                                body="主席办公会", held_on=clock.today(), present=7, entitled=9, number=number,
                                agenda=agenda)  # fmt: skip


PNG = b"\x89PNG\r\n\x1a\n" + b"invented scan"
VISIT = {"place": "申请人家中", "present": "申请人及家属", "conclusion": "情况属实。"}
FOLLOW_UP = {"how": "电话", "received": True, "said": "已收到。"}
REASON = {"reason": "理由充分。"}
CHECKS = [("settle_check", "clerk", {"kind": key, "status": "clean", "result": "查无记录"})
          for key in ("national_archive", "civil_affairs", "population_death", "other_unions")]  # fmt: skip
PUBLISH = {"opinion": "符合条件。", "place": "公示栏", "complaint_phone": "0358-0000000"}
ASK = {"items": ["户口簿全部页"]}
HAPPY_MOVES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "draft": ("submit", "clerk", {}),
    "submitted": ("accept", "clerk", {}),
    "investigating": ("finish_visit", "visitor", {}),
    "grassroots_review": ("publish", "chair", PUBLISH),
    "publicity": ("close_publicity", "clerk", {}),
    "county_review": ("recommend", "head", {"source": "OWN", "opinion": "同意。"}),
    "approval": ("approve", "approver", {}),
}
# state → from where, by which move, by whom, with what
UNHAPPY: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "supplement": ("submitted", "ask", "clerk", ASK),
    "rejected": ("grassroots_review", "refuse_at_base", "chair", REASON),
    "not_accepted": ("submitted", "decline", "chair", REASON),
    "withdrawn": ("submitted", "withdraw", "clerk", {"role": "APPLICANT", **REASON}),
    "terminated": ("submitted", "terminate", "head", REASON),
}
