"""Who must stay apart (relief.md §2, supervision.md §2): cells of a file no two of which one person may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import roles


@dataclass(frozen=True)
class Separation:
    """``modes``: name → groups of cells kept apart. Two cells clash when no group holds both.

    ``always`` clash in every mode; ``besides`` are further clashes of roles that are no cells themselves. A cell is
    the role in which somebody acts, unless ``deeds`` say that certain deeds make it: (machine:verb, role) → cell.
    """

    cells: frozenset[str]
    modes: Mapping[str, tuple[frozenset[str], ...]]
    always: frozenset[frozenset[str]] = frozenset()
    besides: Mapping[str, frozenset[str]] = field(default_factory=dict)
    deeds: Mapping[tuple[str, str], str] | None = None
    names: Mapping[str, Any] = field(default_factory=dict)

    def cell(self, machine: str, verb: str, role: str) -> str:
        """The cell that this deed puts a person in; '' where it puts them in none."""
        return role if self.deeds is None else self.deeds.get((f"{machine}:{verb}", role), "")

    def label(self, cell: str) -> str:
        """A cell in Chinese."""
        return str(self.names[cell]) if cell in self.names else roles.label(cell)

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


def _deeds() -> dict[tuple[str, str], str]:
    case, letter = "supervision_case", "supervision_letter"
    return {
        (f"{case}:record", "supervisor"): "investigator",
        (f"{case}:sign_record", "supervisor"): "investigator",
        (f"{case}:report", "supervisor"): "investigator",
        (f"{letter}:submit", "supervisor"): "drafter",
        (f"{letter}:submit", "case_office"): "drafter",
        (f"{letter}:endorse", "counsel"): "counsel",
        (f"{letter}:pass_review", "counsel"): "counsel",
        (f"{letter}:endorse", "director"): "signatory",
        (f"{letter}:endorse", "leader"): "signatory",
        (f"{letter}:endorse", "chair"): "signatory",
        (f"{letter}:sign", "director"): "signatory",
        (f"{letter}:sign", "chair"): "signatory",
        (f"{letter}:sign", "leader"): "signatory",
        (f"{letter}:seal", "seal_keeper"): "seal_keeper",
        (f"{letter}:recheck", "supervisor"): "rechecker",
    }


# supervision.md §2: what somebody did, in either machine, makes the cell; a director who endorses in the signing chain
# counts as a signatory.
SUPERVISION = Separation(
    cells=frozenset({"investigator", "drafter", "counsel", "signatory", "seal_keeper", "rechecker"}),
    modes={
        "strict": (
            frozenset({"investigator", "drafter"}),
            frozenset({"counsel", "rechecker"}),
            frozenset({"seal_keeper", "rechecker"}),
            frozenset({"signatory"}),
        )
    },
    deeds=_deeds(),
    names={
        "investigator": _("调查人"), "drafter": _("拟稿人"), "counsel": _("法律审核人"), "signatory": _("签发人"),
        "seal_keeper": _("用印人"), "rechecker": _("复核人"),
    },
)  # fmt: skip
