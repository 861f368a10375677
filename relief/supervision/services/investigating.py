"""调查: records, workers, the finding (supervision.md §11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from relief.documents.services import Upload
from relief.people.identifiers import clean_name
from relief.supervision.models import CaseWorker, Certificate, Finding, InvestigationRecord, RecordSignature
from relief.supervision.pseudonyms import next_pseudonym
from relief.supervision.services.filing import CASE, filed_one
from workflows.engine import verb
from workflows.errors import NotPossible
from workflows.fsm import Moment
from workflows.models import Event

RECORD_PAPER = "INVESTIGATION_RECORD"


@verb(CASE, "record")
def record(m: Moment, *, held_at: datetime, place: str, person: str, told: str, text: str, read_back: str,
           position: str = "", paper: Upload | None = None, refusal_note: str = "") -> dict[str, Any]:  # fmt: skip
    """调查笔录, with the recorder's own signature. The scan of the signed record, or a note that it was refused."""
    if not all(x.strip() for x in (place, person, told, text)) or read_back not in InvestigationRecord.ReadBack.values:
        raise NotPossible(_("请填写调查笔录的时间、地点、被调查人、告知事项、问答和核对情况。"))
    if held_at > m.at:
        raise NotPossible(_("调查时间不能晚于现在。"))
    row = InvestigationRecord.objects.create(
        case=m.case, by=m.actor, at=m.at, held_at=held_at, place=place, person=person, position=position, told=told,
        text=text, read_back=read_back, refusal_note=refusal_note.strip(),
        signed_scan=filed_one(m, RECORD_PAPER, paper))  # fmt: skip
    _sign(m, row)
    return {"record": row.pk, "refused": bool(refusal_note.strip()), "paper": row.signed_scan}


@verb(CASE, "sign_record")
def sign_record(m: Moment, *, record: InvestigationRecord | None = None, paper: Upload | None = None,
                refusal_note: str = "") -> dict[str, Any]:  # fmt: skip
    """Another investigator signs; who stands in for the first one is no other. The scan may come with it."""
    row = m.case.records.filter(pk=record.pk).first() if record else m.case.records.order_by("pk").last()
    if row is None:
        raise NotPossible(_("还没有调查笔录，请先登记。"))
    signed = Event.objects.filter(machine=CASE, case_id=m.case.pk, facts__record=row.pk)
    before = {p for pair in signed.values_list("actor_id", "principal_id") for p in pair if p}
    if before & m.persons:
        raise NotPossible(_("您(或您所代理的人)已在这份笔录上签字，须由另一名监督员签字。"))
    if paper is not None and row.signed_scan_id is None:
        row.signed_scan = filed_one(m, RECORD_PAPER, paper)
    row.refusal_note = row.refusal_note or refusal_note.strip()
    row.save(update_fields=["signed_scan", "refusal_note"])
    _sign(m, row)
    return {"record": row.pk}


def _sign(m: Moment, row: InvestigationRecord) -> None:
    held = Certificate.objects.filter(person=m.actor, valid_from__lte=m.occurred_on, valid_to__gte=m.occurred_on)
    number = held.order_by("-valid_from").values_list("number", flat=True).first() or ""
    RecordSignature.objects.create(record=row, person=m.actor, certificate=number, at=m.at)


@verb(CASE, "report")
def report(m: Moment, *, facts: Sequence[Mapping[str, Any]], workers: int, amount_fen: int, employer_view: str, route: str,
           reason: str, second: Any, violations: Sequence[Mapping[str, str]] = ()) -> dict[str, Any]:  # fmt: skip
    """审查结论, in two names: who reports and the other investigator."""
    if workers < 0 or amount_fen < 0:
        raise NotPossible(_("人数和金额不能为负数。"))
    if second.pk in m.persons:
        raise NotPossible(_("审查结论须由两名监督员共同作出，请选择另一名监督员。"))
    row = Finding.objects.create(
        case=m.case, by=m.actor, at=m.at, facts=[dict(x) for x in facts], violations=[dict(x) for x in violations],
        workers=workers, amount_fen=amount_fen, employer_view=employer_view.strip(), route=route, reason=reason.strip(),
        second=second)  # fmt: skip
    return {"finding": row.pk, "second": second.pk, "route": route, "workers": workers, "amount_fen": amount_fen,
            "violations": len(row.violations)}  # fmt: skip


@verb(CASE, "add_worker")
def add_worker(m: Moment, *, name: str, contact: str = "", owed_fen: int = 0, period: str = "", status: str = "",
               consents: bool = False, worker: CaseWorker | None = None) -> dict[str, Any]:  # fmt: skip
    """登记涉及职工: the name is encrypted, everything else speaks of 职工甲. ``worker`` corrects a row."""
    if not clean_name(name) or owed_fen < 0:
        raise NotPossible(_("请填写职工姓名，欠付金额不能为负数。"))
    row = m.case.workers.filter(pk=worker.pk).first() if worker else None
    if worker is not None and row is None:
        raise NotPossible(_("本案没有这名职工。"))
    row = row or CaseWorker(case=m.case, by=m.actor or m.entered_by, at=m.at, pseudonym=next_pseudonym(m.case))
    row.name, row.contact, row.owed_fen, row.period = clean_name(name), contact.strip(), owed_fen, period.strip()
    row.status, row.consents = status.strip(), consents
    row.save()
    return {"worker": row.pk, "pseudonym": row.pseudonym, "owed_fen": owed_fen, "consents": consents}
