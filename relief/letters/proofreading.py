"""The finished paper, read back and measured before it is sealed (supervision.md §5 ``pdf_clean``).

Every field of the letter must stand on it, in lines that keep to the text block; the seal needs a page with text of the
letter, 抄送 stands at the foot of that page, and no two characters may read back as one.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from relief.letters.content import LetterQuestion
from relief.letters.glyphs import letter_texts
from relief.letters.lookalikes import Apart
from relief.letters.paper import letter_pages
from relief.letters.setting import COPIES
from relief.letters.terms import Fault
from relief.notices.render import PrintedLine, Rendered, RenderError
from relief.notices.typeset import BODY_SIZE, MAX_STRETCH

CODE = "pdf_clean"
MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, (28 + 156) * MM, 37 * MM, (37 + 225) * MM
SLACK = 1.0
SPACED = MAX_STRETCH * BODY_SIZE
"""The engine counts the letter-spacing behind the last character of a stretched line."""
PAGE_NUMBER = re.compile(r"— \d+ —")
UNSAID = ("collective_addressee", "reminder_scope", "employer_response", "served_on", "kind")
"""Fields that print in other words than their own, or not in every letter."""


def paper_faults(question: LetterQuestion) -> Iterator[Fault]:
    """What is wrong with the letter as it would be sealed."""
    if alike := Apart((text, role) for _field, text, role in letter_texts(question)).alike:
        signs = "、".join(f"U+{ord(c):04X}" for c in alike)
        yield Fault(CODE, "letter", _("字体中与另一个字共用字形，印出后不能区分：%(signs)s") % {"signs": signs})
        return
    try:
        yield from page_faults(question, letter_pages(question, status="sealed"))
    except RenderError as error:
        yield Fault(CODE, "letter", str(error))


def page_faults(question: LetterQuestion, made: Rendered) -> Iterator[Fault]:
    """What is wrong with these pages."""
    body = [[line for line in page if not PAGE_NUMBER.fullmatch(line.text)] for page in made.pages]
    shown = _squeezed("".join(line.text for page in body for line in page))
    for field, text, _role in letter_texts(question):
        if text and field.rpartition(".")[2] not in UNSAID and _squeezed(text) not in shown:
            tall = field.startswith("demands[")
            yield Fault(CODE, field, _("表格的一行超过一页，请缩短文字或者分项") if tall else _("没有完整印出"))
    for number, page in enumerate(body, start=1):
        if any(_outside(line) for line in page):
            yield Fault(CODE, "letter", _("第%(page)s页有文字超出版心") % {"page": number})
    signed = next((n for n, page in enumerate(body) if any(line.kind == "day" for line in page)), 0)
    if not any(line.kind.startswith("line ") and not _copied(line) for line in body[signed]):
        yield Fault(CODE, "letter", _("成文日期所在页没有正文"))
    if any(_copied(line) for n, page in enumerate(body) for line in page if n != signed):
        yield Fault(CODE, "copy_to", _("抄送单位太多，一页容纳不下"))


def _copied(line: PrintedLine) -> bool:
    return line.kind.endswith(f" s{COPIES.size:.0f}")


def _outside(line: PrintedLine) -> bool:
    if line.kind in ("watermark heading", "basis"):
        return False
    wide = line.left < LEFT - SLACK or line.left + line.width > RIGHT + SPACED + SLACK
    return wide or line.top < TOP - SLACK or line.top + line.height > BOTTOM + SLACK


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
