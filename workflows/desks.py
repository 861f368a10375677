"""Desks: who has the file on the table. The only importer of viewflow.

One star flow per machine: every desk hangs on ``route``, so a flow holds no order, no condition and no status of
its own. ``follow`` runs after the machine has moved and closes and opens desk tasks in one statement; nothing here
ever fires a transition. Desks can be rebuilt from states (``check_desks --fix``), never the other way round.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import fields, flow, lock
from viewflow.workflow.models import AbstractProcess, AbstractTask
from viewflow.workflow.status import STATUS
from viewflow.workflow.token import Token

from workflows import roles
from workflows.clock import today as office_today
from workflows.desired import FOLLOW, OPEN, OPEN_MANY, Desired
from workflows.fsm import Machine
from workflows.lead import LEAD
from workflows.payout_batch import PAYOUT_BATCH
from workflows.prepared import Statement, send
from workflows.relief_application import RELIEF_APPLICATION
from workflows.supervision_case import SUPERVISION_CASE
from workflows.supervision_lead import SUPERVISION_LEAD
from workflows.supervision_letter import SUPERVISION_LETTER

if TYPE_CHECKING:
    from datetime import datetime


class _Plain:
    """Migrations see a plain column: they import neither viewflow nor django_fsm (house rule 3)."""

    plain = "django.db.models.CharField"

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        kwargs.pop("default", None)
        return name, self.plain, args, {"max_length": 150, **kwargs}


class PlainFlowReference(_Plain, fields.FlowReferenceField):
    """viewflow's flow reference as a plain column."""


class PlainTaskReference(_Plain, fields.TaskReferenceField):
    """viewflow's node reference as a plain column."""


class PlainToken(_Plain, fields.TokenField):
    """viewflow's token as a plain column."""


class Docket(AbstractProcess):
    """One file on its way through the desks. ``clocks`` holds, a stage each, the day its clock started."""

    flow_class = PlainFlowReference(_("流程"), max_length=150)
    machine = models.CharField(max_length=30)
    case_id = models.BigIntegerField()
    clocks = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("卷宗流转")
        verbose_name_plural = _("卷宗流转")
        constraints = [models.UniqueConstraint(fields=["machine", "case_id"], name="one_docket_a_case")]


class DeskTask(AbstractTask):
    """A file lying on a desk. ``role`` and ``path`` (held exactly there, if ``exact``) say who may take it."""

    flow_task = PlainTaskReference(_("岗位"), max_length=150)
    token = PlainToken(_("令牌"), max_length=150, default=Token("start"))
    process = models.ForeignKey(Docket, models.CASCADE, related_name="task_set")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    machine = models.CharField(max_length=30)
    case_id = models.BigIntegerField()
    state = models.CharField(max_length=30)
    role = models.CharField(max_length=20)
    path = models.CharField(max_length=255)
    exact = models.BooleanField(default=False)
    due_on = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("待办")
        verbose_name_plural = _("待办")
        constraints = [
            models.UniqueConstraint(
                fields=["process"], condition=models.Q(status__in=["NEW", "ASSIGNED"]), name="one_open_task_a_docket"
            )
        ]
        indexes = [
            models.Index(fields=["role", "path", "due_on", "id"], name="open_work",
                         condition=models.Q(status__in=["NEW", "ASSIGNED"])),  # fmt: skip
            models.Index(fields=["owner"], name="my_work", condition=models.Q(status="ASSIGNED")),
        ]


for _unasked in ("status", "created", "scheduled", "external_task_id", "owner_permission_content_type"):
    DeskTask._meta.get_field(_unasked).db_index = False  # nobody asks by these, and each index costs every move


class _ByGrant:
    """Only a grant of the task's role that covers its place lets a person take it."""

    def _granted(self, user: Any, task: DeskTask) -> bool:
        place = roles.Place(task.path, task.exact)
        return any(g.role == task.role and place.covered_by(g) for g in roles.grants_of(user.pk, office_today()))

    def can_assign(self, user: Any, task: DeskTask) -> bool:
        return task.owner_id is None and self._granted(user, task)

    def can_unassign(self, user: Any, task: DeskTask) -> bool:
        return task.owner_id == user.pk

    def can_execute(self, user: Any, task: DeskTask) -> bool:
        return self._granted(user, task)


class Desk(_ByGrant, flow.View):
    """A desk of people."""


class Waiting(_ByGrant, flow.Handle):
    """Waiting for an outsider; once a fact has put the file on a person's desk (publicity served), they may take it."""


def star(machine: Machine, name: str) -> type[flow.Flow]:
    """The star flow of a machine: one node a stage with a desk, named after its state, all hanging on ``route``."""
    stages = [s for s in machine.stages if s.has_desk]
    route = flow.Switch()
    for stage in stages:
        route = route.Case(getattr(this, stage.state))
    desks: dict[str, Any] = {}
    for stage in stages:
        desk = Desk(None) if stage.by in roles.Role.values else Waiting()
        noted = desk.Annotation(title=machine.states(stage.state).label, description=stage.passed)
        desks[stage.state] = noted.Next(this.route)
    namespace = {
        "__module__": __name__,
        "__doc__": f"The desks of {machine.name}.",
        "process_class": Docket,
        "task_class": DeskTask,
        "lock_impl": lock.SelectForUpdateLock(nowait=False),
        "process_title": machine.label,
        "begin": flow.StartHandle().Next(this.route),
        "route": route,
        **desks,
    }
    return type(flow.Flow)(name, (flow.Flow,), namespace)


ReliefApplicationFlow = star(RELIEF_APPLICATION, "ReliefApplicationFlow")
PayoutBatchFlow = star(PAYOUT_BATCH, "PayoutBatchFlow")
LeadFlow = star(LEAD, "LeadFlow")
SupervisionLeadFlow = star(SUPERVISION_LEAD, "SupervisionLeadFlow")
SupervisionCaseFlow = star(SUPERVISION_CASE, "SupervisionCaseFlow")
SupervisionLetterFlow = star(SUPERVISION_LETTER, "SupervisionLetterFlow")

FLOWS: dict[str, type[flow.Flow]] = {
    "relief_application": ReliefApplicationFlow,
    "payout_batch": PayoutBatchFlow,
    "lead": LeadFlow,
    "supervision_lead": SupervisionLeadFlow,
    "supervision_case": SupervisionCaseFlow,
    "supervision_letter": SupervisionLetterFlow,
}


def follow(case: Any, desk: Desired, at: datetime) -> None:
    """Put the file on the desk that its facts ask for; a state without desk closes the docket. Fires nothing."""
    with connection.cursor() as cursor:
        send(cursor, following(case, desk, at))


def following(case: Any, desk: Desired, at: datetime) -> list[Statement]:
    """The same as statements and values, for the message that moves the case."""
    flow_class = FLOWS[case.machine.name]
    task = flow_class.instance.node(desk.state) if desk.state else None
    values = {
        "flow": fields.get_flow_ref(flow_class),
        "machine": case.machine.name,
        "case": case.pk,
        "clocks": json.dumps(desk.clocks),
        "at": at,
        "node": desk.state,
        "task": fields.get_task_ref(task) or "",
        "type": task.task_type if task else "",
        "role": desk.role,
        "path": desk.place.path if desk.place else "",
        "exact": bool(desk.place and desk.place.exact),
        "due_on": desk.due_on,
        "due_at": desk.due_at,
        "status": "NEW" if task else "DONE",
        "finished": None if task else at,
    }
    return [(statement, values) for statement in FOLLOW]


def open_many(openings: list[tuple[Any, Desired]], at: datetime) -> None:
    """First dockets and tasks of new cases of one machine: one statement, however many."""
    case, first = openings[0]
    flow_class = FLOWS[case.machine.name]
    task = flow_class.instance.node(first.state)
    new = [{"case_id": c.pk, "clocks": d.clocks, "role": d.role, "path": d.place.path, "exact": d.place.exact,
            "due_on": d.due_on, "due_at": d.due_at} for c, d in openings]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(OPEN_MANY, {
            "openings": json.dumps(new, default=lambda moment: moment.isoformat()),
            "flow": fields.get_flow_ref(flow_class), "machine": case.machine.name, "at": at, "node": first.state,
            "task": fields.get_task_ref(task), "type": task.task_type,
        })  # fmt: skip


def claim(task_id: int, user: Any) -> bool:
    """Take an open file: one compare-and-set UPDATE, so that of many one wins. False when somebody else has it."""
    task = open_tasks().filter(pk=task_id).first()
    if task is None or not task.flow_task.can_assign(user, task):
        return False
    won = DeskTask.objects.filter(pk=task_id, status=STATUS.NEW, owner=None)
    return bool(won.update(status=STATUS.ASSIGNED, owner=user, assigned=Now()))


def release(task_id: int, user: Any) -> bool:
    """Lay one's file back on the desk."""
    return bool(DeskTask.objects.filter(pk=task_id, status=STATUS.ASSIGNED, owner=user).update(
        status=STATUS.NEW, owner=None, assigned=None))  # fmt: skip


def open_tasks() -> models.QuerySet[DeskTask]:
    """Every file that lies on a desk."""
    return DeskTask.objects.filter(status__in=OPEN)


def diagram(machine: Machine) -> str:
    """The star as BPMN 2.0, exported by viewflow."""
    from viewflow.workflow import chart

    return chart.grid_to_bpmn(chart.calc_layout_data(FLOWS[machine.name]))

