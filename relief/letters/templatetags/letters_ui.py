"""What is said under a control of the drafting form, in a place of its own that the preview fills anew."""

from collections.abc import Mapping, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def warned(said: Mapping[str, Sequence[str]], name: str) -> SafeString:
    """The place under a control, and what is said there now."""
    return holder(name, said.get(name, ()), swapped=False)


@register.simple_tag
def rewarned(name: str, texts: Sequence[str]) -> SafeString:
    """The same, sent beside the preview to take the place of the old one."""
    return holder(name, texts, swapped=True)


def holder(name: str, texts: Sequence[str], *, swapped: bool) -> SafeString:
    lines = format_html_join("", "<p>{}</p>", ((text,) for text in texts))
    oob = SafeString(' hx-swap-oob="true"') if swapped else ""
    return format_html('<div class="warns" id="w-{}" role="status"{}>{}</div>', name, oob, lines)
