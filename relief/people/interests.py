"""Whose case a person may not touch: their own, those of the relatives they declared (relief.md §2), and those from
which they were recused by name (supervision.md §2)."""

from collections.abc import Iterable

from workflows.reading import Reading

INTERESTS = """
SELECT array_agg(id_blind) FROM (
SELECT id_blind FROM people_user WHERE id = ANY(%(persons)s)
UNION SELECT id_blind FROM people_declaredrelative WHERE user_id = ANY(%(persons)s)
UNION SELECT 'person:' || unnest(%(persons)s::bigint[])) kin
"""


def interests_reading(person_ids: Iterable[int]) -> Reading:
    """Blind indexes of these persons and of their declared relatives, and the persons themselves as ``person:key``."""
    return Reading(INTERESTS, {"persons": list(person_ids)}, lambda blinds: set(blinds or ()) - {""})
