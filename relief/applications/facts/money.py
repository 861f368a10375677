"""Facts of the decision and the money (relief.md §3, §5, §9)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from relief.applications.facts.review import Review
from relief.applications.models import Award
from relief.applications.requirements import index_gaps
from relief.payouts.models import BudgetLine
from workflows.fsm import Moment

MONEY_OUT = ("exported", "paid")



class Decision(Review):
    """What approval, payment, follow-up and archive ask."""

    @property
    def duplicates_searched(self) -> bool:
        return self.case.searched_at_count > 0

    @property
    def named_source(self) -> str:
        return self.case.proposed_source

    @property
    def second_publicity(self) -> bool:
        return self.scheme.publicity.second

    def matrix_obeyed(self, m: Moment) -> bool:
        row = self.matrix_row
        if m.role != row.by or m.grant is None or m.grant.path != self.line.at(row.level).path:
            return False
        return not row.meeting or self._meeting_valid(m.given.get("agenda_item"), row)

    def _meeting_valid(self, item: Any, row: Any) -> bool:
        if item is None or item.application_id != self.case.pk or item.decision != "agree":
            return False
        meeting = item.meeting
        published = self.entry.sheet.ends_on if self.entry else None
        right = meeting.organisation_id == self.line.at(row.level).pk and meeting.body.strip() == row.meeting
        if not right or (published is not None and meeting.held_on <= published):
            return False
        quorum = meeting.present * 10000 >= meeting.entitled * (row.quorum_bp or 0)
        numbered = bool(meeting.number) or self.scheme.minutes_number_by != "approve"
        voted = not self.scheme.meeting_votes or (
            item.votes_for > item.votes_against
            and item.votes_for + item.votes_against + item.abstentions <= meeting.present
        )
        return quorum and numbered and voted

    @cached_property
    def award(self) -> Award | None:
        return Award.objects.filter(application=self.case, revoked_on=None).first()

    @property
    def funds_free(self) -> bool:
        if self.award is None:
            return False
        line = BudgetLine.objects.select_for_update().get(pk=self.award.budget_line_id)
        return line.available >= self.award.amount_fen

    @cached_property
    def line_states(self) -> list[str]:
        return list(self.case.lines.values_list("state", flat=True))

    @property
    def money_out(self) -> bool:
        return any(s in MONEY_OUT for s in self.line_states)

    @property
    def all_lines_paid(self) -> bool:
        live = [s for s in self.line_states if s not in ("cancelled", "reissued")]
        return bool(live) and set(live) == {"paid"}

    @property
    def all_lines_cancelled(self) -> bool:
        """Nothing of the award will ever be paid as it stands."""
        live = [s for s in self.line_states if s != "reissued"]
        return bool(live) and set(live) == {"cancelled"}

    @cached_property
    def followed_up(self) -> bool:
        return self.case.followup_set.exists()

    @property
    def index_gaps(self) -> list[str]:
        return index_gaps(self.case, self.scheme)
