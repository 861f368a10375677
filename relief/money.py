"""Sums as people type them, to integer fen."""

import re

# Far above any relief and within what the database can add up; more is a slip of the keyboard.
MAX_YUAN_DIGITS = 12
_MONEY = re.compile(r"(-?)[¥￥]?(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?元?")


class MoneyFault(Exception):
    """It is no sum; `code` is an error code of relief.md §14."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def parse_yuan(text: str) -> int:
    """Fen. ¥, thousands commas, two decimals, 元 and inner blanks are allowed; no exponent, 万, 整, brackets."""
    match = _MONEY.fullmatch("".join(text.split()))
    if not match or (match[1] and match[2]):
        raise MoneyFault("E_AMOUNT")
    whole, decimals = match[3].replace(",", "").lstrip("0"), match[4] or ""
    if (match[1] or match[2]) and (whole or decimals.strip("0")):
        raise MoneyFault("E_AMOUNT_NEGATIVE")
    if len(decimals) > 2:
        raise MoneyFault("E_AMOUNT_PRECISION")
    if len(whole) > MAX_YUAN_DIGITS:
        raise MoneyFault("E_AMOUNT")
    return int((whole or "0") + decimals.ljust(2, "0"))
