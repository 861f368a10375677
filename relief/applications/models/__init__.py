"""The tables of relief cases: the form, what officers record, publicity sheets, meetings."""

from relief.applications.models.application import Application, HouseholdLock, HouseholdMember, ImportRun, Invoice
from relief.applications.models.importing import ImportJob
from relief.applications.models.meeting import AgendaItem, Meeting
from relief.applications.models.publicity import PublicitySheet, SheetEntry
from relief.applications.models.records import (
    Amendment,
    Award,
    Check,
    ContactNote,
    FollowUp,
    Opinion,
    StoredCalculation,
    SupplementItem,
    Visit,
    VisitSignature,
)

__all__ = [
    "AgendaItem",
    "Amendment",
    "Application",
    "Award",
    "Check",
    "ContactNote",
    "FollowUp",
    "HouseholdLock",
    "HouseholdMember",
    "ImportJob",
    "ImportRun",
    "Invoice",
    "Meeting",
    "Opinion",
    "PublicitySheet",
    "SheetEntry",
    "StoredCalculation",
    "SupplementItem",
    "Visit",
    "VisitSignature",
]
