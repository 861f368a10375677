"""A small office, and cases at any state, made through the same door as the screens.

``Office`` knows the cast by name; ``at(state)`` drives one new case there, ``ready(state)`` also writes the facts that
the next happy move asks for. Unions, people and form stand in ``tests.cast``, the way of a case in ``tests.ways``; other
machines bring casts of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from relief import office
from relief.applications.models import Application, Meeting
from relief.applications.services import approval
from relief.applications.services.drafting import open_drafts
from relief.documents.services import Upload
from relief.notices.models import Notice
from relief.organisations import importing
from relief.organisations.models import Grant, Organisation
from relief.payouts.models import BankTemplate, PayoutBatch, PayoutLine
from relief.payouts.services import batching, budget
from relief.payouts.services.results import ResultRow
from relief.payouts.templates import load_templates
from relief.people.models import User
from relief.schemes.services import load_scheme
from tests.cast import (
    BASE,
    BUDGET_FEN,
    CAST,
    CITY,
    COUNTY,
    FORM,
    PROVINCE,
    SINCE,
    SISTER,
    START,
    TOWNSHIP,
    UNITS,
    at_nine,
    calendar_rows,
    demo_scheme,
    id_number,
    load_version,
)
from tests.ways import ASK, CHECKS, FOLLOW_UP, HAPPY, HAPPY_MOVES, PNG, PUBLISH, REASON, UNHAPPY, VISIT
from workflows import clock
from workflows.calendar import install_calendar
from workflows.models import OfficeClock

__all__ = [
    "ASK", "BASE", "BUDGET_FEN", "CAST", "CHECKS", "CITY", "COUNTY", "FOLLOW_UP", "FORM", "HAPPY", "HAPPY_MOVES",
    "PNG", "PROVINCE", "PUBLISH", "REASON", "SINCE", "SISTER", "START", "TOWNSHIP", "UNHAPPY", "UNITS", "VISIT",
    "Office", "at_nine", "calendar_rows", "demo_scheme", "id_number", "load_version",
]  # fmt: skip


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
