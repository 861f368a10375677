"""Shapes of data: small checks that compose, each noting every fault with its key path.

A check takes a value, its path and the list of problems. True and false are never numbers here.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from relief.schemes.errors import Problem

Check = Callable[[Any, str, list[Problem]], None]
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def below(path: str, key: object) -> str:
    """Path of a key under a path."""
    return f"{path}.{key}" if path else str(key)


def whole(least: int = 0, most: int | None = None) -> Check:
    """An integer, at least `least`."""

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            problems.append(Problem(path, _("应为整数")))
        elif value < least:
            problems.append(Problem(path, _("不能小于%(least)s") % {"least": least}))
        elif most is not None and value > most:
            problems.append(Problem(path, _("不能大于%(most)s") % {"most": most}))

    return check


def text(value: Any, path: str, problems: list[Problem]) -> None:
    """A text that is not blank."""
    if not isinstance(value, str) or not value.strip():
        problems.append(Problem(path, _("应为文字,不能为空")))


def boolean(value: Any, path: str, problems: list[Problem]) -> None:
    if not isinstance(value, bool):
        problems.append(Problem(path, _("应为true或false")))


def day(value: Any, path: str, problems: list[Problem]) -> None:
    """A date as ISO text (the loader has turned YAML dates into it)."""
    if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
        problems.append(Problem(path, _("应为YYYY-MM-DD格式的日期")))
        return
    try:
        date.fromisoformat(value)
    except ValueError:
        problems.append(Problem(path, _("没有这一天")))


def matching(pattern: str) -> Check:
    """A text of the given form."""

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            problems.append(Problem(path, _("不是允许的值")))

    return check


def choice(*values: Any) -> Check:
    """One of the values listed."""

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        if isinstance(value, bool) or value not in values:
            allowed = "、".join("null" if one is None else str(one) for one in values)
            problems.append(Problem(path, _("只能是%(allowed)s") % {"allowed": allowed}))

    return check


def nullable(inner: Check) -> Check:
    """Null, or what `inner` asks for."""

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        if value is not None:
            inner(value, path, problems)

    return check


def list_of(inner: Check, least: int = 0) -> Check:
    """A list of `inner`, without repeated entries."""

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, list):
            problems.append(Problem(path, _("应为列表")))
            return
        if len(value) < least:
            problems.append(Problem(path, _("至少要有%(least)s项") % {"least": least}))
        for index, entry in enumerate(value):
            if entry in value[:index]:
                problems.append(Problem(f"{path}[{index}]", _("重复")))
            inner(entry, f"{path}[{index}]", problems)

    return check


def mapping_of(inner: Check, key: Check = text, least: int = 0) -> Check:
    """A mapping with free keys."""

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, Mapping):
            problems.append(Problem(path, _("应为键值对")))
            return
        if len(value) < least:
            problems.append(Problem(path, _("至少要有%(least)s项") % {"least": least}))
        for name, entry in value.items():
            key(name, below(path, name), problems)
            inner(entry, below(path, name), problems)

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """A mapping with known keys: the required ones all there, no key that is not known."""
    known = {**required, **(optional or {})}

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, Mapping):
            problems.append(Problem(path, _("应为键值对")))
            return
        _keys(value, required, known, path, problems)
        for name, inner in known.items():
            if name in value:
                inner(value[name], below(path, name), problems)

    return check


def _keys(
    value: Mapping, required: Collection[str], known: Collection[str], path: str, problems: list[Problem]
) -> None:
    problems.extend(Problem(below(path, name), _("缺少此键")) for name in required if name not in value)
    problems.extend(Problem(below(path, name), _("不认识的键")) for name in value if name not in known)
