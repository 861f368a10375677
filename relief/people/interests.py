"""Whose case a person may not touch: their own, and those of the relatives they declared (relief.md §2)."""

from collections.abc import Iterable

from django.db import connection

INTERESTS = """
SELECT id_blind FROM people_user WHERE id = ANY(%(persons)s)
UNION SELECT id_blind FROM people_declaredrelative WHERE user_id = ANY(%(persons)s)
"""


def interests_of(person_ids: Iterable[int]) -> set[str]:
    """Blind indexes of these persons and of their declared relatives, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(INTERESTS, {"persons": list(person_ids)})
        return {blind for (blind,) in cursor.fetchall()} - {""}
