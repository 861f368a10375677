"""文书: what was decided, each letter with its state and its day, and what a plan still waits for."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from relief.casework.rooms import Asked
from relief.casework.stand import Stand
from relief.casework.tabs import papers
from relief.queue.dues import due_cell
from relief.queue.pages import why_url
from relief.queue.registry import KINDS
from relief.queue.sitting import Sitting
from relief.supervision.forms.lettering import GROUND_WORDS
from relief.supervision.models import LetterPlan
from relief.supervision.routes import SKIP_LABELS
from workflows.supervision_letter import SUPERVISION_LETTER
from workflows.timekeeping import Deadline

LETTER, DRAFT = "letter", "letter_new"
DRAFTERS = frozenset(SUPERVISION_LETTER.opened_by)


def page(stand: Stand, sitting: Sitting, asked: Asked) -> dict[str, Any]:
    """Plans and letters, then the papers that the case itself issued."""
    facts = stand.facts
    drafts = any(g.role in DRAFTERS and stand.case.organisation.path.startswith(g.path) for g in sitting.grants)
    deciders = {p.pk: str(p.skip_decided_by) for p in stand.case.plans.exclude(skip_decided_by=None).select_related(
        "skip_decided_by")}  # fmt: skip
    rows = [_row(stand, sitting, p, deciders.get(p.pk, ""), drafts) for p in facts.plans]
    grounds = [f"{GROUND_WORDS.get(g.code, g.code)}（{g.letter}）" for g in facts.escalation_grounds]
    return {"plans": rows, "grounds": grounds, **papers(stand, sitting, asked),
            "plans_empty": {"title": _("还没有决定制发文书"), "text": _("审查结论审定后，由主任决定文种和主送单位。")}}  # fmt: skip


def _row(stand: Stand, sitting: Sitting, plan: LetterPlan, decider: str, drafts: bool) -> dict[str, Any]:
    letter = getattr(plan, "letter", None)
    skip = plan.skip_reminder or plan.skip_opinion
    shown = {"kind": plan.get_kind_display(), "addressee": plan.addressee, "issuer": plan.issuer.name,
             "skip": _("跳级：%(why)s（%(who)s决定）") % {"why": SKIP_LABELS.get(skip, skip), "who": decider} if skip else "",
             "note": plan.skip_note}  # fmt: skip
    if letter is None:
        return {**shown, "number": "", "state": "todo", "state_label": _("待拟稿"), "due": None, "url": "",
                "draft_url": page_of(DRAFT, f"?plan={plan.pk}") if drafts else "", "end": ""}  # fmt: skip
    outcome = getattr(letter, "outcome_row", None)
    return {**shown, "number": letter.number or _("未编号"), "state": letter.state, "state_label": letter.state_label,
            "due": _due(letter, sitting), "url": page_of(LETTER, "", letter.pk), "draft_url": "",
            "end": letter.get_detail_display() if outcome else ""}  # fmt: skip


def _due(letter: Any, sitting: Sitting) -> Any:
    """The addressee's or our day, with its reason where the letters have a page."""
    has_desk = letter.machine.stage(letter.state).has_desk
    deadline = letter.machine.facts(letter).deadline if has_desk else Deadline()
    stopped = deadline.why is not None and deadline.due_on is None
    url = why_url(letter.machine.name, letter.pk) if letter.machine.name in KINDS else ""
    return due_cell(deadline.due_on, deadline.due_at, today=sitting.on, now=sitting.now, stopped=stopped, why_url=url)


def page_of(name: str, query: str, *args: int) -> str:
    """A page of the letters; '' where it does not exist."""
    try:
        return reverse(name, args=args) + query
    except NoReverseMatch:
        return ""


def not_ended(facts: Any) -> list[str]:
    """Plans without a letter, and letters without an end."""
    waiting = [_("%(kind)s待拟稿") % {"kind": p.get_kind_display()} for p in facts.open_plans]
    running = [x for x in facts.letters if not hasattr(x, "outcome_row")]
    return waiting + [f"{x.number or x.get_kind_display()}（{x.state_label}）" for x in running]
