"""用人单位: found again by its credit code or its name, else made (supervision.md §3)."""

from __future__ import annotations

import unicodedata
from typing import Any

from relief.supervision.models import Employer

KNOWN_OF_IT = ("address", "industry", "has_union")


def employer_key(name: str) -> str:
    """The form in which two names are compared: half-width, without blanks, one case."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def employer_of(lead: Any) -> Employer:
    """The employer that a lead speaks of. Two credit codes are two employers, whatever their names."""
    known = None
    if lead.uscc:
        known = Employer.objects.filter(uscc=lead.uscc).first()
    if known is None:
        namesakes = Employer.objects.filter(name_key=employer_key(lead.employer_name)).order_by("pk")
        known = namesakes.filter(uscc="").first() if lead.uscc else namesakes.first()
    if known is None:
        known = Employer(name=lead.employer_name, name_key=employer_key(lead.employer_name))
    return _completed(known, lead)


def _completed(employer: Employer, lead: Any) -> Employer:
    """Keep what the lead knows and the row does not."""
    employer.uscc = employer.uscc or lead.uscc
    for field in KNOWN_OF_IT:
        told = getattr(lead, field)
        if told and getattr(employer, field) in ("", Employer.Union.UNKNOWN):
            setattr(employer, field, told)
    employer.save()
    return employer
