"""One sentence that says how an amount came about, in the form of relief.md §5."""

from fractions import Fraction

from relief.schemes.amounts.kinds import Working
from relief.schemes.amounts.question import AmountCase
from relief.schemes.amounts.settlement import Settlement
from relief.schemes.amounts.wording import percent, plain_yuan, yuan
from relief.schemes.money_terms import AmountRule
from relief.schemes.rules import Scheme


def sentence_of(
    scheme: Scheme,
    rule: AmountRule,
    case: AmountCase,
    working: Working,
    settled: Settlement,
    floor_fen: int | None,
    ceiling_fen: int,
) -> str:
    """依据演示办法第1版ILL-SELF:自付18,000.00元×20%=3,600.00元,未触及上限,建议3,600元。"""
    parts = [f"{working.words()}{_liability(scheme, rule, case)}={yuan(settled.raw)}"]
    parts += _steps(scheme, rule, settled)
    parts.append(f"建议{plain_yuan(settled.suggested_fen)}")
    if floor_fen is not None and floor_fen < ceiling_fen:
        parts.append(f"可在{plain_yuan(floor_fen)}至{plain_yuan(ceiling_fen)}之间核定")
    return f"依据{scheme.title}{rule.id}:{','.join(parts)}。"


def _liability(scheme: Scheme, rule: AmountRule, case: AmountCase) -> str:
    """×次责80%."""
    if rule.liability is None or not case.liability:
        return ""
    labels = {code: label for label, code in scheme.import_sheet.liability_labels.items()}
    return f"×{labels[case.liability]}{percent(rule.liability[case.liability])}"


def _steps(scheme: Scheme, rule: AmountRule, settled: Settlement) -> list[str]:
    """What happened between the raw amount and the suggestion, in order."""
    if settled.decided_by == "liability":
        return ["按责任认定不予救助"]
    steps = []
    if settled.lifted > settled.raw:
        least = plain_yuan(rule.minimum_fen or 0)
        steps.append(f"不足最低额{least}按{least}计")
    steps.append(settled.bound.words() if settled.bound else "未触及上限")
    if settled.decided_by == "below_minimum":
        steps.append(f"不足最低发放额{plain_yuan(scheme.minimum_payable_fen)}")
    elif settled.bounded != Fraction(settled.suggested_fen):
        steps.append(f"舍去不足{plain_yuan(scheme.rounding_unit_fen)}的零数")
    return steps
