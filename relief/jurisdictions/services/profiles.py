"""Profile versions: loaded from files, copied to a region, confirmed on a document (supervision.md §7).

``by=None`` is set-up, which has no user yet. Every write is an event in the record of the region's union.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _

from relief.jurisdictions.crosschecks import level_of, prefix
from relief.jurisdictions.errors import Problem, ProfileError
from relief.jurisdictions.loader import PROFILES_DIR, Chain, read_profiles, validated
from relief.jurisdictions.models import Matter, ProfileVersion
from relief.jurisdictions.selectors import forget_profiles
from relief.organisations.administering import administer, province_of
from relief.organisations.models import Organisation
from relief.people.models import User
from workflows.engine import verb
from workflows.fsm import Moment


@dataclass(frozen=True, slots=True)
class Region:
    """Where a copied profile shall hold, and under which code."""

    area: str
    name: str
    code: str


@transaction.atomic
def load_profiles(*, documents: Sequence[Any], by: User | None = None) -> list[tuple[ProfileVersion, bool]]:
    """Every document of a file in its order, a parent before its child; all or none. Raises ProfileError."""
    if not documents:
        raise ProfileError([Problem("", _("文件中没有地区规则"))])
    return [_numbered(content, n, len(documents), by) for n, content in enumerate(documents, 1)]


def _numbered(content: Any, n: int, of: int, by: User | None) -> tuple[ProfileVersion, bool]:
    """One document of several: its errors say which one it is."""
    try:
        return load_profile(content=content, by=by)
    except ProfileError as error:
        where = _("第%(n)d份规则 ") % {"n": n} if of > 1 else ""
        raise ProfileError([Problem(f"{where}{p.path}", p.message) for p in error.problems]) from error


@transaction.atomic
def load_profile(*, content: Any, by: User | None = None) -> tuple[ProfileVersion, bool]:
    """Store a version, unconfirmed; returns it and whether anything was written.

    The same content again changes nothing. Other content under the same code and version replaces an unconfirmed
    version that nothing uses yet, and is refused otherwise. Raises ProfileError; nothing is half loaded.
    """
    data = validated(content, stored_chain)
    _require_known_matters(data)
    stored = _stored(data).first()
    if stored is not None and stored.data == data:
        return stored, False
    fired = administer("load_profile", organisation=_union_of(data, by), actor=by, data=data)
    return ProfileVersion.objects.get(pk=fired.event.facts["profile"]), True


@verb("administration", "load_profile")
def write_profile(m: Moment, *, data: Mapping[str, Any]) -> dict[str, Any]:
    """The version, in the place of an unconfirmed one of the same number; the event keeps the digest of its text."""
    stored = _stored(data).select_for_update().first()
    if stored is not None:
        _discard(stored)
    fresh = ProfileVersion.objects.create(
        code=data["code"],
        version=data["version"],
        name=data["name"],
        level=data["level"],
        parent=_version(data["parent"]) if data["parent"] else None,
        region=data["region"],
        valid_from=date.fromisoformat(data["valid_from"]),
        valid_to=date.fromisoformat(data["valid_to"]) if data["valid_to"] else None,
        data=data,
    )
    forget_profiles()
    return {"profile": fresh, "code": fresh.code, "version": fresh.version, "digest": _digest(data)}


def copy_profile(*, version: ProfileVersion, region: Region, valid_from: date, by: User) -> ProfileVersion:
    """A profile's rules for a region that has none, as a widest profile of its own; it stays unconfirmed."""
    taken = ProfileVersion.objects.filter(code=region.code).order_by("-version").values_list("version", flat=True)
    content = {
        **version.rules.data, "code": region.code, "version": (taken.first() or 0) + 1, "name": region.name,
        "level": level_of(region.area).value, "region": region.area, "parent": None, "status": "UNCONFIRMED",
        "valid_from": valid_from.isoformat(), "valid_to": None,
    }  # fmt: skip
    return load_profile(content=content, by=by)[0]


@transaction.atomic
def confirm_profile(*, version: ProfileVersion, by: User, source_document: str, on: date) -> ProfileVersion:
    """An administrator confirms a version, naming the document. It is immutable from then on."""
    administer("confirm_profile", organisation=_union_of(version.data, by), actor=by, version=version,
               source_document=source_document, on=on)  # fmt: skip
    return ProfileVersion.objects.get(pk=version.pk)


@verb("administration", "confirm_profile")
def write_confirmation(m: Moment, *, version: ProfileVersion, source_document: str, on: date) -> dict[str, Any]:
    """Once, on a document, never before the parent; the event keeps the digest of what was confirmed."""
    document = source_document.strip()
    if not document:
        raise ProfileError([Problem("source_document", _("必须写明依据文件"))])
    locked = ProfileVersion.objects.select_for_update(of=("self",)).select_related("parent").get(pk=version.pk)
    if locked.status == ProfileVersion.Status.CONFIRMED:
        raise ProfileError([Problem("status", _("该版本已经确认,不能再改;请建立新版本"))])
    if locked.parent is not None and locked.parent.status != ProfileVersion.Status.CONFIRMED:
        words = {"parent": locked.parent.name, "version": locked.parent.version}
        raise ProfileError([Problem("parent", _("上级规则%(parent)s第%(version)s版尚未确认,请先确认它") % words)])
    locked.status = ProfileVersion.Status.CONFIRMED
    locked.source_document = document
    locked.confirmed_by = m.actor
    locked.confirmed_on = on
    locked.save(update_fields=["status", "source_document", "confirmed_by", "confirmed_on"])
    forget_profiles()
    return {"profile": locked, "code": locked.code, "version": locked.version, "source_document": document, "on": on,
            "digest": _digest(locked.data)}  # fmt: skip


def load_shipped_profiles() -> int:
    """Set-up: the shipped profiles that are not there yet. What an administrator changed since stays."""
    documents = [content for path in sorted(PROFILES_DIR.glob("*.yaml")) for content in read_profiles(path)]
    missing = [content for content in documents if not _stored(content).exists()]
    return len(load_profiles(documents=missing)) if missing else 0


def stored_chain(name: str) -> Chain | None:
    """The contents of a stored version and those it lies over, the widest first."""
    found = _version(name)
    return [version.data for version in found.chain] if found else None


def _version(name: str) -> ProfileVersion | None:
    code, _at, number = name.partition("@")
    return ProfileVersion.objects.filter(code=code, version=int(number)).first()


def _stored(data: Mapping[str, Any]) -> QuerySet[ProfileVersion]:
    return ProfileVersion.objects.filter(code=data["code"], version=data["version"])


def _union_of(data: Mapping[str, Any], by: User | None) -> Organisation | None:
    """In whose record it stands: the union of the region, else the actor's province."""
    of_region = Organisation.objects.filter(area=prefix(data["region"]), level=data["level"].lower())
    return of_region.order_by("depth", "path").first() or province_of(by)


def _require_known_matters(data: Mapping[str, Any]) -> None:
    """A misspelt matter would silently have no priority."""
    known = set(Matter.objects.values_list("code", flat=True))
    unknown = [code for code in data.get("priority_matters", ()) if known and code not in known]
    if unknown:
        raise ProfileError([Problem("priority_matters", _("没有事项%(codes)s") % {"codes": "、".join(unknown)})])


def _discard(stored: ProfileVersion) -> None:
    """Remove a version to make room for its corrected text; refused once it is confirmed or used."""
    if stored.status == ProfileVersion.Status.CONFIRMED:
        raise ProfileError([Problem("version", _("该版本已经确认,内容不能更改;请提高版本号"))])
    try:
        stored.delete()
    except ProtectedError as error:
        raise ProfileError([Problem("version", _("该版本已有文书或下级规则适用,内容不能更改;请提高版本号"))]) from error


def _digest(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()
