"""What a paper's content is made of: plain frozen data that can be frozen as JSON, checked for glyphs and blanked.

Each printed text says in its field what it is called on paper and in which typeface it stands.
"""

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from relief.notices.fonts import Role

P = TypeVar("P", bound="Paper")
F = TypeVar("F", bound="Form")


class Mode(StrEnum):
    """How a hand-signed paper is printed (relief.md §7 Paper): blank, filled for wet signature, with decisions."""

    BLANK = "blank"
    WET = "wet"
    DECIDED = "decided"


def printed(label: str, role: Role = "body", *, lines: bool = False, decided: bool = False, **options: Any) -> Any:
    """A printed field: its Chinese name, its typeface, whether line feeds may stand in it (they become paragraphs),
    whether it is part of the decision (left empty for wet signature)."""
    return field(metadata={"label": label, "role": role, "lines": lines, "decided": decided}, **options)


SCHEME, PROFILE = "scheme", "profile"


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What a paper rests on, a 办法 (SCHEME) or the rules of a region (PROFILE); unconfirmed, every page says so."""

    name: str = printed("办法名称", default="")
    version: int = 1
    confirmed: bool = False
    of: str = SCHEME

    @property
    def warning(self) -> str:
        """What stands above every page."""
        if self.confirmed:
            return ""
        return _("规则待确认") if self.of == PROFILE else _("依据未确认办法(演示)")


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Head of every paper: who issues it, on what basis, under which number (〔2026〕12号), on what day."""

    issuer: str = printed("制发单位", "title")
    basis: Basis
    number: str = printed("文号", default="")
    issued_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Form(Paper):
    """A paper that people sign by hand."""

    mode: Mode = Mode.BLANK


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """One opinion box: what is printed of it; the seal and the ink come on paper."""

    text: str = printed("意见", "kai", lines=True, default="")
    signer: str = printed("签字人", "kai", default="")
    signed_on: date | None = None


HEAD = ("issuer", "basis", "mode")


def in_mode(form: F, mode: Mode) -> F:
    """The form as it prints in a mode: BLANK keeps only its head, WET leaves out what was decided and signed."""
    if mode is Mode.BLANK:
        form = replace(form, **{part.name: _default(part) for part in fields(form) if part.name not in HEAD})
    elif mode is Mode.WET:
        form = _undecided(form)
    return replace(form, mode=mode)


def _undecided(item: Any) -> Any:
    changes = {}
    for part in fields(item):
        value = getattr(item, part.name)
        if part.metadata.get("decided") or isinstance(value, Opinion):
            changes[part.name] = _default(part)
        elif isinstance(value, tuple):
            changes[part.name] = tuple(_undecided(row) if is_dataclass(row) else row for row in value)
    return replace(item, **changes)


def _default(part: Any) -> Any:
    if part.default is not MISSING:
        return part.default
    if part.default_factory is not MISSING:
        return part.default_factory()
    raise TypeError(f"{part.name} has no blank value")


def printed_fields(item: Any, where: str = "") -> Iterator[tuple[str, str, Role, bool]]:
    """(name on paper, text, role, line feeds allowed) of every text in a paper, rows numbered from 1."""
    for part in fields(item):
        value = getattr(item, part.name)
        label = where + part.metadata.get("label", "")
        if isinstance(value, str) and "label" in part.metadata:
            yield label, value, part.metadata["role"], part.metadata["lines"]
        elif is_dataclass(value):
            yield from printed_fields(value, label)
        elif isinstance(value, tuple):
            for n, row in enumerate(value, start=1):
                if isinstance(row, str):
                    yield f"{label}{n}", row, part.metadata["role"], part.metadata["lines"]
                else:
                    yield from printed_fields(row, f"{label}{n}")


def as_json(item: Any) -> Any:
    """Plain JSON data of a paper, for freezing it with the notice row; ``from_json`` gives the paper again."""
    if is_dataclass(item):
        return {part.name: as_json(getattr(item, part.name)) for part in fields(item)}
    if isinstance(item, tuple):
        return [as_json(value) for value in item]
    return item.isoformat() if isinstance(item, date) else item


def from_json(kind: type[P], data: Mapping[str, Any]) -> P:
    """The paper that ``as_json`` wrote; fields that the data lack keep their defaults."""
    hints = typing.get_type_hints(kind)
    known = {part.name for part in fields(kind)}
    if unknown := set(data) - known:
        raise ValueError(f"{kind.__name__}: {sorted(unknown)}")
    return kind(**{name: _read(hints[name], value) for name, value in data.items()})


def _read(hint: Any, value: Any) -> Any:
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        if value is None:
            return None
        hint = next(option for option in typing.get_args(hint) if option is not type(None))
    if is_dataclass(hint):
        return from_json(typing.cast(Any, hint), value)
    if typing.get_origin(hint) is tuple:
        return tuple(_read(typing.get_args(hint)[0], row) for row in value)
    if hint is date:
        return date.fromisoformat(value)
    return hint(value) if isinstance(hint, type) and issubclass(hint, StrEnum) else value
