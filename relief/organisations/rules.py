"""What a grant, a delegation or a permit must obey (relief.md §2), named so that a verb reads as its rules."""

from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from relief.organisations.models import Delegation, Grant, Level, Organisation
from relief.organisations.selectors import grants_of, in_force, paths_down_to, proper_level
from relief.people.models import User
from workflows import clock
from workflows.errors import NotAllowed, NotPossible
from workflows.roles import Role, label

# Work that begins at the county; a base or township union has no desk for it.
COUNTY_ROLES = frozenset(
    {
        Role.REVIEWER,
        Role.HEAD,
        Role.APPROVER,
        Role.SECRETARY,
        Role.CASHIER,
        Role.PAYMENT_REVIEWER,
        Role.HOTLINE,
    }
)
COUNTY_AND_ABOVE = frozenset({Level.PROVINCE, Level.CITY, Level.COUNTY})
# Whoever watches or administers holds no other role in the same subtree.
ALONE = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})


def require_dates(valid_from: date, valid_to: date | None) -> None:
    """A period has a beginning, and no end before it."""
    if valid_to is not None and valid_to < valid_from:
        raise NotPossible(_("截止日期早于起始日期。"))


def require_reason(reason: str) -> None:
    """A reason is written."""
    if not reason.strip():
        raise NotPossible(_("请写明理由。"))


def require_level(role: str, organisation: Organisation) -> None:
    """A county's work is not granted below the county."""
    if role not in Role.values:
        raise NotPossible(_("没有“%(role)s”这个岗位。") % {"role": role})
    if role in COUNTY_ROLES and proper_level(organisation) not in COUNTY_AND_ABOVE:
        raise NotPossible(_("%(role)s只设在县级及以上工会。") % {"role": label(role)})


def require_administrator(user: User, organisation: Organisation) -> None:
    """Grants are given by an administrator of the place. A superuser may, so that there is a first one."""
    if user.is_superuser and user.is_active:
        return
    held = grants_of(user.pk, clock.today())
    if not any(g.role == Role.ADMINISTRATOR and organisation.path.startswith(g.path) for g in held):
        raise NotAllowed(_("您不是%(unit)s的管理员。") % {"unit": organisation})


def require_alone(person: User, role: str, organisation: Organisation, since: date, until: date | None) -> None:
    """Auditor and administrator hold no other role in the same subtree, by grant or by delegation."""
    near = Q(organisation__path__startswith=organisation.path) | Q(
        organisation__path__in=paths_down_to(organisation.path)
    )
    then = has_begun_and_not_ended(since, until)
    held = set(Grant.objects.filter(near, then, person=person).values_list("role", flat=True))
    held |= set(Delegation.objects.filter(near, then, delegate=person).values_list("role", flat=True))
    clashing = held - {role} if role in ALONE else held & (ALONE - {role})
    if clashing:
        raise NotPossible(
            _("%(person)s在同一范围内担任%(held)s，不能再担任%(role)s：经审和管理员不得兼任其他岗位。")
            % {"person": person, "held": "、".join(sorted(map(label, clashing))), "role": label(role)}
        )


def own_grants_over(person: User, organisation: Organisation, on: date) -> QuerySet[Grant]:
    """A person's own grants, none by delegation, that cover an organisation on a day; the longest first."""
    covering = Grant.objects.filter(
        in_force(on), person=person, organisation__path__in=paths_down_to(organisation.path)
    )
    return covering.order_by(F("valid_to").desc(nulls_first=True))


def has_begun_and_not_ended(since: date, until: date | None) -> Q:
    """Dated rows that hold on some day of the period; rows ended before they began never do."""
    shared = Q(valid_to=None) | Q(valid_to__gte=since) & Q(valid_to__gte=F("valid_from"))
    return shared if until is None else shared & Q(valid_from__lte=until)
