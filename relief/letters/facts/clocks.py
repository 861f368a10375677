"""Where a letter stands, whose work it is, what time it has (supervision.md §5, §7, §10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from relief.jurisdictions.clock import Answer, Objection, Reckoning, Request, reckon
from relief.jurisdictions.rules import Rules
from relief.jurisdictions.selectors import profile_by_key
from relief.jurisdictions.terms import LimitRule
from relief.letters.models import DepartmentAnswer, ReplyItem, ServiceReceipt, SupervisionLetter
from relief.letters.terms import RECOMMENDATION, REMINDER, TARGETED
from relief.supervision.facts.standing import Standing
from workflows.calendar import Due, RollRule, State, load_calendar
from workflows.clock import today as office_today
from workflows.facts import Limit
from workflows.fsm import Row, Stage
from workflows.roles import Place, Pseudo, Role
from workflows.supervision_letter import (
    AWAITING_REPLY,
    DEPARTMENT_FILED,
    DRAFT,
    OBJECTION,
    PARTIAL,
    REVIEW,
    SIGNING,
)
from workflows.timekeeping import PauseSpan, Stretch

OBJECTING = "objection"
"""The kind of pause between an objection and its result."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ReplyLimit(Limit):
    """The clock of whoever has to answer: objections and extensions change it as relief.jurisdictions.clock says."""

    key: str = ""


class Clocks(Standing):
    """The pinned profile, the place, the desks and the clocks. The chain is read by the room built on this one."""

    due_step: Any

    case: SupervisionLetter
    stopping = frozenset({OBJECTING})

    # --- the rules ------------------------------------------------------------------------------------------------
    @cached_property
    def rules(self) -> Rules | None:
        """Pinned at submit for ever; a draft follows the profile in force (§7)."""
        if self.case.profile_id is not None and self.case.state != DRAFT:
            return profile_by_key(self.case.profile_id).rules
        return self.rules_on(office_today())

    @property
    def is_recommendation(self) -> bool:
        return self.case.kind == RECOMMENDATION

    @property
    def reply_expected(self) -> bool:
        return self.rules is not None and self.rules.reply_expected(self.case.kind, self.case.scope)

    # --- the place, and who stays apart --------------------------------------------------------------------------
    @property
    def issuer_path(self) -> str:
        """§2 ◆: held at the issuing union itself, which may stand above the handling one."""
        return self.case.issuer.path

    def place(self, at: str) -> Place:
        return Place(self.issuer_path, exact=True) if at == "issuer" else Place(self.line.own.path)

    def dossiers(self) -> list[str]:
        """Separation holds across both machines: the letter's own file and its case's (§2)."""
        case = self.case.case_id
        return [self.dossier(), *([f"supervision_case:{case}"] if case else [])]

    def concerned(self) -> set[str]:
        """Whoever stood aside from the case stands aside from its letters."""
        if self.case.case is None:
            return set()
        return {f"person:{key}" for key in self.case.case.recusals.values_list("person_id", flat=True)}

    def unfit(self, row: Row, role: str, persons: frozenset[int], on: date) -> str:
        """Certificates, and §5: the office submits PUBLIC and CLASS letters only."""
        targeted = self.case.kind != REMINDER or self.case.scope == TARGETED
        if row.name == "submit" and role == Role.CASE_OFFICE and targeted:
            return "致单位的文书须由劳动法律监督员送审。"
        return super().unfit(row, role, persons, on)

    def desk_role(self, stage: Stage, today: date) -> str:
        if stage.state in (REVIEW, SIGNING) and self.due_step is not None:
            return self.due_step.role
        if stage.state == AWAITING_REPLY and self.is_recommendation:
            return Pseudo.DEPARTMENT
        if stage.state == OBJECTION and self.enough_rechecks:
            return Role.DIRECTOR
        return stage.by

    @cached_property
    def recheckers(self) -> set[int]:
        """Who gave an opinion on the latest objection."""
        latest = self.case.objections.order_by("id").last()
        return set(latest.rechecks.values_list("person_id", flat=True)) if latest else set()

    @property
    def enough_rechecks(self) -> bool:
        """§10: as many others as the profile's ``recheck`` asks for."""
        return self.rules is not None and len(self.recheckers) >= self.rules.recheck.min

    # --- time -----------------------------------------------------------------------------------------------------
    @cached_property
    def receipt(self) -> ServiceReceipt | None:
        return ServiceReceipt.objects.filter(letter=self.case).select_related("attempt").first()

    @property
    def reply_key(self) -> str:
        """Which limit runs while somebody is to answer (§5)."""
        if self.is_recommendation:
            return "recommendation_reasons" if self.case.reasons_asked_on else "recommendation_filing"
        return "reminder_reply" if self.case.kind == REMINDER else "opinion_reply"

    @property
    def reply_rule(self) -> LimitRule | None:
        return self.rules.limit(self.reply_key) if self.rules else None

    @property
    def reply_limit(self) -> ReplyLimit | None:
        """From the day of service, never from the day of entry; after ``ask_reasons`` from that day."""
        start = self.case.reasons_asked_on or (self.receipt.served_on if self.receipt else None)
        rule = self.reply_rule
        if start is None or rule is None:
            return None
        return ReplyLimit(start, rule.n, rule.unit, None, rule.start_rule, rule.roll_rule, self.reply_key)

    def limit(self, stage: Stage, start: date, start_at: datetime) -> Limit | None:
        if stage.state == AWAITING_REPLY:
            return self.reply_limit
        if stage.state == PARTIAL:
            return None if self.plan_on is None else Limit(self.plan_on, 0, "d", start_at, roll_rule=RollRule.NONE)
        if stage.state == DEPARTMENT_FILED:
            start = self.filed_on or start
        rules = self.rules
        if rules is None:
            return None
        rule = rules.limit(stage.limit)
        return Limit(start, rule.n, rule.unit, start_at, rule.start_rule, rule.roll_rule)

    @cached_property
    def plan_on(self) -> date | None:
        """The plan is missed with its earliest day: the first open item that should be done by then is not."""
        days = ReplyItem.objects.filter(reply=self.latest_reply, plan_on__isnull=False).exclude(found_done=True)
        return days.order_by("plan_on").values_list("plan_on", flat=True).first() if self.latest_reply else None

    @cached_property
    def latest_reply(self) -> Any:
        return self.case.replies.order_by("id").last()

    @cached_property
    def filed_on(self) -> date | None:
        """The day on which the department filed the matter: its result is counted from there."""
        answers = DepartmentAnswer.objects.filter(letter=self.case, what=DepartmentAnswer.What.FILED)
        return answers.order_by("id").values_list("on", flat=True).last()

    def reckon(self, limit: Limit, pauses: list[PauseSpan], extensions: list[Stretch]) -> Due:
        """Only the clock of who answers is stopped and lengthened by them; ours run on."""
        if not isinstance(limit, ReplyLimit):
            return super().reckon(limit, [], [])
        return due_of(self._reckoned(limit, extensions))

    def _reckoned(self, limit: ReplyLimit, extensions: Iterable[Stretch]) -> Reckoning:
        rules, rule = self.rules, self.reply_rule
        assert rules is not None and rule is not None
        return reckon(
            limit.start, rule, calendar=load_calendar(), min_rest=rules.objection_min_rest,
            requests=[Request(x.started_on, x.n) for x in extensions if x.started_on >= limit.start],
            objections=[o for o in self.objected if o.objected_on >= limit.start])  # fmt: skip

    @cached_property
    def objected(self) -> list[Objection]:
        """Every objection and its result, from which the recorded pauses follow."""
        rows = self.case.objections.order_by("id").values_list("received_on", "result_served_on")
        return [Objection(received, served) for received, served in rows]

    @cached_property
    def reply_clock(self) -> Reckoning | None:
        """The clock of who answers, with all that happened to it; None while nothing is served."""
        limit = self.reply_limit
        return None if limit is None else self._reckoned(limit, self.timekeeping.extensions)

    def judge(self, requested_on: date, n: int, *, used: int | None = None) -> Answer:
        """What the rules say to an extension asked for, in the order NONE_ALLOWED, LATE, TOO_LONG (§7); ``used``: how
        many of those granted count as granted before."""
        limit, granted = self.reply_limit, self.timekeeping.extensions[:used]
        if limit is None or self.reply_rule is None or self.rules is None:
            return Answer.REFUSED_NONE_ALLOWED
        rule = self.reply_rule.extension
        if rule is None or rule.granted_by != Role.DIRECTOR:
            return Answer.REFUSED_NONE_ALLOWED
        found = self._reckoned(limit, [*granted, Stretch("reply", requested_on, n, rule.unit)]).extended
        return next(x.answer for x in reversed(found) if x.request == Request(requested_on, n))

    def late_on(self, day: date) -> bool:
        """§10: later than the day in force; never while the clock stands or has no day."""
        due = None if self.case.state == AWAITING_REPLY else self.plan_on
        if due is None and self.reply_clock is not None:
            due = self.reply_clock.due_on
        return due is not None and day > due


def due_of(found: Reckoning) -> Due:
    """The count in force, as the desks know due days; an open objection leaves no day, but what would follow."""
    now = found.in_force
    if not found.stopped:
        return now
    stopped = found.resumed[-1].objection.objected_on + ONE_DAY
    return replace(now, due=None, state=State.STOPPED, estimate=now.due or now.estimate, stopped_from=stopped)
