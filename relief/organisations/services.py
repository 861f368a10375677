"""Verbs on grants, delegations and permits, and the import of units (relief.md §2).

``granted_by=None`` is set-up, which has no user yet; every other caller names one, and the office door does.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from relief.organisations.administering import administer, paths_administered
from relief.organisations.bringing import ImportRefused, import_units, load_shipped_units
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
from relief.organisations.selectors import in_force
from relief.people.models import User
from workflows import clock
from workflows.engine import verb
from workflows.errors import NotAllowed, NotPossible
from workflows.fsm import Moment
from workflows.roles import Role

__all__ = [
    "ImportRefused",
    "allow_small_office",
    "delegate",
    "end_delegation",
    "grant_role",
    "import_units",
    "load_shipped_units",
    "paths_administered",
    "revoke",
]

# Who, a level above, may let an office join its cells.
PERMITTING_ROLES = (Role.CHAIR, Role.HEAD, Role.APPROVER, Role.ADMINISTRATOR)


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
    if granted_by is not None:
        require_administrator(granted_by, organisation)
    fired = administer("grant", organisation=organisation, actor=granted_by, person=person, post=role,
                       valid_from=valid_from, valid_to=valid_to, reason=reason)  # fmt: skip
    return Grant.objects.get(pk=fired.event.facts["grant"])


@verb("administration", "grant")
def write_grant(
    m: Moment, *, person: User, post: str, valid_from: date, valid_to: date | None, reason: str
) -> dict[str, Any]:
    """The rules of granting, then the grant. ``post`` is the role: ``role`` is the one in which the actor acts."""
    organisation = m.case.organisation
    require_dates(valid_from, valid_to)
    if organisation.valid_to and organisation.valid_to < valid_from:
        raise NotPossible(_("%(unit)s已撤销，不能再授予岗位。") % {"unit": organisation})
    require_level(post, organisation)
    if m.actor == person and not (person.is_superuser and post == Role.ADMINISTRATOR):
        raise NotAllowed(_("不能给本人授予岗位。"))
    if person.is_superuser and post != Role.ADMINISTRATOR:
        raise NotPossible(_("系统超级用户只能担任管理员，不办理业务。请为本人另建普通用户。"))
    _lock(person)
    if _same_role(person, post, organisation, valid_from, valid_to):
        raise NotPossible(_("%(person)s在该单位这段时间内已有这个岗位。") % {"person": person})
    require_alone(person, post, organisation, valid_from, valid_to)
    grant = Grant.objects.create(person=person, role=post, organisation=organisation, valid_from=valid_from,
                                 valid_to=valid_to, granted_by=m.actor, reason=reason)  # fmt: skip
    return {"grant": grant, "person": person, "post": post, "valid_from": valid_from, "valid_to": valid_to,
            "reason": reason}  # fmt: skip


def revoke(*, grant: Grant, last_day: date, ended_by: User, reason: str) -> Grant:
    """End a grant after ``last_day``. Days that have passed stand: papers were signed on them."""
    require_administrator(ended_by, grant.organisation)
    administer("end_grant", organisation=grant.organisation, actor=ended_by, grant=grant, last_day=last_day,
               reason=reason)  # fmt: skip
    return Grant.objects.get(pk=grant.pk)


@verb("administration", "end_grant")
def write_end(m: Moment, *, grant: Grant, last_day: date, reason: str) -> dict[str, Any]:
    """Only a grant held at the record's own organisation is ended there."""
    row = Grant.objects.select_for_update().filter(pk=grant.pk, organisation=m.case.organisation).first()
    if row is None:
        raise NotPossible(_("该岗位不属于%(unit)s。") % {"unit": m.case.organisation})
    _end(row, last_day, m.actor, reason)
    return {"grant": row, "person": row.person_id, "post": row.role, "last_day": row.valid_to, "reason": reason}


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
