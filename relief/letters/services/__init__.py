"""The verbs of letters: each writes the facts of its move or act, before the guards are asked. One module a matter."""

from relief.letters.services import (
    departments,
    drafting,
    ending,
    extensions,
    objections,
    papers,
    replies,
    sealing,
    serving,
    signing,
)

__all__ = ["departments", "drafting", "ending", "extensions", "objections", "papers", "replies", "sealing", "serving",
           "signing"]  # fmt: skip
