"""What may happen at almost any time: hold, extension, amendment, contact, notes, papers (relief.md §3 ACTS)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from relief.applications.models import Amendment, Application, ContactNote, SupplementItem
from relief.applications.services.drafting import FORM_FIELDS, derive, masked
from relief.applications.services.visiting import compute
from relief.documents.services import Upload, file_papers
from workflows.engine import close_pause, open_pause, verb
from workflows.errors import NotPossible
from workflows.fsm import Moment
from workflows.models import Extension
from workflows.relief_application import APPROVAL, APPROVED

MONEY_FIELDS = {"bank", "bank_code", "card_no", "account_name", "payee_relation", "name"}


@verb("relief_application", "hold")
def hold(m: Moment, *, reason: str, review_on: date) -> dict[str, Any]:
    """Stop the clock and every ▸ move until released; the reason and the day to look again are kept."""
    if m.facts.held:
        raise NotPossible(_("本案已在暂缓办理中。"))
    if review_on <= m.today:
        raise NotPossible(_("复查日期须在今天之后。"))
    open_pause(m, "held", reason=reason, review_on=review_on)
    return {"reason": reason, "review_on": review_on}


@verb("relief_application", "release")
def release(m: Moment, *, reason: str = "") -> dict[str, Any]:
    """Let the clock run again from tomorrow."""
    if not m.facts.held:
        raise NotPossible(_("本案没有暂缓。"))
    close_pause(m, "held")
    return {"reason": reason}


@verb("relief_application", "extend")
def extend(m: Moment, *, reason: str) -> dict[str, Any]:
    """Lengthen the clock of this state once more, as the scheme allows this role."""
    key = m.case.machine.stage(m.case.state).limit
    terms = m.facts.scheme.clock(key).extend
    if terms is None:
        raise NotPossible(_("办法没有规定本环节可以延期。"))
    Extension.objects.create(machine=m.case.machine.name, case_id=m.case.pk, clock=key, started_on=m.occurred_on,
                             n=terms.n, unit=terms.unit, reason=reason)  # fmt: skip
    m.facts.__dict__.pop("timekeeping", None)
    return {"clock": key, "n": terms.n, "unit": terms.unit, "reason": reason}


@verb("relief_application", "amend")
def amend(m: Moment, *, field: str, value: Any, reason: str, paper: Any = None) -> dict[str, Any]:
    """更正: one field, old and new, reason, paper. It recomputes; a search for duplicates must be made again."""
    a: Application = m.case
    _may_amend(m, field)
    old = getattr(a, field)
    if old == value:
        raise NotPossible(_("新内容与原内容相同。"))
    setattr(a, field, value)
    if field in ("name", "account_name") and not a.account_name:
        a.account_name = a.name
    derive(a)
    a.searched_at_count = 0
    a.save(update_fields=[field, "birth_on", "id_blind", "household_blind", "mobile_blind", "card_blind",
                          "account_name", "searched_at_count"])  # fmt: skip
    shown = masked({field: old}), masked({field: value})
    before, after = (str(s[field] if s[field] is not None else "") for s in shown)
    Amendment.objects.create(application=a, on=m.occurred_on, field=field, old=before, new=after, reason=reason,
                             by=m.actor)  # fmt: skip
    if m.facts.calculation is not None and not m.facts.calculation_current:
        compute(m)
    return {"field": field, "old": before, "new": after, "reason": reason, "paper": paper}


def _may_amend(m: Moment, field: str) -> None:
    if field not in FORM_FIELDS or field == "organisation":
        raise NotPossible(_("不能更正这一项。"))
    if field == "cause" and not m.facts.before_publish:
        raise NotPossible(_("公示之后不能更正致困原因。"))
    if m.case.state == APPROVED:
        raise NotPossible(_("已批准的案件须先撤销批准，才能更正。"))
    amounts = field.endswith("_fen") or field in MONEY_FIELDS
    if m.case.state == APPROVAL and amounts:
        raise NotPossible(_("提交审批后更正金额或收款人，须先退回审核。"))


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
