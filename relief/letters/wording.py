"""What each kind of letter says: the fixed sentences around the fields, as a list of parts in their order.

Every field prints as it was written; only a stop is added where a sentence lacks one. Nothing here states law or a
limit: both come from the fields and the profile.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import cn2an
from django.utils.translation import gettext as _

from relief.letters.content import (
    Citation,
    Content,
    Demand,
    Fact,
    LetterQuestion,
    Opinion,
    PriorStep,
    Recommendation,
    Reminder,
)
from relief.letters.terms import TABLED_FROM, TARGETED

Style = Literal["text", "heading", "subheading"]
STOPS = "。；;，,、：:！？!?….”"


@dataclass(frozen=True)
class Part:
    """A paragraph of the body."""

    text: str
    style: Style = "text"


@dataclass(frozen=True)
class DemandTable:
    """Many demands, as a table (§9: over 5)."""

    rows: tuple[Demand, ...]


Body = Iterator[Part | DemandTable]


def ended(text: str, stop: str = "。") -> str:
    """The text as it stands, with a stop where it has none."""
    return text if not text or text.rstrip()[-1:] in STOPS else text + stop


def day_text(day: date) -> str:
    """2026年6月8日"""
    return _("%(y)s年%(m)s月%(d)s日") % {"y": day.year, "m": day.month, "d": day.day}


def body_of(question: LetterQuestion) -> Body:
    """The body of a letter from the first sentence to whom to ask; headings numbered as they come."""
    content = question.content
    if isinstance(content, Reminder):
        parts = _reminder(content)
    elif isinstance(content, Opinion):
        parts = _opinion(content, question)
    else:
        assert isinstance(content, Recommendation)
        parts = _recommendation(content, question)
    heads = 0
    for part in parts:
        if isinstance(part, Part) and part.style == "heading":
            heads += 1
            part = Part(f"{cn2an.an2cn(heads)}、{part.text}", "heading")
        if not isinstance(part, Part) or part.text:
            yield part
    yield Part(_contact(content))


def _reminder(c: Reminder) -> Body:
    yield Part(ended(c.reason))
    if c.facts:
        yield Part(_("了解到的情况"), "heading")
        yield from _numbered([_fact(fact) for fact in c.facts])
    yield Part(_("法律依据"), "heading")
    yield Part(_cited(c.legal_bases))
    yield Part(_("提示事项"), "heading")
    yield from _numbered(c.items)
    answered = c.reminder_scope == TARGETED or c.reply_rule_text
    yield Part(_("自查和反馈") if answered else _("自查要求"), "heading")
    yield Part(ended(c.self_check_request))
    channel = _("反馈方式：%(channel)s") % {"channel": c.reply_channel} if c.reply_channel else ""
    yield Part(ended(c.reply_rule_text) + ended(channel))
    yield Part(_("特此提示。"))


def _opinion(c: Opinion, question: LetterQuestion) -> Body:
    source = _("根据%(source)s反映的情况，本会依法对你单位开展了劳动法律监督。") % {"source": c.lead_source_public}
    yield Part((source if c.lead_source_public else "") + ended(c.investigation_summary))
    if c.preceding_no:
        before = {"title": question.rules.titles["reminder_letter"], "no": c.preceding_no}
        yield Part(_("此前，已向你单位发出《%(title)s》（%(no)s）。") % before)
    yield Part(_("查明的事实"), "heading")
    yield from _numbered([_fact(fact) for fact in c.facts])
    yield Part(_("违反的规定"), "heading")
    yield Part(_("上述情况不符合下列规定：") + _cited(c.violations) if c.violations else "")
    yield Part(_("整改要求"), "heading")
    yield from _demands(c.demands)
    yield Part(_("答复要求"), "heading")
    yield Part(ended(c.reply_rule_text))
    yield Part(ended(c.consequence))


def _recommendation(c: Recommendation, question: LetterQuestion) -> Body:
    names = {"source": c.lead_source_public, "employer": c.employer.name}
    yield Part(_("根据%(source)s反映的情况，本会依法对%(employer)s开展了劳动法律监督，现将有关情况和建议函告如下。") % names)
    yield Part(_("用人单位基本情况"), "heading")
    yield Part(_employer(c))
    yield Part(_("查明的事实"), "heading")
    yield from _numbered([_fact(fact) for fact in c.facts])
    yield from _before(c, question)
    yield Part(_("违反的规定"), "heading")
    yield Part(_("上述情况不符合下列规定：") + _cited(c.violations) if c.violations else "")
    yield Part(_("处理建议"), "heading")
    yield from _numbered(c.proposals)
    yield Part(_("反馈请求"), "heading")
    yield Part(ended(c.feedback_request))
    yield Part(ended(c.reply_rule_text))
    yield Part(_("证据目录"), "heading")
    yield Part(_enumerated(c.evidence_index))


def _before(c: Recommendation, question: LetterQuestion) -> Body:
    """The letters that went before, and what the employer did; where none did, silence means nothing."""
    if c.prior_steps:
        yield Part(_("已开展的监督"), "heading")
        yield from _numbered([_step(step, question) for step in c.prior_steps])
    elif c.employer_response != "NONE":
        yield Part(_("用人单位的态度"), "heading")
    else:
        return
    yield Part(_responses().get(c.employer_response, ""))


def _employer(c: Recommendation) -> str:
    rows = ((_("名称"), c.employer.name), (_("统一社会信用代码"), c.employer.uscc), (_("地址"), c.employer.address),
            (_("法定代表人"), c.employer.legal_representative), (_("联系电话"), c.employer.phone))  # fmt: skip
    return ended("；".join(f"{label}：{value}" for label, value in rows if value))


def _fact(fact: Fact) -> str:
    workers = "" if fact.workers is None else _("%(n)s人") % {"n": fact.workers}
    rows = ((_("涉及期间"), fact.period), (_("涉及职工"), workers), (_("涉及金额"), fact.amount))
    return ended(fact.text) + ended("；".join(f"{label}：{value}" for label, value in rows if value))


def _step(step: PriorStep, question: LetterQuestion) -> str:
    values = {"on": day_text(step.served_on) if step.served_on else "", "method": step.method, "no": step.no,
              "title": question.rules.titles.get(step.kind, "")}  # fmt: skip
    return _("%(on)s，以%(method)s方式送达《%(title)s》（%(no)s）。") % values


def _responses() -> dict[str, str]:
    return {
        "NONE": _("该单位未在要求的期限内答复。"),
        "REFUSED": _("该单位拒不改正。"),
        "PARTIAL": _("该单位仅改正了部分事项。"),
    }


def _cited(citations: Sequence[Citation]) -> str:
    return ended("、".join(f"《{c.law}》{c.article}{c.clause}" for c in citations))


def _numbered(texts: Sequence[str]) -> Body:
    """A list; one single entry has no number."""
    for n, text in enumerate(texts, start=1):
        yield Part(ended(text) if len(texts) == 1 else f"{n}.{ended(text)}")


def _enumerated(texts: Sequence[str]) -> str:
    """A list in one paragraph."""
    if len(texts) == 1:
        return ended(texts[0])
    return "".join(f"{n}.{ended(text, '。' if n == len(texts) else '；')}" for n, text in enumerate(texts, start=1))


def _demands(demands: tuple[Demand, ...]) -> Body:
    if len(demands) >= TABLED_FROM:
        yield Part(_("请逐项改正下表所列事项："))
        yield DemandTable(demands)
        return
    for demand in demands:
        yield Part(f"（{cn2an.an2cn(demand.n or 0)}）{demand.action}", "subheading")
        rows = ((_("整改措施"), demand.measure), (_("完成期限"), demand.due_text), (_("证明材料"), demand.evidence))
        yield Part("".join(ended(f"{label}：{value}", "；") for label, value in rows[:2]) + ended(
            f"{rows[2][0]}：{rows[2][1]}"))  # fmt: skip


def _contact(c: Content) -> str:
    rows = ((_("联系人"), c.contact_name), (_("联系电话"), c.contact_phone), (_("联系地址"), c.contact_address),
            (_("邮政编码"), c.contact_postcode))  # fmt: skip
    return ended("，".join(f"{label}：{value}" for label, value in rows if value))
