"""What stands between a letter and its next move (supervision.md §5, §9): the guards that the letter's data can answer.

``faults`` names them by guard, field, position and character; screens show them as warnings, the machine's guards and
``proof_letter`` refuse with them. What needs the case or the register is asked by the guards themselves.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext as _

from relief.letters.content import CONTENTS, LetterQuestion, Recommendation
from relief.letters.glyphs import glyph_faults
from relief.letters.personal_data import personal_data
from relief.letters.proofreading import paper_faults
from relief.letters.reading import FACTS, printed_texts
from relief.letters.terms import LISTED_FROM, OPINION, RECOMMENDATION, TARGETED, Fault

ADDRESSEE, PROVISIONS, PREDECESSOR = "addressee_complete", "provisions_citable", "predecessor_or_skip_reason"
ISSUER, GLYPHS, CLEAN = "issuer_may_issue", "glyphs_present", "pdf_clean"
VERIFY_CODE = re.compile(r"[0-9A-Za-z_-]{22,64}")
STAGES = ("submit", "sign", "seal")

Check = Callable[[LetterQuestion], Iterator[Fault]]


def faults(stage: str, question: LetterQuestion) -> list[Fault]:
    """Everything that refuses this move; empty when the letter's data are in order for it."""
    if question.kind not in CONTENTS:
        return [Fault(FACTS, "kind", _("没有这种文书"))]
    return [fault for check in CHECKS[stage] for fault in check(question)]


def earliest(question: LetterQuestion) -> tuple[str, list[Fault]]:
    """The first of submit, sign and seal that is refused, with its faults; ("", []) when none is."""
    for stage in STAGES:
        if found := faults(stage, question):
            return stage, found
    return "", []


def kind_facts_complete(question: LetterQuestion) -> Iterator[Fault]:
    """Every required field of the kind, of its type, and nothing unknown; what the machine writes is not overwritten."""
    yield from question.reading_faults
    content = question.content
    if question.is_reminder and question.scope == TARGETED:
        for name in ("reply_rule_text", "reply_channel"):
            stated = any(fault.field == name for fault in question.reading_faults)
            if not getattr(content, name) and not stated:
                yield Fault(FACTS, name, _("必须填写"))
    numbers = [demand.n for demand in getattr(content, "demands", ())]
    for index, n in enumerate(numbers):
        if n is not None and n in numbers[:index]:
            yield Fault(FACTS, f"demands[{index}].n", _("序号重复"))
    if content.verify_code and not VERIFY_CODE.fullmatch(content.verify_code):
        yield Fault(FACTS, "verify_code", _("由系统填写，不是核验码"))
    written = {"issuer_name": question.issuer.name, "doc_title": question.title, "doc_no": question.number,
               "issued_on": question.issued_on}  # fmt: skip
    for name, value in written.items():
        if getattr(content, name) and value and getattr(content, name) != value:
            yield Fault(FACTS, name, _("由系统填写，与应有的“%(value)s”不一致") % {"value": value})


def provisions_citable(question: LetterQuestion) -> Iterator[Fault]:
    """Law, article and clause equal a row that may be cited on the day of issue (§7)."""
    name, citations = question.content.citations
    for index, cited in enumerate(citations):
        if not cited.law or not cited.article:
            continue
        askable = not {"Cs", "Cc"} & {unicodedata.category(c) for c in cited.law + cited.article + cited.clause}
        if not askable or not question.citable(cited.law, cited.article, cited.clause, question.issued_on):
            shown = {"law": cited.law, "place": cited.article + cited.clause, "on": question.issued_on}
            message = _("《%(law)s》%(place)s在%(on)s不可引用：依据库中没有这一条，或者已失效、不得引用") % shown
            yield Fault(PROVISIONS, f"{name}[{index}]", message)


def addressee_complete(question: LetterQuestion) -> Iterator[Fault]:
    """Somebody is written to; a letter to many has a collective name."""
    content = question.content
    if isinstance(content, Recommendation):
        if not content.department:
            yield Fault(ADDRESSEE, "department", _("必须写明受送部门"))
        elif any(row.name != content.department for row in content.addressees):
            yield Fault(ADDRESSEE, "addressees", _("建议书只送所写明的受送部门"))
        return
    addressees = getattr(content, "addressees", ())
    collective = getattr(content, "collective_addressee", "")
    if not addressees and (question.scope in (TARGETED, "") or not collective):
        yield Fault(ADDRESSEE, "addressees", _("必须写明主送单位"))
    if len(addressees) >= LISTED_FROM and not collective:
        field = "collective_addressee" if question.is_reminder else "addressees"
        yield Fault(ADDRESSEE, field, _("主送单位超过5个的，要有统称，名单另附"))
    names = [row.name for row in addressees]
    for index, name in _repeated(names):
        yield Fault(ADDRESSEE, f"addressees[{index}].name", _("“%(name)s”重复") % {"name": name})


def _repeated(names: list[str]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name and name in seen:
            yield index, name
        seen.add(name)


def no_personal_data(question: LetterQuestion) -> Iterator[Fault]:
    """No worker's name, identity or phone number anywhere in the letter."""
    yield from personal_data(printed_texts(question.content), question.case_workers)


def predecessor_or_skip_reason(question: LetterQuestion) -> Iterator[Fault]:
    """A reminder before an opinion, a served opinion before a recommendation, or the reason why not (§6.5)."""
    skips = question.rules.ladder
    reason = question.skip_reminder_reason
    content = question.content
    if question.kind == OPINION:
        before, field, reasons = bool(getattr(content, "preceding_no", "")), "preceding_no", skips.skip_reminder.reasons
    elif question.kind == RECOMMENDATION:
        before = any(step.kind == OPINION for step in getattr(content, "prior_steps", ()))
        field, reasons = "prior_steps", skips.skip_opinion.reasons
    else:
        return
    if reason and reason not in reasons:
        yield Fault(PREDECESSOR, "skip_reminder_reason", _("“%(reason)s”不是规则所列的跳级理由") % {"reason": reason})
    elif not before and not reason:
        yield Fault(PREDECESSOR, field, _("没有前一份文书，也没有写明跳级理由"))


def issuer_may_issue(question: LetterQuestion) -> Iterator[Fault]:
    """Organ and level of the issuer, as the profile allows them for the kind."""
    issuer = question.issuer
    for name in ("name", "abbr"):
        if not getattr(issuer, name).strip():
            yield Fault(ISSUER, f"issuer.{name}", _("必须填写"))
    if not question.rules.may_issue(question.kind, issuer.organ, issuer.level):
        field = "issuer.level" if _organ_known(question) else "issuer.organ"
        yield Fault(ISSUER, field, _("按本地规则，这一级的这一机构不能制发%(title)s") % {"title": question.title})


def _organ_known(question: LetterQuestion) -> bool:
    return any(row.organ == question.issuer.organ for row in question.rules.issuers(question.kind))


def glyphs_present(question: LetterQuestion) -> Iterator[Fault]:
    """Every code point prints in the fonts of its role, and none is invisible or of private use."""
    yield from glyph_faults(question)


def pdf_clean(question: LetterQuestion) -> Iterator[Fault]:
    """The paper as it would be sealed, read back and measured; what cannot print at all is named by its glyphs."""
    if any(glyph_faults(question)):
        return
    yield from paper_faults(question)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "submit": (kind_facts_complete, provisions_citable, addressee_complete, no_personal_data,
               predecessor_or_skip_reason),
    "sign": (issuer_may_issue, provisions_citable, glyphs_present),
    "seal": (glyphs_present, pdf_clean),
}  # fmt: skip
