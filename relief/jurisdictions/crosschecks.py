"""What one part of the merged rules says about another. Runs only on content whose shape is right (schema.py)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from relief.jurisdictions.errors import Problem
from relief.jurisdictions.vocabulary import ChainStage, Kind, Recipient, RuleLevel, ServedOn, ServiceMethod

Data = Mapping[str, Any]
PLACES = re.compile(r"\{([^{}]*)\}")
IN_NUMBER = ["abbr", "mark", "year", "n"]
SIGNS = {"director", "leader", "chair"}
# A recommendation goes out from a county union or above; lower unions request it upward (supervision.md §6, I10).
BELOW_COUNTY = {"TOWNSHIP", "GRASSROOTS"}
LEVEL_OF_REGION = (
    (r"000000", RuleLevel.NATIONAL),
    (r"[0-9]{2}0000", RuleLevel.PROVINCE),
    (r"[0-9]{4}00", RuleLevel.CITY),
)


def prefix(region: str) -> str:
    """The leading digits that every area of the region shares: 990000 → 99, 990100 → 9901, 000000 → nothing."""
    while region.endswith("00"):
        region = region[:-2]
    return region


def level_of(region: str) -> RuleLevel:
    """The level of an administrative code."""
    return next((level for form, level in LEVEL_OF_REGION if re.fullmatch(form, region)), RuleLevel.COUNTY)


def region_of_its_level(data: Data) -> Iterator[Problem]:
    level = level_of(data["region"])
    if level != data["level"]:
        words = {"region": data["region"], "level": level}
        yield Problem("region", _("%(region)s是%(level)s的区划代码,与level不符,请改其中一个") % words)


def validity_in_order(data: Data) -> Iterator[Problem]:
    if data["valid_to"] is not None and data["valid_to"] <= data["valid_from"]:
        yield Problem("valid_to", _("须晚于valid_from(从这一天起不再适用)"))


def chains_lead_to_a_signature(data: Data) -> Iterator[Problem]:
    """Reviewed by somebody, then signed; nobody twice in one chain (supervision.md §2, §5)."""
    for kind, steps in data["signing_chain"].items():
        path, stages = f"signing_chain.{kind}", [step["stage"] for step in steps]
        if ChainStage.SIGN not in stages:
            yield Problem(path, _("缺少签发步骤,请加一步stage为SIGN"))
        if ChainStage.REVIEW not in stages:
            yield Problem(path, _("缺少审核步骤,请加一步stage为REVIEW"))
        if stages != sorted(stages):
            yield Problem(path, _("审核(REVIEW)须都在签发(SIGN)之前"))
        roles = [step["role"] for step in steps]
        for index, step in enumerate(steps):
            if step["role"] in roles[:index]:
                yield Problem(f"{path}[{index}].role", _("同一岗位在一个流程中只能出现一次"))
            if step["stage"] == ChainStage.SIGN and step["role"] not in SIGNS:
                yield Problem(f"{path}[{index}].role", _("签发只能由director、leader或chair"))


def recommendations_from_county_or_above(data: Data) -> Iterator[Problem]:
    for index, issuer in enumerate(data["issuers"][Kind.RECOMMENDATION]):
        for level in sorted(BELOW_COUNTY & set(issuer["levels"])):
            path = f"issuers.recommendation[{index}].levels"
            yield Problem(path, _("建议书由县级以上工会发出,请删去%(level)s") % {"level": level})


def each_organ_once(data: Data) -> Iterator[Problem]:
    for kind, issuers in data["issuers"].items():
        organs = [issuer["organ"] for issuer in issuers]
        for index, organ in enumerate(organs):
            if organ in organs[:index]:
                yield Problem(f"issuers.{kind}[{index}].organ", _("同一机构写了两次,请并为一项"))


def number_names_its_series(data: Data) -> Iterator[Problem]:
    """{abbr}…{mark}…〔{year}〕{n}: each place once, no 第 and no leading zeros (supervision.md §8)."""
    pattern = data["numbering"]["pattern"]
    if sorted(PLACES.findall(pattern)) != sorted(IN_NUMBER) or PLACES.sub("", pattern).strip("{}") != PLACES.sub(
        "", pattern
    ):
        yield Problem("numbering.pattern", _("{abbr}、{mark}、{year}、{n}各须出现一次,不能有其他花括号"))
    elif "〔{year}〕" not in pattern or "第" in pattern:
        yield Problem("numbering.pattern", _("年份须写作〔{year}〕,号前不加第"))
    marks = list(data["numbering"]["marks"].values())
    if len(set(marks)) != len(marks):
        yield Problem("numbering.marks", _("三种文书的标记不能相同"))


def addressee_gets_an_original(data: Data) -> Iterator[Problem]:
    for kind, recipients in data["copies"].items():
        for wanted in (Recipient.ADDRESSEE, Recipient.FILE):
            if wanted not in recipients:
                yield Problem(f"copies.{kind}", _("缺少%(wanted)s") % {"wanted": wanted.value})


def methods_say_when_served(data: Data) -> Iterator[Problem]:
    for name, method in data["service"]["methods"].items():
        if method is not None:
            yield from _method(f"service.methods.{name}", name, method)
    if not data["service"]["methods"].get(ServiceMethod.DIRECT):
        yield Problem("service.methods.DIRECT", _("直接送达不能取消"))


def _method(path: str, name: str, method: Data) -> Iterator[Problem]:
    published = name == ServiceMethod.PUBLICATION
    if (method["served_on"] is None) != published:
        yield Problem(f"{path}.served_on", _("公开发布不产生送达日,写null;其他方式须写明送达日"))
    if (method["served_on"] == ServedOn.DEEMED_ON) != ("deemed_after" in method):
        yield Problem(f"{path}.deemed_after", _("送达日为DEEMED_ON时须写明期间,其他方式不写"))
    if (name == ServiceMethod.ANNOUNCEMENT) != ("approved_by" in method and "after_failed_methods" in method):
        yield Problem(f"{path}.approved_by", _("公告送达须写明approved_by和after_failed_methods,其他方式不写"))
    if (name == ServiceMethod.MAIL) != ("refused_rule" in method and "unclaimed_rule" in method):
        yield Problem(f"{path}.refused_rule", _("邮寄送达须写明refused_rule和unclaimed_rule,其他方式不写"))
    if method["served_on"] == ServedOn.ARRIVED_ON and "consent" not in method["evidence"]:
        yield Problem(f"{path}.evidence", _("电子送达须有consent(事先书面同意)"))


CHECKS = (
    region_of_its_level,
    validity_in_order,
    chains_lead_to_a_signature,
    recommendations_from_county_or_above,
    each_organ_once,
    number_names_its_series,
    addressee_gets_an_original,
    methods_say_when_served,
)


def contradictions(data: Data) -> list[Problem]:
    """Every contradiction within merged rules."""
    return [problem for check in CHECKS for problem in check(data)]


def under_its_parent(content: Data, parent: Data) -> Iterator[Problem]:
    """A narrower profile lies within its parent's region and below its level (supervision.md §7)."""
    levels = RuleLevel.values
    if levels.index(content["level"]) <= levels.index(parent["level"]):
        yield Problem("level", _("须低于上级规则的层级%(level)s") % {"level": parent["level"]})
    if not content["region"].startswith(prefix(parent["region"])):
        yield Problem("region", _("不在上级规则的地区%(region)s之内") % {"region": parent["region"]})
