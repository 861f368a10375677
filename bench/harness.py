"""Rounds in which every side has its turn, so that a noisy machine is noisy for all of them; medians and ratios."""

from __future__ import annotations

import gc
import json
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier
from typing import Any

from django.db import connections

ROUNDS = 5
RESULTS = Path(__file__).parent / "results.json"


@dataclass
class Sample:
    """What one side did in one round. ``waits``: seconds of every single piece of work, where it was taken."""

    done: int
    seconds: float
    waits: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return self.done / self.seconds


@dataclass
class Measured:
    """All rounds of one side."""

    samples: list[Sample] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Pieces of work a second, median of the rounds."""
        return statistics.median(s.rate for s in self.samples)

    @property
    def p95(self) -> float:
        """Milliseconds within which 95 of 100 pieces of work were done; 0 where they were not taken singly."""
        waits = sorted(w for s in self.samples for w in s.waits)
        return waits[int(len(waits) * 0.95)] * 1000 if waits else 0.0

    def ratio(self, other: Measured) -> tuple[float, float, float]:
        """Our rate by theirs, round by round: lowest, median, highest."""
        ratios = sorted(a.rate / b.rate for a, b in zip(self.samples, other.samples, strict=True))
        return ratios[0], statistics.median(ratios), ratios[-1]


def interleaved(sides: dict[str, Callable[[], Sample]], rounds: int) -> dict[str, Measured]:
    """Every side once a round, each round beginning with another one; one round before that counts for nothing."""
    names = list(sides)
    measured = {name: Measured() for name in names}
    for name in names:
        sides[name]()
    for n in range(rounds):
        for name in names[n % len(names) :] + names[: n % len(names)]:
            gc.collect()
            measured[name].samples.append(sides[name]())
    return measured


class Clients:
    """So many threads, each with its own database connection that stays open."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool = ThreadPoolExecutor(count)

    def work(self, do: Callable[[Any], Any], items: Sequence[Any]) -> Sample:
        """All items once, dealt out to the threads, which start together."""
        start = Barrier(self.count + 1)
        hands = [items[n :: self.count] for n in range(self.count)]
        jobs = [self._pool.submit(self._hand, do, hand, start) for hand in hands]
        start.wait()
        began = time.perf_counter()
        waits = [wait for job in jobs for wait in job.result()]
        return Sample(len(items), time.perf_counter() - began, waits)

    @staticmethod
    def _hand(do: Callable[[Any], Any], hand: Sequence[Any], start: Barrier) -> list[float]:
        start.wait()
        waits = []
        for item in hand:
            began = time.perf_counter()
            do(item)
            waits.append(time.perf_counter() - began)
        return waits

    def close(self) -> None:
        """Every thread closes its own connection."""
        together = Barrier(self.count)

        def leave() -> None:
            together.wait()
            connections.close_all()

        for job in [self._pool.submit(leave) for _ in range(self.count)]:
            job.result()
        self._pool.shutdown()


def row(key: str, what: str, ours: float, plain: float, limit: float, unit: str, rounds: int) -> dict[str, Any]:
    """A line of results.json."""
    return {"id": key, "what": what, "ours": round(ours, 2), "plain": round(plain, 2), "limit": round(limit, 2),
            "unit": unit, "rounds": rounds}  # fmt: skip


def write(rows: list[dict[str, Any]]) -> None:
    RESULTS.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
