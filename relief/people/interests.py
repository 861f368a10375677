"""Whose case a person may not touch: their own, and those of the relatives they declared (relief.md §2)."""

from collections.abc import Iterable

from relief.people.models import DeclaredRelative, User


def interests_of(person_ids: Iterable[int]) -> set[str]:
    """Blind indexes of these persons and of their declared relatives, in one query."""
    keys = list(person_ids)
    own = User.objects.filter(pk__in=keys).values_list("id_blind", flat=True)
    relatives = DeclaredRelative.objects.filter(user__in=keys).values_list("id_blind", flat=True)
    return set(own.union(relatives)) - {""}
