"""文书审批表: what is asked, on which grounds, and who said what at which step (supervision.md §11)."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from relief.casework.rooms import Asked
from relief.casework.stand import Stand
from relief.jurisdictions import explaining
from relief.jurisdictions.vocabulary import ChainStage, Recipient
from relief.letters.models import ApprovalStep, SupervisionLetter
from relief.letters.pages.paper import form_url
from relief.notices.paperdata import Mode
from relief.queue.sitting import Sitting
from relief.supervision.routes import SKIP_LABELS
from workflows import roles
from workflows.models import Event
from workflows.supervision_letter import DRAFT, REVIEW, SIGNING

Verdict = ApprovalStep.Verdict


def page(stand: Stand, sitting: Sitting, asked: Asked) -> dict[str, Any]:
    """The form's head, the steps of every round, the steps still to come, the seal."""
    letter: SupervisionLetter = stand.case
    steps = list(letter.steps.select_related("person").order_by("id"))
    return {"facts_rows": _head(stand), "rounds": _rounds(letter, steps), "to_come": _to_come(stand),
            "seal": _seal(letter), "acknowledged": letter.acknowledged,
            "print_url": form_url("letter_approval", Mode.DECIDED, letter.pk),
            "empty": {"title": _("还没有审签意见"), "text": _("送审后，各环节的意见列在这里。")}}  # fmt: skip


def _head(stand: Stand) -> list[dict[str, str]]:
    letter, facts = stand.case, stand.facts
    content, rules, plan = letter.content, facts.rules, letter.plan
    cited = content.get("legal_bases") or content.get("violations") or []
    bases = [f"《{c.get('law', '')}》{c.get('article', '')}{c.get('clause') or ''}" for c in cited if isinstance(c, dict)]
    limit = explaining.rule_text(facts.reply_rule) if rules and facts.reply_expected and facts.reply_rule else ""
    copies = [str(Recipient(c).label) for c in rules.copies[letter.kind]] if rules else []
    skip = (plan.skip_reminder or plan.skip_opinion) if plan else ""
    rows = [
        (_("文种"), letter.get_kind_display()), (_("主送"), letter.addressee), (_("事由"), _subject(content)),
        (_("依据"), "、".join(bases)), (_("期限"), limit),
        (_("份数"), f"{letter.copies or len(copies)}（{'、'.join(copies)}）" if copies else ""),
        (_("跳级理由"), _("%(why)s：%(note)s（%(who)s决定）") % {
            "why": SKIP_LABELS.get(skip, skip), "note": plan.skip_note.rstrip("。"), "who": plan.skip_decided_by}
         if skip and plan else ""),
    ]  # fmt: skip
    return [{"name": name, "value": str(value)} for name, value in rows if value]


def _subject(content: dict[str, Any]) -> str:
    """The reason of a reminder, the first fact of the others."""
    if content.get("reason"):
        return str(content["reason"])
    facts = content.get("facts") or []
    first = facts[0] if isinstance(facts, list) and facts else ""
    return str(first.get("text") or "") if isinstance(first, dict) else str(first)


def _rounds(letter: SupervisionLetter, steps: list[ApprovalStep]) -> list[dict[str, Any]]:
    """The latest round first; a returned draft began a new one."""
    found: dict[int, list[dict[str, Any]]] = {}
    for step in steps:
        found.setdefault(step.round, []).append({
            "stage": ChainStage(step.stage).label, "role": roles.label(step.role), "person": str(step.person),
            "verdict": step.get_verdict_display(), "tone": "wait" if step.verdict == Verdict.RETURN else "done",
            "opinion": step.opinion, "on": step.on, "document": step.document_id})  # fmt: skip
    return [{"n": n, "steps": found[n], "current": n == letter.round} for n in sorted(found, reverse=True)]


def _to_come(stand: Stand) -> list[str]:
    """The steps of the chain that nobody has taken yet."""
    facts = stand.facts
    if stand.case.state == DRAFT:
        left = facts.chain
    elif stand.case.state in (REVIEW, SIGNING):
        left = facts.chain[len(facts.steps) :]
    else:
        return []
    return [f"{roles.label(step.role)}{ChainStage(step.stage).label}" for step in left]


def _seal(letter: SupervisionLetter) -> str:
    """用印: who, when, how many."""
    if not letter.pdf_digest:
        return ""
    event = Event.objects.filter(machine=letter.machine.name, case_id=letter.pk, verb="seal").select_related("actor").last()
    who = str(event.actor) if event and event.actor else ""
    at = localtime(letter.sealed_at).strftime("%Y-%m-%d %H:%M") if letter.sealed_at else ""
    return _("%(who)s于%(at)s用印，%(n)d份") % {"who": who, "at": at, "n": letter.copies}
