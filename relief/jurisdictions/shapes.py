"""Shapes of a profile beyond those of a scheme: each error says how to mend it."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from relief.schemes.errors import Problem
from relief.schemes.shapes import Check, below

LONGEST = 200
UNPRINTABLE = {"Cc", "Cf", "Cs", "Co"}


def form(pattern: str, remedy: Any) -> Check:
    """A text of the given form; `remedy` says in words which one."""

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            problems.append(Problem(path, str(remedy)))

    return check


def line(value: Any, path: str, problems: list[Problem]) -> None:
    """One line of text that can be printed: not blank, not endless, no control or invisible characters."""
    if not isinstance(value, str) or not value.strip():
        problems.append(Problem(path, _("应为文字,不能为空")))
    elif len(value) > LONGEST:
        problems.append(Problem(path, _("过长,最多%(n)s个字") % {"n": LONGEST}))
    elif any(unicodedata.category(char) in UNPRINTABLE for char in value):
        problems.append(Problem(path, _("含有换行、控制字符或不能打印的字符,请删去")))


def exactly(value: bool) -> Check:
    """A rule of the law that no locality changes."""

    def check(given: Any, path: str, problems: list[Problem]) -> None:
        if given is not value:
            problems.append(Problem(path, _("只能是%(value)s,地方规则不能改变") % {"value": str(value).lower()}))

    return check


def share(value: Any, path: str, problems: list[Problem]) -> None:
    """A fraction between none and all."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1:
        problems.append(Problem(path, _("应为大于0、小于1的数,如0.5")))


def parts(known: Mapping[str, Check], complete: bool) -> Check:
    """A section whose entries a narrower profile may override one by one; the widest brings them all."""

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, Mapping):
            problems.append(Problem(path, _("应为键值对")))
            return
        if complete:
            problems.extend(Problem(below(path, name), _("缺少此键,请补上")) for name in known if name not in value)
        for name, entry in value.items():
            if name in known:
                known[name](entry, below(path, name), problems)
            else:
                allowed = "、".join(known)
                problems.append(Problem(below(path, name), _("不认识的键;这里只有%(allowed)s") % {"allowed": allowed}))

    return check
