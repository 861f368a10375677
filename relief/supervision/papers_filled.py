"""The forms of leads and cases that people sign by hand, written from the record (supervision.md §9, §11).

线索登记表, 调查笔录, 回访记录, 结案审批表. They stay in the file; even there a complainant is a pseudonym.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.documents.models import Document
from relief.jurisdictions.rules import Rules
from relief.jurisdictions.selectors import matter_label, profile_for
from relief.notices import formkinds
from relief.notices.formkinds import FormKind
from relief.notices.paperdata import PROFILE, Basis, Mode, Opinion
from relief.notices.papers import PaperKind
from relief.notices.templatetags.papers import day, yuan
from relief.organisations.models import Organisation
from relief.supervision.models import Closing, Employer, InvestigationRecord, SupervisionCase, SupervisionLead, Visit
from relief.supervision.papers_signed import (
    ClosingForm,
    Investigator,
    LeadForm,
    RecordForm,
    Recovered,
    RevisitForm,
    VisitItem,
)
from workflows.clock import today
from workflows.facts import dossier
from workflows.models import Event
from workflows.roles import Role

R = Role
GROUP = gettext_lazy("劳动法律监督")
CASE_READERS = frozenset({R.SUPERVISOR, R.CASE_OFFICE, R.COUNSEL, R.DIRECTOR, R.LEADER, R.ARCHIVIST, R.AUDITOR})
LEAD_READERS = CASE_READERS - {R.COUNSEL} | {R.HOTLINE}
FILERS = frozenset({R.SUPERVISOR, R.CASE_OFFICE})
WAGE = "WAGE"
ENDED = ("accept", "decline", "pass_on", "merge")


def basis_of_rules(rules: Rules | None) -> Basis:
    """The rules of the region; 规则待确认 while they are not confirmed, or there are none."""
    if rules is None:
        return Basis(of=PROFILE)
    return Basis(name=rules.name, version=rules.data["version"], confirmed=rules.confirmed, of=PROFILE)


def basis_at(organisation: Organisation) -> Basis:
    """The rules in force at a union today."""
    version = profile_for(organisation.area, today())
    return basis_of_rules(version.rules if version else None)


def _head(case: Any) -> dict[str, Any]:
    union = case.organisation
    return {"issuer": union.name, "basis": basis_at(union), "mode": Mode.DECIDED}


def _last(case: Any, *verbs: str) -> Event | None:
    """The latest of these deeds."""
    done = Event.objects.filter(machine=case.machine.name, case_id=case.pk, verb__in=verbs).select_related("actor")
    return done.order_by("-seq").first()


def _said(event: Event | None, text: str) -> Opinion:
    return Opinion(text=text, signer=str(event.actor or ""), signed_on=event.occurred_on) if event else Opinion()


# --- 线索登记表 --------------------------------------------------------------------------------------------------
def lead_form(lead: SupervisionLead) -> LeadForm:
    """The form as it was registered, what is missing with its reason, the office's word on it."""
    papers = Document.objects.filter(dossier=dossier(lead), removed_at=None).exclude(item__startswith="SIGNED:").count()
    opened = _last(lead, "open")
    return LeadForm(
        **_head(lead), lead_no=lead.number, received_at=_moment(lead.received_at), source=lead.get_source_display(),
        source_ref=lead.source_ref, naming=lead.get_naming_display(),
        pseudonym=lead.identity.pseudonym if lead.identity else "", employer_name=lead.employer_name, uscc=lead.uscc,
        address=lead.address, industry=lead.industry, has_union=_union_word(lead), workers=lead.workers,
        matters=matters_of(lead.matter_codes), other_channels=lead.get_other_channels_display(),
        urgency=lead.get_urgency_display(), request=lead.request, **_six_clear(lead),
        evidence=_("%(n)d份") % {"n": papers} if papers else "", registrar=str(opened.actor) if opened else "",
        **_intake(lead))  # fmt: skip


def _six_clear(lead: SupervisionLead) -> dict[str, Any]:
    """欠薪六明确; where one is not known, why. The contact itself lies in the vault."""
    period = _("%(a)s至%(b)s") % {"a": day(lead.period_from), "b": day(lead.period_to)}
    known = {
        "project": lead.project, "amount": yuan(lead.amount_fen),
        "period": period if lead.period_from and lead.period_to else "",
        "worker_list": _("已附") if lead.worker_list_filed else "",
        "contact": _("已登记（保密）") if lead.identity and lead.identity.contact else "",
    }  # fmt: skip
    why = {"amount": "amount_fen"}
    return {"about_wages": WAGE in lead.matter_codes, **{
        name: value or _reason(lead.why_missing.get(why.get(name, name))) for name, value in known.items()}}  # fmt: skip


def _reason(why: Any) -> str:
    return _("缺：%(why)s") % {"why": why} if why else ""


def _intake(lead: SupervisionLead) -> dict[str, Any]:
    """The decision of the office; the director's, where it was taken back."""
    ended, back = _last(lead, *ENDED), _last(lead, "review_decline")
    found = {}
    if back is not None:
        found["review"] = _said(back, _("撤销不予受理：%(why)s") % {"why": back.facts.get("reason", "")})
    if ended is not None and (back is None or ended.seq > back.seq):
        found["intake"] = _said(ended, _decision(lead, ended.verb))
    return found


def _decision(lead: SupervisionLead, verb: str) -> str:
    return {
        "accept": _("受理，案件编号%(no)s。") % {"no": lead.case.number if lead.case else ""},
        "decline": _("不予受理：%(ground)s。%(text)s") % {"ground": lead.get_ground_display(), "text": lead.ground_text},
        "pass_on": _("转%(who)s处理。") % {"who": lead.recipient},
        "merge": _("并入线索%(no)s。") % {"no": lead.survivor.number if lead.survivor else ""},
    }[verb]


def _union_word(lead: SupervisionLead) -> str:
    return str(Employer.Union(lead.has_union).label) if lead.has_union in Employer.Union.values else ""


# --- 调查笔录 ----------------------------------------------------------------------------------------------------
def investigation_record(case: SupervisionCase, record: InvestigationRecord | None = None) -> RecordForm:
    """One record of the case, the latest unless another is named."""
    row = record or case.records.order_by("pk").last()
    form = {**_head(case), "case_no": case.number, "employer": case.employer.name}
    if row is None:
        return RecordForm(**form)
    signatures = list(row.signatures.select_related("person").order_by("pk"))
    return RecordForm(
        **form, held_at=_moment(row.held_at), place=row.place, person=row.person, position=row.position, told=row.told,
        dialogue=row.text, read_back=row.get_read_back_display(), refusal_note=row.refusal_note,
        investigators=tuple(Investigator(name=str(s.person), certificate=s.certificate) for s in signatures),
        signers=tuple(str(s.person) for s in signatures),
        signed_on=max((localtime(s.at).date() for s in signatures), default=None))  # fmt: skip


# --- 回访记录 ----------------------------------------------------------------------------------------------------
def revisit_record(case: SupervisionCase, visit: Visit | None = None) -> RevisitForm:
    """One visit of the case, the latest unless another is named."""
    row = visit or case.visits.order_by("pk").last()
    form = {**_head(case), "case_no": case.number, "employer": case.employer.name}
    if row is None:
        return RevisitForm(**form)
    ended = _last(case, "visit")
    second = ended if ended and ended.at >= row.at else None
    return RevisitForm(
        **form, visited_at=_moment(row.visited_at), mode_label=row.get_mode_display(), pseudonyms=row.pseudonyms,
        items=tuple(VisitItem(item=str(i.get("text") or ""), found=_("已落实") if i.get("done") else _("未落实"))
                    for i in row.items),
        breach_ended=_("是") if row.breach_ended else _("否"), new_issues=row.new_issues or _("无"),
        visitors=tuple(dict.fromkeys([str(row.by), *([str(second.actor)] if second else [])])),
        signed_on=second.occurred_on if second else localtime(row.at).date())  # fmt: skip


# --- 结案审批表 --------------------------------------------------------------------------------------------------
def closing_form(case: SupervisionCase) -> ClosingForm:
    """What is known before the decision; with it, what was decided."""
    finding = case.findings.order_by("pk").last()
    numbers = case.letters.exclude(number="").exclude(pdf_digest="").order_by("pk").values_list("number", flat=True)
    return ClosingForm(
        **_head(case), case_no=case.number, employer=case.employer.name, matters=matters_of(case.matter_codes),
        accepted_on=case.opened_on, leads="、".join(case.leads.order_by("pk").values_list("number", flat=True)),
        letters="、".join(numbers) or _("无"), handler=_handler(case),
        **(_closed(case) or {"workers": finding.workers if finding else None}))  # fmt: skip


def _handler(case: SupervisionCase) -> Opinion:
    """Who brought the case here: the second visitor, or who ended the inquiry."""
    event = _last(case, "visit", "drop")
    if event is None:
        return Opinion()
    if event.verb == "visit":
        return _said(event, _("整改已核实，回访确认问题已解决，提请结案。"))
    ground = SupervisionCase.DropGround(case.drop_ground).label if case.drop_ground else ""
    return _said(event, _("终结调查（%(ground)s）：%(why)s") % {"ground": ground, "why": case.drop_note})


def _closed(case: SupervisionCase) -> dict[str, Any]:
    row, event = case.closings.order_by("pk").last(), _last(case, "close")
    if row is None or event is None:
        return {}
    return {
        "outcome": SupervisionCase.Outcome(row.outcome).label, "workers": row.workers, "contracts": row.contracts,
        "recovered": tuple(Recovered(label=str(label), amount_fen=row.recovered.get(kind))
                           for kind, label in Closing.KINDS.items() if row.recovered.get(kind)),
        "feedback": row.feedback, "director": _said(event, row.opinion or _("同意结案。")),
    }  # fmt: skip


def matters_of(codes: Iterable[str]) -> str:
    """The matters in words."""
    return "、".join(str(matter_label(code)) for code in codes)


def _moment(at: datetime) -> str:
    """2026年6月1日9时5分."""
    here = localtime(at)
    return _("%(day)s%(h)d时%(m)02d分") % {"day": day(here.date()), "h": here.hour, "m": here.minute}


def _of_case(paper: PaperKind, build: Any, **each: Any) -> FormKind:
    return FormKind(paper, SupervisionCase, "supervision_case", build, CASE_READERS, FILERS, group=GROUP, basis=basis_at,
                    **each)  # fmt: skip


def _record_word(row: InvestigationRecord) -> str:
    return f"{localtime(row.held_at):%Y-%m-%d} {row.person}"


def _visit_word(row: Visit) -> str:
    return f"{localtime(row.visited_at):%Y-%m-%d}"


_t = gettext_lazy
formkinds.register(
    FormKind(PaperKind("lead_form", _t("工会劳动法律监督线索登记表"), LeadForm), SupervisionLead, "supervision_lead",
             lead_form, LEAD_READERS, FILERS | {R.HOTLINE}, group=GROUP, basis=basis_at),
    _of_case(PaperKind("investigation_record", _t("劳动法律监督调查笔录"), RecordForm), investigation_record,
             each="records", row_word=_record_word),
    _of_case(PaperKind("revisit_record", _t("劳动法律监督回访记录"), RevisitForm), revisit_record, each="visits",
             row_word=_visit_word),
    _of_case(PaperKind("closing_form", _t("劳动法律监督结案审批表"), ClosingForm), closing_form),
)  # fmt: skip
