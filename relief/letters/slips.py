"""The papers that go with a letter and are filled in by hand: 送达回证 and 回执 (supervision.md §11).

Empty fields leave room for a pen. Both are PDFs of their own, printed by the renderer of all papers.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from relief.letters.content import LetterQuestion, Opinion, Recommendation, Reminder
from relief.letters.paper import addressee_text
from relief.notices.paperdata import printed, printed_fields
from relief.notices.preflight import GlyphProblem, preflight
from relief.notices.render import GlyphsMissing, render_pdf

EMPTY_ITEMS = 4
"""So many empty rows where the letter has no numbered demands."""


@dataclass(frozen=True, kw_only=True)
class ReceiptPaper:
    """送达回证: what was handed to whom, where, how and by whom, and who signed for it."""

    issuer: str = printed("制发单位", "title")
    case_no: str = printed("案号", "kai", default="")
    document: str = printed("文书", "kai")
    doc_no: str = printed("文号", "kai")
    addressee: str = printed("受送达人", "kai")
    place: str = printed("送达地点", "kai", default="")
    method: str = printed("送达方式", "kai", default="")
    servers: str = printed("送达人", "kai", default="")
    received_at: str = printed("收到时间", "kai", default="")
    signer: str = printed("签收人", "kai", default="")
    capacity: str = printed("签收人身份", "kai", default="")
    relation: str = printed("代收关系", "kai", default="")
    refusal: str = printed("拒收事由", "kai", lines=True, default="")
    witness: str = printed("见证人", "kai", default="")
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class SlipItem:
    """One demand as the return slip repeats it."""

    n: int
    action: str = printed("事项", "kai")


@dataclass(frozen=True, kw_only=True)
class SlipPaper:
    """回执: the addressee's answer, item by item; a department's says whether it opened a case."""

    issuer: str = printed("制发单位", "title")
    document: str = printed("文书", "kai")
    doc_no: str = printed("文号", "kai")
    addressee: str = printed("答复单位", "kai")
    reply_rule: str = printed("答复要求", "kai", default="")
    reply_to: str = printed("送交", "kai", default="")
    items: tuple[SlipItem, ...] = printed("事项第", default=())
    department: bool = False


def receipt_of(question: LetterQuestion, *, addressee: str = "", case_no: str = "") -> ReceiptPaper:
    """An empty receipt for one addressee of a letter."""
    return ReceiptPaper(issuer=question.issuer.name, case_no=case_no, document=question.title, doc_no=question.number,
                        addressee=addressee or addressee_text(question))  # fmt: skip


def slip_of(question: LetterQuestion, *, addressee: str = "") -> SlipPaper:
    """The return slip that goes with a letter: its demands, or its points, one by one."""
    content = question.content
    rows: list[tuple[int, str]] = []
    if isinstance(content, Opinion):
        rows = [(demand.n or n, demand.action) for n, demand in enumerate(content.demands, start=1)]
    elif isinstance(content, Reminder):
        rows = list(enumerate(content.items, start=1))
    contact = "，".join(part for part in (question.issuer.name, content.contact_name, content.contact_phone,
                                          content.contact_address, content.contact_postcode) if part)  # fmt: skip
    rule = getattr(content, "reply_rule_text", "") or getattr(content, "feedback_request", "")
    return SlipPaper(issuer=question.issuer.name, document=question.title, doc_no=question.number,
                     addressee=addressee or addressee_text(question), reply_rule=rule, reply_to=contact,
                     items=tuple(SlipItem(n=n, action=text) for n, text in rows),
                     department=isinstance(content, Recommendation))  # fmt: skip


def receipt_pdf(paper: ReceiptPaper) -> bytes:
    """送达回证 as PDF, empty or filled."""
    return _pdf("letters/service_receipt.html", _("送达回证"), paper)


def slip_pdf(paper: SlipPaper) -> bytes:
    """回执 as PDF."""
    return _pdf("letters/return_slip.html", _("回执"), paper, empty=range(max(EMPTY_ITEMS - len(paper.items), 0)))


def _pdf(template: str, title: str, paper: ReceiptPaper | SlipPaper, **more: object) -> bytes:
    if problems := _problems(paper):
        raise GlyphsMissing(problems)
    return render_pdf(template, {"paper": paper, "title": title, **more})


def _problems(paper: ReceiptPaper | SlipPaper) -> list[GlyphProblem]:
    return [problem for name, text, role, may_break in printed_fields(paper)
            for problem in preflight({name: (text, role)}, lines=[name] if may_break else [])]  # fmt: skip
