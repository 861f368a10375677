"""Verbs of the schemes: load a version from a file, confirm it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from relief.people.models import User
from relief.schemes.errors import Problem, SchemeError
from relief.schemes.loader import validated
from relief.schemes.models import SchemeVersion
from relief.schemes.selectors import forget_versions


@transaction.atomic
def load_scheme(*, content: Mapping[str, Any]) -> tuple[SchemeVersion, bool]:
    """Store a version, unconfirmed; returns it and whether anything was written.

    The same content again changes nothing. Other content under the same code and version replaces an unconfirmed
    version that no case uses yet, and is refused otherwise. Raises SchemeError; nothing is half loaded.
    """
    data = validated(content)
    head = data["scheme"]
    stored = SchemeVersion.objects.select_for_update().filter(code=head["code"], version=head["version"]).first()
    if stored is not None:
        if stored.data == data:
            return stored, False
        _discard(stored)
    fresh = SchemeVersion.objects.create(
        code=head["code"],
        version=head["version"],
        name=head["name"],
        valid_from=date.fromisoformat(head["valid_from"]),
        valid_to=date.fromisoformat(head["valid_to"]) if head["valid_to"] else None,
        data=data,
        source_document=head["source_document"] or "",
    )
    forget_versions()
    return fresh, True


@transaction.atomic
def confirm(*, version: SchemeVersion, by: User, source_document: str, on: date) -> SchemeVersion:
    """An administrator confirms a version, naming the document it was taken from. It is immutable from then on."""
    document = source_document.strip()
    if not document:
        raise SchemeError([Problem("source_document", _("必须写明依据文件"))])
    locked = SchemeVersion.objects.select_for_update().get(pk=version.pk)
    if locked.status == SchemeVersion.Status.CONFIRMED:
        raise SchemeError([Problem("status", _("该版本已经确认,不能再改;请建立新版本"))])
    locked.status = SchemeVersion.Status.CONFIRMED
    locked.source_document = document
    locked.confirmed_by = by
    locked.confirmed_on = on
    locked.save(update_fields=["status", "source_document", "confirmed_by", "confirmed_on"])
    forget_versions()
    return locked


def _discard(stored: SchemeVersion) -> None:
    """Remove a version to make room for its corrected text; refused once it is confirmed or used."""
    if stored.status == SchemeVersion.Status.CONFIRMED:
        raise SchemeError([Problem("scheme.version", _("该版本已经确认,内容不能更改;请提高版本号"))])
    try:
        stored.delete()
    except ProtectedError as error:
        raise SchemeError([Problem("scheme.version", _("该版本已有案件适用,内容不能更改;请提高版本号"))]) from error
