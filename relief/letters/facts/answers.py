"""What came back, and what was found of it: replies, objections, extensions, departments (supervision.md §10, §11)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from relief.jurisdictions.clock import Answer
from relief.letters.facts.paths import Paths
from relief.letters.models import DepartmentAnswer, ExtensionRequest, Recheck, Reply, ReplyItem
from workflows.roles import Role


class Answers(Paths):
    """Each fact is read from the latest row of its kind."""

    # --- replies --------------------------------------------------------------------------------------------------
    @cached_property
    def items(self) -> list[ReplyItem]:
        """The demands as the latest reply answers them."""
        return list(self.latest_reply.items.order_by("n")) if self.latest_reply else []

    @property
    def reply_recorded(self) -> bool:
        """In a form that the profile accepts, with what the form asks for, item by item (§11 回执)."""
        reply: Reply | None = self.latest_reply
        if reply is None or self.rules is None or reply.form not in self.rules.reply_forms.get(self.case.kind, ()):
            return False
        return bool(self.items) and bool(reply.contact.strip()) and form_complete(reply)

    @property
    def every_item_done(self) -> bool:
        return bool(self.items) and all(item.found_done for item in self.items)

    @property
    def open_items_have_dates(self) -> bool:
        """§10: something is open, everything was looked at, and each open item has its day."""
        still = [item for item in self.items if not item.found_done]
        return bool(still) and all(item.found_done is False and item.plan_on is not None for item in still)

    @cached_property
    def examiners(self) -> frozenset[int]:
        """Who examined the latest reply."""
        rows = self.latest_reply.examinations.values_list("person_id", flat=True) if self.latest_reply else ()
        return frozenset(rows)

    # --- objections -----------------------------------------------------------------------------------------------
    @cached_property
    def objection(self) -> Any:
        return self.case.objections.order_by("id").last()

    @property
    def objection_grounds(self) -> bool:
        return self.objection is not None and bool(self.objection.grounds.strip())

    @property
    def rechecked_by_others(self) -> bool:
        """As many as the profile asks for; from the higher union only where it lets them help. That they are others
        than investigator, drafter and signatory is separation's part (§2)."""
        if self.objection is None or self.rules is None:
            return False
        rows = Recheck.objects.filter(objection=self.objection)
        if not self.rules.recheck.from_higher_union:
            rows = rows.filter(from_higher=False)
        return rows.count() >= self.rules.recheck.min

    @property
    def recheck_result_served(self) -> bool:
        found = self.objection
        return found is not None and found.result_served_on is not None and bool(found.result.strip())

    # --- extensions -----------------------------------------------------------------------------------------------
    @cached_property
    def request(self) -> ExtensionRequest | None:
        """The extension that is being granted in this move: more are granted than the journal tells of."""
        granted = list(self.case.extension_requests.filter(granted=True).order_by("id"))
        return granted[-1] if len(granted) > self.times("extend") else None

    @property
    def verdict(self) -> Answer | None:
        """What the rules say to it, by the clock as it stood before."""
        asked = self.request
        if asked is None:
            return None
        return self.judge(asked.requested_on, asked.n, used=len(self.timekeeping.extensions) - 1)

    @property
    def extension_in_time(self) -> bool:
        return self.verdict not in (None, Answer.REFUSED_LATE)

    @property
    def plan_attached(self) -> bool:
        return self.request is not None and self.request.plan_id is not None

    @property
    def extension_allowed(self) -> bool:
        """Of the one that is being granted; before there is one: whether the rules leave any (§7)."""
        if self.request is not None:
            return self.verdict not in (None, Answer.REFUSED_NONE_ALLOWED, Answer.REFUSED_TOO_LONG)
        rule = self.reply_rule.extension if self.reply_rule else None
        granted = self.reply_clock.extended if self.reply_clock else ()
        return rule is not None and rule.granted_by == Role.DIRECTOR and len(granted) < rule.times

    # --- departments ----------------------------------------------------------------------------------------------
    def answer(self, what: str) -> DepartmentAnswer | None:
        """The latest answer of the department of this kind."""
        return DepartmentAnswer.objects.filter(letter=self.case, what=what).order_by("id").last()

    @property
    def filing_recorded(self) -> bool:
        found = self.answer(DepartmentAnswer.What.FILED)
        return found is not None and bool(found.case_no.strip())

    @property
    def refusal_recorded(self) -> bool:
        found = self.answer(DepartmentAnswer.What.DECLINED)
        return found is not None and (found.oral or bool(found.reasons.strip()))

    def reasons_missing_or_weak(self, m: Any) -> bool:
        """None were given, or we say why they do not bear."""
        found = self.answer(DepartmentAnswer.What.DECLINED)
        weak = bool(str(m.given.get("why_weak") or "").strip())
        return found is not None and (weak or not found.reasons.strip())

    @property
    def result_recorded(self) -> bool:
        found = self.answer(DepartmentAnswer.What.RESULT)
        return found is not None and bool(found.result.strip())

    @property
    def result_judged_sufficient(self) -> bool:
        found = self.answer(DepartmentAnswer.What.RESULT)
        return found is not None and bool(found.judgement.strip())


def form_complete(reply: Reply) -> bool:
    """WRITTEN: stamped and signed; by telephone or on a visit: a record by two persons; a message: a screenshot compared
    with the original."""
    if reply.form == Reply.Form.WRITTEN:
        return reply.stamp_id is not None and bool(reply.signed_by.strip())
    if reply.form == Reply.Form.MESSAGE:
        return reply.stamp_id is not None and reply.original_checked
    recorders = {name.strip() for name in reply.recorders.split("、")} - {""}
    return bool(reply.note.strip()) and len(recorders) >= 2
