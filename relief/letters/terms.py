"""Words that content, checks and paper of the letters share."""

from dataclasses import dataclass
from typing import Any

REMINDER, OPINION, RECOMMENDATION = "reminder_letter", "opinion", "recommendation"
KINDS = (REMINDER, OPINION, RECOMMENDATION)
TARGETED, CLASS, PUBLIC = "TARGETED", "CLASS", "PUBLIC"
SCOPES = (TARGETED, CLASS, PUBLIC)
RESPONSES = ("NONE", "REFUSED", "PARTIAL")

LISTED_FROM = 6
"""From this many addressees on a letter has a collective name and a list annex (§9: over 5)."""
TABLED_FROM = 6
"""From this many demands on they stand in a table (§9: over 5)."""
ANNEX = "主送单位名单"


@dataclass(frozen=True)
class Fault:
    """Why a move is refused: ``code`` is the guard's name, ``position`` counts code points from 1."""

    code: str
    field: str
    message: str
    position: int | None = None
    char: str | None = None

    def as_json(self) -> dict[str, Any]:
        """As commands.md prints it."""
        return {name: getattr(self, name) for name in ("code", "field", "position", "char", "message")}
