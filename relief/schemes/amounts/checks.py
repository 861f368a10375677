"""What a question must hold before anything is computed. Every refusal names its key."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from relief.schemes.amounts.question import AmountCase, Question
from relief.schemes.dibao import HUKOU
from relief.schemes.errors import AmountError
from relief.schemes.rules import Scheme


def check_question(scheme: Scheme, question: Question) -> None:
    """Raises AmountError for the first fault: unknown codes, missing liability, negative money."""
    case = question.case
    if case.cause not in scheme.causes:
        raise AmountError("cause", _("办法中没有致困原因%s") % case.cause)
    for key, value in _numbers(question):
        if value is not None and value < 0:
            raise AmountError(key, _("不能为负数"))
    if case.hukou and case.hukou not in HUKOU:
        raise AmountError("hukou", _("户口类型只能是%s") % "、".join(HUKOU))
    if case.source and case.source not in scheme.fund_sources:
        raise AmountError("source", _("办法中没有资金来源%s") % case.source)
    _check_liability(scheme, case)
    for index, payment in enumerate(question.prior):
        if payment.returned_fen > payment.amount_fen:
            raise AmountError(f"prior[{index}].returned", _("退回金额大于发放金额"))


def _check_liability(scheme: Scheme, case: AmountCase) -> None:
    """Known where stated, stated where the rule asks for it: without it nobody may assume there is none."""
    if case.liability and case.liability not in scheme.import_sheet.liability_labels.values():
        allowed = "、".join(scheme.import_sheet.liability_labels.values())
        raise AmountError("liability", _("责任认定只能是%s") % allowed)
    if scheme.rule_for(case.cause).liability is not None and not case.liability:
        raise AmountError("liability", _("该致困原因必须填写责任认定"))


def _numbers(question: Question) -> Iterator[tuple[str, int | None]]:
    case = question.case
    yield "total_cost", case.total_cost_fen
    yield "loss", case.loss_fen
    yield "medical_insurance", case.medical_insurance_fen
    yield "commercial_insurance", case.commercial_insurance_fen
    yield "mutual_aid", case.mutual_aid_fen
    yield "other_aid", case.other_aid_fen
    yield "household_size", case.household_size
    yield "per_capita_monthly", case.per_capita_monthly_fen
    yield "requested_amount", case.requested_amount_fen
    yield "budget_available", question.budget_available_fen
    for index, payment in enumerate(question.prior):
        yield f"prior[{index}].amount", payment.amount_fen
        yield f"prior[{index}].returned", payment.returned_fen
