"""The stock viewflow flows: two human steps that hand the file to and fro, locked as viewflow advises on PostgreSQL."""

from typing import Any

from viewflow import this
from viewflow.workflow import flow, lock

from bench.models import VisitProcess


class VisitFlow(flow.Flow):
    """Visit ⇄ review. A task lies in the queue of those who hold its permission until one of them takes it."""

    process_class = VisitProcess
    lock_impl = lock.SelectForUpdateLock(nowait=False)

    start = flow.StartHandle().Next(this.visit)
    visit = flow.View(None).Permission(auto_create=True).Next(this.review)
    review = flow.View(None).Permission(auto_create=True).Next(this.visit)


class AssignedFlow(flow.Flow):
    """The same with less work: ``user`` has every task at once, nobody takes any and no permission is asked."""

    process_class = VisitProcess
    lock_impl = lock.SelectForUpdateLock(nowait=False)
    user: Any = None

    start = flow.StartHandle().Next(this.visit)
    visit = flow.View(None).Assign(this.whoever).Next(this.review)
    review = flow.View(None).Assign(this.whoever).Next(this.visit)

    def whoever(self, activation: Any) -> Any:
        """Owner of a new task."""
        return self.user
