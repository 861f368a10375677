"""Glyph preflight of a letter: each text in the typefaces in which the paper sets it (supervision.md §9)."""

from collections.abc import Iterator

from relief.letters.content import LetterQuestion
from relief.letters.reading import printed_texts
from relief.letters.terms import TABLED_FROM, Fault
from relief.notices.fonts import Role
from relief.notices.preflight import preflight

CODE = "glyphs_present"


def glyph_faults(question: LetterQuestion) -> Iterator[Fault]:
    """One fault for each character that cannot be printed, each named once."""
    seen: set[tuple[str, int]] = set()
    for field, text, role in letter_texts(question):
        for problem in preflight({"": (text, role)}):
            if (field, problem.position) not in seen:
                seen.add((field, problem.position))
                yield Fault(CODE, field, problem.message, problem.position, problem.code_point)


def letter_texts(question: LetterQuestion) -> Iterator[tuple[str, str, Role]]:
    """(field, text, typeface) of everything that prints; a text that stands in two typefaces comes twice."""
    yield "issuer.name", question.issuer.name, "title"
    yield "issuer.name", question.issuer.name, "body"
    yield "doc_title", question.title, "title"
    yield "doc_no", question.number, "body"
    yield "signatory", question.signatory, "kai"
    tabled = len(getattr(question.content, "demands", ())) >= TABLED_FROM
    for field, text in printed_texts(question.content):
        in_kai = field.startswith("demands[") and field.endswith("].action") and not tabled
        yield field, text, "kai" if in_kai else "body"
