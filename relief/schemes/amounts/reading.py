"""A question as JSON, read strictly: money is an integer number of fen, a date is YYYY-MM-DD.

Absent keys are null, false or 0. A key that is not known is refused: a misspelt one would change the amount.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from relief.schemes.amounts.question import AmountCase, PriorPayment, Question
from relief.schemes.errors import AmountError

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_question(data: Any) -> Question:
    """The question in the form of `explain_amount`. Raises AmountError naming the key at fault."""
    if not isinstance(data, Mapping):
        raise AmountError("case", _("应为含有case的对象"))
    if "case" not in data:
        raise AmountError("case", _("缺少此键"))
    prior = data.get("prior")
    if prior is None:
        prior = []
    if not isinstance(prior, list):
        raise AmountError("prior", _("应为列表"))
    return Question(
        case=_read_case(data["case"]),
        prior=tuple(_read_prior(row, f"prior[{index}]") for index, row in enumerate(prior)),
        budget_available_fen=_whole(data.get("budget_available"), "budget_available"),
    )


def _read_case(row: Any) -> AmountCase:
    values = _fields(row, CASE, "case", "")
    if not values.get("cause"):
        raise AmountError("cause", _("缺少致困原因"))
    return AmountCase(**values)


def _read_prior(row: Any, path: str) -> PriorPayment:
    values = _fields(row, PRIOR, path, f"{path}.")
    if values.get("on") is None:
        raise AmountError(f"{path}.on", _("缺少日期"))
    amount = values.setdefault("amount_fen", 0)
    if values.get("returned_fen") is True:
        values["returned_fen"] = amount
    return PriorPayment(**values)


def _fields(row: Any, table: Mapping[str, tuple[str, "Reader"]], name: str, prefix: str) -> dict[str, Any]:
    """Values by attribute name; what is absent or null is left to the attribute's default."""
    if not isinstance(row, Mapping):
        raise AmountError(name, _("应为对象"))
    for key in row:
        if key not in table:
            raise AmountError(f"{prefix}{key}", _("不认识的键"))
    read = {table[key][0]: table[key][1](value, f"{prefix}{key}") for key, value in row.items()}
    return {attribute: value for attribute, value in read.items() if value is not None}


Reader = Callable[[Any, str], Any]


def _whole(value: Any, key: str) -> int | None:
    """Fen or persons. 100.0 and "100" are no integers."""
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise AmountError(key, _("应为整数(金额以分为单位)"))
    if value < 0:
        raise AmountError(key, _("不能为负数"))
    return value


def _text(value: Any, key: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise AmountError(key, _("应为文字"))
    return value or None


def _reference(value: Any, key: str) -> str | None:
    """A key of something else, such as an event: text or a number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _text(value, key)


def _flag(value: Any, key: str) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise AmountError(key, _("应为true或false"))
    return value


def _returned(value: Any, key: str) -> int | bool | None:
    """true: all of it came back; a number: so many fen did."""
    if value is False:
        return 0
    return value if value is True else _whole(value, key)


def _day(value: Any, key: str) -> date | None:
    if value is None:
        return None
    if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
        raise AmountError(key, _("应为YYYY-MM-DD格式的日期"))
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise AmountError(key, _("没有这一天")) from error


CASE: dict[str, tuple[str, Reader]] = {
    "cause": ("cause", _text),
    "area": ("area", _text),
    "hukou": ("hukou", _text),
    "application_date": ("application_date", _day),
    "as_of": ("as_of", _day),
    "total_cost": ("total_cost_fen", _whole),
    "loss": ("loss_fen", _whole),
    "medical_insurance": ("medical_insurance_fen", _whole),
    "commercial_insurance": ("commercial_insurance_fen", _whole),
    "mutual_aid": ("mutual_aid_fen", _whole),
    "other_aid": ("other_aid_fen", _whole),
    "liability": ("liability", _text),
    "household_size": ("household_size", _whole),
    "per_capita_monthly": ("per_capita_monthly_fen", _whole),
    "requested_amount": ("requested_amount_fen", _whole),
    "source": ("source", _text),
    "event": ("event", _reference),
}
PRIOR: dict[str, tuple[str, Reader]] = {
    "on": ("on", _day),
    "amount": ("amount_fen", _whole),
    "cause": ("cause", _text),
    "event": ("event", _reference),
    "same_person": ("same_person", _flag),
    "same_household": ("same_household", _flag),
    "source": ("source", _text),
    "returned": ("returned_fen", _returned),
}
