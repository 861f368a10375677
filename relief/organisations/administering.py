"""Administrative acts, each an event in the record of the organisation concerned (commands.md).

``actor=None`` is set-up, which has no user yet.
"""

from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from relief.organisations.models import Administration, Level, Organisation
from relief.organisations.selectors import paths_for
from relief.people.models import User
from workflows import engine
from workflows.errors import NotAllowed
from workflows.roles import Role

OPENING = "SELECT pg_advisory_xact_lock(hashtext('administration'))"


@transaction.atomic
def administer(verb: str, *, organisation: Organisation | None, actor: User | None, **given: Any) -> engine.Fired:
    """One act of the machine ``administration`` in the record of ``organisation``, or of the whole tree."""
    return engine.fire(_record(organisation, actor), verb, actor=actor, given=given)


def paths_administered(actor: User | None) -> list[str] | None:
    """The subtrees this actor administers; None = the whole tree (set-up, and a superuser, who has no case content)."""
    if actor is None or (actor.is_superuser and actor.is_active):
        return None
    return paths_for(actor, {Role.ADMINISTRATOR})


def province_of(actor: User | None) -> Organisation | None:
    """Where an act for the whole province is recorded. NotAllowed for who administers none; None = the whole tree's."""
    within = paths_administered(actor)
    if within is None:
        return None
    province = Organisation.objects.filter(level=Level.PROVINCE, path__in=within).order_by("path").first()
    if province is None:
        raise NotAllowed(_("只有省级工会的管理员可以办理。"))
    return province


def _record(organisation: Organisation | None, actor: User | None) -> Administration:
    """The record, opened when it is first needed; one at a time."""
    of_it = Administration.objects.filter(organisation=organisation)
    found = of_it.first()
    if found is None:
        with connection.cursor() as cursor:
            cursor.execute(OPENING)
        found = of_it.first() or engine.open_cases([Administration(organisation=organisation)], actor=actor)[0].case
    return found
