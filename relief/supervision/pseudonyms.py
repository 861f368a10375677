"""代称: complainants and workers are 职工甲, 职工乙 … in every paper and journal of a case (supervision.md §10)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import count
from typing import Any

from django.utils.translation import gettext as _

from relief.supervision.models import Identity, SupervisionCase, SupervisionLead
from workflows.errors import NotPossible

STEMS = "甲乙丙丁戊己庚辛壬癸"
UNPLACED = "反映人"
"""What a complainant is called before there is a case."""


def next_pseudonym(case: SupervisionCase) -> str:
    """The first one that nobody of the case bears."""
    taken = set(case.workers.values_list("pseudonym", flat=True))
    taken |= set(Identity.objects.filter(supervisionlead__case=case).values_list("pseudonym", flat=True))
    return next(name for name in _all() if name not in taken)


def _all() -> Iterator[str]:
    yield from (f"职工{stem}" for stem in STEMS)
    yield from (f"职工{n}" for n in count(len(STEMS) + 1))


def pseudonym_order(name: str) -> tuple[int, list[int]]:
    """职工甲 before 职工乙 before 职工11."""
    return len(name), [STEMS.find(c) for c in name]


def bearers(case: SupervisionCase) -> dict[str, str]:
    """Name → pseudonym, of the workers and complainants of a case."""
    found = {w.name: w.pseudonym for w in case.workers.all()}
    leads = case.leads.select_related("identity").exclude(identity=None)
    return found | {x.identity.name: x.identity.pseudonym for x in leads if x.identity}


def bearers_of_lead(lead: SupervisionLead) -> dict[str, str]:
    """The same of a lead that has no case yet."""
    return {lead.identity.name: lead.identity.pseudonym} if lead.identity else {}


def refuse_names(names: dict[str, str], *texts: Any) -> None:
    """What the journal keeps for ever names no worker and no complainant."""
    for text in texts:
        folded = _folded(str(text or ""))
        for name, pseudonym in names.items():
            if len(name) > 1 and _folded(name) in folded:
                raise NotPossible(_("这里不能写职工或反映人的姓名，请改用代称“%(who)s”。") % {"who": pseudonym})


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def redacted(text: str, names: dict[str, str]) -> str:
    """The text with every name replaced by its pseudonym."""
    for name, pseudonym in sorted(names.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(name, pseudonym) if len(name) > 1 else text
    return text
