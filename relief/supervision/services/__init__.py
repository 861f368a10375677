"""The verbs of leads and cases of supervision: each writes the facts of its move or act, before the guards are asked.

One module a desk; a pure move (a reason and nothing else) has no verb of its own.
"""

from relief.supervision.services import (
    accepting,
    assigning,
    certifying,
    ending,
    filing,
    investigating,
    leading,
    lettering,
    talking,
)

__all__ = [
    "accepting", "assigning", "certifying", "ending", "filing", "investigating", "leading", "lettering", "talking",
]  # fmt: skip
