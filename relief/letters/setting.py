"""Setting a letter's texts: measures of its typefaces, lines as ready markup, groups that stay on one page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from relief.letters.content import Demand
from relief.letters.lookalikes import Apart
from relief.notices.fonts import Role
from relief.notices.preflight import preflight
from relief.notices.typeset import BODY_SIZE, GRID_SPACING, TEXT_WIDTH, Line, Measure, paragraph_lines

LINE = 28.98
"""Points from line to line: 22 of them in 225 mm (libraries.md: exactly 225/22 loses the last)."""
UNPRINTABLE = "□"

BODY = Measure()
HEADING = replace(BODY, role="heading")
SUBHEADING = replace(BODY, role="kai")
COPIES = Measure(size=14.0, width=TEXT_WIDTH - 14.0, indent=0.0, grid=0.0)
LIST = Measure(size=12.0, indent=0.0, grid=0.0)
_FLAT: dict[Role, Measure] = {role: Measure(role=role, indent=0.0) for role in ("body", "heading", "kai", "title")}


@dataclass(frozen=True)
class Group:
    """Lines that stay together; ``leads``: and with what follows."""

    lines: Sequence[SafeString]
    leads: bool


def grouped(lines: Sequence[SafeString], *, heading: bool) -> list[Group]:
    """A paragraph's lines: its first two and its last two never part; a heading stays with what it heads."""
    parts = [lines] if len(lines) < 4 else [lines[:2], *[[line] for line in lines[2:-2]], lines[-2:]]
    return [Group(part, heading) for part in parts]


class Setter:
    """Texts to lines of one letter. In a draft a character that cannot print shows as an empty square, so that the
    page can be looked at; a sealed letter never comes so far."""

    def __init__(self, apart: Apart, *, draft: bool) -> None:
        self._apart = apart
        self._draft = draft

    def clean(self, text: str, role: Role) -> str:
        """The text as it prints."""
        if not self._draft:
            return text
        bad = {problem.position for problem in preflight({"": (text, role)})}
        return "".join(UNPRINTABLE if n in bad else c for n, c in enumerate(text, start=1)) if bad else text

    def markup(self, text: str, role: Role) -> SafeString:
        """A text in one piece."""
        return self._apart.markup(self.clean(text, role), role)

    def lines(self, text: str, measure: Measure, *, indent: float | None = None) -> list[SafeString]:
        """A paragraph in lines with a straight right edge."""
        measure = measure if indent is None else replace(measure, indent=indent)
        return [self._line(line, measure) for line in paragraph_lines(self.clean(text, measure.role), measure)]

    def hanging(self, label: str, text: str, measure: Measure, *, before: float, label_at: float = 2.0) -> list[SafeString]:
        """Lines whose beginnings stand under each other, behind a label; ``before`` and ``label_at`` in characters.
        ``before`` 0 hangs them behind the label's own width."""
        start = before * measure.size or measure.of(label)
        narrow = replace(measure, width=measure.width - start, indent=0.0)
        lines = paragraph_lines(self.clean(text, measure.role), narrow)
        first = self._label(label, label_at if before else 0.0, start, measure)
        return [self._line(line, narrow, start=start, before=first if n == 0 else None) for n, line in enumerate(lines)]

    def listing(self, texts: Sequence[str], measure: Measure) -> SafeString:
        """Short entries in one piece of preformatted lines; what is too long for a line runs on, indented."""
        narrow = replace(measure, width=measure.width - 4 * measure.size, indent=0.0)
        rows = []
        for text in texts:
            whole = self.clean(text, measure.role)
            parts = [whole] if measure.of(whole) <= measure.width else [x.text for x in paragraph_lines(whole, narrow)]
            rows += [self._apart.markup(part, measure.role) for part in (parts[0], *("　　" + x for x in parts[1:]))]
        return mark_safe("\n".join(rows))  # each row is escaped

    def chunks(self, text: str, role: Role, size: float, width: float = TEXT_WIDTH) -> list[str]:
        """A name in as few lines as it needs, of about equal length."""
        text = self.clean(text, role)
        measure = replace(_FLAT[role], size=size, grid=0.0, width=width)
        count = int(-(-measure.of(text) // width)) or 1
        narrow = replace(measure, width=min(width, measure.of(text) / count + 2 * size))
        return [line.text for line in paragraph_lines(text, narrow)]

    def row(self, demand: Demand) -> list[SafeString]:
        """A demand as the cells of its row."""
        texts = (str(demand.n or ""), demand.action, demand.measure, demand.due_text, demand.evidence)
        return [self.markup(text, "body") for text in texts]

    def _label(self, label: str, at: float, start: float, measure: Measure) -> SafeString | None:
        if not label:
            return None
        left = at * measure.size - start
        return format_html('<span class="label" style="margin-left:{}pt;width:{}pt">{}</span>', round(left, 2),
                           round(-left, 2), self._apart.markup(label, measure.role))  # fmt: skip

    def _line(self, line: Line, measure: Measure, *, start: float = 0.0, before: SafeString | None = None) -> SafeString:
        rules = []
        if abs(line.spacing - (GRID_SPACING if measure.grid else 0.0)) > 0.0005:
            rules.append(f"letter-spacing:{line.spacing}pt")
        if start:
            rules.append(f"padding-left:{round(start, 2)}pt")
        style = format_html(' style="{}"', ";".join(rules)) if rules else ""
        kind = measure.role + (" first" if line.first and measure.indent else "")
        if measure.size != BODY_SIZE:
            kind += f" s{measure.size:.0f}"
        text = self._apart.markup(line.text, measure.role)
        return format_html('<div class="line {}"{}>{}{}</div>', kind, style, before or "", text)
