"""The forms of a letter that people sign by hand (supervision.md §11): 文书审批表, 送达回证, 回执.

The receipt and the return slip go with the letter: they are ``slips``, which say of a letter what its addressee may read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.jurisdictions.selectors import matter_label
from relief.letters.models import ApprovalStep, Method, SupervisionLetter
from relief.letters.naming import issuer_name_of
from relief.letters.slips import ReceiptPaper, SlipPaper, receipt_of, receipt_pdf, slip_of, slip_pdf
from relief.letters.terms import OPINION, RECOMMENDATION, REMINDER
from relief.notices import formkinds
from relief.notices.formkinds import FormKind
from relief.notices.forms import text
from relief.notices.paperdata import Basis, Form, Mode, Opinion, printed
from relief.notices.papers import PaperKind
from relief.notices.render import RenderError
from relief.notices.templatetags.papers import day
from relief.organisations.models import Organisation
from relief.supervision.papers_filled import CASE_READERS, FILERS, GROUP, basis_at, basis_of_rules
from relief.supervision.routes import SKIP_LABELS
from workflows.models import Event
from workflows.roles import Role

READERS = CASE_READERS | {Role.SEAL_KEEPER}


@dataclass(frozen=True, kw_only=True)
class Approval:
    """One step of the chain: the role is printed, what was said is the decision."""

    role: str = text("岗位")
    opinion: Opinion = printed("意见", default=Opinion())


@dataclass(frozen=True, kw_only=True)
class ApprovalForm(Form):
    """文书审批表: what is to be issued, on what grounds, who agreed, what was sealed."""

    case_no: str = text("案号")
    kind_label: str = text("文种")
    title: str = text("文书名称")
    doc_no: str = text("文号", decided=True)
    addressees: str = text("主送")
    copy_to: str = text("抄送")
    subject: str = text("事由")
    bases: str = text("依据", lines=True)
    limit: str = text("答复期限")
    copies: str = text("份数")
    skip_reason: str = text("跳级理由")
    drafter: str = text("拟稿人")
    drafted_on: date | None = None
    steps: tuple[Approval, ...] = printed("审批第", default=())
    seal: Opinion = printed("用印", default=Opinion())


def basis_of_letter(facts: Any) -> Basis:
    """The rules that the letter is pinned to; of a draft those in force."""
    return basis_of_rules(facts.rules)


def letter_approval(letter: SupervisionLetter) -> ApprovalForm:
    """The letter as it was submitted last, the steps of its round in the order of the chain, the seal."""
    facts, said = letter.machine.facts(letter), letter.content
    submitted = _last(letter, "submit", "open")
    copies = facts.rules.copies[letter.kind] if facts.rules else ()
    return ApprovalForm(
        issuer=letter.issuer_name or issuer_name_of(letter.issuer, letter.organ), basis=basis_of_letter(facts),
        mode=Mode.DECIDED, case_no=letter.case.number if letter.case else "", kind_label=letter.get_kind_display(),
        title=facts.rules.titles[letter.kind] if facts.rules else "", doc_no=letter.number, addressees=_addressees(letter),
        copy_to="、".join(map(str, said.get("copy_to") or ())), subject=_subject(letter), bases=_bases(letter),
        limit=str(said.get("reply_rule_text") or said.get("feedback_request") or ""),
        copies=str(letter.copies or len(copies) or ""), skip_reason=_skip(letter),
        drafter=str(submitted.actor or "") if submitted else "",
        drafted_on=submitted.occurred_on if submitted else None, steps=_steps(letter, facts),
        seal=_seal(letter))  # fmt: skip


def _last(letter: SupervisionLetter, *verbs: str) -> Event | None:
    done = Event.objects.filter(machine=letter.machine.name, case_id=letter.pk, verb__in=verbs)
    return done.select_related("actor").order_by("-seq").first()


def _addressees(letter: SupervisionLetter) -> str:
    """To whom; a long list under its collective name with the number of those on it."""
    rows = letter.content.get("addressees") or []
    collective = letter.content.get("collective_addressee")
    if collective and len(rows) > 1:
        return _("%(name)s（%(n)d家，名单附后）") % {"name": collective, "n": len(rows)}
    return letter.addressee


def _subject(letter: SupervisionLetter) -> str:
    """About what: the matters of the case; of a letter without one the kind alone."""
    matters = "、".join(str(matter_label(c)) for c in letter.case.matter_codes) if letter.case else ""
    employer = letter.case.employer.name if letter.case else letter.addressee
    about = _("关于%(employer)s%(matters)s") if matters else _("关于%(employer)s")
    return about % {"employer": employer, "matters": f"（{matters}）"}


def _bases(letter: SupervisionLetter) -> str:
    field = {REMINDER: "legal_bases", OPINION: "violations", RECOMMENDATION: "violations"}[letter.kind]
    rows = [row for row in letter.content.get(field) or () if isinstance(row, dict)]
    return "；".join(f"《{r.get('law') or ''}》{r.get('article') or ''}{r.get('clause') or ''}" for r in rows)


def _skip(letter: SupervisionLetter) -> str:
    """Which rung was skipped, why, and who decided it (§6.5): here, never in the letter."""
    plan = letter.plan
    if plan is None or not (plan.skip_reminder or plan.skip_opinion):
        return ""
    rows = ((_("跳过提示函"), plan.skip_reminder), (_("跳过意见书"), plan.skip_opinion))
    said = "；".join(f"{what}：{SKIP_LABELS.get(code, code)}" for what, code in rows if code)
    note = f"（{plan.skip_note}）" if plan.skip_note else ""
    return _("%(said)s%(note)s。决定人：%(who)s") % {"said": said, "note": note, "who": plan.skip_decided_by or ""}


def _steps(letter: SupervisionLetter, facts: Any) -> tuple[Approval, ...]:
    """The chain of the profile; each step with what was said in it in this round."""
    agree = ApprovalStep.Verdict.AGREE
    said = list(letter.steps.filter(round=letter.round, verdict=agree).select_related("person").order_by("pk"))
    rows = [Approval(role=str(Role(step.role).label), opinion=_opinion(said[n]) if n < len(said) else Opinion())
            for n, step in enumerate(facts.chain)]  # fmt: skip
    back = letter.steps.filter(round=letter.round, verdict=ApprovalStep.Verdict.RETURN).select_related("person").last()
    if back is not None:
        role = _("退回（%(role)s）") % {"role": Role(back.role).label}
        rows.append(Approval(role=role, opinion=_opinion(back)))
    return tuple(rows)


def _opinion(step: ApprovalStep) -> Opinion:
    return Opinion(text=step.opinion or step.get_verdict_display(), signer=str(step.person), signed_on=step.on)


def _seal(letter: SupervisionLetter) -> Opinion:
    event = _last(letter, "seal") if letter.sealed_at else None
    if event is None:
        return Opinion()
    return Opinion(text=_("已用印%(n)d份。%(where)s") % {"n": letter.copies, "where": letter.seal_place},
                   signer=str(event.actor or ""), signed_on=event.occurred_on)  # fmt: skip


# --- 送达回证, 回执 ----------------------------------------------------------------------------------------------
class SlipKind(FormKind):
    """A paper that goes with the letter: ``slips`` print it."""

    def pdf(self, mode: Mode, subject: Any, row: Any = None) -> bytes:
        if mode is Mode.BLANK:
            return self.blank(subject.issuer)
        return self._print(self.build(subject, mode))

    def blank(self, organisation: Organisation) -> bytes:
        empty = {"issuer": organisation.name, "document": "", "doc_no": "", "addressee": ""}
        return self._print(self.paper.content(**empty))

    def _print(self, paper: Any) -> bytes:
        return receipt_pdf(paper) if isinstance(paper, ReceiptPaper) else slip_pdf(paper)


def service_receipt(letter: SupervisionLetter, mode: Mode = Mode.DECIDED) -> ReceiptPaper:
    """送达回证: for wet signature what and to whom; with decisions what was recorded of the service."""
    paper = receipt_of(_question(letter), case_no=letter.case.number if letter.case else "")
    receipt = getattr(letter, "receipt", None)
    if mode is not Mode.DECIDED or receipt is None:
        return paper
    at = localtime(receipt.received_at) if receipt.received_at else None
    when = (
        _("%(day)s%(h)d时%(m)02d分") % {"day": day(at.date()), "h": at.hour, "m": at.minute}
        if at
        else day(receipt.served_on)
    )
    clock = letter.machine.facts(letter).reply_clock
    return replace(
        paper, place=receipt.place, method=str(Method(receipt.method).label), servers=receipt.servers, received_at=when,
        signer=receipt.signer, capacity=receipt.capacity, relation=receipt.relation, refusal=receipt.refusal,
        witness=receipt.witness, due_on=clock.due_on if clock else None)  # fmt: skip


def return_slip(letter: SupervisionLetter, mode: Mode = Mode.DECIDED) -> SlipPaper:
    """回执: what is asked, for the addressee's pen; what they answer is their own paper."""
    return slip_of(_question(letter))


def _question(letter: SupervisionLetter) -> Any:
    question = letter.machine.facts(letter).question
    if question is None:
        raise RenderError(_("本地区尚无规则。"))
    return question


_t = gettext_lazy
_OF_LETTER: dict[str, Any] = {"group": GROUP, "basis": basis_at}
formkinds.register(
    FormKind(PaperKind("letter_approval", _t("工会劳动法律监督文书审批表"), ApprovalForm), SupervisionLetter,
             "supervision_letter", letter_approval, READERS, FILERS, **_OF_LETTER),
    SlipKind(PaperKind("service_receipt", _t("送达回证"), ReceiptPaper), SupervisionLetter, "supervision_letter",
             service_receipt, READERS, FILERS, **_OF_LETTER),
    SlipKind(PaperKind("return_slip", _t("回执"), SlipPaper), SupervisionLetter, "supervision_letter", return_slip,
             READERS, FILERS, **_OF_LETTER),
)  # fmt: skip
