"""Validity, causes, classes, evidence and exclusions: what is named exists and has a Chinese name."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from relief.schemes.dibao import TOP_CLASS
from relief.schemes.errors import Problem

Data = Mapping[str, Any]


def validity_in_order(data: Data) -> Iterator[Problem]:
    head = data["scheme"]
    if head["valid_to"] is not None and head["valid_to"] <= head["valid_from"]:
        yield Problem("scheme.valid_to", _("须晚于valid_from"))


def cause_labels_once(data: Data) -> Iterator[Problem]:
    seen = set()
    for code, cause in data["causes"].items():
        if cause["label"] in seen:
            yield Problem(f"causes.{code}.label", _("名称重复"))
        seen.add(cause["label"])


def classes_in_order(data: Data) -> Iterator[Problem]:
    """Bounds ascend; `over` is what lies above the last and needs no bound."""
    before = 0
    for name, bound in data["eligibility"]["household_classes"].items():
        path = f"eligibility.household_classes.{name}"
        if name == TOP_CLASS:
            yield Problem(path, _("over是最后一档之上,不能自行规定"))
        if bound <= before:
            yield Problem(path, _("须大于上一档"))
        before = bound


def exclusions_known(data: Data) -> Iterator[Problem]:
    classes = {*data["eligibility"]["household_classes"], TOP_CLASS}
    for code, row in data["exclusions"].items():
        if "class" in row and row["class"] not in classes:
            yield Problem(f"exclusions.{code}.class", _("没有这一档"))
        yield from _causes_known(data, row.get("causes", ()), f"exclusions.{code}.causes")


def evidence_known(data: Data) -> Iterator[Problem]:
    evidence = data["evidence"]
    if "all" not in evidence:
        yield Problem("evidence.all", _("缺少此键"))
    yield from _causes_known(data, (key for key in evidence if key != "all"), "evidence")
    asked = {code for needs in evidence.values() for code in needs}
    for index, code in enumerate(data["evidence_paper_seen"]):
        if code not in asked:
            yield Problem(f"evidence_paper_seen[{index}]", _("evidence中没有这项材料"))


def codes_named(data: Data) -> Iterator[Problem]:
    """Every code that is shown to people has a label, of the scheme's own or of the shipped ones."""
    labels = data.get("labels", {})
    eligibility = data["eligibility"]
    used = [
        ("evidence", f"evidence.{cause}.{code}", code) for cause, needs in data["evidence"].items() for code in needs
    ]
    for section in ("household_classes", "member_exceptions", "family"):
        used += [(section, f"eligibility.{section}.{code}", code) for code in eligibility[section]]
    for section, path, code in used:
        if code not in labels.get(section, {}):
            yield Problem(path, _("没有中文名称,请在labels.%(section)s中写明") % {"section": section})


def satisfaction_on_scale(data: Data) -> Iterator[Problem]:
    row = data["satisfaction"]
    if row["reopen_at_or_below"] not in row["scale"]:
        yield Problem("satisfaction.reopen_at_or_below", _("不在scale之内"))


def _causes_known(data: Data, causes: Iterable[str], path: str) -> Iterator[Problem]:
    for cause in causes:
        if cause not in data["causes"]:
            yield Problem(path, _("没有致困原因%(cause)s") % {"cause": cause})


CHECKS = (
    validity_in_order,
    cause_labels_once,
    classes_in_order,
    exclusions_known,
    evidence_known,
    codes_named,
    satisfaction_on_scale,
)
