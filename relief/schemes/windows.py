"""Windows of months before a day, day clamped to the month's end (relief.md §5)."""

import calendar
import re
from datetime import date, timedelta

ROLLING = re.compile(r"rolling_([1-9][0-9]?)m")


def months_before(day: date, months: int) -> date:
    """The same day of the month, `months` earlier; 29–31 fall back to that month's last day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def in_window(window: str, day: date, as_of: date) -> bool:
    """Whether a payment placed on `day` counts on `as_of`. No window counts a payment after `as_of`."""
    if day > as_of:
        return False
    if window == "calendar_year":
        return day.year == as_of.year
    rolling = ROLLING.fullmatch(window)
    return rolling is None or day > months_before(as_of, int(rolling[1]))


def window_start(day: date, n: int, unit: str) -> date:
    """First day of a window of n days (d) or months (m) that ends on `day`."""
    return months_before(day, n) if unit == "m" else day - timedelta(days=n)
