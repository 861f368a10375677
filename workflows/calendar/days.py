"""The calendar itself: dated rows that say which days work (relief.md §6). Pure: no database, no clock."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

HOLIDAY = "holiday"
MAKEUP = "makeup"
ONE_DAY = timedelta(days=1)
SATURDAY = 5
OCTOBER = 10


class BeyondCalendar(LookupError):
    """The question needs a day whose year is not loaded: an unknown year warns, it is never guessed."""

    def __init__(self, day: date) -> None:
        super().__init__(_("%(day)s不在已装入的工作日历之内") % {"day": day.isoformat()})
        self.day = day


class Calendar:
    """Which days work: a make-up row, or Monday to Friday and no holiday row; known between two dates only.

    `rows` are mappings with date, kind (holiday | makeup), name and, where there is one, version: what
    `CalendarDay.objects.values()` and `calendar_rows_from_package()` give. Without explicit bounds the
    calendar covers the whole years that are loaded, from the first without a gap. A year is loaded when
    October holds a holiday: National Day is the last feast of every yearly notice, while the notice of the
    next year may already put its New Year's rows into this one.
    """

    def __init__(
        self,
        rows: Iterable[Mapping[str, Any]],
        *,
        covered_from: date | None = None,
        covered_to: date | None = None,
    ) -> None:
        self._days: dict[date, tuple[str, str]] = {}
        self.version = 0
        for row in rows:
            self._days[row["date"]] = (row["kind"], row["name"])
            self.version = max(self.version, row.get("version", 1))
        first, last = _loaded_years(self._days)
        self.covered_from = covered_from or first
        self.covered_to = covered_to or last

    def read_to(self, last: date) -> "Calendar":
        """The same calendar read only up to `last`; the question "what did we know then" and tests ask it."""
        shorter = Calendar((), covered_from=self.covered_from, covered_to=min(last, self.covered_to))
        shorter._days = {day: row for day, row in self._days.items() if day <= last}
        shorter.version = self.version
        return shorter

    def __bool__(self) -> bool:
        return self.covered_from <= self.covered_to

    def covers(self, day: date) -> bool:
        return self.covered_from <= day <= self.covered_to

    def works(self, day: date) -> bool:
        """Does this day work? Raises BeyondCalendar where no row of that time is loaded."""
        if not self.covers(day):
            raise BeyondCalendar(day)
        return self.seems_to_work(day)

    def seems_to_work(self, day: date) -> bool:
        """As `works`, and Monday to Friday for days beyond the calendar: for estimates marked 暂定 only."""
        row = self._days.get(day)
        return day.weekday() < SATURDAY if row is None else row[0] == MAKEUP

    def is_holiday(self, day: date) -> bool:
        """A day of a notified holiday period, weekend days inside the period included."""
        return self._days.get(day, ("", ""))[0] == HOLIDAY

    def is_makeup(self, day: date) -> bool:
        """A day off by its weekday that the notice makes a working day 调休上班."""
        return self._days.get(day, ("", ""))[0] == MAKEUP

    def rest_reason(self, day: date) -> str:
        """Why a day that does not work rests: the feast's name, else the weekend."""
        return self._days[day][1] if self.is_holiday(day) else _("周末")


def _loaded_years(days: Mapping[date, tuple[str, str]]) -> tuple[date, date]:
    """First and last day of the whole years loaded without a gap; an empty span when there is none."""
    years = {day.year for day, (kind, _name) in days.items() if kind == HOLIDAY and day.month == OCTOBER}
    if not years:
        return date.max, date.min
    first = last = min(years)
    while last + 1 in years:
        last += 1
    return date(first, 1, 1), date(last, 12, 31)
