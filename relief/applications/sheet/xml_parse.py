"""XML of an uploaded file through expat: a document type declaration, and with it every entity, is refused."""

from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from relief.applications.sheet.faults import unreadable

SEPARATOR = " "
MAX_DEPTH = 100
NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
Start = Callable[[str, Any], object]
End = Callable[[str], object]
Text = Callable[[str], object]


def main_names(*locals_: str) -> dict[str, str]:
    """Expanded names of the spreadsheet namespace, transitional and strict → local name."""
    return {f"{space}{SEPARATOR}{local}": local for space in NAMESPACES for local in locals_}


def parse_xml(data: bytes, *, start: Start, end: End | None = None, text: Text | None = None) -> None:
    """Element names come as "namespace local", attribute names as written."""
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler = _shallow(start, end or _nothing)
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, UnicodeError, LookupError) as error:
        raise unreadable(_("内容已损坏")) from error


def _shallow(start: Start, end: End) -> tuple[Start, End]:
    """The handlers with a limit on nesting: expat keeps every open element, some hundred bytes each."""
    depth = 0

    def enter(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise unreadable(_("内容嵌套过深"))
        start(name, attributes)

    def leave(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name)

    return enter, leave


def _nothing(_name: str) -> None:
    return None


def _refuse_doctype(*_declaration: object) -> None:
    raise unreadable(_("文件含有不允许的声明"))
