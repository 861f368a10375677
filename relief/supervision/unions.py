"""With which unions a person may register leads, and whose local rules a person works under."""

from __future__ import annotations

from relief.organisations.models import Organisation
from relief.queue.sitting import Sitting
from workflows.roles import Role
from workflows.supervision_lead import SUPERVISION_LEAD


def may_register(sitting: Sitting) -> bool:
    """Does the person hold a role that registers leads?"""
    return any(g.role in SUPERVISION_LEAD.opened_by for g in sitting.grants)


def unions_for(sitting: Sitting) -> list[Organisation]:
    """The unions at which such a role is held, their own first."""
    keys = {g.organisation_id for g in sitting.grants if g.role in SUPERVISION_LEAD.opened_by}
    return list(Organisation.objects.filter(pk__in=keys).order_by("-depth", "path"))


def area_of(sitting: Sitting) -> str:
    """The area of the narrowest union in which the person has to do with cases."""
    held = [g for g in sitting.grants if g.role != Role.ADMINISTRATOR]
    if not held:
        return ""
    narrowest = max(held, key=lambda g: len(g.path))
    return Organisation.objects.values_list("area", flat=True).get(pk=narrowest.organisation_id)
