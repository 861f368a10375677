"""The catalogue of provisions: loaded from a file, every version of an article kept with its days (supervision.md §7)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from relief.jurisdictions.catalogue import CATALOGUE_FILE, ProvisionRow, read_catalogue
from relief.jurisdictions.errors import Problem, ProvisionError
from relief.jurisdictions.models import Matter, Provision
from relief.organisations.administering import administer, province_of
from relief.people.models import User
from workflows.engine import verb
from workflows.fsm import Moment

MATTER_FIELDS = ("matter_code", "matter_name")
Changes = tuple[list[ProvisionRow], list[tuple[Provision, ProvisionRow]]]


@dataclass(frozen=True, slots=True)
class CatalogueReport:
    """What a file brought."""

    rows: int
    created: int = 0
    updated: int = 0

    @property
    def unchanged(self) -> int:
        return self.rows - self.created - self.updated


@transaction.atomic
def load_provisions(*, rows: Sequence[ProvisionRow], by: User | None = None) -> CatalogueReport:
    """Bring rows in; ``by=None`` is set-up. Rows that are not in the file stay, and the same file changes nothing.

    A new version of an article begins a new row and ends the one before it. Raises ProvisionError; all or nothing.
    """
    fresh, changed = _changes(rows)
    if not fresh and not changed and not _renamed(rows):
        return CatalogueReport(len(rows))
    fired = administer("load_provisions", organisation=province_of(by), actor=by, rows=rows)
    return CatalogueReport(len(rows), fired.event.facts["created"], fired.event.facts["updated"])


@verb("administration", "load_provisions")
def write_provisions(m: Moment, *, rows: Sequence[ProvisionRow]) -> dict[str, Any]:
    """Compared again under the record's lock, and written; the digest tells which rows they were."""
    matters = _write_matters(rows)
    fresh, changed = _changes(rows)
    Provision.objects.bulk_create(Provision(matter=matters[row.matter_code], **_values(row)) for row in fresh)
    for stored, row in changed:
        Provision.objects.filter(pk=stored.pk).update(**_values(row))
    _end_superseded(matters)
    told = "\n".join(repr(asdict(row)) for row in rows)
    return {"rows": len(rows), "created": len(fresh), "updated": len(changed),
            "digest": hashlib.sha256(told.encode()).hexdigest()}  # fmt: skip


def load_shipped_provisions() -> CatalogueReport:
    """Set-up: the shipped rows that are not there yet. What an administrator changed since stays."""
    fresh, _changed = _changes(read_catalogue(CATALOGUE_FILE))
    return load_provisions(rows=fresh) if fresh else CatalogueReport(0)


def _changes(rows: Sequence[ProvisionRow]) -> Changes:
    """Rows not stored yet, and stored rows that say something else than the file."""
    stored = {_key(row): row for row in Provision.objects.select_related("matter")}
    fresh = [row for row in rows if row.key not in stored]
    known = [(stored[row.key], row) for row in rows if row.key in stored]
    return fresh, [(old, row) for old, row in known if any(getattr(old, f) != v for f, v in _told(old, row).items())]


def _told(old: Provision, row: ProvisionRow) -> dict[str, Any]:
    """What the file says of a stored row. An open end does not undo the end that a later version set."""
    values = _values(row)
    return values if row.valid_to else {name: value for name, value in values.items() if name != "valid_to"}


def _renamed(rows: Sequence[ProvisionRow]) -> bool:
    names = dict(Matter.objects.values_list("code", "name"))
    return any(names.get(row.matter_code) != row.matter_name for row in rows)


def _write_matters(rows: Sequence[ProvisionRow]) -> dict[str, Matter]:
    wanted = {row.matter_code: Matter(code=row.matter_code, name=row.matter_name) for row in rows}
    Matter.objects.bulk_create(wanted.values(), update_conflicts=True, unique_fields=["code"], update_fields=["name"])
    return {matter.code: matter for matter in Matter.objects.filter(code__in=wanted)}


def _end_superseded(matters: dict[str, Matter]) -> None:
    """Of the versions of one article each ends at the latest on the day the next begins."""
    rows = Provision.objects.filter(matter__in=matters.values()).select_related("matter")
    by_article = sorted(rows, key=lambda row: (_key(row)[:4], row.valid_from))
    for _article, versions in groupby(by_article, key=lambda row: _key(row)[:4]):
        listed = list(versions)
        for older, newer in zip(listed, listed[1:], strict=False):
            if older.valid_from == newer.valid_from:
                raise ProvisionError([Problem(str(newer), _("两个文本的生效日期相同,请改正其中一个"))])
            if older.valid_to is None or older.valid_to > newer.valid_from:
                Provision.objects.filter(pk=older.pk).update(valid_to=newer.valid_from)


def _key(row: Provision) -> tuple[Any, ...]:
    return row.matter.code, row.law, row.article, row.clause, row.version_date


def _values(row: ProvisionRow) -> dict[str, Any]:
    return {name: value for name, value in asdict(row).items() if name not in MATTER_FIELDS}
