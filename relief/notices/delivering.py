"""Delivery of papers and the signed scans of forms (relief.md §7): who handed what over, when, with what proof."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from relief.applications.models import Application
from relief.documents.models import Document
from relief.documents.services import Upload, file_papers
from relief.notices.formkinds import FormKind
from relief.notices.models import Delivery, Notice
from relief.notices.sheets import KIND as PUBLICITY
from relief.organisations.models import Organisation
from relief.organisations.selectors import grants_of
from relief.schemes.rules import Scheme
from workflows.clock import office_now, today
from workflows.errors import NotAllowed, NotPossible
from workflows.fsm import in_place
from workflows.roles import Role

DELIVERERS = frozenset({Role.CLERK, Role.CHAIR, Role.REVIEWER, Role.HEAD})
PROVED = frozenset({"non_acceptance", "refusal", "recovery"})
"""Kinds whose paper must reach the person: the others may go without (§7 "paper optional for")."""
LIKE = {"non_acceptance": "refusal", "recovery": "refusal"}
"""Kinds that ``notices_delivery`` does not name are delivered as these."""


def methods_for(kind: str, scheme: Scheme) -> list[str]:
    """How a paper of this kind may be delivered; none for the publicity sheet, which hangs."""
    allowed = scheme.notices_delivery
    return [] if kind == PUBLICITY else list(allowed.get(kind) or allowed.get(LIKE.get(kind, ""), []))


def may_deliver(person: Any, notice: Notice) -> bool:
    """Does this person hold a role that hands papers over, where the case is?"""
    return _holds(person, DELIVERERS, notice.union)


def deliver(*, notice: Notice, actor: Any, scheme: Scheme, method: str, on: date, receiver: str = "",
            proof: Upload | None = None) -> Delivery:  # fmt: skip
    """登记送达: append one delivery; what is wrong is followed by another row, never changed."""
    if not may_deliver(actor, notice):
        raise NotAllowed(_("登记送达须由经办人、工会主席、审核员或部门负责人办理。"))
    if method not in methods_for(notice.kind, scheme):
        raise NotPossible(_("办法没有规定这种文书可以这样送达。"))
    if not notice.ready:
        raise NotPossible(_("文书还没有生成，请先重新生成再送达。"))
    if not notice.issued_on <= on <= today():
        raise NotPossible(_("送达日期须在文书日期之后、今天之前（含当天）。"))
    if proof is None and notice.kind in PROVED:
        raise NotPossible(_("这种文书须留存送达凭证（签收回执、邮寄单据等），请上传。"))
    filed = None
    if proof is not None:
        filed = file_papers(dossier=notice.dossier, organisation=notice.union, item=f"DELIVERY:{notice.pk}",
                            uploads=[proof], by=actor, at=office_now())[0]  # fmt: skip
    return Delivery.objects.create(notice=notice, method=method, on=on, receiver=receiver.strip(), proof=filed,
                                   entered_by=actor, entered_at=office_now())  # fmt: skip


def may_file(person: Any, kind: FormKind, organisation: Organisation) -> bool:
    """Does this person hold a role that files the signed scan of such a paper, where its subject is?"""
    return _holds(person, kind.filers, organisation)


def takes_scans(kind: FormKind, subject: Any) -> bool:
    """Is the subject's file still open for papers? A case's is while its machine has the act ``add_paper``."""
    return kind.model is not Application or in_place(subject.machine, subject.machine.row("add_paper"), subject.state)


def file_scan(*, kind: FormKind, pk: int, organisation: Organisation, actor: Any, upload: Upload) -> Document:
    """签字盖章扫描件 of a meeting, a sheet or a batch. Of a case it is the act ``add_paper``."""
    if not may_file(actor, kind, organisation):
        raise NotAllowed(_("您的岗位不能为这份表登记签字盖章扫描件。"))
    return file_papers(dossier=kind.dossier(pk), organisation=organisation, item=kind.slot, uploads=[upload], by=actor,
                       at=office_now(), original_seen=True)[0]  # fmt: skip


def _holds(person: Any, roles: frozenset[Any], organisation: Organisation) -> bool:
    grants = grants_of(person.pk, today())
    return any(g.role in roles and organisation.path.startswith(g.path) for g in grants)
