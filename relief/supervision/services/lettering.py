"""决定文书: which letter goes to whom (supervision.md §6). The case writes plans; letters are drafted from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from relief.supervision.models import LetterKind, LetterPlan
from relief.supervision.routes import follows_for, issuer_for, plan_faults
from relief.supervision.services.filing import CASE, names_kept_out
from workflows.engine import verb
from workflows.errors import NotPossible
from workflows.fsm import Moment

MAX_PLANS = 20
KNOWN = frozenset({"kind", "addressee", "organ", "issuer", "follows", "skip_reminder", "skip_opinion", "skip_note",
                   "skip_decided_by"})  # fmt: skip


@verb(CASE, "open_letters", "escalate")
def decide(m: Moment, *, plans: Sequence[Mapping[str, Any]], reason: str = "") -> dict[str, Any]:
    """One plan a letter: kind, addressee; issuer and organ (by the profile when not said); ``follows``, the letter before;
    skip_reminder or skip_opinion with skip_note, and skip_decided_by where somebody else has to decide."""
    if not 0 < len(plans) <= MAX_PLANS:
        raise NotPossible(_("请决定文种、主送单位和跳级理由。"))
    names_kept_out(m, reason, *(p.get("skip_note") for p in plans))
    if any({"kind", "addressee"} - plan.keys() or plan.keys() - KNOWN for plan in plans):
        raise NotPossible(_("请决定文种、主送单位和跳级理由。"))
    written = [_plan(m, **plan) for plan in plans]
    m.facts.forget_written()
    faults = [fault for plan in written for fault in plan_faults(m.facts, plan)]
    if faults:
        raise NotPossible("；".join(dict.fromkeys(faults)), missing=faults)
    return {"plans": [_told(plan) for plan in written], "reason": reason}


def _plan(m: Moment, *, kind: str, addressee: str, organ: str = "", issuer: Any = None, follows: Any = None,
          skip_reminder: str = "", skip_opinion: str = "", skip_note: str = "", skip_decided_by: Any = None) -> LetterPlan:  # fmt: skip
    if kind not in LetterKind.values:
        raise NotPossible(_("请选择文种并填写主送单位。"))
    lowest, name = issuer_for(m.facts, kind, organ)
    union = issuer or lowest
    if union is None:
        raise NotPossible(_("按规则没有可以制发这种文书的工会。"))
    skips = bool(skip_reminder or skip_opinion)
    return LetterPlan.objects.create(
        case=m.case, by=m.actor, at=m.at, kind=kind, addressee=" ".join(addressee.split()), organ=name,
        issuer=union, follows=follows or follows_for(m.facts, kind, addressee), skip_reminder=skip_reminder,
        skip_opinion=skip_opinion, skip_note=skip_note.strip(),
        skip_decided_by=(skip_decided_by or m.actor) if skips else None)  # fmt: skip


def _told(plan: LetterPlan) -> dict[str, Any]:
    skip = plan.skip_reminder or plan.skip_opinion
    return {"plan": plan.pk, "kind": plan.kind, "addressee": plan.addressee, "issuer": plan.issuer_id,
            "follows": plan.follows_id, "skip": skip, "decided_by": plan.skip_decided_by_id}  # fmt: skip
