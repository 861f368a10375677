"""Filters and tags of the paper templates: money, dates, paragraphs with a straight right edge."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import cn2an
from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from relief.notices import typeset

register = template.Library()


@register.filter
def yuan(fen: int | None) -> str:
    """Fen as the office writes money: 360000 → 3,600.00元; nothing for None."""
    return "" if fen is None else _("%(amount)s元") % {"amount": figures(fen)}


@register.filter
def figures(fen: int | None) -> str:
    """Fen as bare figures for a money column: 360000 → 3,600.00."""
    return "" if fen is None else f"{Decimal(fen) / 100:,.2f}"


@register.filter
def capital(fen: int | None) -> str:
    """Fen in capital Chinese numerals: 360000 → 人民币叁仟陆佰元整. The library cuts below 分; fen are whole."""
    return "" if fen is None else "人民币" + cn2an.an2cn(f"{Decimal(fen) / 100:.2f}", "rmb")


@register.filter
def day(value: date | None) -> str:
    """A date as GB/T 9704 prints it, Arabic without leading zeros: 2026年3月5日; nothing for None."""
    return "" if value is None else _("%(y)s年%(m)s月%(d)s日") % {"y": value.year, "m": value.month, "d": value.day}


@register.filter
def padded(rows: Sequence, least: int) -> list:
    """The rows, followed by empty ones (None) up to the least number: a blank form has room for a pen."""
    return [*rows, *[None] * (least - len(rows))]


@register.filter
def total(rows: Sequence, field: str = "amount_fen") -> int | None:
    """Sum of a money field; None for an empty list, so that a blank form prints no zero."""
    return sum(getattr(row, field) or 0 for row in rows) if rows else None


@register.simple_tag
def mark_style(text: str, largest: float = 38.0, width: float = typeset.TEXT_WIDTH) -> str:
    """Font size at which an issuer mark or title fits one line of the text block."""
    return f"font-size:{typeset.fitting_size(text, 'title', largest, width, 22.0)}pt"


def _lines(text: str, measure: typeset.Measure) -> SafeString:
    """The lines of a paragraph; its first two and its last two never part at the foot of a page."""
    lines = typeset.paragraph_lines(text, measure)
    groups = [lines] if len(lines) < 4 else [lines[:2], *[[line] for line in lines[2:-2]], lines[-2:]]
    return format_html_join("", '<div class="keep">{}</div>', ((_group(group, measure),) for group in groups))


def _group(lines: Sequence[typeset.Line], measure: typeset.Measure) -> SafeString:
    rows = (
        (measure.role, " first" if line.first and measure.indent else "", line.spacing, line.text) for line in lines
    )
    return format_html_join("", '<div class="line {}{}" style="letter-spacing:{}pt">{}</div>', rows)


class ParagraphNode(Node):
    """Body text between the tags, broken into lines; its variables are escaped once, line by line."""

    def __init__(self, nodelist: NodeList, options: dict[str, FilterExpression]) -> None:
        self.nodelist, self.options = nodelist, options

    def render(self, context: template.Context) -> SafeString:
        measure = typeset.Measure(**{key: value.resolve(context) for key, value in self.options.items()})
        escaping, context.autoescape = context.autoescape, False
        try:
            text = self.nodelist.render(context)
        finally:
            context.autoescape = escaping
        return format_html_join("", "{}", ((_lines(part, measure),) for part in text.strip("\n").split("\n")))


@register.tag
def paragraph(parser: Parser, token: Token) -> ParagraphNode:
    """``{% paragraph size=12 width=400 %}…{% endparagraph %}``: each line feed in it begins a new paragraph."""
    options = token_kwargs(token.split_contents()[1:], parser)
    nodelist = parser.parse(("endparagraph",))
    parser.delete_first_token()
    return ParagraphNode(nodelist, options)
