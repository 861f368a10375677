"""A part of a list by its place in the address: ``?from=50``. For lists that one leafs through, never for queues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

LAST = 10**6


@dataclass(frozen=True)
class Window:
    """``size`` rows from row ``first``; the other words of the address stay as they are."""

    request: HttpRequest
    size: int

    @property
    def first(self) -> int:
        text = self.request.GET.get("from", "")
        n = int(text) if text.isdecimal() and len(text) < 9 else 0
        return n if n < LAST else 0

    def rows(self, found: Any) -> list[Any]:
        """The rows of a query or a list."""
        return list(found[self.first : self.first + self.size])

    def page(self, total: int) -> dict[str, Any] | None:
        """What ui/pager.html needs; None where all fits."""
        if total <= self.size and not self.first:
            return None
        before, after = self.first - self.size, self.first + self.size
        return {"shown": max(0, min(self.size, total - self.first)), "total": total,
                "previous_url": self._url(max(0, before)) if self.first else "",
                "next_url": self._url(after) if after < total else ""}  # fmt: skip

    def _url(self, first: int) -> str:
        words = self.request.GET.copy()
        words["from"] = str(first)
        return f"?{words.urlencode()}"
