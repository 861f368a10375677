"""Narrow over wide: a city's entry replaces the province's entry of the same name, whole (supervision.md §7)."""

from collections.abc import Mapping, Sequence
from typing import Any

from relief.jurisdictions.schema import SECTIONS, SERVICE, VALUES
from relief.jurisdictions.vocabulary import SealMode

HEAD_ONLY = ("code", "version", "name", "level", "region", "valid_from", "valid_to")


def merged(chain: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The rules in force of a profile: its own content over its parents', the widest first in ``chain``."""
    rules: dict[str, Any] = {}
    for content in chain:
        for name in SECTIONS:
            rules[name] = {**rules.get(name, {}), **content.get(name, {})}
        rules["service"] = _service(rules.get("service", {}), content.get("service", {}))
        rules |= {name: content[name] for name in VALUES if name in content}
        rules |= {name: content[name] for name in HEAD_ONLY}
    return rules


def _service(wide: Mapping[str, Any], narrow: Mapping[str, Any]) -> dict[str, Any]:
    """Each method of service is an entry of its own."""
    others = {name: entry for name, entry in {**wide, **narrow}.items() if name in SERVICE and name != "methods"}
    return {**others, "methods": {**wide.get("methods", {}), **narrow.get("methods", {})}}


def with_default_seal(content: Any) -> Any:
    """A widest profile that says nothing of the seal's mode leaves the place of the seal empty (supervision.md §9)."""
    seal = content.get("seal") if isinstance(content, Mapping) and content.get("parent") is None else None
    if not isinstance(seal, Mapping) or "mode" in seal:
        return content
    return {**content, "seal": {"mode": SealMode.PHYSICAL.value, **seal}}
