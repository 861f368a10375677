"""A letter on paper (supervision.md §9, custom of GB/T 9704-2012): from a question to PDF bytes.

Lines are broken here (``setting``), what they say comes from ``wording``, how they stand from templates/letters. The
same question gives the same bytes.
"""

import re
from typing import Any, Literal

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from relief.letters import seals
from relief.letters.content import LetterQuestion, Recommendation
from relief.letters.glyphs import letter_texts
from relief.letters.lookalikes import Apart
from relief.letters.setting import BODY, COPIES, HEADING, LINE, LIST, SUBHEADING, Setter, grouped
from relief.letters.terms import ANNEX, LISTED_FROM
from relief.letters.wording import DemandTable, Part, body_of, day_text
from relief.notices import typeset
from relief.notices.render import Rendered, render_pages

Status = Literal["draft", "sealed"]
TEMPLATE = "letters/letter.html"
DEMO_REGION = "99"
LONG_COPIES = 14
"""More lines of 抄送 than this do not fit the foot of a page; they then follow the signature."""
KEPT_ATTACHMENTS = 8
BLOCK = 10
"""So many names of the annex make one block: the engine sets a list in blocks faster than line by line."""
EDGE = 4 * typeset.BODY_SIZE  # the date ends four characters from the right edge


def letter_pdf(question: LetterQuestion, *, status: Status, verify_url: str = "", organs_seal: str = "") -> bytes:
    """The PDF of a letter. ``organs_seal``: the name on the seal, where it is not the issuer's own (fallback seal)."""
    return letter_pages(question, status=status, verify_url=verify_url, organs_seal=organs_seal).pdf


def letter_pages(question: LetterQuestion, *, status: Status, verify_url: str = "", organs_seal: str = "") -> Rendered:
    """The PDF with what stands on each of its pages."""
    context = letter_context(question, status=status, verify_url=verify_url, organs_seal=organs_seal)
    return render_pages(TEMPLATE, context)


def letter_context(question: LetterQuestion, *, status: Status, verify_url: str, organs_seal: str) -> dict[str, Any]:
    """What the template prints: every line already broken, every text escaped."""
    setter = Setter(_apart(question), draft=status == "draft")
    return {
        "title": question.title,
        "head": _head(question, setter),
        "addressee": setter.lines(f"{addressee_text(question)}：", BODY, indent=0.0),
        **_body(question, setter),
        "signature": _signature(question, setter),
        "seal": _seal(question, organs_seal) if status == "sealed" else None,
        "code": _code(verify_url) if verify_url else None,
        "copies": _copies(question, setter),
        "annex": _annex(question, setter),
        "draft": status == "draft",
        "unconfirmed": not question.rules.confirmed,
    }


def _apart(question: LetterQuestion) -> Apart:
    return Apart((text, role) for _field, text, role in letter_texts(question))


def addressee_text(question: LetterQuestion) -> str:
    """Whom the letter addresses: the names, or the collective one where they are many (§9)."""
    content = question.content
    if isinstance(content, Recommendation):
        return content.department
    names = [row.name for row in getattr(content, "addressees", ())]
    collective = getattr(content, "collective_addressee", "")
    return collective if collective and not 0 < len(names) < LISTED_FROM else "、".join(names)


def listed(question: LetterQuestion) -> tuple[str, ...]:
    """The names of the list annex; none while the letter itself names all."""
    if isinstance(question.content, Recommendation):
        return ()
    names = tuple(row.name for row in getattr(question.content, "addressees", ()))
    return names if len(names) >= LISTED_FROM else ()


def attachment_names(question: LetterQuestion) -> tuple[str, ...]:
    """The attachments as the letter lists them; the list of addressees is among them once."""
    names = list(question.content.attachments)
    if listed(question) and not any(_is_annex(name) for name in names):
        names.append(ANNEX)
    return tuple(names)


def _is_annex(name: str) -> bool:
    return name.strip().strip("《》〈〉「」“”\"。；;.，,").strip() == ANNEX


def _head(question: LetterQuestion, setter: Setter) -> dict[str, Any]:
    """Issuer mark, number, title, each in whole lines of the page's grid."""
    mark = typeset.mark_lines(setter.clean(question.issuer.name, "title"))
    size = min(typeset.fitting_size(line, "title", 38.0 if len(mark) == 1 else 34.0, typeset.TEXT_WIDTH) for line in mark)
    title = setter.chunks(question.title, "title", 22.0)
    high = max(3, _rows(len(mark) * size * 1.25))
    title_high = _rows(len(title) * 35.0 + 36.0)
    return {
        "mark": [setter.markup(line, "title") for line in mark],
        "mark_size": size,
        "mark_height": round(high * LINE, 2),
        "mark_pad": round((high * LINE - len(mark) * size * 1.2) / 2, 2),
        "number": setter.markup(question.number, "body"),
        "signatory": setter.markup(question.signatory, "kai") if question.rules.signatory_line else "",
        "title": [setter.markup(line, "title") for line in title],
        "title_height": round(title_high * LINE, 2),
        "title_pad": round((title_high * LINE - len(title) * 35.0) / 2, 2),
    }


def _rows(height: float) -> int:
    return int(-(-height // LINE))


def _body(question: LetterQuestion, setter: Setter) -> dict[str, Any]:
    """Groups of lines and tables; the last lines of the text stand with the signature."""
    measures = {"text": BODY, "heading": HEADING, "subheading": SUBHEADING}
    parts: list[dict[str, Any]] = []
    last: list[SafeString] = []
    for part in body_of(question):
        if isinstance(part, DemandTable):
            parts.append({"rows": [setter.row(row) for row in part.rows]})
            continue
        assert isinstance(part, Part)
        last = setter.lines(part.text, measures[part.style])
        parts += [{"group": group} for group in grouped(last, heading=part.style != "text")]
    taken = len(grouped(last, heading=False)[-1].lines) if last else 0
    parts.pop()
    return {"parts": parts, "closing": last[-taken:], **_attachments(question, setter)}


def _attachments(question: LetterQuestion, setter: Setter) -> dict[str, Any]:
    """附件：names, numbered where there are several. A long list runs on by itself, its end stays with the signature."""
    names = attachment_names(question)
    label = _("附件：")
    lines: list[SafeString] = []
    for n, name in enumerate(names, start=1):
        text = name if len(names) == 1 else f"{n}.{name}"
        lines += setter.hanging(label if n == 1 else "", text, BODY, before=2.0 + len(label))
    cut = len(lines) if len(lines) <= KEPT_ATTACHMENTS else len(lines) - 2
    loose = lines[:-2] if cut < len(lines) else []
    return {"attachments": lines[len(loose) :], "loose_attachments": loose}


def _signature(question: LetterQuestion, setter: Setter) -> dict[str, Any]:
    """Issuer and day, centred on each other; the day ends four characters from the edge unless the name needs room."""
    names = setter.chunks(question.issuer.name, "body", typeset.BODY_SIZE, typeset.TEXT_WIDTH * 0.75)
    day = day_text(question.issued_on)
    widths = [BODY.of(text) for text in names]
    centre = min(typeset.TEXT_WIDTH - EDGE - BODY.of(day) / 2, typeset.TEXT_WIDTH - max(widths) / 2)
    return {
        "names": [setter.markup(name, "body") for name in names],
        "day": setter.markup(day, "body"),
        "width": round(2 * (typeset.TEXT_WIDTH - centre), 2),
        "centre": round(centre, 2),
        "rows": len(names),
    }


def _seal(question: LetterQuestion, name: str) -> dict[str, Any] | None:
    """IMAGE: drawn, outside the fictional regions marked as a specimen. PHYSICAL: its place stays empty (§9)."""
    if question.rules.seal_mode != "IMAGE":
        return None
    specimen = not question.rules.regional.code.startswith(DEMO_REGION)
    return {"path": seals.seal_path(name or question.issuer.name), "specimen": specimen}


def _code(url: str) -> dict[str, Any]:
    """A QR code as one path of squares."""
    matrix = segno.make(url, error="m", mask=2, micro=False).matrix
    runs = ((y, match) for y, row in enumerate(matrix) for match in re.finditer(b"\x01+", bytes(row)))
    path = "".join(f"M{m.start()} {y}.5h{len(m.group())}" for y, m in runs)
    return {"path": mark_safe(path), "size": len(matrix)}  # digits and letters of our own making


def _copies(question: LetterQuestion, setter: Setter) -> dict[str, Any] | None:
    """抄送：a，b。 4号, one character free at both sides."""
    names = question.content.copy_to
    if not names:
        return None
    lines = setter.hanging(_("抄送："), "，".join(names).rstrip("。") + "。", COPIES, before=4.0, label_at=1.0)
    return {"lines": lines, "long": len(lines) > LONG_COPIES}


def _annex(question: LetterQuestion, setter: Setter) -> dict[str, Any] | None:
    """The list of addressees on pages of its own, behind the page with 抄送."""
    names = listed(question)
    if not names:
        return None
    attached = attachment_names(question)
    place = next(n for n, name in enumerate(attached, start=1) if _is_annex(name))
    label = _("附件") if len(attached) == 1 else _("附件%(n)s") % {"n": place}
    rows = [f"{n}.{name}" for n, name in enumerate(names, start=1)]
    blocks = [setter.listing(rows[start : start + BLOCK], LIST) for start in range(0, len(rows), BLOCK)]
    return {"label": label, "title": ANNEX, "blocks": blocks}
