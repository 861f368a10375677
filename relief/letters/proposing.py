"""What a new draft says before anybody writes: what case, finding, catalogue and profile already know.

Drafters change all of it. Nothing of a worker but totals gets in; limits are words, never a day (supervision.md §9).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from relief.jurisdictions.rules import Rules
from relief.jurisdictions.selectors import matter_label, provisions_citable
from relief.jurisdictions.terms import LimitRule
from relief.letters.models import Reply, ServiceReceipt, SupervisionLetter
from relief.letters.terms import OPINION, RECOMMENDATION, REMINDER
from relief.letters.wording import day_text
from relief.organisations.models import Organisation
from relief.supervision.models import Employer, Finding, SupervisionCase
from workflows.clock import today

Content = dict[str, Any]


def proposed(letter: SupervisionLetter, rules: Rules, *, author: Any) -> Content:
    """The content of a new draft, by its kind."""
    by_kind = {REMINDER: _reminder, OPINION: _opinion, RECOMMENDATION: _recommendation}
    union = letter.issuer
    contact = {"contact_name": getattr(author, "name", ""), "contact_phone": union.phone,
               "contact_address": union.address, "contact_postcode": union.postcode}  # fmt: skip
    return {**by_kind[letter.kind](letter, rules), **contact, "copy_to": _copies(letter, rules)}


def _reminder(letter: SupervisionLetter, rules: Rules) -> Content:
    case = letter.case
    matters = "、".join(matter_label(code) for code in case.matter_codes) if case else ""
    reason = _("我会在工作中了解到你单位在%(matters)s方面存在需要注意的情况，现予以提示。") % {"matters": matters}
    answered = rules.reply_expected(REMINDER, letter.scope)
    return {
        "reminder_scope": letter.scope, "addressees": _addressees(letter), "collective_addressee": "",
        "reason": reason if matters else "", "facts": _facts(case), "legal_bases": _violations(case) or _duties(case),
        "items": [_("对照上述规定自查%(matters)s情况，发现问题及时改正。") % {"matters": matters}] if matters else [],
        "self_check_request": _("请对照上述事项开展自查自纠。"),
        "reply_rule_text": reply_rule_text(rules, REMINDER) if answered else "",
        "reply_channel": _("书面") if answered else "", "attachments": [],
    }  # fmt: skip


def _opinion(letter: SupervisionLetter, rules: Rules) -> Content:
    case = letter.case
    before = letter.follows
    while before is not None and before.kind == OPINION:  # issued anew: it stands on the same reminder
        before = before.follows
    return {
        "addressees": _addressees(letter), "lead_source_public": _source(case), "investigation_summary": _summary(case),
        "facts": _facts(case), "violations": _violations(case), "demands": [],
        "reply_rule_text": reply_rule_text(rules, OPINION),
        "preceding_no": before.number if before is not None else "",
        "consequence": _("逾期不答复或者拒不改正的，本会将依法向有关部门提出处理建议。"), "attachments": [_("回执")],
    }  # fmt: skip


def _recommendation(letter: SupervisionLetter, rules: Rules) -> Content:
    case = letter.case
    return {
        "department": letter.plan.addressee if letter.plan else "", "employer": _employer(case), "addressees": [],
        "lead_source_public": _source(case), "facts": _facts(case), "prior_steps": _prior_steps(letter, rules),
        "employer_response": _response(letter.follows), "violations": _violations(case),
        "proposals": [_("依法立案查处；"), _("将查处结果函告本会。")], "reply_rule_text": "",
        "feedback_request": reply_rule_text(rules, RECOMMENDATION), "attachments": [],
        "evidence_index": [_("调查笔录"), _("送达回证")],
    }  # fmt: skip


# --- the words of a limit ----------------------------------------------------------------------------------------
LIMITS = {REMINDER: "reminder_reply", OPINION: "opinion_reply", RECOMMENDATION: "recommendation_filing"}


def reply_rule_text(rules: Rules, kind: str) -> str:
    """请自收到本函之日起15日内书面反馈: the rule in words; the day itself follows from service."""
    words = {"paper": paper_word(rules.titles[kind]), "length": length_words(rules.limit(LIMITS[kind]))}
    told = {REMINDER: _("请自收到%(paper)s之日起%(length)s内书面反馈"),
            OPINION: _("请自收到%(paper)s之日起%(length)s内书面答复"),
            RECOMMENDATION: _("请自收到%(paper)s之日起%(length)s内告知是否立案")}  # fmt: skip
    return told[kind] % words


def length_words(limit: LimitRule) -> str:
    """15日, 15个工作日."""
    return _("%(n)d个工作日") % {"n": limit.n} if limit.unit == "wd" else _("%(n)d日") % {"n": limit.n}


def paper_word(title: str) -> str:
    """What a letter calls itself: 工会劳动法律监督提示函 → 本函, 整改意见书 → 本意见书."""
    ends = {"意见书": _("本意见书"), "建议书": _("本建议书"), "函": _("本函")}
    return next((word for ending, word in ends.items() if title.endswith(ending)), _("本文书"))


# --- what the case knows -----------------------------------------------------------------------------------------
def _addressees(letter: SupervisionLetter) -> list[dict[str, str]]:
    if letter.plan is None:
        return []
    name, known = letter.plan.addressee, letter.case.employer if letter.case else None
    uscc = known.uscc if known is not None and known.name == name else ""
    return [{"name": name, "uscc": uscc}]


def _employer(case: SupervisionCase | None) -> Content:
    if case is None:
        return {}
    fields = ("name", "uscc", "address", "legal_representative", "phone")
    return {name: getattr(case.employer, name) for name in fields}


def _finding(case: SupervisionCase | None) -> Finding | None:
    return case.findings.order_by("id").last() if case is not None else None


def _facts(case: SupervisionCase | None) -> list[Content]:
    found = _finding(case)
    return [{"text": row.get("text", ""), "period": row.get("period") or "", "workers": row.get("workers"),
             "amount": yuan_text(row.get("amount_fen") or 0)}
            for row in (found.facts if found else ())]  # fmt: skip


def yuan_text(fen: int) -> str:
    """243,600.00元; nothing of no sum."""
    return _("%(yuan)s元") % {"yuan": f"{fen // 100:,}.{fen % 100:02d}"} if fen else ""


def _violations(case: SupervisionCase | None) -> list[dict[str, str]]:
    found = _finding(case)
    return [{name: row.get(name) or "" for name in ("law", "article", "clause")}
            for row in (found.violations if found else ())]  # fmt: skip


def _duties(case: SupervisionCase | None) -> list[dict[str, str]]:
    """No breach is established: the duties of the matter that may be cited today."""
    if case is None:
        return []
    rows = provisions_citable(today(), case.matter_codes).filter(kind="duty").order_by("id")
    return [{"law": row.law, "article": row.article, "clause": row.clause} for row in rows[:3]]


def _source(case: SupervisionCase | None) -> str:
    """Where the matter came from, in words that name nobody."""
    lead = case.leads.order_by("id").first() if case is not None else None
    return lead.get_source_display() if lead is not None else ""


def _summary(case: SupervisionCase | None) -> str:
    """Days and number of the investigators, as the records tell them."""
    if case is None:
        return ""
    days = sorted(localdate(at) for at in case.records.values_list("held_at", flat=True))
    people = case.assignments.filter(ended_at=None).count()
    if not days:
        return ""
    words = {"days": _span(days[0], days[-1]), "n": people}
    return _("%(days)s，本会%(n)d名劳动法律监督员进行了调查，制作了调查笔录，并听取了单位意见。") % words


def _span(first: date, last: date) -> str:
    return day_text(first) if first == last else _("%(a)s至%(b)s") % {"a": day_text(first), "b": day_text(last)}


def _prior_steps(letter: SupervisionLetter, rules: Rules) -> list[dict[str, str]]:
    """The letters that went before and were served, the first first."""
    steps: list[dict[str, str]] = []
    before = letter.follows
    while before is not None:
        receipt = ServiceReceipt.objects.filter(letter=before).first()
        if receipt is not None:
            steps.insert(0, {"kind": before.kind, "no": before.number, "served_on": receipt.served_on.isoformat(),
                             "method": rules.methods[receipt.method].zh})  # fmt: skip
        before = before.follows
    return steps


def _response(before: SupervisionLetter | None) -> str:
    """NONE: no answer; REFUSED: not even taken in, or nothing done; PARTIAL: something done."""
    if before is None:
        return "NONE"
    reply = Reply.objects.filter(letter=before).order_by("id").last()
    if reply is None:
        return "REFUSED" if ServiceReceipt.objects.filter(letter=before, attempt__method="LEFT").exists() else "NONE"
    return "PARTIAL" if reply.items.filter(found_done=True).exists() else "REFUSED"


def _copies(letter: SupervisionLetter, rules: Rules) -> list[str]:
    """§7 copy_to: proposed, the drafter may remove or add."""
    names = {"employer_union": _employer_union(letter), "higher_union": _higher_union(letter)}
    return [names[word] for word in rules.copy_to[letter.kind] if names.get(word)]


def _employer_union(letter: SupervisionLetter) -> str:
    employer: Employer | None = letter.case.employer if letter.case else None
    if employer is None or employer.has_union != Employer.Union.YES:
        return ""
    return employer.union_name or _("%(name)s工会") % {"name": employer.name}


def _higher_union(letter: SupervisionLetter) -> str:
    parent = Organisation.objects.get_parent(letter.issuer)
    return parent.name if parent is not None else ""
