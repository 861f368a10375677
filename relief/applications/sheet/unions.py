"""The unions an uploader may name in a sheet."""

from collections.abc import Iterable
from dataclasses import dataclass

from relief.applications.sheet.text import clean


@dataclass(frozen=True, slots=True)
class Union:
    """A union as the sheet needs it; `in_scope`: the uploader's own or below it."""

    code: str
    name: str
    area: str
    id: int
    in_scope: bool = True


class UnionIndex:
    """Finds a union in scope by code or name. A name that two of them bear finds nothing: the code is required."""

    def __init__(self, unions: Iterable[Union]) -> None:
        self._by_code: dict[str, Union] = {}
        self._by_name: dict[str, Union | None] = {}
        for union in unions:
            if union.in_scope:
                name = clean(union.name, fold=True)
                self._by_code[union.code] = union
                self._by_name[name] = None if name in self._by_name else union

    def lookup(self, text: str) -> Union | None:
        """By cleaned, folded text; None when unknown, out of scope or ambiguous (E_UNION)."""
        return self._by_code.get(text) or self._by_name.get(text)
