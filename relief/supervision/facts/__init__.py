"""The facts that the guards of leads and cases of supervision ask for."""

from relief.supervision.facts.case import CaseFacts
from relief.supervision.facts.lead import SupervisionLeadFacts

__all__ = ["CaseFacts", "SupervisionLeadFacts"]
