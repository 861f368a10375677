"""What is asked: the facts of a case, earlier payments, the money left. Integer fen throughout."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, kw_only=True)
class AmountCase:
    """Facts of one case. None = not stated.

    `application_date` chooses the dibao row. `as_of` is the day by the scheme's `limit_date`, from which
    limit windows look back; without it the application date stands. A requested amount of 0 asks nothing.
    """

    cause: str
    area: str | None = None
    hukou: str | None = None
    application_date: date | None = None
    as_of: date | None = None
    total_cost_fen: int | None = None
    loss_fen: int | None = None
    medical_insurance_fen: int = 0
    commercial_insurance_fen: int = 0
    mutual_aid_fen: int = 0
    other_aid_fen: int = 0
    liability: str | None = None
    household_size: int | None = None
    per_capita_monthly_fen: int | None = None
    requested_amount_fen: int | None = None
    source: str | None = None
    event: str | None = None

    @property
    def received_fen(self) -> int:
        """Everything others have paid."""
        return self.medical_insurance_fen + self.commercial_insurance_fen + self.mutual_aid_fen + self.other_aid_fen

    @property
    def limit_day(self) -> date | None:
        return self.as_of or self.application_date

    def to_json(self) -> dict[str, Any]:
        return {
            "cause": self.cause,
            "area": self.area,
            "hukou": self.hukou,
            "application_date": _iso(self.application_date),
            "as_of": _iso(self.as_of),
            "total_cost": self.total_cost_fen,
            "loss": self.loss_fen,
            "medical_insurance": self.medical_insurance_fen,
            "commercial_insurance": self.commercial_insurance_fen,
            "mutual_aid": self.mutual_aid_fen,
            "other_aid": self.other_aid_fen,
            "liability": self.liability,
            "household_size": self.household_size,
            "per_capita_monthly": self.per_capita_monthly_fen,
            "requested_amount": self.requested_amount_fen,
            "source": self.source,
            "event": self.event,
        }


@dataclass(frozen=True, kw_only=True)
class PriorPayment:
    """An earlier case or campaign payment: reserved, committed or paid, less what came back (`returned_fen`)."""

    on: date
    amount_fen: int
    cause: str | None = None
    event: str | None = None
    same_person: bool = False
    same_household: bool = False
    source: str | None = None
    returned_fen: int = 0

    @property
    def used_fen(self) -> int:
        """What still counts; a wholly returned payment counts no more, neither as sum nor as a time."""
        return self.amount_fen - self.returned_fen

    def to_json(self) -> dict[str, Any]:
        return {
            "on": _iso(self.on),
            "amount": self.amount_fen,
            "cause": self.cause,
            "event": self.event,
            "same_person": self.same_person,
            "same_household": self.same_household,
            "source": self.source,
            "returned": self.returned_fen,
        }


@dataclass(frozen=True, kw_only=True)
class Question:
    """All that an amount depends on besides the scheme."""

    case: AmountCase
    prior: tuple[PriorPayment, ...] = ()
    budget_available_fen: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "case": self.case.to_json(),
            "prior": [payment.to_json() for payment in self.prior],
            "budget_available": self.budget_available_fen,
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
