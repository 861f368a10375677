"""A scratch clone with its own embedded server, whatever server the suite itself runs on."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from relief.postgres.cluster import Cluster
from relief.postgres.place import Place

ROOT = Path(__file__).resolve().parents[3]
STARTED = "SELECT pg_postmaster_start_time()"
COMMAND = """
import sys, psycopg2
from relief.postgres.server import leave_on_ending_signals, server_of
leave_on_ending_signals(sys.argv[1])
server = server_of(sys.argv[1])
server.use()
connection = psycopg2.connect(host=str(server.place.socket_folder), port=5432, user="relief", dbname="relief")
cursor = connection.cursor()
cursor.execute(sys.argv[2])
print(cursor.fetchone()[0], flush=True)
connection.commit()
exec(sys.argv[3])
sys.stdin.read()
"""


class ScratchClone:
    """A folder that stands for a clone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.place = Place.of(folder)
        self.cluster = Cluster(self.place)

    @contextmanager
    def command(self, sql: str = STARTED, then: str = "") -> Iterator[subprocess.Popen[str]]:
        """A process that asks the clone's server one thing and keeps using it until the block ends."""
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, str(self.folder), sql, then],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": "."},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield process
        finally:
            process.communicate()

    def answer(self, sql: str = STARTED) -> str:
        """What a command of its own gets from the server."""
        with self.command(sql) as process:
            return first_line(process)

    def postmaster(self) -> int:
        return int((self.cluster.data / "postmaster.pid").read_text().split()[0])

    def is_running(self) -> bool:
        return self.cluster.has_process()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScratchClone]:
    scratch = ScratchClone(tmp_path_factory.mktemp("clone"))
    yield scratch
    shutil.rmtree(scratch.place.home, ignore_errors=True)
