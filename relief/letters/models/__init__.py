"""Letters, their register, their service and what comes back (supervision.md §5, §8, §10)."""

from relief.letters.models.answers import (
    DepartmentAnswer,
    Examination,
    ExtensionRequest,
    Objection,
    Recheck,
    Reply,
    ReplyItem,
)
from relief.letters.models.letter import ApprovalStep, SupervisionLetter
from relief.letters.models.register import NumberEntry, Series
from relief.letters.models.service import Method, ServiceAttempt, ServiceReceipt

__all__ = [
    "ApprovalStep",
    "DepartmentAnswer",
    "Examination",
    "ExtensionRequest",
    "Method",
    "NumberEntry",
    "Objection",
    "Recheck",
    "Reply",
    "ReplyItem",
    "Series",
    "ServiceAttempt",
    "ServiceReceipt",
    "SupervisionLetter",
]
