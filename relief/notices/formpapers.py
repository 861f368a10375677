"""The papers of one case that people sign by hand, written from the record (relief.md §7 Paper).

申请审批表 and 入户调查表 carry identity, card and phone in full: they are the file's own paper. Whoever prints them
sees them, which the view logs.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from relief.applications.models import Application, Award, Opinion, Visit
from relief.documents.models import Document
from relief.notices import forms
from relief.notices import paperdata as data
from relief.notices.kinds import basis_of
from relief.people.identifiers import ID_TYPE_LABELS, IdType
from relief.schemes.rules import Scheme
from relief.schemes.selectors import scheme_on
from workflows.clock import today
from workflows.models import Event

VISIT_PHOTO = "VISIT_PHOTO"


def scheme_of(application: Application) -> Scheme:
    """The 办法 frozen at acceptance; before that, the one in force today."""
    rules: Scheme = (application.scheme or scheme_on(today())).rules
    return rules


def dossier_of(application: Application) -> str:
    """The key of the case's file."""
    return f"{application.machine.name}:{application.pk}"


def application_form(application: Application) -> forms.ApplicationForm:
    """申请审批表: the form as it stands, the calculation, the opinions, the decision."""
    a, scheme = application, scheme_of(application)
    return forms.ApplicationForm(
        issuer=a.organisation.name, basis=basis_of(scheme), union=a.organisation.name, case_no=a.number,
        applied_on=a.application_date, mode=data.Mode.DECIDED, **_person(a), **_cause(a, scheme), **_household(a),
        **_decided(a, scheme))  # fmt: skip


def _person(a: Application) -> dict[str, Any]:
    id_type = IdType(a.id_type) if a.id_type in set(IdType) else None
    return {
        "name": a.name, "sex": a.get_sex_display(), "id_type": ID_TYPE_LABELS[id_type] if id_type else a.id_type,
        "id_no": a.id_no, "hukou_type": a.get_hukou_type_display(), "address": a.address, "mobile": a.mobile,
        "health": a.health, "identity": a.get_identity_display(), "member_no": a.member_no,
        "insurance_kind": a.insurance_kind, "employer": a.employer, "work_status": a.work_status,
        "contract_months": a.contract_months, "member_name": a.member_name, "member_relation": a.member_relation,
        "relative_of_staff": _yes_no(a.relative_of_staff), "bank": a.bank, "bank_code": a.bank_code,
        "card_no": a.card_no, "account_name": a.account_name, "payee_relation": a.payee_relation,
    }  # fmt: skip


def _cause(a: Application, scheme: Scheme) -> dict[str, Any]:
    cause = scheme.causes.get(a.cause)
    amounts = ("total_cost_fen", "medical_insurance_fen", "commercial_insurance_fen", "mutual_aid_fen",
               "other_aid_fen", "loss_fen", "requested_fen")  # fmt: skip
    return {
        "cause_label": cause.label if cause else a.cause, "event_label": cause.event_label if cause else "",
        "event_date": a.event_date, "event_place": a.event_place, "liability": a.get_liability_display(),
        "narrative": a.narrative, **{name: getattr(a, name) for name in amounts},
        "invoices": tuple(forms.Invoice(number=i.number, amount_fen=i.amount_fen, dated=i.issued_on, issuer=i.hospital)
                          for i in a.invoices.order_by("id")),
    }  # fmt: skip


def _household(a: Application) -> dict[str, Any]:
    return {
        "household_size": a.household_size, "per_capita_monthly_fen": a.per_capita_monthly_fen,
        "rigid_spending_fen": a.rigid_spending_fen,
        "members": tuple(forms.Member(name=m.name, relation=m.relation, id_no=m.id_no, health=m.health,
                                      workplace=m.occupation, income_fen=m.monthly_income_fen)
                         for m in a.members.order_by("id")),
    }  # fmt: skip


def _decided(a: Application, scheme: Scheme) -> dict[str, Any]:
    """Calculation, publicity and the five opinion boxes; a refusal stands in the box of who refused."""
    stored = a.storedcalculation_set.order_by("id").last()
    boxes = {of: _opinion(row) for of, row in _opinions(a).items()}
    award = Award.objects.filter(application=a, revoked_on=None).select_related("agenda_item__meeting").first()
    boxes.update(_refused(a))
    if award is not None:
        boxes["decision"] = _decision(award)
    item = award.agenda_item if award else None
    return {
        "sentence": stored.sentence if stored else "", "suggested_fen": stored.suggested_fen if stored else None,
        "publicity_text": _publicity(a), "award_fen": award.amount_fen if award else None,
        "source_label": scheme.fund_sources[award.source].label if award else "",
        "minutes_no": item.meeting.number if item else "", **boxes,
    }  # fmt: skip


BOXES = {Opinion.Of.BASE: "base", Opinion.Of.TOWNSHIP: "township", Opinion.Of.COUNTY: "reviewer",
         Opinion.Of.HEAD: "head"}  # fmt: skip
REFUSALS = {"refuse_at_base": "base", "refuse_at_county": "head", "terminate": "head", "refuse": "decision"}


def _opinions(a: Application) -> dict[str, Opinion]:
    rows = Opinion.objects.filter(application=a, current=True).select_related("person").order_by("id")
    return {BOXES[Opinion.Of(row.of)]: row for row in rows}


def _opinion(row: Opinion) -> data.Opinion:
    return data.Opinion(text=row.text, signer=str(row.person), signed_on=row.on)


def _refused(a: Application) -> dict[str, data.Opinion]:
    """The refusal that ended the case, in the box of the desk that refused."""
    if a.state not in ("rejected", "terminated"):
        return {}
    rows = Event.objects.filter(dossier=dossier_of(a), verb__in=REFUSALS).select_related("actor")
    event = rows.order_by("-id").first()
    if event is None:
        return {}
    text = _("不予救助：%(reason)s") if event.verb != "terminate" else _("终止办理：%(reason)s")
    signer = str(event.actor) if event.actor and event.role != "secretary" else ""
    return {REFUSALS[event.verb]: data.Opinion(
        text=text % {"reason": a.rejected_reason}, signer=signer, signed_on=event.occurred_on)}  # fmt: skip


def _decision(award: Award) -> data.Opinion:
    """An officer signs; a meeting has its minutes, and nobody's single signature stands for it."""
    if award.agenda_item is None:
        return data.Opinion(text=_("同意。"), signer=str(award.decided_by), signed_on=award.on)
    body = award.agenda_item.meeting.body
    return data.Opinion(text=_("经%(body)s研究，同意。") % {"body": body}, signed_on=award.agenda_item.meeting.held_on)


def _publicity(a: Application) -> str:
    entry = a.sheet_entries.select_related("sheet").order_by("id").last()
    if entry is None:
        return ""
    sheet = entry.sheet
    return _("%(number)s，%(first)s至%(last)s在%(place)s公示。%(result)s") % {
        "number": sheet.number, "first": _day(sheet.starts_on), "last": _day(sheet.ends_on), "place": sheet.place,
        "result": sheet.result}  # fmt: skip


def visit_form(application: Application, visit: Visit | None = None) -> forms.VisitForm:
    """入户调查表 of one visit: the latest of the base unless another is named; before any, the applicant's part."""
    a = application
    found = visit or a.visit_set.filter(by_county=False).order_by("id").last()
    cause = scheme_of(a).causes.get(a.cause)
    place = a.organisation if found is None or not found.by_county else a.organisation.at_level("county")
    return forms.VisitForm(
        issuer=str(place or a.organisation), basis=basis_of(scheme_of(a)), mode=data.Mode.DECIDED,
        union=a.organisation.name, case_no=a.number, name=a.name, employer=a.employer,
        cause_label=cause.label if cause else a.cause, mobile=a.mobile, address=a.address,
        household_size=a.household_size, **_visited(found))  # fmt: skip


def _visited(visit: Visit | None) -> dict[str, Any]:
    if visit is None:
        return {}
    signatures = list(visit.signatures.select_related("person").order_by("id"))
    photos = Document.objects.filter(dossier=dossier_of(visit.application), item=VISIT_PHOTO, removed_at=None).count()
    return {
        "visited_at": _day(visit.on), "place": visit.place, "present": visit.present, "housing": visit.housing,
        "income": visit.income, "spending": visit.spending, "neighbours": visit.neighbours,
        "conclusion": visit.conclusion, "proposed_fen": visit.proposed_fen, "photos": photos or None,
        "visitors": tuple(str(s.person) for s in signatures),
        "signed_on": max((s.signed_on for s in signatures), default=None),
        "refusal_of_signature": visit.refusal_of_signature,
    }  # fmt: skip


def _yes_no(value: bool | None) -> str:
    return "" if value is None else _("是") if value else _("否")


def _day(on: Any) -> str:
    return _("%(y)s年%(m)s月%(d)s日") % {"y": on.year, "m": on.month, "d": on.day}
