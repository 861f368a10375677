"""Writing the access log."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from relief.audit.models import AccessLog
from relief.audit.selectors import reveals_left
from relief.people.models import User
from workflows.clock import office_now
from workflows.errors import NotPossible
from workflows.roles import HeldGrant, Role


def log_access(*, person: Any, what: str, dossier: str = "", detail: str = "", reason: str = "",
               path: str) -> AccessLog:  # fmt: skip
    """Keep one look. ``detail`` names the field, the document or the words searched for, never a value shown."""
    return AccessLog.objects.create(
        at=office_now(), person=person, what=what, dossier=dossier, detail=detail[:200], reason=reason[:200],
        path=path)  # fmt: skip


def log_reveal(*, person: Any, dossier: str, detail: str, reason: str, path: str, per_hour: int) -> AccessLog:
    """A secret is about to be shown in full: with a purpose, and no more than ``per_hour`` times (masking.full)."""
    if not reason.strip():
        raise NotPossible(_("请写明查看用途。"))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        if reveals_left(person, per_hour) <= 0:
            raise NotPossible(_("一小时内查看完整信息已达%(n)d次上限，请稍后再查看。") % {"n": per_hour})
        return log_access(person=person, what=AccessLog.What.REVEAL, dossier=dossier, detail=detail,
                          reason=reason.strip(), path=path)  # fmt: skip


def log_audit(*, person: Any, grants: Iterable[HeldGrant], what: str, on_path: str = "", dossier: str = "",
              detail: str = "") -> None:  # fmt: skip
    """An auditor's look, kept at the auditor's own level; nobody else's look is kept here.

    ``on_path`` is the place of what was looked at; a list or a search has none and counts for every audit grant.
    Whoever may see the case by another role as well does not look as an auditor.
    """
    covering = [g for g in grants if on_path.startswith(g.path) or not on_path]
    reading = [g for g in covering if g.role == Role.AUDITOR]
    if reading and len(reading) == len(covering):
        log_access(person=person, what=what, dossier=dossier, detail=detail, path=reading[0].path)
