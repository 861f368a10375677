"""From the form to the amount: what the rules are asked, and the stored answer (relief.md §5, I13)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from relief.applications.limits import event_key, prior_payments
from relief.applications.models import Application, StoredCalculation
from relief.schemes.amounts import AmountCase, Calculation, calculate
from relief.schemes.errors import AmountError
from relief.schemes.models import SchemeVersion
from workflows.errors import NotPossible


def amount_case(application: Application, *, area: str, as_of: date) -> AmountCase:
    """The facts of the form that an amount depends on."""
    a = application
    return AmountCase(
        cause=a.cause,
        area=area,
        hukou=a.hukou_type or None,
        application_date=a.application_date,
        as_of=as_of,
        total_cost_fen=a.total_cost_fen,
        loss_fen=a.loss_fen,
        medical_insurance_fen=a.medical_insurance_fen or 0,
        commercial_insurance_fen=a.commercial_insurance_fen or 0,
        mutual_aid_fen=a.mutual_aid_fen or 0,
        other_aid_fen=a.other_aid_fen or 0,
        liability=a.liability or None,
        household_size=a.household_size,
        per_capita_monthly_fen=a.per_capita_monthly_fen,
        requested_amount_fen=a.requested_fen,
        source=a.proposed_source or None,
        event=event_key(a),
    )


def work_out(application: Application, version: SchemeVersion, *, area: str, as_of: date) -> Calculation:
    """What the scheme suggests for the form as it stands. Raises AmountError where the form lacks a fact."""
    scheme = version.rules
    case = amount_case(application, area=area, as_of=as_of)
    return calculate(scheme, case, prior_payments(application, scheme.limit_date))


def store(application: Application, version: SchemeVersion, calculation: Calculation, on: date) -> StoredCalculation:
    """Keep the calculation with the case."""
    return StoredCalculation.objects.create(
        application=application, on=on, scheme=version, data=calculation.to_json(),
        suggested_fen=calculation.suggested_fen, ceiling_fen=calculation.ceiling_fen, sentence=calculation.sentence,
    )  # fmt: skip


def require_within_bounds(facts: Any, amount_fen: int, as_of: date) -> None:
    """I4: what others of the household and person were awarded meanwhile counts. NotPossible above today's ceiling."""
    try:
        found = work_out(facts.case, facts.version, area=facts.area, as_of=as_of)
    except AmountError as error:
        raise NotPossible(_("无法测算救助金额：%(why)s。") % {"why": error.message}) from error
    if amount_fen > found.ceiling_fen:
        raise NotPossible(_("按今天的情况救助上限为%(cap)s元，低于拟救助的金额，请退回重新测算。%(why)s") % {
            "cap": f"{found.ceiling_fen / 100:,.2f}", "why": found.sentence})  # fmt: skip


ASKED = ("cause", "area", "hukou", "application_date", "total_cost", "loss", "medical_insurance",
         "commercial_insurance", "mutual_aid", "other_aid", "liability", "household_size", "per_capita_monthly",
         "requested_amount", "event")  # fmt: skip


def still_holds(stored: StoredCalculation, case: AmountCase) -> bool:
    """Does the stored calculation speak of the form as it stands?"""
    then: dict[str, Any] = stored.data["inputs"]["case"]
    now = case.to_json()
    return all(then.get(key) == now[key] for key in ASKED)
