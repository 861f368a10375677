"""The amount shown beside a good row before anything is written."""

from relief.applications.sheet.report import DraftRow, Preview
from relief.schemes.amounts import AmountCase, Question, suggest
from relief.schemes.errors import AmountError
from relief.schemes.rules import Scheme


def preview(scheme: Scheme, draft: DraftRow, area: str) -> Preview:
    """§5 with the union's area as of the application date; no earlier payments, source or budget."""
    case = AmountCase(
        cause=draft.cause,
        area=area,
        hukou=draft.hukou,
        application_date=draft.application_date,
        as_of=draft.application_date,
        total_cost_fen=draft.total_cost_fen,
        loss_fen=draft.loss_fen,
        medical_insurance_fen=draft.medical_insurance_fen or 0,
        commercial_insurance_fen=draft.commercial_insurance_fen or 0,
        mutual_aid_fen=draft.mutual_aid_fen or 0,
        other_aid_fen=draft.other_aid_fen or 0,
        liability=draft.liability,
        household_size=draft.household_size,
        per_capita_monthly_fen=draft.per_capita_monthly_fen,
        requested_amount_fen=draft.requested_amount_fen,
    )
    try:
        answer = suggest(scheme, Question(case=case))
    except AmountError:  # the scheme has no dibao for the union's area: the reviewer settles it, the row is good
        return Preview(draft.cause, scheme.rule_for(draft.cause).id, None, None, None, None)
    settled = answer.settled
    return Preview(
        draft.cause, answer.rule.id, answer.working.net_fen, settled.suggested_fen, answer.ceiling_fen, settled.decided_by
    )
