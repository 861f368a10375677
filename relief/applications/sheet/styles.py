"""Which cell styles show a number as a date or a time."""

import re

from relief.applications.sheet.xml_parse import main_names, parse_xml

# Built-in formats of ECMA-376 18.8.30 that show dates or times, those of the Chinese locale (27–36, 50–58) included.
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_A_PATTERN = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
_DATE_LETTER = re.compile("[ymdhs]", re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)


def shows_date(pattern: str) -> bool:
    """A number format whose first section has a letter of a date or time outside quotes, brackets and escapes."""
    if _ELAPSED.search(pattern):
        return True
    first = _NOT_A_PATTERN.sub("", pattern).partition(";")[0]
    return first.lower() != "general" and _DATE_LETTER.search(first) is not None


def date_styles(data: bytes) -> frozenset[str]:
    """Indexes, as the cells write them, of the cell formats that show dates."""
    names = main_names("numFmt", "cellXfs", "xf")
    patterns: dict[str, str] = {}
    formats: list[str] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        local = names.get(name)
        if local == "numFmt":
            patterns[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif local == "cellXfs":
            inside = True
        elif local == "xf" and inside:
            formats.append(attributes.get("numFmtId", "0"))

    def end(name: str) -> None:
        nonlocal inside
        if names.get(name) == "cellXfs":
            inside = False

    parse_xml(data, start=start, end=end)
    dates = {number for number, pattern in patterns.items() if shows_date(pattern)}
    dates.update(str(number) for number in _BUILT_IN_DATES if str(number) not in patterns)
    return frozenset(str(index) for index, number in enumerate(formats) if number in dates)
