"""更正: one corrected field and all that rests on it: lock, limits, amount, opinions, publication (relief.md §3)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from relief.applications.models import Amendment, Application, HouseholdLock, Opinion
from relief.applications.requirements import missing_fields, missing_papers
from relief.applications.services.drafting import FORM_FIELDS, derive, masked
from relief.applications.services.standing import MONEY_FIELDS
from relief.applications.services.visiting import compute
from relief.people.identifiers import parse_card, parse_mobile
from relief.people.identity import identity_of
from workflows.engine import verb
from workflows.errors import NotPossible
from workflows.fsm import Moment
from workflows.relief_application import APPROVAL, APPROVED

# What nothing decided rests on: neither amount, payee, published fields, household, nor the level that decides.
FREE_WHEN_APPROVED = frozenset({
    "address", "mobile", "health", "identity", "member_no", "insurance_kind", "work_status", "contract_months",
    "rigid_spending_fen", "narrative", "event_place"})  # fmt: skip
DERIVED = ["sex", "birth_on", "id_blind", "household_blind", "mobile_blind", "card_blind", "account_name",
           "searched_at_count"]  # fmt: skip


@verb("relief_application", "amend")
def amend(m: Moment, *, field: str, value: Any, reason: str, paper: Any = None) -> dict[str, Any]:
    """更正: one field, old and new, reason, paper. It recomputes; a search for duplicates must be made again."""
    a: Application = m.case
    _may_amend(m, field)
    old, value = getattr(a, field), _checked(a, field, value)
    if old == value:
        raise NotPossible(_("新内容与原内容相同。"))
    lacked = set(missing_fields(a, m.facts.scheme))
    setattr(a, field, value)
    if field == "name" and a.account_name == old:
        a.account_name = value
    if field == "id_no":
        a.sex = ""
    derive(a)
    a.searched_at_count = 0
    _whole(m, field, lacked)
    a.save(update_fields=[field, *DERIVED])
    _move_lock(m)
    shown = masked({field: old}), masked({field: value})
    before, after = (str(s[field] if s[field] is not None else "") for s in shown)
    Amendment.objects.create(application=a, on=m.occurred_on, field=field, old=before, new=after, reason=reason,
                             by=m.actor)  # fmt: skip
    return {"field": field, "old": before, "new": after, "reason": reason, "paper": paper, **_recompute(m)}


def _may_amend(m: Moment, field: str) -> None:
    if field not in FORM_FIELDS or field == "organisation":
        raise NotPossible(_("不能更正这一项。"))
    if field == "cause" and not m.facts.before_publish:
        raise NotPossible(_("公示之后不能更正致困原因。"))
    if m.case.state == APPROVED and field not in FREE_WHEN_APPROVED:
        raise NotPossible(_("已批准的案件须先撤销批准，才能更正这一项。"))
    amounts = field.endswith("_fen") or field in MONEY_FIELDS
    if m.case.state == APPROVAL and amounts:
        raise NotPossible(_("提交审批后更正金额或收款人，须先退回审核。"))


NUMBERS = {"card_no": parse_card, "mobile": parse_mobile}


def _checked(a: Application, field: str, value: Any) -> Any:
    """The value as the form would take it: of its type and length, one of its choices, no negative money."""
    meta: Any = a._meta
    try:
        value = meta.get_field(field).clean(value, a)
    except ValidationError as error:
        raise NotPossible("；".join(error.messages)) from error
    number = NUMBERS[field](value) if field in NUMBERS and value else value
    if number is None and value is not None:
        raise NotPossible(_("号码格式不对，请核对后重新填写。"))
    if field.endswith("_fen") and value is not None and value < 0:
        raise NotPossible(_("金额不能为负数。"))
    return number


def _whole(m: Moment, field: str, lacked: set[str]) -> None:
    """The corrected form still satisfies what was asked at submission (§7, §8)."""
    a, scheme = m.case, m.facts.scheme
    if a.cause not in scheme.causes:
        raise NotPossible(_("致困原因不认识。"))
    if field in ("id_no", "id_type") and not m.facts.identity_valid:
        raise NotPossible(_("证件号码无效。"))
    if field == "household_head_id" and a.household_head_id and not _identity(a.household_head_id):
        raise NotPossible(_("户主证件号码无效。"))
    if a.event_date > a.application_date:
        raise NotPossible(_("发生日期不能晚于申请日期。"))
    gaps = set(missing_fields(a, scheme)) - lacked
    gaps |= set(missing_papers(a, scheme)) if field == "cause" else set()
    if gaps:
        raise NotPossible(_("更正后还缺%(what)s，请先补齐。") % {"what": "、".join(sorted(gaps))}, missing=sorted(gaps))


def _identity(number: str) -> bool:
    """Is it a well-formed number of any type?"""
    from relief.people.identifiers import IdType
    from workflows.clock import today

    return any(identity_of(kind, number, today=today()) is not None for kind in IdType)


def _move_lock(m: Moment) -> None:
    """I5: the lock names the household and cause-event of the form as it now stands; limits are tested again."""
    a = m.case
    key = {"household_blind": a.household_blind, "cause": a.cause, "event_date": a.event_date}
    lock = HouseholdLock.objects.filter(application=a).exclude(**key).first()
    if lock is None:
        return
    if not m.facts.household_free:
        raise NotPossible(_("更正后的家庭同一事由已有在办案件，请先核对是否重复。"))
    if not m.facts.limits_open(m.today):
        raise NotPossible(_("更正后的家庭或本人已达到救助次数或金额上限。"))
    HouseholdLock.objects.filter(pk=lock.pk).update(**key)


def _recompute(m: Moment) -> dict[str, Any]:
    """The amount as the corrected form gives it; what was proposed follows, what was signed of another amount falls.

    An amount that rose after publication must be published again, one that fell is noted (§11.15).
    """
    a, before = m.case, m.facts.calculation
    if before is None or m.facts.calculation_current:
        return {}
    compute(m)
    after = m.facts.calculation
    if (after.suggested_fen, after.ceiling_fen) == (before.suggested_fen, before.ceiling_fen):
        return {}
    if a.state == APPROVAL:
        raise NotPossible(_("这项更正会改变救助金额，须先退回审核。"))
    Opinion.objects.filter(application=a, of=Opinion.Of.COUNTY, current=True).update(current=False)
    if a.proposed_fen is not None:
        adopted = a.proposed_fen == before.suggested_fen
        a.proposed_fen = after.suggested_fen if adopted else min(a.proposed_fen, after.ceiling_fen)
        a.save(update_fields=["proposed_fen"])
    return {"suggested_fen": after.suggested_fen, "ceiling_fen": after.ceiling_fen, "proposed_fen": a.proposed_fen}
