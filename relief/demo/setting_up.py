"""What makes a database a demo one."""

import os
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from relief.organisations.models import Organisation
from relief.payouts.models import BudgetLine
from relief.payouts.services import budget
from relief.people.models import User
from relief.supervision.models import Certificate
from workflows import clock
from workflows.models import OfficeClock

START = date(2026, 3, 20)
BUDGET_FEN = 100_000_000
ISSUERS = {"GH99": "示省", "GH9901": "示市", "GH990101": "示县"}


def become_demo() -> bool:
    """Mark a new database, one without organisations, as a demo one, its clock at 2026-03-20; a real one never."""
    if clock.is_demo():
        return True
    if os.environ.get("RELIEF_OFFICE") == "real" or Organisation.objects.exists():
        return False
    OfficeClock.objects.create(pk=1)
    OfficeClock.forget()
    clock.move_demo_clock(at_nine(START))
    return True


def at_nine(day: date) -> datetime:
    """Nine in the morning, Shanghai time."""
    return timezone.make_aware(datetime.combine(day, time(9)))


def _certify() -> None:
    """A certificate for every supervisor of the demo, for the years of its calendar."""
    for person in User.objects.filter(username__contains="supervisor", certificates=None).order_by("id"):
        Certificate.objects.create(person=person, number=f"演示监证第{person.pk:04d}号", issuer=_("示例省总工会"),
                                   valid_from=date(2024, 1, 1), valid_to=date(2027, 12, 31))  # fmt: skip


def give_demo_means() -> None:
    """What letters say of their issuers, certificates of the supervisors, and one budget line a source at the relief
    story's county, credited once."""
    Organisation.objects.filter(code__in=["GH141182", "GH141182-03-007"], phone="").update(phone="0358-0000000")
    for code, abbr in ISSUERS.items():
        Organisation.objects.filter(code=code, abbr="").update(
            abbr=abbr, phone="0000-0000001", address="示例县人民路1号", postcode="000000")  # fmt: skip
    _certify()
    county = Organisation.objects.get(code="GH141182")
    for source in ("OWN", "LOCAL"):
        if not BudgetLine.objects.filter(organisation=county, year=START.year, source=source).exists():
            budget.credit(organisation=county, year=START.year, source=source, amount_fen=BUDGET_FEN,
                          reason=_("年初预算(演示)"))  # fmt: skip
