"""Who holds what where, and what their grants let them see."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from relief.organisations.models import Level, Organisation, SmallOffice
from relief.people.models import User
from workflows import clock
from workflows.reading import Reading, one
from workflows.roles import HeldGrant

IN_FORCE = "valid_from <= %(on)s AND (valid_to IS NULL OR valid_to >= %(on)s)"
PATH = "(SELECT path FROM organisations_organisation WHERE id = organisation_id)"
# Every move asks this. Own grants, those of the principals, then what the principals lent.
GRANTS = f"""
SELECT json_agg(json_build_array(role, path, organisation_id, person_id, principal_id)) FROM (
SELECT role, {PATH} AS path, organisation_id, person_id, NULL::bigint AS principal_id FROM organisations_grant
 WHERE {IN_FORCE} AND person_id = ANY(%(person)s::bigint || ARRAY(
       SELECT principal_id FROM organisations_delegation WHERE delegate_id = %(person)s AND {IN_FORCE}))
UNION ALL
SELECT role, {PATH}, organisation_id, delegate_id, principal_id FROM organisations_delegation
 WHERE delegate_id = %(person)s AND {IN_FORCE}) held
"""
JOINED = f"""
SELECT EXISTS (SELECT FROM organisations_smalloffice, (SELECT path FROM organisations_organisation WHERE id = %(own)s) own
                WHERE {IN_FORCE} AND starts_with(own.path, {PATH}))
"""


def in_force(on: date) -> Q:
    """Dated rows that hold on ``on``, both ends included."""
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))


def grants_of(person_id: int, on: date) -> list[HeldGrant]:
    """The grants of a person in force on ``on``: their own, then those delegated to them (one query).

    A delegated one holds only while the principal's own grant covers its organisation on that day; what one
    holds by delegation cannot be delegated on.
    """
    return one(grants_reading(person_id, on))


def grants_reading(person_id: int, on: date) -> Reading:
    """The same, to be asked together with others."""
    return Reading(GRANTS, {"person": person_id, "on": on}, partial(_standing, person_id))


def _standing(person_id: int, found: list[list[Any]] | None) -> list[HeldGrant]:
    held = [HeldGrant(*row) for row in found or ()]
    own = [g for g in held if g.person_id == person_id and g.principal_id is None]
    lent = [g for g in held if g.principal_id is not None and any(_covers(p, g) for p in held)]
    return sorted(own, key=_by_role) + sorted(lent, key=_by_role)


def _by_role(grant: HeldGrant) -> tuple[str, str]:
    return grant.role, grant.path


def _covers(own: HeldGrant, lent: HeldGrant) -> bool:
    """Is this the principal's own grant, and does it cover what they lent?"""
    whose = (own.person_id, own.principal_id, own.role)
    return whose == (lent.principal_id, None, lent.role) and lent.path.startswith(own.path)


def paths_for(user: User, roles: Iterable[str] | None = None, on: date | None = None) -> list[str]:
    """The tops of the subtrees that this user's grants cover (of ``roles`` only, when given), none twice."""
    wanted = None if roles is None else frozenset(roles)
    grants = grants_of(user.pk, on or clock.today()) if user.pk else []
    return _tops(grant.path for grant in grants if wanted is None or grant.role in wanted)


def organisations_for(user: User, roles: Iterable[str] | None = None, on: date | None = None) -> QuerySet[Organisation]:
    """Everything this user's grants cover (of ``roles`` only, when given)."""
    covered = Q(pk__in=[])
    for path in paths_for(user, roles, on):
        covered |= Q(path__startswith=path)
    return Organisation.objects.filter(covered)


def small_office_on(path: str, on: date) -> SmallOffice | None:
    """The permit to join cells under which a case of the organisation at ``path`` is worked on ``on``.

    A county office's permit covers the cases of the unions below it; where several hold, the nearest.
    """
    return (
        SmallOffice.objects.filter(in_force(on), organisation__path__in=paths_down_to(path))
        .select_related("organisation")
        .order_by("-organisation__depth", "-valid_from")
        .first()
    )


def small_office_reading(organisation_id: int, on: date) -> Reading:
    """Is there such a permit? Every move asks, together with others."""
    return Reading(JOINED, {"own": organisation_id, "on": on}, bool)


def paths_down_to(path: str) -> list[str]:
    """The paths from the root down to ``path`` itself."""
    step = Organisation.steplen
    return [path[:end] for end in range(step, len(path) + 1, step)]


def proper_level(organisation: Organisation) -> str | None:
    """The level by which an organisation is judged: an industry union's is that of the unit it hangs under."""
    if organisation.level != Level.INDUSTRY:
        return organisation.level
    above = Organisation.objects.get_ancestors(organisation).exclude(level=Level.INDUSTRY).last()
    return above.level if above else None


def _tops(paths: Iterable[str]) -> list[str]:
    """Without those that another one covers."""
    tops: list[str] = []
    for path in sorted(set(paths)):
        if not tops or not path.startswith(tops[-1]):
            tops.append(path)
    return tops
