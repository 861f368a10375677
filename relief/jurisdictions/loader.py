"""Profile files: every document read and checked as a whole, over the parents it names. Nothing is half loaded."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from relief.jurisdictions.crosschecks import contradictions, under_its_parent
from relief.jurisdictions.errors import Problem, ProfileError
from relief.jurisdictions.merging import merged, with_default_seal
from relief.jurisdictions.schema import shape_of
from relief.schemes.errors import SchemeError
from relief.schemes.loader import read_yaml_documents

PROFILES_DIR = Path(__file__).resolve().parents[2] / "fixtures" / "jurisdictions"
Chain = list[Mapping[str, Any]]
# The contents of a stored version, the widest first; None where there is no such version.
ParentChain = Callable[[str], Chain | None]


def read_profiles(path: Path) -> list[Any]:
    """The documents of a profile file as plain values, dates as ISO text. Raises ProfileError."""
    try:
        return [content for content in read_yaml_documents(path) if content is not None]
    except SchemeError as error:
        raise ProfileError(error.problems) from error


def validated(content: Any, parent_chain: ParentChain) -> dict[str, Any]:
    """A profile's content, checked over its parents. Raises ProfileError naming every key at fault."""
    data = with_default_seal(content)
    problems: list[Problem] = []
    shape_of(data)(data, "", problems)
    if problems:
        raise ProfileError(problems)
    above = _above(data, parent_chain)
    problems = [*(under_its_parent(data, above[-1]) if above else ()), *contradictions(merged([*above, data]))]
    if problems:
        raise ProfileError(problems)
    return dict(data)


def _above(data: Mapping[str, Any], parent_chain: ParentChain) -> Chain:
    if data["parent"] is None:
        return []
    above = parent_chain(data["parent"])
    if above is None:
        words = {"parent": data["parent"]}
        raise ProfileError([Problem("parent", _("没有上级规则%(parent)s,请先装入它,或改正版本号") % words)])
    return above
