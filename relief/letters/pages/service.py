"""送达: every attempt, the receipt that proves one, and the day that follows from it (supervision.md §10)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.casework.rooms import Asked
from relief.casework.stand import Stand
from relief.jurisdictions import explaining
from relief.jurisdictions.vocabulary import Evidence
from relief.letters.forms.serving import DAYS
from relief.letters.models import ServiceAttempt, ServiceReceipt
from relief.letters.pages.paper import slips_of
from relief.queue.sitting import Sitting

EVIDENCE: Mapping[str, Any] = {str(value): word for value, word in Evidence.choices}
EVENTS: Mapping[str, Any] = {**DAYS, "arrived_at": gettext_lazy("到达时间"), "consent": gettext_lazy("事先书面同意")}


def page(stand: Stand, sitting: Sitting, asked: Asked) -> dict[str, Any]:
    """What was tried, what proved it, what runs since."""
    facts, receipt = stand.facts, stand.facts.receipt
    attempts = list(stand.case.attempts.select_related("by").order_by("n"))
    return {
        "attempts": [_attempt(a, receipt) for a in attempts], "receipt": _receipt(receipt) if receipt else [],
        "evidence": _evidence(receipt) if receipt else [], "clock": _clock(facts) if receipt else "",
        "announcement_on": stand.case.announcement_allowed_on, "slips": slips_of(stand),
        "empty": {"title": _("还没有送出"), "text": _("用印后登记送出和送达。") if facts.reply_expected else _("这份文书公开发布，不需要送达。")},
    }  # fmt: skip


def _attempt(attempt: ServiceAttempt, receipt: ServiceReceipt | None) -> dict[str, Any]:
    proved = receipt is not None and receipt.attempt_id == attempt.pk
    tone, word = ("done", _("已送达")) if proved else ("bad", _("未能送达")) if attempt.failed_on else ("doing", _("送达中"))
    return {"n": attempt.n, "method": attempt.get_method_display(), "address": attempt.address, "sent_on": attempt.sent_on,
            "by": str(attempt.by), "note": attempt.note, "tone": tone, "word": word, "failed_on": attempt.failed_on,
            "failure": attempt.failure}  # fmt: skip


def _receipt(receipt: ServiceReceipt) -> list[dict[str, str]]:
    """送达回证, its filled lines."""
    rows = [
        (_("送达日期"), receipt.served_on.isoformat()), (_("送达方式"), receipt.attempt.get_method_display()),
        (_("送达地点"), receipt.place), (_("送达人"), receipt.servers), (_("签收人"), receipt.signer),
        (_("签收人身份"), receipt.capacity), (_("代收关系"), receipt.relation), (_("拒收事由"), receipt.refusal),
        (_("见证人"), receipt.witness),
        *((str(EVENTS[name]), _moment(value)) for name, value in receipt.events.items() if name in EVENTS),
    ]  # fmt: skip
    return [{"name": name, "value": value} for name, value in rows if value]


def _moment(value: Any) -> str:
    """A recorded day or instant as people write it."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        pass
    try:
        return localtime(datetime.fromisoformat(value)).strftime("%Y-%m-%d %H:%M")
    except (TypeError, ValueError):
        return str(value)


def _evidence(receipt: ServiceReceipt) -> list[dict[str, str]]:
    return [{"label": str(EVIDENCE.get(code, code)), "url": reverse("document", args=[pk])}
            for code, pk in receipt.evidence.items()]  # fmt: skip


def _clock(facts: Any) -> str:
    """Why the answer is due on its day."""
    if facts.reply_clock is None or facts.rules is None:
        return ""
    return str(explaining.explain(facts.reply_clock, facts.rules).sentence)
