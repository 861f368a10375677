"""The stock viewflow flow: two human steps that hand the file to and fro, locked as viewflow advises on PostgreSQL."""

from typing import Any

from viewflow import this
from viewflow.workflow import flow, lock

from bench.models import VisitProcess


class VisitFlow(flow.Flow):
    """Visit ⇄ review. ``user`` has every task at once: taking one from a queue is not measured."""

    process_class = VisitProcess
    lock_impl = lock.SelectForUpdateLock(nowait=False)
    user: Any = None

    start = flow.StartHandle().Next(this.visit)
    visit = flow.View(None).Assign(this.whoever).Next(this.review)
    review = flow.View(None).Assign(this.whoever).Next(this.visit)

    def whoever(self, activation: Any) -> Any:
        """Owner of a new task."""
        return self.user
