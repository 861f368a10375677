"""Reading a file of units, xlsx or JSON, into rows. What a row may say is judged in ``planning``."""

import json
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from relief.organisations.models import Level

MAX_BYTES, MAX_UNPACKED_BYTES, MAX_ROWS = 30 * 2**20, 400 * 2**20, 100_000
HEADER_WITHIN_ROWS = 10
FIELDS = ("code", "name", "level", "area", "parent")
# Without ``parent`` every known unit would seem to have lost its superior; ``area`` may be taken from it.
REQUIRED = ("code", "name", "level", "parent")
HEADERS = {
    "code": "code 代码 单位代码 组织代码 工会代码 工会组织代码",
    "name": "name 名称 单位名称 组织名称 工会名称",
    "level": "level 层级 级别 组织层级",
    "area": "area 行政区划代码 行政区划 区划代码",
    "parent": "parent 上级 上级代码 上级单位代码 上级组织代码 上级工会 上级工会代码",
}
FIELD_OF_HEADER = {header: field for field, headers in HEADERS.items() for header in headers.split()}
LEVEL_WORDS = {
    Level.PROVINCE: "province 省 省级",
    Level.CITY: "city 市 市级 地市 地市级",
    Level.COUNTY: "county 县 县级 区县 县区 区县级",
    Level.TOWNSHIP: "township 乡镇街道 乡镇 街道 乡 镇 乡级 乡镇级 乡镇(街道)",
    Level.GRASSROOTS: "grassroots 基层 基层工会",
    Level.INDUSTRY: "industry 产业 产业工会 行业 行业工会",
}
LEVEL_OF_WORD = {word: level for level, words in LEVEL_WORDS.items() for word in words.split()}
_INVISIBLE = dict.fromkeys([0xFEFF, 0x200B, 0x200C, 0x200D, 0x2060])


class UnreadableFile(Exception):
    """The file as a whole cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class Unit:
    """One row: ``row`` is the sheet's row number, or the position in the JSON list, both from 1.

    ``parent`` is the code of the superior, "" for the top of a tree. ``unread`` names fields whose cell held
    something that is no text.
    """

    row: int
    code: str
    name: str
    level: str
    area: str = ""
    parent: str = ""
    unread: tuple[str, ...] = ()


def read_units(path: Path | str) -> list[Unit]:
    """The units of an xlsx or JSON file. Raises UnreadableFile."""
    path = Path(path)
    try:
        size = path.stat().st_size
        with path.open("rb") as source:
            start = source.read(8)
    except OSError as error:
        raise UnreadableFile(_("打不开文件 %(path)s：请检查路径。") % {"path": path}) from error
    if size > MAX_BYTES:
        raise UnreadableFile(_("文件超过%(n)d MB，请分批导入。") % {"n": MAX_BYTES // 2**20})
    units = _read_sheet(path) if start.startswith(b"PK") else _read_json(path, start)
    if not units:
        raise UnreadableFile(_("文件中没有单位。"))
    if len(units) > MAX_ROWS:
        raise UnreadableFile(_("文件超过%(n)d行，请分批导入。") % {"n": MAX_ROWS})
    return units


def _read_json(path: Path, start: bytes) -> list[Unit]:
    if start.startswith(bytes.fromhex("d0cf11e0")):
        raise UnreadableFile(_("文件是旧版xls或已加密，请去掉密码并另存为xlsx。"))
    try:
        rows = json.loads(path.read_text("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise UnreadableFile(_("文件既不是xlsx，也不是UTF-8的JSON。")) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableFile(_("JSON应为单位对象的列表。"))
    for number, row in enumerate(rows, start=1):
        lacking = [field for field in REQUIRED if field not in row]
        if lacking:
            raise UnreadableFile(_("第%(row)d条缺少 %(fields)s。") % {"row": number, "fields": "、".join(lacking)})
    return [_unit(number, {field: row.get(field) for field in FIELDS}) for number, row in enumerate(rows, start=1)]


def _read_sheet(path: Path) -> list[Unit]:
    rows = list(enumerate(_cells(path), start=1))
    header, columns = _columns(rows[:HEADER_WITHIN_ROWS])
    lacking = [HEADERS[field].split()[1] for field in REQUIRED if field not in columns]
    if lacking:
        raise UnreadableFile(_("表头缺少：%(columns)s。") % {"columns": "、".join(lacking)})
    if any(columns.count(field) > 1 for field in FIELDS):
        raise UnreadableFile(_("表头有重复的列，请只保留一列。"))
    places = [(place, field) for place, field in enumerate(columns) if field]
    filled = (pair for pair in rows[header:] if any(cell not in ("", None) for cell in pair[1]))
    return [_unit(number, {field: row[place] for place, field in places}) for number, row in filled]


def _columns(rows: list[tuple[int, list[Any]]]) -> tuple[int, list[str | None]]:
    """The number of the header row and the field that each of its columns holds."""
    for number, row in rows:
        columns = [FIELD_OF_HEADER.get(_header(cell)) for cell in row]
        if "code" in columns and "name" in columns:
            return number, columns
    raise UnreadableFile(_("前%(n)d行内没有找到表头：应有代码、名称、层级、上级代码。") % {"n": HEADER_WITHIN_ROWS})


def _cells(path: Path) -> list[list[Any]]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise UnreadableFile(_("文件解压后过大，请分批导入。"))
        with CalamineWorkbook.from_path(path) as book:
            for sheet in book.sheets_metadata:
                if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet:
                    return book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
    except (zipfile.BadZipFile, CalamineError) as error:
        raise UnreadableFile(_("文件已损坏或不是xlsx工作簿，请重新另存为xlsx。")) from error
    raise UnreadableFile(_("工作簿中没有可见的工作表。"))


def _unit(row: int, values: dict[str, Any]) -> Unit:
    texts = {field: _text(value) for field, value in values.items()}
    level = texts.get("level") or ""
    return Unit(
        row=row,
        code=texts.get("code") or "",
        name=texts.get("name") or "",
        level=LEVEL_OF_WORD.get(level.lower(), level),
        area=texts.get("area") or "",
        parent=texts.get("parent") or "",
        unread=tuple(field for field, text in texts.items() if text is None),
    )


def _text(value: Any) -> str | None:
    """A cell as text, trimmed, full width folded; a whole number as its digits; None for anything else."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value).translate(_INVISIBLE).replace("\u00a0", " ").replace("\u3000", " ").strip()
    return "".join(_fold(character) for character in text)


def _fold(character: str) -> str:
    """Full-width ASCII to plain: ＧＨ１４ → GH14. Punctuation such as （ stays: names are written with it."""
    if "０" <= character <= "９" or "Ａ" <= character <= "Ｚ" or "ａ" <= character <= "ｚ" or character == "－":
        return unicodedata.normalize("NFKC", character)
    return character


def _header(cell: Any) -> str:
    text = "".join((_text(cell) or "").split()).replace("*", "").replace("（", "(").replace("）", ")")
    return text.removesuffix("(必填)").lower()
