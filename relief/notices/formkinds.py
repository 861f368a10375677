"""The registry of the papers that people sign by hand: of what they are made, who may print and who may file them.

Three modes (relief.md §7): blank without any case, filled for wet signature, with decisions. A print is made on demand
and never stored; what counts is the signed scan, filed in the slot 签字盖章扫描件 of its subject.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from relief.applications.models import Application, Meeting, PublicitySheet, Visit
from relief.notices import formpapers, listpapers
from relief.notices.kinds import basis_of
from relief.notices.paperdata import Form, Mode, in_mode
from relief.notices.papers import PAPERS
from relief.notices.render import render_paper
from relief.organisations.models import Organisation
from relief.payouts.models import PayoutBatch
from relief.schemes.selectors import scheme_on
from workflows.clock import today
from workflows.roles import Role

R = Role
CASE_READERS = frozenset({R.CLERK, R.VISITOR, R.CHAIR, R.REVIEWER, R.HEAD, R.APPROVER, R.SECRETARY, R.AUDITOR,
                          R.ARCHIVIST})  # fmt: skip
MONEY_READERS = frozenset({R.HEAD, R.APPROVER, R.CASHIER, R.PAYMENT_REVIEWER, R.AUDITOR, R.ARCHIVIST})


@dataclass(frozen=True)
class FormKind:
    """One row. ``model`` is what it speaks of; ``full``: identity or account numbers stand on it in full;
    ``prefix``: the subject's file is ``prefix:pk``."""

    kind: str
    model: type[Any]
    prefix: str
    build: Callable[[Any], Form]
    readers: frozenset[str]
    filers: frozenset[str]
    full: bool = False

    @property
    def title(self) -> str:
        return str(PAPERS[self.kind].title)

    @property
    def slot(self) -> str:
        """The document item of its signed scan."""
        return f"SIGNED:{self.kind}"

    def dossier(self, pk: int) -> str:
        return f"{self.prefix}:{pk}"


CASE_FILERS = frozenset({R.CLERK, R.VISITOR, R.REVIEWER})
FORMS: dict[str, FormKind] = {
    row.kind: row
    for row in (
        FormKind("application_form", Application, "relief_application", formpapers.application_form, CASE_READERS,
                 CASE_FILERS, full=True),
        FormKind("visit_form", Application, "relief_application", formpapers.visit_form, CASE_READERS, CASE_FILERS,
                 full=True),
        FormKind("agenda", Meeting, "meeting", listpapers.agenda, CASE_READERS - {R.CLERK, R.VISITOR},
                 frozenset({R.SECRETARY})),
        FormKind("publicity_result", PublicitySheet, "publicity_sheet", listpapers.publicity_result, CASE_READERS,
                 frozenset({R.CLERK, R.CHAIR, R.REVIEWER})),
        FormKind("payment_approval", PayoutBatch, "payout_batch", listpapers.payment_approval, MONEY_READERS,
                 frozenset({R.CASHIER, R.PAYMENT_REVIEWER, R.HEAD}), full=True),
        FormKind("payment_list", PayoutBatch, "payout_batch", listpapers.payment_list, MONEY_READERS,
                 frozenset({R.CASHIER, R.PAYMENT_REVIEWER, R.HEAD}), full=True),
    )
}  # fmt: skip


def print_form(kind: str, mode: Mode, subject: Any) -> bytes:
    """The paper of a subject as PDF. RenderError where a character cannot be printed."""
    return render_paper(kind, in_mode(FORMS[kind].build(subject), mode))


def print_visit(mode: Mode, application: Application, visit: Visit) -> bytes:
    """入户调查表 of one visit of several."""
    return render_paper("visit_form", in_mode(formpapers.visit_form(application, visit), mode))


def print_blank(kind: str, organisation: Organisation) -> bytes:
    """The empty paper of a union."""
    content = PAPERS[kind].content
    return render_paper(kind, content(issuer=organisation.name, basis=basis_of(scheme_on(today()).rules)))
