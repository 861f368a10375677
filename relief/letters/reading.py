"""Reading the data of a letter: every field by its own reader, nothing guessed, nothing thrown.

Whatever comes (a list where text is expected, null, a number, an unknown name), the reader answers with faults that name
the field; the value is then read as empty. Control characters and the like are left for the glyph preflight to name.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from relief.letters.terms import Fault

T = TypeVar("T")
FACTS = "kind_facts_complete"
SHOWN = 30
"""So many characters of an unknown name are quoted."""


@dataclass(frozen=True)
class Place:
    """Where a value stands, and where its faults go."""

    name: str
    faults: list[Fault]

    def within(self, part: str) -> "Place":
        return Place(f"{self.name}.{part}" if self.name else part, self.faults)

    def item(self, index: int) -> "Place":
        return Place(f"{self.name}[{index}]", self.faults)

    def fault(self, message: str) -> None:
        self.faults.append(Fault(FACTS, self.name, message))


Reader = Callable[[Any, Place], Any]


def _field(reader: Reader, default: Any, *, empty: bool, printed: bool = True) -> Any:
    return field(default=default, metadata={"read": reader, "empty": empty, "printed": printed})


def a_text(*, empty: bool = False, printed: bool = True) -> Any:
    """A text; ``empty``: it may be left out, null or blank."""
    return _field(_text, "", empty=empty, printed=printed)


def texts(*, empty: bool = False) -> Any:
    """A list of texts, none of them blank."""
    return _field(lambda value, place: _items(value, place, _filled_text), (), empty=empty)


def whole(*, empty: bool = False) -> Any:
    """A whole number, not negative."""
    return _field(_whole, None, empty=empty)


def day(*, empty: bool = False) -> Any:
    """A day as ISO 8601 writes it."""
    return _field(_day, None, empty=empty)


def choice(options: Sequence[str]) -> Any:
    """One of some words."""
    return _field(lambda value, place: _choice(value, place, options), "", empty=False)


def row(kind: type) -> Any:
    """An object; where it is absent, its required fields are what is missing."""
    return _field(lambda value, place: _object(kind, {} if value is None else value, place), None, empty=False)


def rows(kind: type, *, empty: bool = False) -> Any:
    """A list of objects."""
    return _field(lambda value, place: _items(value, place, lambda v, p: _object(kind, v, p)), (), empty=empty)


def mixed(kind: type, *, empty: bool = False) -> Any:
    """A list of objects or of plain texts, each of which is an object's ``text``."""

    def either(value: Any, place: Place) -> Any:
        return kind(text=_filled_text(value, place)) if isinstance(value, str) else _object(kind, value, place)

    return _field(lambda value, place: _items(value, place, either), (), empty=empty)


def read(kind: type[T], data: Any) -> tuple[T, list[Fault]]:
    """The typed content and everything that is wrong with the data."""
    faults: list[Fault] = []
    found = _object(kind, data, Place("", faults))
    return found, faults


def blank(value: str) -> bool:
    """Nothing but white space, the ideographic space included."""
    return not value.strip()


def _object(kind: type[T], value: Any, place: Place) -> T:
    """Each field by its reader; a name that the kind does not have is a fault."""
    if not isinstance(value, Mapping):
        place.fault(_("应当是一组字段"))
        return _object(kind, {}, Place("", []))
    known = {part.name: part for part in fields(kind)}  # type: ignore[arg-type]
    for name in value:
        if name not in known:
            place.within(str(name)[:SHOWN]).fault(_("没有这个字段"))
    return kind(**{name: _value(part, value.get(name), place.within(name)) for name, part in known.items()})


def _value(part: Any, value: Any, place: Place) -> Any:
    """One field; a required one that is absent or blank is a fault."""
    count = len(place.faults)
    found = part.metadata["read"](value, place)
    stated = found if not isinstance(found, str) else found.strip()
    if len(place.faults) == count and not part.metadata["empty"] and stated in ("", (), None):
        place.fault(_("必须填写"))
    return found


def _text(value: Any, place: Place) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return "" if blank(value) else value
    place.fault(_("应当是文字"))
    return ""


def _filled_text(value: Any, place: Place) -> str:
    found = _text(value, place)
    if not found and (value is None or isinstance(value, str)):
        place.fault(_("必须填写"))
    return found


def _whole(value: Any, place: Place) -> int | None:
    if value is None or isinstance(value, str) and blank(value):
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**9:
        place.fault(_("应当是整数"))
        return None
    return value


def _day(value: Any, place: Place) -> date | None:
    if value is None or isinstance(value, date):
        return value
    found = as_day(value)
    if found is None and not (isinstance(value, str) and blank(value)):
        place.fault(_("应当是日期，如2026-03-20"))
    return found


def as_day(value: Any) -> date | None:
    """A day written 2026-03-20; None for anything else."""
    if not isinstance(value, str) or len(value) != 10:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _choice(value: Any, place: Place, options: Sequence[str]) -> str:
    found = _text(value, place)
    if found and found not in options:
        place.fault(_("只能是：%(options)s") % {"options": "、".join(options)})
        return ""
    return found


def _items(value: Any, place: Place, reader: Reader) -> tuple:
    if value is None or isinstance(value, str) and blank(value):
        return ()
    if not isinstance(value, list | tuple):
        place.fault(_("应当是列表"))
        return ()
    return tuple(reader(item, place.item(index)) for index, item in enumerate(value))


def printed_texts(item: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """(field, text) of every text in a content that prints."""
    for part in fields(item):
        if part.metadata["printed"]:
            name = f"{where}.{part.name}" if where else part.name
            yield from _texts_of(getattr(item, part.name), name)


def _texts_of(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            yield from _texts_of(entry, f"{name}[{index}]")
    elif hasattr(value, "__dataclass_fields__"):
        yield from printed_texts(value, name)
