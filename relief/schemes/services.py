"""Verbs of the schemes: load a version from a file, confirm it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _

from relief.organisations.administering import administer, province_of
from relief.people.models import User
from relief.schemes.errors import Problem, SchemeError
from relief.schemes.loader import validated
from relief.schemes.models import SchemeVersion
from relief.schemes.selectors import forget_versions
from workflows.engine import verb
from workflows.fsm import Moment


@transaction.atomic
def load_scheme(*, content: Mapping[str, Any], by: User | None = None) -> tuple[SchemeVersion, bool]:
    """Store a version, unconfirmed; returns it and whether anything was written. ``by=None`` is set-up.

    The same content again changes nothing. Other content under the same code and version replaces an unconfirmed
    version that no case uses yet, and is refused otherwise. Raises SchemeError; nothing is half loaded.
    """
    data = validated(content)
    stored = _stored(data).first()
    if stored is not None and stored.data == data:
        return stored, False
    fired = administer("load_scheme", organisation=province_of(by), actor=by, data=data)
    return SchemeVersion.objects.get(pk=fired.event.facts["scheme"]), True


@verb("administration", "load_scheme")
def write_version(m: Moment, *, data: Mapping[str, Any]) -> dict[str, Any]:
    """The version, in the place of an unconfirmed one of the same number; the event keeps the digest of its text."""
    head = data["scheme"]
    stored = _stored(data).select_for_update().first()
    if stored is not None:
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
    return {"scheme": fresh, "code": fresh.code, "version": fresh.version, "digest": _digest(data)}


@transaction.atomic
def confirm(*, version: SchemeVersion, by: User, source_document: str, on: date) -> SchemeVersion:
    """An administrator confirms a version, naming the document it was taken from. It is immutable from then on."""
    administer("confirm_scheme", organisation=province_of(by), actor=by, version=version,
               source_document=source_document, on=on)  # fmt: skip
    return SchemeVersion.objects.get(pk=version.pk)


@verb("administration", "confirm_scheme")
def write_confirmation(m: Moment, *, version: SchemeVersion, source_document: str, on: date) -> dict[str, Any]:
    """Once, on a document; the event keeps the digest of what was confirmed."""
    document = source_document.strip()
    if not document:
        raise SchemeError([Problem("source_document", _("必须写明依据文件"))])
    locked = SchemeVersion.objects.select_for_update().get(pk=version.pk)
    if locked.status == SchemeVersion.Status.CONFIRMED:
        raise SchemeError([Problem("status", _("该版本已经确认,不能再改;请建立新版本"))])
    locked.status = SchemeVersion.Status.CONFIRMED
    locked.source_document = document
    locked.confirmed_by = m.actor
    locked.confirmed_on = on
    locked.save(update_fields=["status", "source_document", "confirmed_by", "confirmed_on"])
    forget_versions()
    return {"scheme": locked, "code": locked.code, "version": locked.version, "source_document": document, "on": on,
            "digest": _digest(locked.data)}  # fmt: skip


def _stored(data: Mapping[str, Any]) -> QuerySet[SchemeVersion]:
    return SchemeVersion.objects.filter(code=data["scheme"]["code"], version=data["scheme"]["version"])


def _digest(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()


def _discard(stored: SchemeVersion) -> None:
    """Remove a version to make room for its corrected text; refused once it is confirmed or used."""
    if stored.status == SchemeVersion.Status.CONFIRMED:
        raise SchemeError([Problem("scheme.version", _("该版本已经确认,内容不能更改;请提高版本号"))])
    try:
        stored.delete()
    except ProtectedError as error:
        raise SchemeError([Problem("scheme.version", _("该版本已有案件适用,内容不能更改;请提高版本号"))]) from error
