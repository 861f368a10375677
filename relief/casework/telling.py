"""What an event did, in words: its machine's own, else its named facts; and what somebody said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from relief.casework.rooms import ROOMS, Room
from relief.schemes.amounts.wording import plain_yuan
from workflows.models import Event

SAID = ("reason", "opinion", "said", "text", "conclusion")
"""What a person wrote stands as a quotation under the sentence."""
LISTED = 4
CODE = re.compile(r"[A-Z][A-Z0-9_]+|[a-z]+(_[a-z]+)*")


def said(facts: Mapping[str, Any]) -> str:
    """What was written by hand."""
    return next((str(facts[key]) for key in SAID if facts.get(key)), "")


def details(event: Event, facts: Any) -> str:
    """The key facts of an event in one line; '' where the sentence says it all. ``facts`` are those of the case whose
    page the event stands on."""
    room = ROOMS.get(event.machine)
    if room is None:
        return ""
    words = room.words.get(event.verb)
    return words(event.facts, facts) if words else named(event.facts, room)


def named(facts: Mapping[str, Any], room: Room) -> str:
    """人数3，金额8,623.00元: the facts that have a name, in the order in which the room names them."""
    parts = []
    for key, label in room.fact_labels.items():
        value = told(key, facts[key], room) if key in facts and key not in SAID else ""
        if value:
            parts.append(f"{label}{value}")
    return "，".join(parts)


def told(key: str, value: Any, room: Room) -> str:
    """A value in the clerk's words; '' for what has none: nothing, and a code that nobody named."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        words = [word for item in value if (word := told(key, item, room))]
        more = _("等%(n)d项") % {"n": len(words)} if len(words) > LISTED else ""
        return "、".join(words[:LISTED]) + more
    if isinstance(value, Mapping):
        return ""
    if key.endswith("_fen") and isinstance(value, int):
        return plain_yuan(value)
    if value in room.codes:
        return str(room.codes[value])
    return "" if value is None or (isinstance(value, str) and CODE.fullmatch(value)) else str(value)
