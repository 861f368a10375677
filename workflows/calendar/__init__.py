"""Working days, 调休, stopped clocks, and due days that can explain themselves: the one calendar of all workflows."""

from workflows.calendar.days import HOLIDAY, MAKEUP, BeyondCalendar, Calendar
from workflows.calendar.rules import BadTerm, Extension, Pause, RollRule, StartRule, State, Unit
from workflows.calendar.seeding import calendar_rows_from_file, calendar_rows_from_package
from workflows.calendar.stored import forget_calendar, install_calendar, load_calendar
from workflows.calendar.terms import Due, between, between_estimate, due, hours

__all__ = [
    "HOLIDAY",
    "MAKEUP",
    "BadTerm",
    "BeyondCalendar",
    "Calendar",
    "Due",
    "Extension",
    "Pause",
    "RollRule",
    "StartRule",
    "State",
    "Unit",
    "between",
    "between_estimate",
    "calendar_rows_from_file",
    "calendar_rows_from_package",
    "due",
    "forget_calendar",
    "hours",
    "install_calendar",
    "load_calendar",
]
