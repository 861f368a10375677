"""Amount rules: one a cause, complete for their kind, bands in order (relief.md §5)."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from relief.schemes.dibao import TOP_CLASS
from relief.schemes.errors import Problem

Data = Mapping[str, Any]
COMMON = {"id", "causes", "kind", "basis", "cap", "minimum", "liability"}
NET_BASES = ("cost", "loss")
# kind → bases it may stand on, keys it needs, keys it may have.
KINDS: dict[str, tuple[tuple[str, ...], set[str], set[str]]] = {
    "flat": (("none",), set(), {"amount", "by_class"}),
    "range": (("none",), {"min", "max", "default"}, set()),
    "band_whole": (NET_BASES, {"bands"}, set()),
    "band_marginal": (NET_BASES, {"bands"}, set()),
    "share": (NET_BASES, {"bp"}, set()),
    "dibao_multiple": (("dibao",), {"multiple_bp", "per_person"}, {"max_persons"}),
}


def one_rule_per_cause(data: Data) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    ids: set[str] = set()
    for index, rule in enumerate(data["amount_rules"]):
        path = f"amount_rules[{index}]"
        if rule["id"] in ids:
            yield Problem(f"{path}.id", _("规则编号重复"))
        ids.add(rule["id"])
        for cause in rule["causes"]:
            if cause not in data["causes"]:
                yield Problem(f"{path}.causes", _("没有致困原因%(cause)s") % {"cause": cause})
            elif cause in owner:
                both = {"cause": cause, "rule": owner[cause]}
                yield Problem(f"{path}.causes", _("%(cause)s已由规则%(rule)s规定,每个原因只能有一条规则") % both)
            owner.setdefault(cause, rule["id"])
    for cause in data["causes"]:
        if cause not in owner:
            yield Problem(f"causes.{cause}", _("没有金额规则"))


def complete_for_kind(data: Data) -> Iterator[Problem]:
    for index, rule in enumerate(data["amount_rules"]):
        path = f"amount_rules[{index}]"
        bases, needed, allowed = KINDS[rule["kind"]]
        if rule["basis"] not in bases:
            yield Problem(f"{path}.basis", _("该类规则只能是%(bases)s") % {"bases": "、".join(bases)})
        for key in sorted(needed - set(rule)):
            yield Problem(f"{path}.{key}", _("缺少此键"))
        for key in sorted(set(rule) - COMMON - needed - allowed):
            yield Problem(f"{path}.{key}", _("该类规则没有此键"))
        if rule["kind"] == "flat" and ("amount" in rule) == ("by_class" in rule):
            yield Problem(path, _("amount与by_class须有且只有一个"))


def range_in_order(data: Data) -> Iterator[Problem]:
    for index, rule in enumerate(data["amount_rules"]):
        if {"min", "max", "default"} <= set(rule) and not rule["min"] <= rule["default"] <= rule["max"]:
            yield Problem(f"amount_rules[{index}].default", _("须在min与max之间"))


def bands_in_order(data: Data) -> Iterator[Problem]:
    """Each band begins where the one before ends; only the last may be open."""
    for index, rule in enumerate(data["amount_rules"]):
        bands = rule.get("bands", [])
        for place, band in enumerate(bands):
            path = f"amount_rules[{index}].bands[{place}]"
            if band["to"] is not None and band["to"] <= band["from"]:
                yield Problem(f"{path}.to", _("须大于from"))
            if band["to"] is None and place < len(bands) - 1:
                yield Problem(f"{path}.to", _("只有最后一档可以为null"))
            if place and band["from"] != bands[place - 1]["to"]:
                yield Problem(f"{path}.from", _("须与上一档的to相等"))
            yield from _worth(rule["kind"], band, path)


def _worth(kind: str, band: Mapping[str, Any], path: str) -> Iterator[Problem]:
    if kind == "band_marginal" and "fixed" in band:
        yield Problem(f"{path}.fixed", _("超额累进的档只能用bp"))
    if ("bp" in band) == ("fixed" in band):
        yield Problem(path, _("bp与fixed须有且只有一个"))


def factors_known(data: Data) -> Iterator[Problem]:
    """Liability factors for every liability of the sheet; amounts for every household class."""
    liabilities = set(data["import_sheet"]["liability_labels"].values())
    classes = {*data["eligibility"]["household_classes"], TOP_CLASS}
    for index, rule in enumerate(data["amount_rules"]):
        for key, wanted in (("liability", liabilities), ("by_class", classes)):
            if key in rule and set(rule[key]) != wanted:
                names = "、".join(sorted(wanted))
                yield Problem(f"amount_rules[{index}].{key}", _("须恰好规定%(names)s") % {"names": names})


CHECKS = (one_rule_per_cause, complete_for_kind, range_in_order, bands_in_order, factors_known)
