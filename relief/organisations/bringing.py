"""The verb that brings units in, within what the actor administers (commands.md: import_organisations)."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from relief.organisations import importing
from relief.organisations.administering import administer, paths_administered
from relief.organisations.importing import SHIPPED, ImportReport, Unit, read_units
from relief.organisations.models import Organisation
from relief.people.models import User
from workflows.engine import verb
from workflows.errors import NotAllowed, NotPossible
from workflows.fsm import Moment


class ImportRefused(NotPossible):
    """The file was refused whole; ``report`` says why, row by row."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__(_("导入文件有 %(n)d 处错误，未写入任何数据。") % {"n": len(report.errors)})
        self.report = report


def import_units(*, units: Sequence[Unit], actor: User | None) -> ImportReport:
    """Bring units in. All or nothing: raises ImportRefused with the report. What is known already leaves no event."""
    within = paths_administered(actor)
    if within == []:
        raise NotAllowed(_("只有管理员可以导入单位。"))
    planned = importing.import_units(units, dry_run=True, within=within)
    if planned.errors:
        raise ImportRefused(planned)
    if planned.unchanged == planned.rows:
        return ImportReport(planned.rows, unchanged=planned.rows, outcome="already_imported")
    fired = administer("import_organisations", organisation=_home(units, within), actor=actor, units=units)
    told = {name: fired.event.facts[name] for name in ("rows", "created", "updated", "unchanged", "outcome")}
    return ImportReport(**told, moved=[(old, new) for old, new in fired.event.facts["moved"]])


@verb("administration", "import_organisations")
def write_units(m: Moment, *, units: Sequence[Unit]) -> dict[str, Any]:
    """Read again under the tree's lock, and written; the digest tells which rows they were."""
    report = importing.import_units(units, within=paths_administered(m.actor))
    if report.errors:
        raise ImportRefused(report)
    rows = json.dumps([asdict(unit) for unit in units], ensure_ascii=False, sort_keys=True)
    return {"rows": report.rows, "created": report.created, "updated": report.updated, "unchanged": report.unchanged,
            "outcome": report.outcome, "moved": report.moved,
            "digest": hashlib.sha256(rows.encode()).hexdigest()}  # fmt: skip


def load_shipped_units() -> list[ImportReport]:
    """Set-up: the province's real federations, the sample's unions and the fictional ones."""
    folder = Path(settings.BASE_DIR) / "fixtures" / "organisations"
    return [import_units(units=read_units(folder / name), actor=None) for name in SHIPPED]


def _home(units: Sequence[Unit], within: list[str] | None) -> Organisation | None:
    """Whose record tells of it: the top of the actor's subtree that the units hang in."""
    if within is None:
        return None
    codes = {code for unit in units for code in (unit.code, unit.parent)}
    paths = list(Organisation.objects.filter(code__in=codes).values_list("path", flat=True))
    touched = [top for top in within if any(path.startswith(top) for path in paths)]
    return Organisation.objects.get(path=(touched or within)[0])
