"""What a person may see of letters: those of unions that their grants cover, and nothing of a case they stand aside from.

``verify`` answers anybody who holds the paper: what it is, not to whom nor about what (supervision.md §9).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from relief.letters.models import Series, SupervisionLetter
from relief.supervision.models import LetterPlan
from workflows.roles import HeldGrant, Role
from workflows.supervision_case import LETTERS_OPEN
from workflows.supervision_letter import REVOKED

READERS = frozenset({Role.SUPERVISOR, Role.CASE_OFFICE, Role.COUNSEL, Role.DIRECTOR, Role.LEADER, Role.SEAL_KEEPER,
                     Role.ARCHIVIST, Role.AUDITOR})  # fmt: skip
HASH_SHOWN = 16


def letters_for(grants: Iterable[HeldGrant]) -> QuerySet[SupervisionLetter]:
    """Handled below one's grants, or issued there; recused persons see nothing of the case (§2)."""
    held = [grant for grant in grants if grant.role in READERS]
    seen = Q(pk__in=[])
    for path in {grant.path for grant in held}:
        seen |= Q(organisation__path__startswith=path) | Q(issuer__path__startswith=path)
    persons = {person for grant in held for person in grant.persons}
    return SupervisionLetter.objects.filter(seen).exclude(case__recusals__person__in=persons)


def letter_under(grants: Iterable[HeldGrant], key: int) -> SupervisionLetter | None:
    """One letter, if these grants let it be read."""
    found = letters_for(grants).select_related("case", "case__employer", "plan", "issuer", "organisation", "profile")
    return found.filter(pk=key).first()


def register_for(grants: Iterable[HeldGrant]) -> QuerySet[Series]:
    """The series of the unions that these grants cover, the newest year first."""
    seen = Q(pk__in=[])
    for grant in grants:
        if grant.role in READERS:
            seen |= Q(issuer__path__startswith=grant.path)
    return Series.objects.filter(seen).select_related("issuer").order_by("-year", "issuer__path", "kind")


def plans_to_draft(grants: Iterable[HeldGrant]) -> QuerySet[LetterPlan]:
    """Plans of open cases from which no letter was drafted yet."""
    seen = Q(pk__in=[])
    held = [g for g in grants if g.role in (Role.SUPERVISOR, Role.CASE_OFFICE)]
    for grant in held:
        seen |= Q(case__organisation__path__startswith=grant.path)
    persons = {person for grant in held for person in grant.persons}
    open_ones = LetterPlan.objects.filter(seen, letter=None, case__state=LETTERS_OPEN)
    return open_ones.exclude(case__recusals__person__in=persons).select_related("case", "issuer").order_by("id")


@dataclass(frozen=True)
class Verified:
    """What the QR code answers."""

    kind: str
    number: str
    issuer: str
    issued_on: date
    status: str
    digest: str


def verify(code: str) -> Verified | None:
    """The letter with this code, once it was sealed; a code that nobody sealed is unknown."""
    letter = SupervisionLetter.objects.filter(verify_code=code).exclude(pdf_digest="").first() if code else None
    if letter is None or letter.issued_on is None:
        return None
    status = _("已作废") if letter.state == REVOKED else _("有效")
    return Verified(letter.get_kind_display(), letter.number, letter.issuer_name, letter.issued_on, status,
                    letter.pdf_digest[:HASH_SHOWN])  # fmt: skip
