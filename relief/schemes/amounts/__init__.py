"""What a case may receive, and why, exactly by relief.md §5. Pure: no database, no clock, no settings.

Exact fractions until the one floor at the end. The sentence is part of the stored record, so it is always
Chinese, whatever the reader's language: recomputing it later must give the same text (invariant I13).
"""

from relief.schemes.amounts.calculation import Calculation, Suggestion, calculate, recompute, suggest
from relief.schemes.amounts.question import AmountCase, PriorPayment, Question
from relief.schemes.amounts.reading import read_question

__all__ = [
    "AmountCase",
    "Calculation",
    "PriorPayment",
    "Question",
    "Suggestion",
    "calculate",
    "read_question",
    "recompute",
    "suggest",
]
