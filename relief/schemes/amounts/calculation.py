"""From the question to the answer: raw × liability → minimum → smallest bound → one floor → minimum payable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from relief.schemes.amounts.bounds import Bound, bounds_of, smallest, values
from relief.schemes.amounts.checks import check_question
from relief.schemes.amounts.kinds import HUNDRED_PERCENT, Working, work_out
from relief.schemes.amounts.question import AmountCase, PriorPayment, Question
from relief.schemes.amounts.reading import read_question
from relief.schemes.amounts.sentence import sentence_of
from relief.schemes.amounts.settlement import Settlement, settle
from relief.schemes.money_terms import AmountRule
from relief.schemes.rules import Scheme


@dataclass(frozen=True)
class Calculation:
    """A computed amount with all that is needed to compute it again (I13). Fen; `raw` after liability, exact."""

    scheme: str
    version: int
    rule: str
    question: Question
    net_fen: int | None
    raw: Fraction
    bounds: tuple[tuple[str, int | None], ...]
    decided_by: str
    suggested_fen: int
    ceiling_fen: int
    floor_fen: int | None
    sentence: str

    def answer(self) -> dict[str, Any]:
        """The answer of `explain_amount`."""
        return {
            "rule": self.rule,
            "net": self.net_fen,
            "suggested": self.suggested_fen,
            "ceiling": self.ceiling_fen,
            "floor": self.floor_fen,
            "decided_by": self.decided_by,
            "sentence": self.sentence,
        }

    def to_json(self) -> dict[str, Any]:
        """The record that is stored with the case."""
        return {
            "scheme": self.scheme,
            "version": self.version,
            "inputs": self.question.to_json(),
            "raw": {"numerator": self.raw.numerator, "denominator": self.raw.denominator},
            "bounds": [{"name": name, "value": fen} for name, fen in self.bounds],
            **self.answer(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Calculation":
        return cls(
            scheme=data["scheme"],
            version=data["version"],
            rule=data["rule"],
            question=read_question(data["inputs"]),
            net_fen=data["net"],
            raw=Fraction(data["raw"]["numerator"], data["raw"]["denominator"]),
            bounds=tuple((bound["name"], bound["value"]) for bound in data["bounds"]),
            decided_by=data["decided_by"],
            suggested_fen=data["suggested"],
            ceiling_fen=data["ceiling"],
            floor_fen=data["floor"],
            sentence=data["sentence"],
        )


@dataclass(frozen=True)
class Suggestion:
    """What the rules give for a question, before it is put into words."""

    question: Question
    rule: AmountRule
    working: Working
    bounds: list[Bound]
    settled: Settlement
    ceiling_fen: int
    floor_fen: int | None


def suggest(scheme: Scheme, question: Question) -> Suggestion:
    """The amounts alone. Raises AmountError for bad or missing input."""
    case = question.case
    check_question(scheme, question)
    rule = scheme.rule_for(case.cause)
    working = work_out(scheme, rule, case)
    bounds = bounds_of(scheme, rule, question, working.net_fen)
    factor = factor_of(rule, case)
    settled = highest = _settle(scheme, rule, working.amount, factor, bounds)
    if working.highest != working.amount:
        highest = _settle(scheme, rule, working.highest, factor, bounds)
    ceiling = highest.suggested_fen
    floor = min(rule.min_fen, ceiling) if rule.kind == "range" else None
    return Suggestion(question, rule, working, bounds, settled, ceiling, floor)


def calculate(
    scheme: Scheme,
    case: AmountCase,
    prior: Sequence[PriorPayment] = (),
    budget_available: int | None = None,
) -> Calculation:
    """What the scheme suggests for the case. `budget_available` in fen. Raises AmountError for bad or missing input."""
    s = suggest(scheme, Question(case=case, prior=tuple(prior), budget_available_fen=budget_available))
    return Calculation(
        scheme=scheme.code,
        version=scheme.version,
        rule=s.rule.id,
        question=s.question,
        net_fen=s.working.net_fen,
        raw=s.settled.raw,
        bounds=values(s.bounds),
        decided_by=s.settled.decided_by,
        suggested_fen=s.settled.suggested_fen,
        ceiling_fen=s.ceiling_fen,
        floor_fen=s.floor_fen,
        sentence=sentence_of(scheme, s.rule, case, s.working, s.settled, s.floor_fen, s.ceiling_fen),
    )


def recompute(scheme: Scheme, stored: Calculation) -> Calculation:
    """The same question again: equal to the stored calculation, or something is wrong (I13, audit check 13)."""
    question = stored.question
    return calculate(scheme, question.case, question.prior, question.budget_available_fen)


def factor_of(rule: AmountRule, case: AmountCase) -> int | None:
    """The liability factor in basis points; None where the rule knows none."""
    return rule.liability[case.liability] if rule.liability is not None and case.liability else None


def _settle(
    scheme: Scheme, rule: AmountRule, amount: Fraction, factor: int | None, bounds: Sequence[Bound]
) -> Settlement:
    raw = amount if factor is None else amount * Fraction(factor, HUNDRED_PERCENT)
    return settle(
        raw,
        refused_by_liability=factor == 0,
        minimum_fen=rule.minimum_fen,
        bound=smallest(bounds),
        unit_fen=scheme.rounding_unit_fen,
        minimum_payable_fen=scheme.minimum_payable_fen,
    )
