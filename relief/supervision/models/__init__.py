"""Employers, leads, cases and what is recorded of them (supervision.md §3, §4, §11)."""

from relief.supervision.models.case import Assignment, CaseWorker, Recusal, SupervisionCase
from relief.supervision.models.employer import Certificate, Employer
from relief.supervision.models.ending import Closing, Feedback, ItemCheck, Visit
from relief.supervision.models.investigation import Finding, InvestigationRecord, RecordSignature, Settlement
from relief.supervision.models.lead import Identity, LeadDuplicate, PriorityReport, SupervisionLead
from relief.supervision.models.letters import LetterKind, LetterOutcome, LetterPlan, Organ

__all__ = [
    "Assignment",
    "CaseWorker",
    "Certificate",
    "Closing",
    "Employer",
    "Feedback",
    "Finding",
    "Identity",
    "InvestigationRecord",
    "ItemCheck",
    "LeadDuplicate",
    "LetterKind",
    "LetterOutcome",
    "LetterPlan",
    "Organ",
    "PriorityReport",
    "RecordSignature",
    "Recusal",
    "Settlement",
    "SupervisionCase",
    "SupervisionLead",
    "Visit",
]
