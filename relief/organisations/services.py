"""Verbs on grants, delegations and permits, and the import of units (relief.md §2).

``granted_by=None`` is set-up, which has no user yet; every other caller names one, and the office door does.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from relief.organisations import importing
from relief.organisations.importing import ImportReport, Unit
from relief.organisations.models import Delegation, Grant, Level, Organisation, SmallOffice
from relief.organisations.rules import (
    has_begun_and_not_ended,
    own_grants_over,
    require_administrator,
    require_alone,
    require_dates,
    require_level,
    require_reason,
)
from relief.organisations.selectors import in_force, paths_for
from relief.people.models import User
from workflows import clock
from workflows.errors import NotAllowed, NotPossible
from workflows.roles import Role

# Who, a level above, may let an office join its cells.
PERMITTING_ROLES = (Role.CHAIR, Role.HEAD, Role.APPROVER, Role.ADMINISTRATOR)


class ImportRefused(NotPossible):
    """The file was refused whole; ``report`` says why, row by row."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__(_("导入文件有 %(n)d 处错误，未写入任何数据。") % {"n": len(report.errors)})
        self.report = report


@transaction.atomic
def grant_role(
    *,
    person: User,
    role: str,
    organisation: Organisation,
    valid_from: date,
    valid_to: date | None = None,
    granted_by: User | None = None,
    reason: str = "",
) -> Grant:
    """Let a person hold a role at an organisation between dates."""
    require_dates(valid_from, valid_to)
    if organisation.valid_to and organisation.valid_to < valid_from:
        raise NotPossible(_("%(unit)s已撤销，不能再授予岗位。") % {"unit": organisation})
    require_level(role, organisation)
    if granted_by is not None:
        _require_may_grant(granted_by, person, role, organisation)
    if person.is_superuser and role != Role.ADMINISTRATOR:
        raise NotPossible(_("系统超级用户只能担任管理员，不办理业务。请为本人另建普通用户。"))
    _lock(person)
    if _same_role(person, role, organisation, valid_from, valid_to):
        raise NotPossible(_("%(person)s在该单位这段时间内已有这个岗位。") % {"person": person})
    require_alone(person, role, organisation, valid_from, valid_to)
    return Grant.objects.create(
        person=person,
        role=role,
        organisation=organisation,
        valid_from=valid_from,
        valid_to=valid_to,
        granted_by=granted_by,
        reason=reason,
    )


@transaction.atomic
def revoke(*, grant: Grant, last_day: date, ended_by: User, reason: str) -> Grant:
    """End a grant after ``last_day``. Days that have passed stand: papers were signed on them."""
    require_administrator(ended_by, grant.organisation)
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    _end(grant, last_day, ended_by, reason)
    return grant


@transaction.atomic
def delegate(
    *,
    principal: User,
    substitute: User,
    role: str,
    organisation: Organisation,
    valid_from: date,
    valid_to: date,
    set_by: User,
    reason: str = "",
) -> Delegation:
    """Let a substitute act for a principal between dates, within the principal's own grant.

    Set by the principal, or for an absent one by the chair of the organisation where the grant is held.
    """
    require_dates(valid_from, valid_to)
    if principal == substitute:
        raise NotPossible(_("不能委托给本人。"))
    own = own_grants_over(principal, organisation, valid_from).filter(role=role).first()
    if own is None:
        raise NotPossible(_("%(person)s在该单位没有这个岗位，不能委托他人代理。") % {"person": principal})
    if own.valid_to and own.valid_to < valid_to:
        raise NotPossible(_("代理期限超过了委托人任职的最后一日（%(day)s）。") % {"day": own.valid_to})
    if set_by != principal:
        _require_chair_for_absent(set_by, substitute, own, reason)
    _lock(principal, substitute)
    if _same_substitute(principal, substitute, role, organisation, valid_from, valid_to):
        raise NotPossible(_("这段时间内已有同样的代理。"))
    require_alone(substitute, role, organisation, valid_from, valid_to)
    return Delegation.objects.create(
        principal=principal,
        delegate=substitute,
        role=role,
        organisation=organisation,
        valid_from=valid_from,
        valid_to=valid_to,
        set_by=set_by,
        reason=reason,
    )


@transaction.atomic
def end_delegation(*, delegation: Delegation, last_day: date, ended_by: User, reason: str) -> Delegation:
    """End a substitution early: by the principal, the substitute, or whoever set it."""
    delegation = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if ended_by.pk not in {delegation.principal_id, delegation.delegate_id, delegation.set_by_id}:
        raise NotAllowed(_("只有委托人、代理人或设置代理的人可以终止代理。"))
    _end(delegation, last_day, ended_by, reason)
    return delegation


@transaction.atomic
def allow_small_office(
    *,
    organisation: Organisation,
    valid_from: date,
    valid_to: date | None = None,
    reason: str,
    granted_by: User,
) -> SmallOffice:
    """Let an organisation join cells 合并岗位; granted by the level above, never by itself."""
    require_dates(valid_from, valid_to)
    require_reason(reason)
    today = clock.today()
    above = Organisation.objects.get_ancestors(organisation).exclude(level=Level.INDUSTRY).last()
    held = Grant.objects.filter(in_force(today), person=granted_by)
    if above is None or not held.filter(
        role__in=PERMITTING_ROLES, organisation__in=[above, *Organisation.objects.get_ancestors(above)]
    ):
        raise NotAllowed(_("合并岗位须由上一级工会的主席、部门负责人、审批人或管理员批准。"))
    if held.filter(organisation__path__startswith=organisation.path).exists():
        raise NotAllowed(_("在该单位任职的人不能批准本单位合并岗位。"))
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if SmallOffice.objects.filter(has_begun_and_not_ended(valid_from, valid_to), organisation=organisation).exists():
        raise NotPossible(_("该单位这段时间内已获准合并岗位。"))
    return SmallOffice.objects.create(
        organisation=organisation, valid_from=valid_from, valid_to=valid_to, reason=reason, granted_by=granted_by
    )


def import_units(*, units: Sequence[Unit], actor: User) -> ImportReport:
    """Bring units in, within what the actor administers. All or nothing: raises ImportRefused with the report."""
    within = paths_administered(actor)
    if within == []:
        raise NotAllowed(_("只有管理员可以导入单位。"))
    report = importing.import_units(units, within=within)
    if report.errors:
        raise ImportRefused(report)
    return report


def paths_administered(user: User) -> list[str] | None:
    """The subtrees this user administers; None = the whole tree (a superuser, who has no case content)."""
    return None if user.is_superuser and user.is_active else paths_for(user, {Role.ADMINISTRATOR})


def _require_may_grant(granted_by: User, person: User, role: str, organisation: Organisation) -> None:
    require_administrator(granted_by, organisation)
    first_administrator = granted_by.is_superuser and role == Role.ADMINISTRATOR
    if granted_by == person and not first_administrator:
        raise NotAllowed(_("不能给本人授予岗位。"))


def _require_chair_for_absent(set_by: User, substitute: User, own: Grant, reason: str) -> None:
    chairs = Grant.objects.filter(in_force(clock.today()), role=Role.CHAIR, organisation=own.organisation_id)
    if not chairs.filter(person=set_by).exists():
        raise NotAllowed(_("代理由委托人本人设置；本人不在岗的，由本单位工会主席设置。"))
    if set_by == substitute:
        raise NotAllowed(_("工会主席不能替人设置由自己代理。"))
    require_reason(reason)


def _same_role(person: User, role: str, organisation: Organisation, since: date, until: date | None) -> bool:
    same = Grant.objects.filter(has_begun_and_not_ended(since, until), person=person, role=role)
    return same.filter(organisation=organisation).exists()


def _same_substitute(
    principal: User, substitute: User, role: str, organisation: Organisation, since: date, until: date
) -> bool:
    same = Q(principal=principal, delegate=substitute, role=role, organisation=organisation)
    return Delegation.objects.filter(has_begun_and_not_ended(since, until), same).exists()


def _lock(*persons: User) -> None:
    """Hold the persons' rows, so that two grants given at once see each other."""
    ids: Iterable[int] = sorted(person.pk for person in persons)
    list(User.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def _end(row: Grant | Delegation, last_day: date, ended_by: User, reason: str) -> None:
    require_reason(reason)
    if last_day < clock.today() - timedelta(days=1):
        raise NotPossible(_("终止日期不能早于昨天：此前签署的文书以当时的岗位为准。"))
    if row.valid_to and row.valid_to <= last_day:
        raise NotPossible(_("该岗位或代理到%(day)s已终止。") % {"day": row.valid_to})
    row.valid_to = max(last_day, row.valid_from - timedelta(days=1))
    row.ended_by, row.end_reason = ended_by, reason
    row.save(update_fields=["valid_to", "ended_by", "end_reason"])
