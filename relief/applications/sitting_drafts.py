"""What a clerk keeps from one form to the next within a sitting: last union and bank, what was entered, and what was
typed and not yet handed in. It stands in the session, typed content encrypted; no journal knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict
from django.utils.timezone import localtime

from relief.people.secrets import SecretUnreadable, decrypt, encrypt
from workflows.clock import office_now

KEPT, ENTERED, TYPED = "entry_kept", "entry_entered", "entry_typed"
LISTED = 30
LONGEST = 64 * 1024
"""A form of more characters than this is not kept aside."""
FORMS = 5
"""How many unfinished forms are kept aside; the oldest goes."""
LEFT_OUT = ("csrfmiddlewaretoken", "then")


@dataclass(frozen=True)
class Aside:
    """A form that was typed and not handed in."""

    data: QueryDict
    at: str


def put_aside(session: SessionBase, key: str, data: QueryDict) -> str:
    """Keep what was typed; returns the time of day, '' where it is too long to be kept."""
    typed = data.copy()
    for name in LEFT_OUT:
        typed.pop(name, None)
    text = typed.urlencode()
    if len(text) > LONGEST:
        return ""
    at = f"{localtime(office_now()):%H:%M}"
    forms = {k: v for k, v in session.get(TYPED, {}).items() if k != key}
    while len(forms) >= FORMS:
        forms.pop(next(iter(forms)))
    session[TYPED] = {**forms, key: [at, encrypt(text)]}
    return at


def take_up(session: SessionBase, key: str) -> Aside | None:
    """What was put aside under this key."""
    found = session.get(TYPED, {}).get(key)
    if found is None:
        return None
    try:
        return Aside(QueryDict(decrypt(found[1])), found[0])
    except SecretUnreadable:
        return None


def drop(session: SessionBase, key: str) -> None:
    """It was handed in, or is not wanted."""
    if key in session.get(TYPED, {}):
        session[TYPED] = {k: v for k, v in session[TYPED].items() if k != key}


def remember(session: SessionBase, pk: int, *, union: str, bank: str) -> None:
    """The draft was entered in this sitting; the next one begins with its union and bank."""
    entered: list[int] = session.get(ENTERED, [])
    if pk not in entered:
        session[ENTERED] = [*entered, pk]
    session[KEPT] = {"organisation": union, "bank": bank}


def kept(session: SessionBase) -> dict[str, Any]:
    """Union and bank of the last draft."""
    return dict(session.get(KEPT, {}))


def entered(session: SessionBase) -> list[int]:
    """Drafts of this sitting, the latest first."""
    return list(reversed(session.get(ENTERED, [])))
