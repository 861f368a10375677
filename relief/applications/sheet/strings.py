"""Shared strings of a workbook: runs joined, phonetic guides left out, escapes decoded once."""

from django.utils.translation import gettext as _

from relief.applications.sheet.faults import unreadable
from relief.applications.sheet.text import unescape
from relief.applications.sheet.xml_parse import main_names, parse_xml

MAX_STRINGS = 1_000_000  # of all sheets of the workbook


def read_strings(data: bytes) -> list[str]:
    """The shared strings: runs joined, phonetic guides left out."""
    names = main_names("si", "t", "rPh")
    strings: list[str] = []
    text: list[str] = []
    item: list[str] = []
    phonetic = 0

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal phonetic
        local = names.get(name)
        if local == "si":
            item.clear()
        elif local == "t":
            text.clear()
        elif local == "rPh":
            phonetic += 1

    def end(name: str) -> None:
        nonlocal phonetic
        local = names.get(name)
        if local == "t" and not phonetic:
            item.append(unescape("".join(text)))
        elif local == "si":
            strings.append("".join(item))
            if len(strings) > MAX_STRINGS:
                raise unreadable(_("文字过多"))
        elif local == "rPh":
            phonetic -= 1

    parse_xml(data, start=start, end=end, text=text.append)
    return strings
