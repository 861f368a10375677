"""Filters and tags of the paper templates: money, dates, paragraphs with a straight right edge."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import cn2an
from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from relief.notices import typeset

register = template.Library()
MARK_SIZE = 38.0  # points, the largest issuer mark


Fen = int | str | None  # "" is what a template gives for a field of a row that is not there (``padded``)


@register.filter
def yuan(fen: Fen) -> str:
    """Fen as the office writes money: 360000 → 3,600.00元; nothing for None."""
    return _("%(amount)s元") % {"amount": figures(fen)} if isinstance(fen, int) else ""


@register.filter
def figures(fen: Fen) -> str:
    """Fen as bare figures for a money column: 360000 → 3,600.00."""
    return f"{Decimal(fen) / 100:,.2f}" if isinstance(fen, int) else ""


@register.filter
def capital(fen: Fen) -> str:
    """Fen in capital Chinese numerals: 360000 → 人民币叁仟陆佰元整. The library cuts below 分; fen are whole."""
    return "人民币" + cn2an.an2cn(f"{Decimal(fen) / 100:.2f}", "rmb") if isinstance(fen, int) else ""


@register.filter
def day(value: date | str | None) -> str:
    """A date as GB/T 9704 prints it, Arabic without leading zeros: 2026年3月5日; nothing for None."""
    if not isinstance(value, date):
        return ""
    return _("%(y)s年%(m)s月%(d)s日") % {"y": value.year, "m": value.month, "d": value.day}


@register.filter
def unstopped(text: str) -> str:
    """A text without the stop at its end: the sentence of the paper goes on behind it."""
    return text.rstrip("。；;.，, \n")


@register.filter
def padded(rows: Sequence, least: int) -> list:
    """The rows, followed by empty ones (None) up to the least number: a blank form has room for a pen."""
    return [*rows, *[None] * (least - len(rows))]


@register.filter
def total(rows: Sequence, field: str = "amount_fen") -> int | None:
    """Sum of a money field; None where no row states one, so that an empty column prints no zero."""
    stated = [value for row in rows if (value := getattr(row, field)) is not None]
    return sum(stated) if stated else None


@register.simple_tag
def issuer_mark(name: str) -> SafeString:
    """The red head: the issuer's name as large as fits, a very long one in two lines."""
    lines = typeset.mark_lines(name)
    size = min(typeset.fitting_size(line, "title", MARK_SIZE, typeset.TEXT_WIDTH) for line in lines)
    inner = format_html_join("", "<div>{}</div>", ((line,) for line in lines))
    return format_html('<div class="mark title" style="font-size:{}pt">{}</div>', size, inner)


@register.simple_tag
def pen_day(value: date | None) -> str:
    """A date, or the gaps for writing one by hand."""
    return day(value) if value else _("　　　年　　月　　日")


@register.simple_tag
def boxes(value: str, *options: str) -> SafeString:
    """Tick boxes; a value outside the options is printed behind them, ticked."""
    chosen = options if value in options or not value else (*options, value)
    rows = (("✓" if option == value else "□", option) for option in chosen)
    return format_html_join("　", '<span class="kai">{}{}</span>', rows)


@register.simple_tag
def split_text(text: str, room: int, width: float, size: float = 11.0) -> dict[str, SafeString]:
    """A filled-in text as {"front": what fits the room, "rest": what goes on the annex page}; where there is a rest,
    the front leaves its last line for saying so."""
    measure = typeset.Measure(role="kai", size=size, width=width, grid=0.0)
    lines = [line for part in text.split("\n") for line in typeset.paragraph_lines(part, measure)] if text else []
    cut = room if len(lines) <= room else room - 1
    front, rest = (_sized(_group(part, measure), measure) for part in (lines[:cut], lines[cut:]))
    return {"front": front, "rest": rest}


@register.inclusion_tag("notices/text_row.html")
def text_row(label: str, text: str) -> dict[str, str]:
    """A row of a form table: label and a filled-in text of any length."""
    return {"label": label, "text": text}


def _sized(inner: SafeString, measure: typeset.Measure) -> SafeString:
    if not inner or measure.size == typeset.BODY_SIZE:
        return inner
    return format_html('<div style="font-size:{}pt">{}</div>', measure.size, inner)


def _lines(text: str, measure: typeset.Measure) -> SafeString:
    """The lines of a paragraph; its first two and its last two never part at the foot of a page."""
    lines = typeset.paragraph_lines(text, measure)
    groups = [lines] if len(lines) < 4 else [lines[:2], *[[line] for line in lines[2:-2]], lines[-2:]]
    style = "keep next" if measure.role == "heading" else "keep"
    return format_html_join("", '<div class="{}">{}</div>', ((style, _group(group, measure)) for group in groups))


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
        inner = format_html_join("", "{}", ((_lines(part, measure),) for part in text.strip("\n").split("\n")))
        return _sized(inner, measure)


@register.tag
def paragraph(parser: Parser, token: Token) -> ParagraphNode:
    """``{% paragraph size=12 width=400 %}…{% endparagraph %}``: each line feed in it begins a new paragraph."""
    options = token_kwargs(token.split_contents()[1:], parser)
    nodelist = parser.parse(("endparagraph",))
    parser.delete_first_token()
    return ParagraphNode(nodelist, options)
