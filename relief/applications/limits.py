"""Earlier help for the same person or household, in whatever union, as the limits of the scheme count it (§5)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from relief.applications.models import Application, Award
from relief.schemes.amounts import AmountCase, PriorPayment
from relief.schemes.amounts.limits import rooms
from relief.schemes.rules import Scheme


def event_key(application: Application) -> str:
    """The cause-event of a case: what L4 and the household lock mean by "the same event"."""
    return f"{application.cause}:{application.event_date.isoformat()}"


def kin(application: Application) -> QuerySet[Application]:
    """Other cases of the same person or household, across all unions."""
    same = Q(id_blind=application.id_blind) | Q(household_blind=application.household_blind)
    return Application.objects.filter(same).exclude(pk=application.pk)


def one_at_a_time(application: Application) -> None:
    """Until the transaction ends nobody else awards to this person or household: two awards see one another."""
    with connection.cursor() as cursor:
        for key in sorted({application.id_blind, application.household_blind}):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def prior_payments(application: Application, limit_date: str) -> list[PriorPayment]:
    """Every live award of kin, dated by ``limit_date``: reserved, committed and paid money alike."""
    awards = Award.objects.filter(application__in=kin(application), revoked_on=None).select_related("application")
    awards = awards.annotate(gone=Sum("lines__amount_fen", filter=Q(lines__state="cancelled"), default=0))
    return [_payment(award, application, limit_date) for award in awards]


def _payment(award: Any, application: Application, limit_date: str) -> PriorPayment:
    other = award.application
    return PriorPayment(
        on=_day(award, limit_date),
        amount_fen=award.amount_fen,
        cause=other.cause,
        event=event_key(other),
        same_person=other.id_blind == application.id_blind,
        same_household=other.household_blind == application.household_blind,
        source=award.source,
        returned_fen=min(award.gone, award.amount_fen),
    )


def _day(award: Award, limit_date: str) -> date:
    if limit_date == "application":
        return award.application.application_date
    if limit_date == "payment":
        paid = award.lines.filter(state="paid").order_by("result__on").values_list("result__on", flat=True).first()
        return paid or award.on
    return award.on


def used_up(scheme: Scheme, case: AmountCase, prior: Iterable[PriorPayment]) -> list[str]:
    """Names of the limits that leave nothing."""
    return [room.limit.id for room in rooms(scheme, case, list(prior)) if room.room_fen == 0]
