"""What went before a letter, what follows it, and how it was served (supervision.md §6, §8, §10)."""

from __future__ import annotations

from functools import cached_property

from relief.documents import store
from relief.letters.facts.chain import Chain
from relief.letters.models import Method, ServiceAttempt, SupervisionLetter
from relief.letters.terms import KINDS, OPINION, REMINDER
from workflows.clock import today as office_today
from workflows.supervision_case import CLOSING
from workflows.supervision_letter import REVOKED

MAY_END_LETTERS = {CLOSING.value, "closed", "archived"}


class Paths(Chain):
    """Predecessors, the seal, the ways of service, successors."""

    # --- before it ------------------------------------------------------------------------------------------------
    @property
    def predecessor_or_skip_reason(self) -> bool:
        """§6.5: the rung below was taken and its day has passed (refused at service: proof alone), or its skipping has a
        reason and a decider; and what the letter says of it is complete."""
        if self.case.kind == REMINDER:
            return True
        stands = bool(self.skip_reason) or self._rung_taken()
        return stands and not self.faults("submit", "predecessor_or_skip_reason")

    def _rung_taken(self) -> bool:
        """A letter issued anew stands on the rung of the one that it replaces: the case decided that (§6.3)."""
        before = self.case.follows
        if before is None:
            return False
        if before.kind == self.case.kind:
            return True
        return KINDS.index(before.kind) == KINDS.index(self.case.kind) - 1 and served_and_expired(before)

    # --- seal -----------------------------------------------------------------------------------------------------
    @property
    def pdf_clean(self) -> bool:
        """§9: the bytes that were rendered of the frozen content, and found whole, lie in the store under their hash."""
        digest = self.case.pdf_digest
        return bool(digest) and store.read(digest).startswith(b"%PDF-")

    @property
    def copies_stated(self) -> bool:
        """§7 copies: at least one original for each of the list."""
        return self.rules is not None and self.case.copies >= len(self.rules.copies[self.case.kind])

    @property
    def profile_confirmed_or_acknowledged(self) -> bool:
        return self.rules is not None and (self.rules.confirmed or bool(self.case.acknowledged))

    # --- service --------------------------------------------------------------------------------------------------
    @cached_property
    def attempts(self) -> list[ServiceAttempt]:
        return list(self.case.attempts.order_by("n"))

    @property
    def attempt(self) -> ServiceAttempt | None:
        """The one that is under way, or the last."""
        return self.attempts[-1] if self.attempts else None

    @property
    def failed_methods(self) -> set[str]:
        return {a.method for a in self.attempts if a.failed_on is not None}

    @property
    def method_allowed(self) -> bool:
        """§7: a method of the profile; the announcement only with the director's leave."""
        latest = self.attempt
        if latest is None or self.rules is None or latest.method not in self.rules.methods:
            return False
        return latest.method != Method.ANNOUNCEMENT or self.case.announcement_allowed_on is not None

    @property
    def two_methods_failed(self) -> bool:
        """As many methods as the profile asks for before an announcement (§10)."""
        rule = self.rules.methods.get(Method.ANNOUNCEMENT) if self.rules else None
        return rule is not None and len(self.failed_methods) >= rule.after_failed_methods

    @property
    def failure_recorded(self) -> bool:
        latest = self.attempt
        return latest is not None and latest.failed_on is not None and bool(latest.failure.strip())

    @property
    def other_method_or_address(self) -> bool:
        """Not the same method to the same address again."""
        latest = self.attempt
        failed = {(a.method, a.address.strip()) for a in self.attempts if a.failed_on is not None}
        return latest is not None and (latest.method, latest.address.strip()) not in failed

    @property
    def service_proved(self) -> bool:
        """§10: a receipt with every evidence of its method, and a day that has come, not before the letter's own."""
        receipt, issued = self.receipt, self.case.issued_on
        if receipt is None or self.rules is None or issued is None:
            return False
        rule = self.rules.methods[receipt.method]
        filed = set(receipt.evidence)
        enough = set(rule.evidence) <= filed and (not rule.one_of or bool(set(rule.one_of) & filed))
        witnessed = "witness_signature" not in filed or bool(receipt.witness.strip())
        servers = len(receipt.servers.split("、")) >= rule.servers
        return enough and witnessed and servers and issued <= receipt.served_on <= office_today()

    # --- after it -------------------------------------------------------------------------------------------------
    @cached_property
    def successor(self) -> SupervisionLetter | None:
        """A sealed letter that follows this one and still stands (§6.3)."""
        sealed = self.case.followers.exclude(pdf_digest="").exclude(state=REVOKED)
        return sealed.order_by("id").last()

    @property
    def successor_stands(self) -> bool:
        return self.successor is not None or self.case_ending

    @property
    def case_ending(self) -> bool:
        return self.case.case is not None and self.case.case.state in MAY_END_LETTERS


def served_and_expired(letter: SupervisionLetter) -> bool:
    """§6.4: proof of service and an expired day; refused at service, proof alone."""
    facts = letter.machine.facts(letter)
    receipt = facts.receipt
    if receipt is None:
        return False
    if receipt.method == Method.LEFT and letter.kind == OPINION:
        return True
    due = facts.plan_on or (facts.reply_clock.due_on if facts.reply_clock else None)
    return due is not None and due < office_today()
