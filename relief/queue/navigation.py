"""The left side of every page: each app enters its section when it is ready."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from workflows.roles import Role


@dataclass(frozen=True)
class Entry:
    """A line of the navigation: whose grants open it. Pages whose name begins with ``stem`` stand under it."""

    word: Any
    page: str
    roles: frozenset[str]
    stem: str = ""


@dataclass(frozen=True)
class Section:
    """Lines under a heading. ``place``: its order (救助 10, 监督 20, 发放 30, 慰问 40, 线索 50, 统计 60, 管理 90)."""

    place: int
    title: Any
    entries: tuple[Entry, ...]


ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
_SECTIONS = [
    Section(90, gettext_lazy("管理"), (
        Entry(gettext_lazy("概况"), "admin_home", ADMINISTRATOR),
        Entry(gettext_lazy("救助办法"), "admin_schemes", ADMINISTRATOR),
        Entry(gettext_lazy("工作日历"), "admin_calendar", ADMINISTRATOR),
        Entry(gettext_lazy("工会组织"), "admin_organisations", ADMINISTRATOR),
        Entry(gettext_lazy("岗位授权"), "admin_grants", ADMINISTRATOR),
    )),
]  # fmt: skip


def enter(section: Section) -> None:
    """Add a section, or lines to the section of the same place."""
    same = [s for s in _SECTIONS if s.place == section.place]
    entries = tuple(e for s in same for e in s.entries)
    new = tuple(e for e in section.entries if e not in entries)
    _SECTIONS[:] = [s for s in _SECTIONS if s not in same]
    _SECTIONS.append(Section(section.place, same[0].title if same else section.title, entries + new))
    _SECTIONS.sort(key=lambda s: s.place)


def sections() -> list[Section]:
    """All of them, in their order."""
    return list(_SECTIONS)
