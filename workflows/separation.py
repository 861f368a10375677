"""Who must stay apart (relief.md §2): cells of a case's file that no two of which one person may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Separation:
    """``modes``: name → groups of roles kept apart. Two roles clash when no group holds both.

    ``always`` clash in every mode; ``besides`` are further clashes of roles that are no cells themselves.
    """

    cells: frozenset[str]
    modes: Mapping[str, tuple[frozenset[str], ...]]
    always: frozenset[frozenset[str]] = frozenset()
    besides: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def clash(self, one: str, other: str, mode: str) -> bool:
        """May one person not hold both roles in one file?"""
        if one == other:
            return False
        if frozenset({one, other}) in self.always:
            return True
        if other in self.besides.get(one, ()) or one in self.besides.get(other, ()):
            return True
        if one in self.cells and other in self.cells:
            return not any({one, other} <= group for group in self.modes[mode])
        return False


_CELLS = frozenset({"visitor", "chair", "reviewer", "head", "approver", "cashier", "payment_reviewer"})

RELIEF = Separation(
    cells=_CELLS,
    modes={
        "strict": tuple(frozenset({c}) for c in sorted(_CELLS)),
        "small_office": (
            frozenset({"visitor", "chair"}),
            frozenset({"reviewer", "head", "payment_reviewer"}),
            frozenset({"approver"}),
            frozenset({"cashier"}),
        ),
    },
    always=frozenset({frozenset({"payment_reviewer", "cashier"})})
    | frozenset(frozenset({"approver", c}) for c in _CELLS - {"approver"}),
    besides={
        "clerk": _CELLS - {"visitor"},
        "secretary": frozenset({"approver", "cashier", "payment_reviewer"}),
    },
)
