"""The verbs of relief cases: each writes the facts of its move or act, before the guards are asked.

One module a desk; a pure move (a reason and nothing else) has no verb here.
"""

from relief.applications.services import (
    amending,
    approval,
    base,
    closing,
    county,
    drafting,
    intake,
    publicity,
    standing,
    visiting,
)

__all__ = ["amending", "approval", "base", "closing", "county", "drafting", "intake", "publicity",
           "standing", "visiting"]  # fmt: skip
