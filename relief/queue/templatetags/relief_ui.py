"""What templates need to write money, due dates and states the one way this house writes them.

Cells that stand in every row of a list are tags, not includes: an include costs a template lookup and a
context push for each cell, a tag costs one call.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import cn2an
from django import forms, template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from relief.people import masking

register = template.Library()

NOTHING = "—"

# Word + shape + colour (ui.md): todo blue, doing grey-blue, wait amber, bad red, done green, off neutral.
# A state that is missing here is neutral; the word beside the shape always says what it is.
TONES: dict[str, str] = {
    "draft": "off",
    **dict.fromkeys(["submitted", "approval", "grassroots_review", "county_review", "emergency_approval"], "todo"),
    **dict.fromkeys(["investigating", "publicity", "approved", "reconsideration", "planned", "drafted"], "doing"),
    **dict.fromkeys(["batched", "exported", "checked", "waiting"], "doing"),
    **dict.fromkeys(["supplement", "objection", "backfill", "recovery", "recalled", "unavailable", "missing"], "wait"),
    **dict.fromkeys(["rejected", "not_accepted", "lapsed", "terminated", "failed", "matched", "error"], "bad"),
    **dict.fromkeys(["paid", "archived", "recovered", "settled", "clean", "ok", "done", "written"], "done"),
}
_TONE_NAMES = frozenset({"todo", "doing", "wait", "bad", "done", "off"})


@register.filter
def tone(state: str) -> str:
    """The tone in which a state, or the status of a line, a batch, a check or a job, is shown."""
    return state if state in _TONE_NAMES else TONES.get(str(state), "off")


@register.simple_tag
def pill(word: str, state: str = "") -> SafeString:
    """A status: the word, a shape and a colour. ``state`` is a state code or one of the tones themselves."""
    return format_html('<span class="pill pill-{}">{}</span>', tone(state), word)


@register.filter
def money(fen: int | None) -> str:
    """Integer fen as 3,600.00; nothing known is a dash, never a zero."""
    if fen is None or fen == "":
        return NOTHING
    yuan, cents = divmod(abs(int(fen)), 100)
    return f"{'-' if int(fen) < 0 else ''}{yuan:,}.{cents:02d}"


@register.simple_tag
def yuan(fen: int | None) -> SafeString:
    """3,600.00 元: the figure and its unit, which never part at a line's end."""
    if fen is None or fen == "":
        return format_html('<span class="money">{}</span>', NOTHING)
    return format_html('<span class="money">{}<span class="unit"> {}</span></span>', money(fen), _("元"))


@register.filter
def money_words(fen: int | None) -> str:
    """大写 of integer fen: quantised to two places first, handed over as text, so that no float is ever made."""
    if fen is None or fen == "":
        return NOTHING
    exact = (Decimal(abs(int(fen))) / 100).quantize(Decimal("0.01"))
    words: str = cn2an.an2cn(str(exact), "rmb")
    return _("负%(words)s") % {"words": words} if int(fen) < 0 else words


@register.filter
def due_words(left: int | None, unit: str = "wd") -> str:
    """还剩3个工作日, 今天到期, 逾期2个工作日. The view counts ``left`` (units left, negative = overdue)."""
    if left is None:
        return NOTHING
    if left == 0:
        return _("今天到期")
    words = {
        "h": (_("还剩%(n)d小时"), _("逾期%(n)d小时")),
        "wd": (_("还剩%(n)d个工作日"), _("逾期%(n)d个工作日")),
    }.get(unit, (_("还剩%(n)d天"), _("逾期%(n)d天")))
    return words[left < 0] % {"n": abs(left)}


def _due_level(due: Any) -> str:
    """late, today, soon, calm, stopped: what colour and shape the due cell takes."""
    if due["state"] == "stopped":
        return "stopped"
    left = due["left"]
    if left is None:
        return "calm"
    if left < 0:
        return "late"
    return "today" if left == 0 else "soon" if left <= 2 and due["unit"] != "h" else "calm"


def _due_fields(due: Any) -> dict[str, Any]:
    """The same keys from a mapping or an object; only ``on`` and ``left`` are usual, the rest has defaults."""
    defaults = {"on": None, "left": None, "unit": "wd", "state": "running", "words": "", "why_url": ""}
    if isinstance(due, Mapping):
        return {key: due.get(key, default) for key, default in defaults.items()}
    return {key: getattr(due, key, default) for key, default in defaults.items()}


def _due_text(due: dict[str, Any]) -> str:
    if due["words"]:
        return str(due["words"])
    if due["state"] == "stopped":
        return _("计时已停")
    words = due_words(due["left"], due["unit"])
    return _("%(words)s（暂定）") % {"words": words} if due["state"] == "beyond_calendar" else words


@register.simple_tag
def due(due: Any) -> SafeString:
    """A due date: words first, the date on hover and in print, a click opens 为什么是这一天.

    ``due`` has on (date | None), left (int | None), unit (wd d m h), state (running stopped beyond_calendar),
    words (instead of the words made from left), why_url.
    """
    if not due:
        return format_html('<span class="due due-calm">{}</span>', NOTHING)
    fields = _due_fields(due)
    on = fields["on"].isoformat() if isinstance(fields["on"], date) else str(fields["on"] or "")
    cell = format_html('<span class="due due-{}" title="{}">{}</span>', _due_level(fields), on, _due_text(fields))
    if fields["why_url"]:
        cell = format_html(
            '<a class="why" href="{0}" hx-get="{0}" hx-target="#dialog-body" title="{1}">{2}</a>',
            fields["why_url"],
            _("为什么是这一天"),
            cell,
        )
    return format_html('{}<span class="due-on">{}</span>', cell, on) if on else cell


@register.filter
def control(field: BoundField) -> SafeString:
    """A form field's widget in Bootstrap's classes, whatever classes the form gave it kept."""
    widget = field.field.widget
    own = str(widget.attrs.get("class", ""))
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return field.as_widget()
    if isinstance(widget, forms.CheckboxInput):
        base = "form-check-input"
    else:
        base = "form-select" if isinstance(widget, forms.Select) else "form-control"
    invalid = " is-invalid" if field.errors else ""
    return field.as_widget(attrs={"class": f"{base} {own}".strip() + invalid})


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """A single tick has its label behind it, everything else above."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_choices(field: BoundField) -> bool:
    """Several ticks or radios: the label is a legend for the group."""
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


for _name in ("mask_id", "mask_card", "mask_mobile", "mask_name", "mask_address"):
    register.filter(_name, getattr(masking, _name))
