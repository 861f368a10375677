"""The papers of many cases that people sign: 上会名单, 公示结果证明, 付款审批单, 付款清单 (relief.md §7, §9)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from relief.applications.facts import ApplicationFacts
from relief.applications.models import AgendaItem, Application, Meeting, PublicitySheet, SheetEntry
from relief.notices import forms
from relief.notices import paperdata as data
from relief.notices.formpapers import scheme_of
from relief.notices.kinds import basis_of
from relief.notices.sheets import sheet_paper
from relief.organisations.models import Organisation
from relief.payouts.models import PayoutBatch, PayoutLine
from relief.schemes.selectors import scheme_on
from workflows.clock import today
from workflows.models import Event
from workflows.relief_application import APPROVAL
from workflows.roles import Role

SHOWN_MINUTES = 5


def agenda(meeting: Meeting) -> forms.Agenda:
    """上会名单 with what the meeting answered, line by line."""
    items = list(meeting.agenda.select_related("application__scheme").order_by("application_id"))
    scheme = scheme_of(items[0].application) if items else scheme_on(meeting.held_on).rules
    return forms.Agenda(
        issuer=meeting.organisation.name, basis=basis_of(scheme), mode=data.Mode.DECIDED, body=meeting.body,
        held_on=meeting.held_on, minutes_no=meeting.number, entitled=meeting.entitled, present=meeting.present,
        recused=meeting.recused or _("无"), votes=_votes(items),
        rows=tuple(_agenda_row(i.application, i) for i in items),
        recorder=data.Opinion(signer=str(meeting.recorded_by), signed_on=meeting.held_on))  # fmt: skip


def agenda_waiting(organisation: Organisation) -> forms.Agenda:
    """上会名单 before the meeting: the cases that wait for a meeting of this union, for the members' pens."""
    waiting = Application.objects.filter(state=APPROVAL, organisation__path__startswith=organisation.path)
    asked = [a for a in waiting.select_related("organisation", "scheme").order_by("id") if _meets_at(a, organisation)]
    scheme = scheme_of(asked[0]) if asked else scheme_on(today()).rules
    return forms.Agenda(
        issuer=organisation.name, basis=basis_of(scheme), mode=data.Mode.WET, body=_body(asked),
        rows=tuple(_agenda_row(a) for a in asked))  # fmt: skip


def _meets_at(application: Application, organisation: Organisation) -> bool:
    facts = ApplicationFacts(application)
    return facts.matrix_row.by == Role.SECRETARY and facts.place("matrix").path == organisation.path


def _body(asked: list[Application]) -> str:
    return ApplicationFacts(asked[0]).matrix_row.meeting or "" if asked else ""


def _agenda_row(a: Application, item: AgendaItem | None = None) -> forms.AgendaRow:
    stored = a.storedcalculation_set.order_by("id").last()
    scheme = scheme_of(a)
    source = scheme.fund_sources.get(a.proposed_source)
    return forms.AgendaRow(
        case_no=a.number, name=a.name, employer=a.employer, cause_label=scheme.causes[a.cause].label,
        net_fen=stored.data["net"] if stored else None, source_label=source.label if source else "",
        proposed_fen=item.proposed_fen if item else a.proposed_fen,
        note=_("职工亲属") if a.relative_of_staff else "", **_answer(item))  # fmt: skip


def _answer(item: AgendaItem | None) -> dict[str, Any]:
    if item is None:
        return {}
    return {"result": item.get_decision_display(), "amount_fen": item.amount_fen, "reason": item.reason}


def _votes(items: Iterable[AgendaItem]) -> str:
    """One line where all cases were voted alike, else case by case by its place in the list."""
    counts = [_("同意%(yes)s票、反对%(no)s票、弃权%(none)s票") % {
        "yes": i.votes_for, "no": i.votes_against, "none": i.abstentions} for i in items]  # fmt: skip
    groups: dict[str, list[int]] = {}
    for n, text in enumerate(counts, 1):
        groups.setdefault(text, []).append(n)
    if len(groups) < 2:
        return "".join(groups)
    most = max(groups, key=lambda text: len(groups[text]))
    others = [_("第%(n)s件%(votes)s") % {"n": "、".join(map(str, ns)), "votes": text}
              for text, ns in groups.items() if text != most]  # fmt: skip
    return "；".join([*others, _("其余各件%(votes)s") % {"votes": most}])


def publicity_result(sheet: PublicitySheet) -> forms.PublicityResult:
    """公示结果证明: where and when the sheet hung, and what the signed result says."""
    entries = list(sheet.entries.select_related("application__scheme").order_by("id"))
    paper = sheet_paper(sheet, entries)
    signed = data.Opinion(signer=str(sheet.result_signed_by), signed_on=sheet.result_on)
    return forms.PublicityResult(
        issuer=paper.issuer, basis=paper.basis, mode=data.Mode.DECIDED, sheet_no=sheet.number, place=sheet.place,
        from_on=sheet.starts_on, until_on=sheet.ends_on, rows=tuple(_result_row(e) for e in entries),
        objections=0 if sheet.result else None, objection_text=sheet.result,
        union=signed if sheet.result_signed_by_id else data.Opinion())  # fmt: skip


def _result_row(entry: SheetEntry) -> forms.ResultRow:
    later = entry.application.sheet_entries.filter(pk__gt=entry.pk).exists()
    served = Event.objects.filter(machine="relief_application", case_id=entry.application_id,
                                  verb__in=("close_publicity", "confirm_publicity"))  # fmt: skip
    outcome = _("已重新公示") if later else _("公示期满") if served.exists() else ""
    return forms.ResultRow(case_no=entry.application.number, name_masked=entry.name_masked,
                           cause_label=entry.cause_label, amount_fen=entry.amount_fen, outcome=outcome)  # fmt: skip


def payment_approval(batch: PayoutBatch) -> forms.PaymentApproval:
    """付款审批单 of a batch: one source, one payee or a list."""
    lines = _lines(batch)
    one = lines[0] if len(lines) == 1 else None
    many = _("%(name)s等%(n)d人（见付款清单）") % {"name": lines[0].payee_name if lines else "", "n": len(lines)}
    return forms.PaymentApproval(
        issuer=batch.organisation.name, **_batch_head(batch), batch_no=batch.number,
        payee=one.payee_name if one else many, bank=one.bank if one else "",
        account_no=one.card_no if one else "", persons=len(lines),
        purpose=_("发放职工（会员）临时救助金%(n)d笔。") % {"n": len(lines)}, grounds=_grounds(lines),
        amount_fen=batch.total_fen, attachments=None if one else 1)  # fmt: skip


def payment_list(batch: PayoutBatch) -> forms.PaymentList:
    """付款清单: what a file would say, for U-key or cheque; the bank's receipt numbers once they are known."""
    head = _batch_head(batch)
    return forms.PaymentList(
        issuer=batch.organisation.name, basis=head["basis"], mode=data.Mode.DECIDED, issued_on=head["issued_on"],
        batch_no=batch.number, payer=batch.organisation.name, source_label=head["source_label"],
        drafter=head["drafter"], checker=head["checker"],
        rows=tuple(_payment_row(x) for x in _lines(batch)))  # fmt: skip


def _batch_head(batch: PayoutBatch) -> dict[str, Any]:
    scheme = scheme_on(batch.opened_on).rules
    return {"basis": basis_of(scheme), "mode": data.Mode.DECIDED, "issued_on": batch.opened_on,
            "source_label": scheme.fund_sources[batch.source].label, "drafter": _hand(batch, "open"),
            "checker": _hand(batch, "check")}  # fmt: skip


def _hand(batch: PayoutBatch, verb: str) -> data.Opinion:
    done = Event.objects.filter(machine="payout_batch", case_id=batch.pk, verb=verb).select_related("actor")
    event = done.order_by("-id").first()
    return data.Opinion(signer=str(event.actor), signed_on=event.occurred_on) if event else data.Opinion()


def _lines(batch: PayoutBatch) -> list[PayoutLine]:
    related = ("application", "award__agenda_item__meeting", "result")
    return list(batch.lines.select_related(*related).order_by("line_no"))


def _payment_row(x: PayoutLine) -> forms.PaymentRow:
    result = getattr(x, "result", None)
    return forms.PaymentRow(
        line_no=x.line_no, case_no=x.application.number, account_name=x.payee_name, bank=x.bank, account_no=x.card_no,
        amount_fen=x.amount_fen, receipt_no=result.receipt if result else "")  # fmt: skip


def _grounds(lines: list[PayoutLine]) -> str:
    """The decisions behind the payment: how many were an officer's, which minutes decided the others."""
    items = [item for x in lines if (item := x.award.agenda_item)]
    minutes = list(dict.fromkeys(i.meeting.number or str(i.meeting) for i in items))
    parts = []
    if len(items) < len(lines):
        parts.append(_("审批人审批%(n)d件") % {"n": len(lines) - len(items)})
    if minutes:
        shown = "、".join(minutes[:SHOWN_MINUTES]) + (_("等") if len(minutes) > SHOWN_MINUTES else "")
        parts.append(_("会议纪要%(numbers)s审批%(n)d件") % {"numbers": shown, "n": len(items)})
    return "；".join(parts) + "。"
