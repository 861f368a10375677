"""The day of service: which of the recorded events proves it, by the rules of the region (supervision.md §10). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from relief.jurisdictions.errors import BadQuestion
from relief.jurisdictions.rules import Rules
from relief.jurisdictions.terms import Method
from relief.jurisdictions.vocabulary import ServedOn, ServiceMethod

SHANGHAI = ZoneInfo("Asia/Shanghai")
# These two serve only when they are the method that was chosen: an announcement needs leave, a publication is none.
PUBLIC = {ServiceMethod.ANNOUNCEMENT.value, ServiceMethod.PUBLICATION.value}
# What cannot have happened before what.
ORDER = (("posted_on", "delivered_on"), ("posted_on", "refused_on"), ("posted_on", "returned_on"),
         ("posted_on", "unclaimed_on"), ("refused_on", "returned_on"), ("unclaimed_on", "returned_on"),
         ("handed_on", "signed_on"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Events:
    """What was recorded of a service. ``arrived_at`` is an instant; ``consent`` the prior written one."""

    signed_on: date | None = None
    left_on: date | None = None
    posted_on: date | None = None
    delivered_on: date | None = None
    refused_on: date | None = None
    returned_on: date | None = None
    unclaimed_on: date | None = None
    arrived_at: datetime | None = None
    consent: bool | None = None
    handed_on: date | None = None
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """The day of service and the event that proves it; no day where nothing does."""

    on: date | None = None
    by: str = ""


def served(method: str, rules: Rules, events: Events) -> Served:
    """The earliest provable service. Raises BadQuestion for events that cannot be."""
    _require_order(events)
    if method == ServiceMethod.PUBLICATION:
        return Served()
    possible = [rule for code, rule in rules.methods.items() if code == method or code not in PUBLIC]
    proved = [Served(day, event) for rule in possible for event, day in _proofs(rule, events)]
    return min(proved, key=lambda proof: proof.on or date.max, default=Served())


def shanghai_day(instant: datetime) -> date:
    """The office's day of an instant; one without a zone is the office's own time."""
    return (instant if instant.tzinfo else instant.replace(tzinfo=SHANGHAI)).astimezone(SHANGHAI).date()


def _proofs(rule: Method, events: Events) -> Iterator[tuple[str, date]]:
    """What proves service by one method, and for which day."""
    if rule.served_on == ServedOn.SIGNED_ON and events.signed_on:
        yield "signed_on", events.signed_on
    if rule.served_on == ServedOn.LEFT_ON and events.left_on:
        yield "left_on", events.left_on
    if rule.served_on == ServedOn.DELIVERED_ON and events.delivered_on:
        yield "delivered_on", events.delivered_on
    if rule.served_on == ServedOn.ARRIVED_ON and events.arrived_at and events.consent:
        yield "arrived_at", shanghai_day(events.arrived_at)
    if rule.served_on == ServedOn.DEEMED_ON and events.published_on:
        yield "published_on", _deemed(events.published_on, rule.deemed_after_days)
    # Refused mail is served on the day it comes back; mail that nobody fetched is not served.
    if rule.refused_rule == "RETURNED_ON" and events.refused_on and events.returned_on:
        yield "returned_on", events.returned_on


def _deemed(published_on: date, days: int) -> date:
    try:
        return published_on + timedelta(days=days)
    except OverflowError:
        raise BadQuestion("events.published_on", _("日期过晚，超出可表示的日期")) from None


def _require_order(events: Events) -> None:
    for first, then in ORDER:
        before, after = getattr(events, first), getattr(events, then)
        if before is not None and after is not None and after < before:
            words = {"then": after.isoformat(), "first": first, "before": before.isoformat()}
            raise BadQuestion(f"events.{then}", _("%(then)s早于%(first)s的%(before)s，请核对日期") % words)
    if events.refused_on and events.unclaimed_on:
        raise BadQuestion("events.unclaimed_on", _("同一邮件不能既拒收又无人领取，请只留其中一项"))
