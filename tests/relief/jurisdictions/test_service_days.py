"""The day of service by each method (supervision.md §10)."""

from datetime import date, datetime
from typing import Any

import pytest

from relief.jurisdictions.errors import BadQuestion
from relief.jurisdictions.rules import Rules
from relief.jurisdictions.service_days import Events, served

D = date.fromisoformat


def on(rules: Rules, method: str, **events: Any) -> str | None:
    """The day of service as text; dates of the events may be given as text."""
    typed = {name: D(value) if isinstance(value, str) else value for name, value in events.items()}
    found = served(method, rules, Events(**typed)).on
    return found and found.isoformat()


ARRIVED = datetime.fromisoformat("2026-06-05T23:30:00+00:00")
SERVED = [
    ("DIRECT", {"signed_on": "2026-06-05"}, "2026-06-05"),
    ("DIRECT", {}, None),
    ("LEFT", {"left_on": "2026-06-05"}, "2026-06-05"),
    ("MAIL", {"posted_on": "2026-05-10", "delivered_on": "2026-05-12"}, "2026-05-12"),
    ("MAIL", {"posted_on": "2026-05-10"}, None),
    ("MAIL", {"posted_on": "2026-05-10", "refused_on": "2026-05-12", "returned_on": "2026-05-20"}, "2026-05-20"),
    ("MAIL", {"posted_on": "2026-05-10", "refused_on": "2026-05-12"}, None),
    ("MAIL", {"posted_on": "2026-05-10", "unclaimed_on": "2026-05-18"}, None),
    ("MAIL", {"posted_on": "2026-05-10", "unclaimed_on": "2026-05-18", "returned_on": "2026-05-20"}, None),
    ("MAIL", {"posted_on": "2026-05-10", "returned_on": "2026-05-20"}, None),
    # An instant counts for its day in Shanghai; 23:30 UTC is the next morning there.
    ("ELECTRONIC", {"arrived_at": ARRIVED, "consent": True}, "2026-06-06"),
    ("ELECTRONIC", {"arrived_at": datetime(2026, 6, 5, 23, 59), "consent": True}, "2026-06-05"),
    ("ELECTRONIC", {"arrived_at": ARRIVED, "consent": False}, None),
    ("ELECTRONIC", {"arrived_at": ARRIVED}, None),
    ("ELECTRONIC", {"consent": True}, None),
    ("ENTRUSTED", {"handed_on": "2026-06-01"}, None),
    ("ENTRUSTED", {"handed_on": "2026-06-01", "signed_on": "2026-06-05"}, "2026-06-05"),
    ("ANNOUNCEMENT", {"published_on": "2026-03-10"}, "2026-04-09"),
    ("PUBLICATION", {"published_on": "2026-03-10"}, None),
    ("PUBLICATION", {"published_on": "2026-03-10", "signed_on": "2026-03-11"}, None),
    # An announcement needs leave: the day a paper was published serves by no other method.
    ("DIRECT", {"published_on": "2026-03-10"}, None),
]


@pytest.mark.parametrize(("method", "events", "expected"), SERVED)
def test_the_day_of_service(province: Rules, method: str, events: dict[str, Any], expected: str | None) -> None:
    assert on(province, method, **events) == expected


EARLIEST = [
    ("MAIL", {"refused_on": "2026-05-12", "returned_on": "2026-05-20", "delivered_on": "2026-05-25"}, "2026-05-20"),
    ("MAIL", {"delivered_on": "2026-06-10", "signed_on": "2026-06-08"}, "2026-06-08"),
    ("DIRECT", {"signed_on": "2026-06-10", "left_on": "2026-06-05"}, "2026-06-05"),
    ("ELECTRONIC", {"arrived_at": ARRIVED, "consent": False, "signed_on": "2026-06-09"}, "2026-06-09"),
    ("ANNOUNCEMENT", {"published_on": "2026-03-10", "signed_on": "2026-03-20"}, "2026-03-20"),
]


@pytest.mark.parametrize(("method", "events", "expected"), EARLIEST)
def test_the_earliest_provable_service_counts(province: Rules, method: str, events: Any, expected: str) -> None:
    assert on(province, method, **events) == expected


IMPOSSIBLE = [
    ({"posted_on": "2026-05-10", "delivered_on": "2026-05-09"}, "events.delivered_on"),
    ({"refused_on": "2026-05-10", "returned_on": "2026-05-09"}, "events.returned_on"),
    ({"handed_on": "2026-05-10", "signed_on": "2026-05-09"}, "events.signed_on"),
    ({"refused_on": "2026-05-10", "unclaimed_on": "2026-05-12"}, "events.unclaimed_on"),
    ({"published_on": "9999-12-20"}, "events.published_on"),
]


@pytest.mark.parametrize(("events", "field"), IMPOSSIBLE)
def test_events_that_cannot_be_are_refused(province: Rules, events: dict[str, Any], field: str) -> None:
    with pytest.raises(BadQuestion) as refusal:
        on(province, "ANNOUNCEMENT", **events)
    assert refusal.value.field == field


def test_a_method_of_the_region_only(source: Any) -> None:
    """Where electronic service is not used, an arrival proves nothing."""
    source["service"]["methods"]["ELECTRONIC"] = None
    assert on(Rules([source]), "DIRECT", arrived_at=ARRIVED, consent=True) is None
