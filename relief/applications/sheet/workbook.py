"""The first visible worksheet of an uploaded workbook, as cells."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from relief.applications.sheet.container import Container, read_source
from relief.applications.sheet.faults import unreadable
from relief.applications.sheet.strings import read_strings
from relief.applications.sheet.styles import date_styles
from relief.applications.sheet.xml_cells import Rows, read_cells
from relief.applications.sheet.xml_parse import SEPARATOR, main_names, parse_xml

_RELATION_ID = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships" + SEPARATOR + "id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships" + SEPARATOR + "id",
)
_DEFAULT_WORKBOOK = "xl/workbook.xml"
_LAST_SERIAL = 2_958_465  # 9999-12-31
_LEAP_1900 = 60  # Excel's 29 February 1900, a day that never was
_DAYS_1904 = 1462


@dataclass(frozen=True)
class Sheet:
    """One worksheet: name, filled cells, and whether its dates count from 1904."""

    name: str
    rows: Rows
    from_1904: bool = False

    def date_of(self, serial: float) -> date | None:
        """The day of a serial number, time dropped; None where there is no such day."""
        day = int(serial // 1) + (_DAYS_1904 if self.from_1904 else 0)
        if not 1 <= day <= _LAST_SERIAL or day == _LEAP_1900:
            return None
        return date(1899, 12, 31 if day < _LEAP_1900 else 30) + timedelta(days=day)


@dataclass(frozen=True)
class _Entry:
    name: str
    state: str
    relation: str


def read_first_sheet(source: Path | bytes) -> Sheet:
    """Open, find the first visible worksheet, read its cells. Raises FileFault."""
    container = Container(read_source(source))
    workbook = _workbook_part(container)
    entries, from_1904 = _read_workbook(container.read(workbook))
    targets = container.targets(workbook)
    name, part = _first_visible(entries, targets)
    parts = {kind: path for kind, path in targets.values() if container.has(path)}
    strings = read_strings(container.read(parts["sharedStrings"])) if "sharedStrings" in parts else []
    dates = date_styles(container.read(parts["styles"])) if "styles" in parts else frozenset()
    return Sheet(name, read_cells(container.read(part), strings=strings, date_styles=dates), from_1904)


def _workbook_part(container: Container) -> str:
    for kind, path in container.targets("").values():
        if kind == "officeDocument" and container.has(path):
            if path.endswith(".bin"):
                raise unreadable(_("这是xlsb文件,请另存为xlsx"))
            return path
    if container.has(_DEFAULT_WORKBOOK):
        return _DEFAULT_WORKBOOK
    raise unreadable(_("不是xlsx文件,或文件已损坏"))


def _read_workbook(data: bytes) -> tuple[list[_Entry], bool]:
    """The sheets in the order of their tabs, and the date system."""
    names = main_names("sheet", "workbookPr")
    entries: list[_Entry] = []
    from_1904 = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal from_1904
        local = names.get(name)
        if local == "sheet":
            relation = next((attributes[key] for key in _RELATION_ID if key in attributes), "")
            entries.append(_Entry(attributes.get("name", ""), attributes.get("state", "visible"), relation))
        elif local == "workbookPr":
            from_1904 = attributes.get("date1904") in ("1", "true", "on")

    parse_xml(data, start=start)
    return entries, from_1904


def _first_visible(entries: list[_Entry], targets: dict[str, tuple[str, str]]) -> tuple[str, str]:
    for entry in entries:
        kind, part = targets.get(entry.relation, ("", ""))
        if entry.state == "visible" and kind == "worksheet":
            return entry.name, part
    raise unreadable(_("没有可见的工作表"))
