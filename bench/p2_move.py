"""P2: one move with its recorded facts and no notice, against the same step without Relief."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import cast
from bench.harness import Clients, Measured, Sample, interleaved, row
from bench.p2_plain import REASON, AssignedViewflow, FsmAndHistory, Raw, StockViewflow
from relief import office
from relief.applications.models import Application

CASES, ALONE = 64, 24
CROWD = 8
PLAIN = (StockViewflow, AssignedViewflow, FsmAndHistory)
VISIT = {"place": "申请人家中", "present": "申请人及家属", "conclusion": "情况属实，家庭生活暂时困难。"}


class Relief:
    """``office.perform``: the chair returns a visit, the visitor finishes the next one, to and fro on the same cases."""

    name = "Relief"

    def __init__(self, people: dict[str, Any], count: int) -> None:
        self.people = people
        found = cast.cases_at_review(count, people)
        if len(found) < count:
            raise SystemExit(f"{len(found)} of {count} cases reached the review: the sheet or the scheme has changed")

    def items(self) -> list[Any]:
        """The cases as a form shows them. What was returned has been visited and signed again: that is not measured."""
        for case in Application.objects.filter(state="investigating").order_by("id"):
            office.perform(case, "record_visit", actor=self.people["visitor"], **VISIT)
            office.perform(case, "sign_visit", actor=self.people["visitor2"])
        return list(Application.objects.order_by("id"))

    def move(self, case: Any) -> None:
        if case.state == "investigating":
            office.perform(case, "finish_visit", actor=self.people["visitor"], seen=case.event_count)
        else:
            office.perform(case, "return_visit", actor=self.people["chair"], seen=case.event_count, reason=REASON)


def run(rounds: int) -> list[dict[str, Any]]:
    """Measure, print, return the lines of results.json."""
    people = cast.hire()
    sides = [Relief(people, CASES), *(side(people["visitor"], CASES) for side in (*PLAIN, Raw))]
    trips = {side.name: _round_trips(side) for side in sides}
    lines = _lines("round trips of a move", trips, "round trips", rounds)
    for name, count in trips.items():
        print(f"  {name:22} {count:5.1f} round trips (BEGIN and COMMIT counted)")
    for clients, count in ((1, ALONE), (CROWD, CASES)):
        measured = _measure(sides, clients, count, rounds)
        _print(clients, measured)
        rates = {name: m.rate for name, m in measured.items()}
        lines += _lines(f"one move, {clients} client{'s'[: clients - 1]}", rates, "moves/s", rounds)
    return lines


def _round_trips(side: Any) -> float:
    """Statements sent for a move, to and fro, on average; the raw side counts its own."""
    if isinstance(side, Raw):
        return side.statements
    counts = []
    for _way in range(4):
        item = side.items()[0]
        with CaptureQueriesContext(connection) as captured:
            side.move(item)
        counts.append(len(captured))
    return sum(counts[2:]) / 2


def _measure(sides: list[Any], clients: int, count: int, rounds: int) -> dict[str, Measured]:
    crowd = Clients(clients)

    def to_and_fro(side: Any) -> Sample:
        parts = [crowd.work(side.move, side.items()[:count]) for _way in range(2)]
        return Sample(2 * count, sum(p.seconds for p in parts), [w for p in parts for w in p.waits])

    measured = interleaved({side.name: lambda side=side: to_and_fro(side) for side in sides}, rounds)
    crowd.close()
    return measured


def _print(clients: int, measured: dict[str, Measured]) -> None:
    ours = measured[Relief.name]
    print(f"  {clients} client(s)            moves/s   p95 ms   Relief ÷ it (lowest–highest round)")
    for name, side in measured.items():
        low, middle, high = ours.ratio(side)
        print(f"  {name:22} {side.rate:8.1f} {side.p95:8.1f}   {middle:.2f} ({low:.2f}–{high:.2f})")


def _lines(what: str, values: dict[str, float], unit: str, rounds: int) -> list[dict[str, Any]]:
    """One line a plain alternative."""
    return [row("P2", f"{what}; plain: {plain.name}", values[Relief.name], values[plain.name], values[Raw.name], unit,
                rounds) for plain in PLAIN]  # fmt: skip
