"""Judging a file of units against the tree as it stands: pure, no database.

The tree that would come of the file is built in memory first, so that a cycle or a level out of order is
found before anything is written, whatever the order of the rows.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from relief.organisations.models import Level, Organisation
from relief.organisations.reading import Unit

RANK = {level: rank for rank, level in enumerate(Level.values) if level != Level.INDUSTRY}
LIMITS = {name: Organisation._meta.get_field(name).max_length or 0 for name in ("code", "name", "area")}
MAX_DEPTH = (Organisation._meta.get_field("path").max_length or 0) // Organisation.steplen
FIELD_LABELS = {"code": "代码", "name": "名称", "level": "层级", "area": "行政区划代码", "parent": "上级代码"}
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ue000-\uf8ff]")


@dataclass(frozen=True)
class Known:
    """A unit as the database has it. ``parent`` is a code, "" at the top."""

    code: str
    name: str
    level: str
    area: str
    parent: str
    path: str


@dataclass(frozen=True)
class RowError:
    """Why a row is refused: its number, its field, what is wrong and the remedy."""

    row: int | None
    field: str
    message: str


@dataclass
class Plan:
    """What the file would do: new and changed units, those that move, and every fault."""

    rows: int
    errors: list[RowError] = field(default_factory=list)
    new: list[Unit] = field(default_factory=list)
    changed: list[Unit] = field(default_factory=list)
    moved: list[Unit] = field(default_factory=list)
    areas: dict[str, str] = field(default_factory=dict)
    depths: dict[str, int] = field(default_factory=dict)


def plan_import(units: Sequence[Unit], known: Mapping[str, Known], within: Iterable[str] | None) -> Plan:
    """The plan for ``units``. ``within``: paths the actor administers, None = everything."""
    plan = Plan(rows=len(units))
    rows: dict[str, Unit] = {}
    for unit in units:
        plan.errors += _faults_of(unit, rows)
        if unit.code:
            rows.setdefault(unit.code, unit)
    plan.errors += [error for unit in rows.values() for error in _faults_of_parent(unit, rows, known)]
    parents = {code: one.parent for code, one in known.items()} | {code: unit.parent for code, unit in rows.items()}
    _descend(plan, rows, known, parents)
    if not plan.errors:
        _sort(plan, rows, known)
        if within is not None:
            plan.errors += _outside(plan, rows, known, tuple(within))
    plan.errors.sort(key=lambda error: (error.row or 0, error.field))
    return plan


def _faults_of(unit: Unit, before: Mapping[str, Unit]) -> list[RowError]:
    """What is wrong with a row by itself, or with a row above of the same code."""
    faults = {name: _("不是文字，请改为文本格式后填写。") for name in unit.unread}
    for name, limit in LIMITS.items():
        text = getattr(unit, name)
        if not text and name != "area":
            faults.setdefault(name, _("不能为空，请填写。"))
        elif len(text) > limit:
            faults[name] = _("超过%(n)d个字，请缩短。") % {"n": limit}
        elif _CONTROL.search(text):
            faults[name] = _("含有不可见或私用字符，请重新输入。")
    if unit.code and not _CODE.fullmatch(unit.code):
        faults.setdefault("code", _("只能由字母、数字、点和短横组成，请改正。"))
    if unit.area and not (unit.area.isascii() and unit.area.isdigit()):
        faults.setdefault("area", _("应为数字，请按行政区划代码填写。"))
    if unit.level not in Level.values:
        known = "、".join(str(label) for label in Level.labels)
        faults.setdefault("level", _("没有这个层级，请填写：%(known)s。") % {"known": known})
    if unit.code in before:
        faults.setdefault("code", _("与第%(row)d行重复，请只保留一行。") % {"row": before[unit.code].row})
    return [RowError(unit.row, name, message) for name, message in faults.items()]


def _faults_of_parent(unit: Unit, rows: Mapping[str, Unit], known: Mapping[str, Known]) -> list[RowError]:
    before = known.get(unit.code)
    if unit.parent and unit.parent not in rows and unit.parent not in known:
        message = _("没有代码为“%(code)s”的单位，请先导入上级或改正代码。") % {"code": unit.parent[:40]}
    elif not unit.parent and before and before.parent:
        message = _("该单位现有上级%(code)s，不能改为没有上级，请填写上级代码。") % {"code": before.parent}
    else:
        return []
    return [RowError(unit.row, "parent", message)]


def _descend(plan: Plan, rows: Mapping[str, Unit], known: Mapping[str, Known], parents: Mapping[str, str]) -> None:
    """Walk the coming tree from its tops: depth, area and level of every unit; what is not reached is a cycle."""
    children: dict[str, list[str]] = {}
    for code, parent in parents.items():
        children.setdefault(parent, []).append(code)
    unreachable = {unit.parent for unit in rows.values() if unit.parent not in parents} - {""}
    waiting = [(code, "", 1) for top in {"", *unreachable} for code in children.get(top, [])]
    proper: dict[str, str | None] = {"": None}
    while waiting:
        code, parent, depth = waiting.pop()
        unit = rows.get(code) or known[code]
        plan.depths[code] = depth
        plan.areas[code] = unit.area or (known[code].area if code in known else "") or plan.areas.get(parent, "")
        above = proper[parent]
        proper[code] = above if unit.level == Level.INDUSTRY else unit.level
        fault = _fault_of_place(unit, above, depth)
        if fault:
            _blame(plan, rows, parents, code, *fault)
        waiting += [(child, code, depth + 1) for child in children.get(code, [])]
    for unit in rows.values():
        if unit.code not in plan.depths:
            message = _("上级关系成环或挂在环上，请改正上级代码。")
            plan.errors.append(RowError(unit.row, "parent", message))


def _fault_of_place(unit: Unit | Known, above: str | None, depth: int) -> tuple[str, str] | None:
    """A unit stands below the level of what it hangs under; an industry union may hang anywhere."""
    if depth > MAX_DEPTH:
        return "parent", _("上下级超过%(n)d层，请减少层数。") % {"n": MAX_DEPTH}
    if above in RANK and unit.level in RANK and RANK[unit.level] <= RANK[above]:
        words = {"name": unit.name, "own": Level(unit.level).label, "above": Level(above).label}
        return "level", _("%(name)s是%(own)s，上级是%(above)s：下级的层级须低于上级，请改正层级或上级。") % words
    return None


def _blame(
    plan: Plan, rows: Mapping[str, Unit], parents: Mapping[str, str], code: str, name: str, message: str
) -> None:
    """Put a fault on the unit's own row, or on that of the nearest superior the file changes."""
    while code and code not in rows:
        code = parents[code]
    if code:
        plan.errors.append(RowError(rows[code].row, name, message))


def _sort(plan: Plan, rows: Mapping[str, Unit], known: Mapping[str, Known]) -> None:
    """Which units are new, change or move."""
    for code, unit in rows.items():
        before = known.get(code)
        if before is None:
            plan.new.append(unit)
            continue
        if before.parent != unit.parent:
            plan.moved.append(unit)
        if (before.name, before.level, before.area) != (unit.name, unit.level, plan.areas[code]):
            plan.changed.append(unit)


def _outside(
    plan: Plan, rows: Mapping[str, Unit], known: Mapping[str, Known], within: tuple[str, ...]
) -> Iterable[RowError]:
    """Rows that touch units which the actor does not administer."""
    tops = {one.path for one in known.values() if not one.parent}
    whole_tree = all(top.startswith(within) for top in tops)
    moved = {unit.code for unit in plan.moved}
    for unit in {unit.code: unit for unit in plan.new + plan.changed + plan.moved}.values():
        if unit.code in known and not known[unit.code].path.startswith(within):
            yield RowError(unit.row, "code", _("该单位不在您的管理范围内。"))
        if unit.code in known and unit.code not in moved:
            continue
        parent = known.get(unit.parent)
        if parent and not parent.path.startswith(within):
            yield RowError(unit.row, "parent", _("上级不在您的管理范围内。"))
        elif not unit.parent and not whole_tree:
            yield RowError(unit.row, "parent", _("只有全系统的管理员可以新增没有上级的单位，请填写上级代码。"))
