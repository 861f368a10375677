"""The verbs of a general lead (relief.md §4)."""

from relief.leads.services import converting, handling

__all__ = ["converting", "handling"]
