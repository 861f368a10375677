"""The facts that the guards of a supervision case ask for (supervision.md §4), room by room."""

from collections.abc import Collection

from relief.supervision.facts.ending import Ending
from relief.supervision.routes import plan_faults
from workflows.facts import facts_for
from workflows.supervision_case import SUPERVISION_CASE


@facts_for(SUPERVISION_CASE)
class CaseFacts(Ending):
    """Facts of one case."""

    def route_decided(self, persons: Collection[int], role: str) -> bool:
        """§6.1, §6.5: there is a plan that waits for its letter, and each such plan stands by the rules."""
        return bool(self.open_plans) and not any(plan_faults(self, plan) for plan in self.open_plans)
