"""Intake: acceptance, supplements, exclusions, the member exception (relief.md §3, §5)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from relief.applications.models import Application, HouseholdLock, SupplementItem
from relief.schemes.selectors import scheme_on
from workflows.engine import consequence, verb
from workflows.errors import NotPossible
from workflows.fsm import Moment


@verb("relief_application", "accept")
def accept(m: Moment) -> dict[str, Any]:
    """Freeze the scheme version in force on the day of acceptance, draw the county's sample."""
    a: Application = m.case
    a.scheme = scheme_on(m.occurred_on)
    a.accepted_on = m.occurred_on
    a.drawn_for_sample = _drawn(a)
    a.save(update_fields=["scheme", "accepted_on", "drawn_for_sample"])
    m.facts.__dict__.pop("version", None)
    return {"scheme": f"{a.scheme.code} v{a.scheme.version}", "drawn_for_sample": a.drawn_for_sample}


def _drawn(application: Application) -> bool:
    """The draw for the county's sample: from the journal's last hash, so nobody at the base can choose it."""
    scheme: Any = application.scheme
    rules = scheme.rules.investigation
    share = rules.relatives_sample_bp if application.relative_of_staff else rules.county_sample_bp
    drawn = int.from_bytes(hashlib.sha256(bytes(application.head_hash)).digest()[:4], "big") % 10000
    return drawn < share


@consequence("relief_application", "accept")
def lock_household(m: Moment, event: Any) -> None:
    """I5: from now on no other case of this household and cause-event can be accepted."""
    a: Application = m.case
    HouseholdLock.objects.create(
        application=a, household_blind=a.household_blind, cause=a.cause, event_date=a.event_date)  # fmt: skip


@verb("relief_application", "ask")
def ask(m: Moment, *, items: Sequence[str], reason: str = "") -> dict[str, Any]:
    """The full list of what is missing, at once."""
    wanted = [i.strip() for i in items if i.strip()]
    SupplementItem.objects.bulk_create(
        SupplementItem(application=m.case, on=m.occurred_on, what=what) for what in wanted)  # fmt: skip
    if not wanted:
        raise NotPossible(_("请列明需要补正的内容。"))
    return {"items": wanted, "reason": reason}


@verb("relief_application", "answer", "answer_visit")
def answer(m: Moment, *, answered: Sequence[int] | None = None) -> dict[str, Any]:
    """Mark items as answered; None = all of them."""
    items = SupplementItem.objects.filter(application=m.case, answered_on=None)
    if answered is not None:
        items = items.filter(pk__in=answered)
    done = list(items.values_list("what", flat=True))
    items.update(answered_on=m.occurred_on)
    return {"answered": done}


@verb("relief_application", "answer_exclusions")
def answer_exclusions(m: Moment, *, answers: Mapping[str, bool]) -> dict[str, Any]:
    """Ask each active switch; income classes answer themselves."""
    a: Application = m.case
    known = {x.code for x in m.facts.scheme.exclusions_for(a.cause) if not x.household_class}
    a.exclusions = {**a.exclusions, **{k: bool(v) for k, v in answers.items() if k in known}}
    a.save(update_fields=["exclusions"])
    return {"answers": a.exclusions}


@verb("relief_application", "allow_exception")
def allow_exception(m: Moment, *, exception: str, reason: str) -> dict[str, Any]:
    """The head agrees to help somebody who is no member, by a reason that the scheme names."""
    if exception not in m.facts.scheme.eligibility.member_exceptions:
        raise NotPossible(_("办法没有规定这种例外。"))
    m.case.exception = exception
    m.case.save(update_fields=["exception"])
    return {"exception": exception, "reason": reason}


ENTRY_ERROR = "ENTRY_ERROR"
MAY_BE_ENTRY_ERRORS = ("withdraw", "decline", "terminate")


def refuse_silence(verb_name: str, ground: str) -> None:
    """§3: only these three may rest on 录入错误, which sends no notice; whoever is refused is told so."""
    if ground == ENTRY_ERROR and verb_name not in MAY_BE_ENTRY_ERRORS:
        raise NotPossible(_("“录入错误”只用于撤回、不予受理和终止；不予救助须写明理由并告知申请人。"))


@verb("relief_application", "decline", "refuse_at_base", "refuse_at_county", "terminate", "withdraw")
def end_with_reason(m: Moment, *, reason: str = "", ground: str = "") -> dict[str, Any]:
    """Keep why the case ended; ground ENTRY_ERROR (录入错误/重复录入) sends no notice."""
    refuse_silence(m.verb, ground)
    m.case.rejected_reason = reason
    m.case.save(update_fields=["rejected_reason"])
    return {"reason": reason, "ground": ground}
