"""The kinds of amount rules. Each gives its amount and the words of its arithmetic, so that they cannot disagree.

The words are spelt out when somebody asks for the sentence; a preview of thousands of rows does not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from relief.schemes.amounts.question import AmountCase
from relief.schemes.amounts.wording import percent, plain_yuan, times, yuan
from relief.schemes.dibao import household_class
from relief.schemes.errors import AmountError
from relief.schemes.money_terms import AmountRule, Band
from relief.schemes.rules import Scheme

HUNDRED_PERCENT = 10000
NET_WORDS = {"cost": "自付", "loss": "净损失"}
Words = Callable[[], str]
NET_KEYS = {"cost": "total_cost", "loss": "loss"}


@dataclass(frozen=True)
class Working:
    """Amount in fen before liability, the highest one a person may choose, the net fen, the words up to `=`."""

    amount: Fraction
    highest: Fraction
    net_fen: int | None
    words: Words


def work_out(scheme: Scheme, rule: AmountRule, case: AmountCase) -> Working:
    """The rule's arithmetic for the case, before liability, minimum and bounds."""
    return KINDS[rule.kind](scheme, rule, case)


def net_of(rule: AmountRule, case: AmountCase) -> int:
    """Gross cost or loss less everything received, never below 0."""
    gross = case.total_cost_fen if rule.basis == "cost" else case.loss_fen
    if gross is None:
        raise AmountError(NET_KEYS[rule.basis], _("该致困原因必须填写此项"))
    return max(0, gross - case.received_fen)


def _same(amount: Fraction | int, net_fen: int | None, words: Words) -> Working:
    exact = Fraction(amount)
    return Working(exact, exact, net_fen, words)


def _part(amount_fen: int, bp: int) -> Fraction:
    return Fraction(amount_fen * bp, HUNDRED_PERCENT)


def _share(_scheme: Scheme, rule: AmountRule, case: AmountCase) -> Working:
    net = net_of(rule, case)
    return _same(_part(net, rule.bp), net, lambda: f"{NET_WORDS[rule.basis]}{yuan(net)}×{percent(rule.bp)}")


def _band_whole(_scheme: Scheme, rule: AmountRule, case: AmountCase) -> Working:
    """全额累进: the percentage of the band on the whole net, or its fixed amount; outside every band 0."""
    net = net_of(rule, case)
    band = next((b for b in rule.bands if b.from_fen <= net and (b.to_fen is None or net < b.to_fen)), None)
    fixed = band.fixed_fen if band else 0
    amount = _part(net, band.bp or 0) if band and fixed is None else Fraction(fixed or 0)
    return _same(amount, net, lambda: f"{NET_WORDS[rule.basis]}{yuan(net)}{_band_words(rule, band, net)}")


def _band_words(rule: AmountRule, band: Band | None, net_fen: int) -> str:
    """×20%, or what a fixed band or none of them means."""
    if band is None:
        first = rule.bands[0].from_fen
        return f",低于起付线{plain_yuan(first)},补助" if net_fen < first else ",高于最高一档,补助"
    if band.fixed_fen is not None:
        return f",{plain_yuan(band.from_fen)}以上定额"
    return f"×{percent(band.bp or 0)}"


def _band_marginal(_scheme: Scheme, rule: AmountRule, case: AmountCase) -> Working:
    """超额累进: each slice of the net at its own percentage."""
    net = net_of(rule, case)
    slices = [(_slice(band, net), band.bp or 0) for band in rule.bands if net > band.from_fen]
    total = sum((_part(fen, bp) for fen, bp in slices), Fraction(0))
    return _same(total, net, lambda: f"{NET_WORDS[rule.basis]}{yuan(net)},分段{_terms(slices)}")


def _terms(slices: list[tuple[int, int]]) -> str:
    return "+".join(f"{yuan(fen)}×{percent(bp)}" for fen, bp in slices) or "补助"


def _slice(band: Band, net_fen: int) -> int:
    top = net_fen if band.to_fen is None else min(net_fen, band.to_fen)
    return top - band.from_fen


def _dibao_multiple(scheme: Scheme, rule: AmountRule, case: AmountCase) -> Working:
    """Dibao × multiple × persons up to `max_persons`, or one."""
    standard = dibao_of(scheme, case)
    amount = _part(standard, rule.multiple_bp)
    if not rule.per_person:
        return _same(amount, None, lambda: _multiple_words(standard, rule))
    if not case.household_size:
        raise AmountError("household_size", _("该致困原因必须填写家庭人口,至少1人"))
    persons = min(case.household_size, rule.max_persons or case.household_size)
    capped = f"(家庭{case.household_size}人,最多计{persons}人)" if persons < case.household_size else ""
    return _same(amount * persons, None, lambda: f"{_multiple_words(standard, rule)}×{persons}人{capped}")


def _multiple_words(standard_fen: int, rule: AmountRule) -> str:
    return f"低保标准{yuan(standard_fen)}×{times(rule.multiple_bp)}"


def _flat(scheme: Scheme, rule: AmountRule, case: AmountCase) -> Working:
    if rule.by_class is None:
        return _same(rule.amount_fen, None, lambda: "定额")
    income = case.per_capita_monthly_fen
    if income is None:
        raise AmountError("per_capita_monthly", _("该致困原因必须填写家庭月人均收入"))
    standard = dibao_of(scheme, case)
    name = household_class(scheme.eligibility.household_classes, income, standard)
    label = scheme.label("household_classes", name)
    return _same(rule.by_class[name], None, lambda: f"月人均收入{yuan(income)},低保标准{yuan(standard)},{label}定额")


def _range(_scheme: Scheme, rule: AmountRule, _case: AmountCase) -> Working:
    return Working(Fraction(rule.default_fen), Fraction(rule.max_fen), None,
                   lambda: f"核定范围{plain_yuan(rule.min_fen)}至{plain_yuan(rule.max_fen)},默认")  # fmt: skip


def dibao_of(scheme: Scheme, case: AmountCase) -> int:
    """The dibao of the case's area on the application date. Raises AmountError for what is missing."""
    if not case.area:
        raise AmountError("area", _("该致困原因按低保标准计算,必须填写地区"))
    if not case.hukou:
        raise AmountError("hukou", _("该致困原因按低保标准计算,必须填写户口类型"))
    if case.application_date is None:
        raise AmountError("application_date", _("该致困原因按低保标准计算,必须填写申请日期"))
    standard = scheme.dibao(case.area, case.hukou, case.application_date)
    if standard is None:
        where = {"area": case.area, "day": case.application_date.isoformat()}
        raise AmountError("area", _("办法中没有地区%(area)s在%(day)s的低保标准(dibao)") % where)
    return standard


KINDS: dict[str, Callable[[Scheme, AmountRule, AmountCase], Working]] = {
    "flat": _flat,
    "range": _range,
    "band_whole": _band_whole,
    "band_marginal": _band_marginal,
    "share": _share,
    "dibao_multiple": _dibao_multiple,
}
