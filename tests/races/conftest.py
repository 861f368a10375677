"""An office whose rows are committed, so that other connections see them; the tables are emptied afterwards."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tests.factories import Office


@pytest.fixture
def house(transactional_db: None) -> Office:
    """A small office on 2026-03-20, committed."""
    return Office()


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """at_once([work, …]): run all of them at the same moment, each on its own connection; results in their order."""

    def run(works: list[Callable[[], Any]]) -> list[Any]:
        start = Barrier(len(works))

        def one(work: Callable[[], Any]) -> Any:
            try:
                connection.ensure_connection()
                start.wait(timeout=30)
                return work()
            finally:
                connection.close()

        with ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(one, works))

    return run
