"""The same step without Relief: stock viewflow, django-fsm with a history row, four statements by hand."""

from __future__ import annotations

import json
from copy import copy
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.http import HttpRequest
from viewflow.workflow.fields import get_flow_ref
from viewflow.workflow.flow.utils import wrap_task_view, wrap_view
from viewflow.workflow.models import Task

from bench.flows import AssignedFlow, VisitFlow
from bench.models import REVIEWING, VISITING, FsmCase, FsmHistory, RawCase, RawTask

REASON, OPINION = "家庭人口与户口簿不一致，请重新核实。", "情况属实"


class StockViewflow:
    """A task from the queue to the next task, by viewflow's own wrapper of a task view, in one transaction: lock, task,
    permission, assign, start, facts saved, execute, next task. (viewflow's screens take two, one to take the task.)"""

    name = "stock viewflow"
    flow: Any = VisitFlow

    def __init__(self, user: Any, count: int) -> None:
        self.user = user
        group = Group.objects.create(name=self.name)
        group.permissions.set(Permission.objects.filter(content_type__model="visitprocess"))
        user.groups.add(group)
        for _n in range(count):
            self.flow.start.run()

    def items(self) -> list[Any]:
        """Open tasks."""
        waiting = Task.objects.filter(flow_task__startswith=get_flow_ref(self.flow), status__in=("NEW", "ASSIGNED"))
        return list(waiting.order_by("process_id"))

    def move(self, task: Any) -> None:
        node = task.flow_task
        wrap_task_view(node, self._take, permission=node.can_assign)(
            self._request(), process_pk=task.process_id, task_pk=task.pk)  # fmt: skip

    def _request(self) -> HttpRequest:
        """A request has its own instance of the user, which remembers no permissions of an earlier one."""
        request = HttpRequest()
        request.method, request.user = "POST", copy(self.user)
        return request

    def _take(self, request: Any, **_keys: Any) -> None:
        request.activation.assign(request.user)
        request.activation.start(request)
        self._form_valid(request)

    @staticmethod
    def _form_valid(request: Any, **_keys: Any) -> None:
        process = request.activation.process
        process.reason, process.opinion = REASON, OPINION
        process.save()
        request.activation.execute()


class AssignedViewflow(StockViewflow):
    """Less than a user's step: the task is the user's already, its owner is compared and no permission asked."""

    name = "viewflow, assigned"
    flow = AssignedFlow

    def __init__(self, user: Any, count: int) -> None:
        AssignedFlow.user = user
        super().__init__(user, count)

    def move(self, task: Any) -> None:
        wrap_view(task.flow_task, self._form_valid)(self._request(), process_pk=task.process_id, task_pk=task.pk)


class FsmAndHistory:
    """django-fsm, the case locked, one history row."""

    name = "django-fsm + history"

    def __init__(self, user: Any, count: int) -> None:
        self.user = user
        FsmCase.objects.bulk_create(FsmCase() for _n in range(count))

    def items(self) -> list[Any]:
        return list(FsmCase.objects.order_by("id").values_list("id", flat=True))

    def move(self, key: int) -> None:
        with transaction.atomic():
            case = FsmCase.objects.select_for_update().get(pk=key)
            source = case.state
            case.reason, case.opinion = REASON, OPINION
            case.finish_visit() if source == VISITING else case.return_visit()
            case.save()
            FsmHistory.objects.create(case=case, source=source, target=case.state, by=self.user)


LOCK = "SELECT state, event_count, head_hash FROM bench_rawcase WHERE id = %s FOR UPDATE"
EVENT = """
INSERT INTO bench_rawevent (case_id, seq, verb, facts, by_id, at, hash)
VALUES (%(case)s, %(seq)s, %(verb)s, %(facts)s, %(by)s, now(),
        sha256(convert_to(%(before)s || %(case)s || %(seq)s || %(verb)s || %(facts)s, 'UTF8'))) RETURNING hash
"""
CASE = "UPDATE bench_rawcase SET state = %s, event_count = %s, head_hash = %s WHERE id = %s"
TASK = """
WITH done AS (UPDATE bench_rawtask SET done_at = now() WHERE case_id = %(case)s AND done_at IS NULL)
INSERT INTO bench_rawtask (case_id, role) VALUES (%(case)s, %(role)s)
"""


class Raw:
    """psycopg2 alone: lock, event, case, desk; no rights, no guards, no rules."""

    name = "raw psycopg2"
    statements = 6  # with BEGIN and COMMIT

    def __init__(self, user: Any, count: int) -> None:
        self.user = user
        cases = RawCase.objects.bulk_create(RawCase() for _n in range(count))
        RawTask.objects.bulk_create(RawTask(case=case, role="visitor") for case in cases)

    def items(self) -> list[Any]:
        return list(RawCase.objects.order_by("id").values_list("id", flat=True))

    def move(self, key: int) -> None:
        connection.ensure_connection()
        with connection.connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(LOCK, [key])
            state, count, head = cursor.fetchone()
            verb, target, role = ("finish", REVIEWING, "chair") if state == VISITING else ("return", VISITING, "visitor")
            facts = json.dumps({"reason": REASON, "opinion": OPINION})
            cursor.execute(EVENT, {"case": key, "seq": count + 1, "verb": verb, "facts": facts, "by": self.user.pk,
                                   "before": bytes(head).hex()})  # fmt: skip
            cursor.execute(CASE, [target, count + 1, cursor.fetchone()[0], key])
            cursor.execute(TASK, {"case": key, "role": role})
            cursor.execute("COMMIT")
