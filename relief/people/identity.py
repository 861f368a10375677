"""A stored identity number, read again: what it says of its bearer, and whether it is well formed (relief.md §8)."""

from datetime import date

from relief.people.identifiers import IdentifierError, Identity, IdType, parse_identifier


def identity_of(id_type: str, number: str, *, today: date) -> Identity | None:
    """What the number says; None where it is not well formed for its type."""
    try:
        return parse_identifier(IdType(id_type), number, today=today)
    except (IdentifierError, ValueError):
        return None
