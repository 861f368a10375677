"""The registry of the papers that people sign by hand: of what they are made, who may print and who may file them.

Three modes (relief.md §7): blank without any case, filled for wet signature, with decisions. A print is made on demand
and never stored; what counts is the signed scan, filed in the slot 签字盖章扫描件 of its subject. An app adds its forms in
its module ``papers``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from relief.applications.models import Application, Meeting, PublicitySheet
from relief.notices import formpapers, forms, listpapers
from relief.notices.kinds import basis_of
from relief.notices.paperdata import Basis, Form, Mode, in_mode
from relief.notices.papers import PAPERS, PaperKind
from relief.notices.render import render_paper
from relief.organisations.models import Organisation
from relief.payouts.models import PayoutBatch
from relief.schemes.selectors import scheme_on
from workflows.clock import today
from workflows.roles import Role
from workflows.tables import Text

R = Role
CASE_READERS = frozenset({R.CLERK, R.VISITOR, R.CHAIR, R.REVIEWER, R.HEAD, R.APPROVER, R.SECRETARY, R.AUDITOR,
                          R.ARCHIVIST})  # fmt: skip
MONEY_READERS = frozenset({R.HEAD, R.APPROVER, R.CASHIER, R.PAYMENT_REVIEWER, R.AUDITOR, R.ARCHIVIST})
RELIEF = _("救助")


def scheme_in_force(organisation: Organisation) -> Basis:
    """The 办法 that an empty paper of today rests on."""
    return basis_of(scheme_on(today()).rules)


@dataclass(frozen=True)
class FormKind:
    """One row. ``model`` is what it speaks of; ``full``: identity or account numbers stand on it in full;
    ``prefix``: the subject's file is ``prefix:pk``; ``each``: the subject's rows of which each fills a form of its own, called ``row_word``."""

    paper: PaperKind
    model: type[Any]
    prefix: str
    build: Callable[..., Any]
    readers: frozenset[str]
    filers: frozenset[str]
    full: bool = False
    each: str = ""
    row_word: Callable[[Any], str] = str
    group: Text = RELIEF
    basis: Callable[[Organisation], Basis] = scheme_in_force

    @property
    def kind(self) -> str:
        return self.paper.kind

    @property
    def title(self) -> str:
        return str(self.paper.title)

    @property
    def slot(self) -> str:
        """The document item of its signed scan."""
        return f"SIGNED:{self.kind}"

    def dossier(self, pk: int) -> str:
        return f"{self.prefix}:{pk}"

    def rows(self, subject: Any) -> list[Any]:
        """The subject's rows that fill a form each, the oldest first."""
        return list(getattr(subject, self.each).order_by("pk")) if self.each else []

    def pdf(self, mode: Mode, subject: Any, row: Any = None) -> bytes:
        """The paper of a subject, or of one of its rows."""
        form = self.build(subject) if row is None else self.build(subject, row)
        return render_paper(self.kind, in_mode(form, mode))

    def blank(self, organisation: Organisation) -> bytes:
        """The empty paper of a union."""
        return render_paper(self.kind, self.paper.content(issuer=organisation.name, basis=self.basis(organisation)))


FORMS: dict[str, FormKind] = {}


def register(*rows: FormKind) -> None:
    """Make forms known. What a row prints by itself is none of the common papers."""
    for row in rows:
        FORMS[row.kind] = row
        if issubclass(row.paper.content, Form):
            PAPERS[row.kind] = row.paper


def print_form(kind: str, mode: Mode, subject: Any, row: Any = None) -> bytes:
    """The paper of a subject as PDF. RenderError where a character cannot be printed."""
    return FORMS[kind].pdf(mode, subject, row)


def print_blank(kind: str, organisation: Organisation) -> bytes:
    """The empty paper of a union."""
    return FORMS[kind].blank(organisation)


CASE_FILERS = frozenset({R.CLERK, R.VISITOR, R.REVIEWER})
MONEY_FILERS = frozenset({R.CASHIER, R.PAYMENT_REVIEWER, R.HEAD})
register(
    FormKind(PaperKind("application_form", _("职工（会员）临时救助申请审批表"), forms.ApplicationForm), Application,
             "relief_application", formpapers.application_form, CASE_READERS, CASE_FILERS, full=True),
    FormKind(PaperKind("visit_form", _("临时救助入户调查表"), forms.VisitForm), Application, "relief_application",
             formpapers.visit_form, CASE_READERS, CASE_FILERS, full=True, each="visit_set"),
    FormKind(PaperKind("agenda", _("临时救助审批汇总表（上会名单）"), forms.Agenda), Meeting, "meeting", listpapers.agenda,
             CASE_READERS - {R.CLERK, R.VISITOR}, frozenset({R.SECRETARY})),
    FormKind(PaperKind("publicity_result", _("公示结果证明"), forms.PublicityResult), PublicitySheet, "publicity_sheet",
             listpapers.publicity_result, CASE_READERS, frozenset({R.CLERK, R.CHAIR, R.REVIEWER})),
    FormKind(PaperKind("payment_approval", _("付款审批单"), forms.PaymentApproval), PayoutBatch, "payout_batch",
             listpapers.payment_approval, MONEY_READERS, MONEY_FILERS, full=True),
    FormKind(PaperKind("payment_list", _("付款清单"), forms.PaymentList), PayoutBatch, "payout_batch",
             listpapers.payment_list, MONEY_READERS, MONEY_FILERS, full=True),
)  # fmt: skip
