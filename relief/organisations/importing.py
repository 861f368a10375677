"""Bringing units in from a file: upserts by code, all or nothing (commands.md: import_organisations).

The whole tree is read in one query, judged in memory (``planning``) and written level by level, so that a
parent stands before its children whatever the order of the rows: new units with paths computed here and one
bulk insert a level, existing ones moved by treebeard. Going down the levels of the *coming* tree also means
that no unit is ever moved below itself.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from pypinyin import lazy_pinyin

from relief.organisations.models import Organisation
from relief.organisations.paths import rewrite_paths
from relief.organisations.planning import Known, Plan, RowError, plan_import
from relief.organisations.reading import Unit, UnreadableFile, read_units

__all__ = ["ImportReport", "RowError", "Unit", "UnreadableFile", "import_units", "read_units"]

INSERT_BATCH, UPDATE_BATCH = 2000, 500
SHIPPED = ("shanxi.json", "sample.json", "demo.json")


@dataclass(frozen=True)
class ImportReport:
    """What came of a file. ``moved``: old and new path of every unit that changed its parent."""

    rows: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    outcome: str = "written"
    moved: list[tuple[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The report as ``import_organisations --json`` prints it."""
        names = ("rows", "created", "updated", "unchanged")
        errors = [{"row": e.row, "field": e.field, "message": e.message} for e in self.errors]
        return {name: getattr(self, name) for name in names} | {"errors": errors, "outcome": self.outcome}


def sort_key(name: str) -> str:
    """Pinyin of a name, for sorting without ICU."""
    return " ".join(lazy_pinyin(name))[: Organisation._meta.get_field("sort_key").max_length]


def import_units(units: Sequence[Unit], *, dry_run: bool = False, within: Iterable[str] | None = None) -> ImportReport:
    """Write the units, or nothing where one is refused. ``within``: paths the actor administers, None = all.

    A unit that is not in the file stays as it is.
    """
    with transaction.atomic():
        if not dry_run:
            _hold_the_tree()
        plan = plan_import(units, _known(), within)
        if plan.errors:
            return ImportReport(plan.rows, errors=plan.errors, outcome="refused_whole_file")
        updated = len({unit.code for unit in plan.changed + plan.moved})
        unchanged = plan.rows - len(plan.new) - updated
        moved = [] if dry_run else _write(plan)
        outcome = "dry_run_clean" if dry_run else "written" if unchanged < plan.rows else "already_imported"
        return ImportReport(plan.rows, len(plan.new), updated, unchanged, outcome=outcome, moved=moved)


def _hold_the_tree() -> None:
    """One import at a time. Readers, and rows that refer to a unit, go on."""
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(Organisation._meta.db_table)
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def _known() -> dict[str, Known]:
    rows = list(Organisation.objects.values_list("code", "name", "level", "area", "path"))
    code_at = {row[4]: row[0] for row in rows}
    step = Organisation.steplen
    return {
        code: Known(code, name, level, area, code_at.get(path[:-step], ""), path)
        for code, name, level, area, path in rows
    }


def _write(plan: Plan) -> list[tuple[str, str]]:
    """Level by level: insert the new, then move the moved; at last what else has changed."""
    paths = _paths()
    children = Counter(unit.parent for unit in plan.new)
    new, moving = _by_depth(plan.new, plan), _by_depth(plan.moved, plan)
    moved: list[tuple[str, str]] = []
    for depth in sorted({*new, *moving}):
        if depth in new:
            _insert(new[depth], plan, paths, children)
        if depth in moving:
            moved += [_move(unit) for unit in moving[depth]]
            paths = _paths()
    _update(plan)
    return moved


def _paths() -> dict[str, str]:
    return dict(Organisation.objects.values_list("code", "path"))


def _by_depth(units: Iterable[Unit], plan: Plan) -> dict[int, list[Unit]]:
    levels: dict[int, list[Unit]] = {}
    for unit in units:
        levels.setdefault(plan.depths[unit.code], []).append(unit)
    return levels


def _insert(units: list[Unit], plan: Plan, paths: dict[str, str], children: Counter[str]) -> None:
    """One bulk insert; each unit behind the last child its parent has. ``paths`` learns the new ones."""
    step = Organisation.steplen
    last: dict[str, int] = {}
    for path in paths.values():
        last[path[:-step]] = max(last.get(path[:-step], 0), Organisation._str2int(path[-step:]))
    rows, gained = [], Counter[str]()
    for unit in units:
        above = paths.get(unit.parent, "")
        last[above] = last.get(above, 0) + 1
        depth = plan.depths[unit.code]
        paths[unit.code] = Organisation._get_path(above, depth, last[above])
        gained[unit.parent] += 1
        rows.append(
            Organisation(
                code=unit.code,
                name=unit.name,
                level=unit.level,
                area=plan.areas[unit.code],
                sort_key=sort_key(unit.name),
                path=paths[unit.code],
                depth=depth,
                numchild=children[unit.code],
            )
        )
    Organisation.objects.bulk_create(rows, batch_size=INSERT_BATCH)
    _count_children(gained, {unit.code for unit in plan.new})


def _count_children(gained: Counter[str], new: set[str]) -> None:
    """Parents that were there before have more children now; new ones were inserted with their number."""
    parents = Organisation.objects.in_bulk([code for code in gained if code not in new], field_name="code")
    for code, parent in parents.items():
        parent.numchild += gained[code]
    Organisation.objects.bulk_update(parents.values(), ["numchild"], batch_size=UPDATE_BATCH)


def _move(unit: Unit) -> tuple[str, str]:
    """Hang a unit and all below it under its new parent; whoever keeps its path as text follows."""
    node = Organisation.objects.get(code=unit.code)
    old = node.path
    Organisation.objects.move(node, Organisation.objects.get(code=unit.parent), "last-child")
    rewrite_paths(old, node.path)
    return old, node.path


def _update(plan: Plan) -> None:
    wanted = {unit.code: unit for unit in plan.changed}
    rows = Organisation.objects.in_bulk(list(wanted), field_name="code")
    for code, row in rows.items():
        unit = wanted[code]
        row.name, row.level, row.area, row.sort_key = unit.name, unit.level, plan.areas[code], sort_key(unit.name)
    Organisation.objects.bulk_update(rows.values(), ["name", "level", "area", "sort_key"], batch_size=UPDATE_BATCH)
