"""What may happen at almost any time: hold, extension, amendment, contact, notes, papers (relief.md §3 ACTS)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from relief.applications.models import ContactNote, SupplementItem
from relief.documents.services import Upload, file_papers
from workflows.engine import close_pause, open_pause, verb
from workflows.errors import NotPossible
from workflows.fsm import Moment
from workflows.models import Extension

MONEY_FIELDS = {"bank", "bank_code", "card_no", "account_name", "payee_relation", "name"}


def _from_today(m: Moment) -> None:
    """A clock is stopped or lengthened from today on: no overdue case is mended by an earlier date."""
    if m.occurred_on != m.today:
        raise NotPossible(_("暂缓、解除和延期的日期只能是今天。"))


@verb("relief_application", "hold")
def hold(m: Moment, *, reason: str, review_on: date) -> dict[str, Any]:
    """Stop the clock and every ▸ move until released; the reason and the day to look again are kept."""
    _from_today(m)
    if m.facts.held:
        raise NotPossible(_("本案已在暂缓办理中。"))
    if review_on <= m.today:
        raise NotPossible(_("复查日期须在今天之后。"))
    open_pause(m, "held", reason=reason, review_on=review_on)
    return {"reason": reason, "review_on": review_on}


@verb("relief_application", "release")
def release(m: Moment, *, reason: str = "") -> dict[str, Any]:
    """Let the clock run again from tomorrow."""
    _from_today(m)
    if not m.facts.held:
        raise NotPossible(_("本案没有暂缓。"))
    close_pause(m, "held")
    return {"reason": reason}


@verb("relief_application", "extend")
def extend(m: Moment, *, reason: str) -> dict[str, Any]:
    """Lengthen the clock of this state once more, as the scheme allows this role."""
    _from_today(m)
    key = m.case.machine.stage(m.case.state).limit
    terms = m.facts.scheme.clock(key).extend
    if terms is None:
        raise NotPossible(_("办法没有规定本环节可以延期。"))
    Extension.objects.create(machine=m.case.machine.name, case_id=m.case.pk, clock=key, started_on=m.occurred_on,
                             n=terms.n, unit=terms.unit, reason=reason)  # fmt: skip
    m.facts.__dict__.pop("timekeeping", None)
    return {"clock": key, "n": terms.n, "unit": terms.unit, "reason": reason}


@verb("relief_application", "contact_note")
def contact_note(m: Moment, *, who: str, said: str, phone: str = "") -> dict[str, Any]:
    """联系记录: who, phone, when, said."""
    if not who.strip() or not said.strip():
        raise NotPossible(_("请填写联系对象和沟通内容。"))
    ContactNote.objects.create(application=m.case, on=m.occurred_on, who=who, phone=phone, said=said,
                               by=m.actor)  # fmt: skip
    return {"who": who, "said": said}


@verb("relief_application", "note")
def note(m: Moment, *, text: str) -> dict[str, Any]:
    """A remark in the timeline."""
    if not text.strip():
        raise NotPossible(_("请填写备注内容。"))
    return {"text": text}


@verb("relief_application", "add_paper")
def add_paper(m: Moment, *, item: str, uploads: Sequence[Upload] = (), original_seen: bool = False,
              paper_only: bool = False) -> dict[str, Any]:  # fmt: skip
    """File papers under an evidence item; what the scheme lets stand on paper needs no file."""
    if paper_only and item not in m.facts.scheme.evidence_paper_seen:
        raise NotPossible(_("办法要求这项材料上传扫描件，不能只登记纸质存档。"))
    if not uploads and not paper_only:
        raise NotPossible(_("请选择要上传的文件。"))
    filed = file_papers(
        dossier=m.facts.dossier(), organisation=m.facts.line.own, item=item, uploads=uploads,
        by=m.actor or m.entered_by, at=m.at, original_seen=original_seen, paper_only=paper_only)  # fmt: skip
    codes = item.split(",")
    SupplementItem.objects.filter(application=m.case, evidence__in=codes, answered_on=None).update(answered_on=m.today)
    return {"item": item, "documents": [{"id": d.pk, "name": d.name, "digest": d.digest} for d in filed]}
