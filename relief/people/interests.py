"""Whose case a person may not touch: their own, and those of the relatives they declared (relief.md §2)."""

from collections.abc import Iterable

from workflows.reading import Reading

INTERESTS = """
SELECT array_agg(id_blind) FROM (
SELECT id_blind FROM people_user WHERE id = ANY(%(persons)s)
UNION SELECT id_blind FROM people_declaredrelative WHERE user_id = ANY(%(persons)s)) kin
"""


def interests_reading(person_ids: Iterable[int]) -> Reading:
    """Blind indexes of these persons and of their declared relatives."""
    return Reading(INTERESTS, {"persons": list(person_ids)}, lambda blinds: set(blinds or ()) - {""})
