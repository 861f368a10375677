"""Delivery of papers and the signed scans of forms (relief.md §7): who handed what over, when, with what proof."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from relief.documents.models import Document
from relief.documents.services import Upload, file_papers
from relief.notices.formkinds import FormKind
from relief.notices.kinds import KINDS
from relief.notices.models import Delivery, Notice
from relief.notices.selectors import scheme_of_paper
from relief.organisations.models import Organisation
from relief.organisations.selectors import grants_of
from workflows.clock import office_now, today
from workflows.errors import NotAllowed, NotPossible
from workflows.fsm import Row, in_place
from workflows.roles import Role


def methods_for(notice: Notice) -> list[str]:
    """How a paper of this kind may be delivered; none for the publicity sheet, which hangs."""
    kind = KINDS.get(notice.kind)
    if kind is None or kind.methods:
        return list(kind.methods) if kind else []
    allowed = scheme_of_paper(notice).notices_delivery
    return list(allowed.get(kind.kind) or allowed.get(kind.like, []))


def needs_proof(notice: Notice) -> bool:
    """Must it reach its reader? The others may go without (relief.md §7 "paper optional for")."""
    return notice.kind in KINDS and KINDS[notice.kind].proved


def may_deliver(person: Any, notice: Notice) -> bool:
    """Does this person hold a role that hands such papers over, where the case is?"""
    return notice.kind in KINDS and _holds(person, KINDS[notice.kind].deliverers, notice.union)


def deliver(*, notice: Notice, actor: Any, method: str, on: date, receiver: str = "",
            proof: Upload | None = None) -> Delivery:  # fmt: skip
    """登记送达: append one delivery; what is wrong is followed by another row, never changed."""
    if not may_deliver(actor, notice):
        raise NotAllowed(_("登记送达须由%(roles)s办理。") % {"roles": _deliverers(notice)})
    if method not in methods_for(notice):
        raise NotPossible(_("办法没有规定这种文书可以这样送达。"))
    if not notice.ready:
        raise NotPossible(_("文书还没有生成，请先重新生成再送达。"))
    if not notice.issued_on <= on <= today():
        raise NotPossible(_("送达日期须在文书日期之后、今天之前（含当天）。"))
    if proof is None and needs_proof(notice):
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


def filing_act(subject: Any) -> Row | None:
    """The act by which a case takes papers; None for what has no such act: its file is written directly."""
    machine = getattr(subject, "machine", None)
    return next((act for act in machine.acts if act.name == "add_paper"), None) if machine else None


def takes_scans(subject: Any) -> bool:
    """Is the subject's file still open for papers? A case's is while its machine has the act ``add_paper``."""
    act = filing_act(subject)
    return act is None or in_place(subject.machine, act, subject.state)


def file_scan(*, kind: FormKind, pk: int, organisation: Organisation, actor: Any, upload: Upload) -> Document:
    """签字盖章扫描件 of a meeting, a sheet or a batch. Of a case it is the act ``add_paper``."""
    if not may_file(actor, kind, organisation):
        raise NotAllowed(_("您的岗位不能为这份表登记签字盖章扫描件。"))
    return file_papers(dossier=kind.dossier(pk), organisation=organisation, item=kind.slot, uploads=[upload], by=actor,
                       at=office_now(), original_seen=True)[0]  # fmt: skip


def _deliverers(notice: Notice) -> str:
    roles = KINDS[notice.kind].deliverers if notice.kind in KINDS else frozenset()
    return "、".join(str(Role(role).label) for role in Role.values if role in roles)


def _holds(person: Any, roles: frozenset[Any], organisation: Organisation) -> bool:
    grants = grants_of(person.pk, today())
    return any(g.role in roles and organisation.path.startswith(g.path) for g in grants)
