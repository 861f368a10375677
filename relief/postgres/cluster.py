"""One database cluster on disk and the programs that make, start and stop its server.

Every method that changes something is called under the start lock of `server.py`.
"""

import os
import secrets
import shlex
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from relief.postgres.place import DATABASE, PORT, SUPERUSER, EmbeddedServerError, Place

# fsync and synchronous_commit stay on: a register must not lose what it confirmed.
TUNING = {
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_checkpoints": "off",
    "TimeZone": "UTC",
    "log_timezone": "UTC",
}
STARTING_SECONDS = 180  # replaying the log after a crash in a big load may take that long
STARTING_ATTEMPTS = 5  # starts that leave no process behind: a lasting reason, not a passing one
LOG_BYTES = 5_000_000


class Cluster:
    """The data folder of a `Place`."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.data = place.cluster / "data"
        self.log = place.cluster / "log"

    def is_ready(self) -> bool:
        """Whether the server of this place answers."""
        if not self.data.exists():
            return False
        asked = self._run("pg_isready", "-q", "-t", "5", "-h", str(self.place.socket_folder), "-p", PORT)
        return asked.returncode == 0

    def create(self) -> None:
        """initdb and an empty database, then a rename: a cluster is there whole or not at all."""
        for left_over in self.place.cluster.glob("data.new-*"):
            shutil.rmtree(left_over, ignore_errors=True)
        fresh = self.place.cluster / f"data.new-{secrets.token_hex(4)}"
        auth = ["--auth-local=trust", "--auth-host=reject"]
        made = self._run("initdb", "-D", fresh.name, "-U", SUPERUSER, "-E", "UTF8", "--no-locale", *auth)
        if made.returncode == 0:
            made = self._run("postgres", "--single", "-D", fresh.name, "postgres", text=f"CREATE DATABASE {DATABASE}\n")
        if made.returncode != 0 or "ERROR:" in made.stdout:
            shutil.rmtree(fresh, ignore_errors=True)
            raise EmbeddedServerError(f"The embedded database could not be created:\n{made.stdout}")
        fresh.rename(self.data)

    def start(self) -> None:
        """Start the server and wait until it answers; patient while an earlier one of ours still dies or recovers."""
        self._rotate_log()
        give_up, failures = time.monotonic() + STARTING_SECONDS, 0
        while not self.is_ready():
            if failures >= STARTING_ATTEMPTS or time.monotonic() > give_up:
                raise EmbeddedServerError(f"The embedded database does not start. {self.log} ends:\n{self._log_end()}")
            self._clear_stale_pid_files()
            files = ["-D", "data", "-l", "log"]
            started = self._run("pg_ctl", *files, "-w", "-t", "60", "-o", self._server_options(), "start")
            if started.returncode != 0:
                failures += not self.has_process()
                time.sleep(0.3)

    def _server_options(self) -> str:
        options = ["-h", "", "-p", PORT, "-k", str(self.place.socket_folder)]
        for name, value in TUNING.items():
            options += ["-c", f"{name}={value}"]
        return shlex.join(options)

    def stop(self) -> None:
        """Shut down in good order; sessions that are still open are ended."""
        self._run("pg_ctl", "-D", "data", "-m", "fast", "-w", "-t", "60", "stop")

    def has_process(self) -> bool:
        """Whether any living process works in the data folder: every PostgreSQL process does, a zombie does not."""
        ours = self.data.stat()
        for folder in Path("/proc").glob("[0-9]*/cwd"):
            try:
                found = folder.stat()
            except OSError:  # gone meanwhile, or another user's
                continue
            if (found.st_dev, found.st_ino) == (ours.st_dev, ours.st_ino):
                return True
        return False

    def _clear_stale_pid_files(self) -> None:
        """Remove the pid files of a server that is gone (data folder and socket).

        PostgreSQL only asks whether the number exists: where nobody reaps zombies, or after a restart of the machine
        gave the number to another process, it would refuse for good. Its second guard, the shared memory block keyed
        by the data folder, stays.
        """
        if Path("/proc/self/cwd").exists() and not self.has_process():
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            (self.place.socket_folder / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def _rotate_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_name("log.1"))

    def _log_end(self) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else "(no log)"
        return "\n".join(text.splitlines()[-15:])

    def _run(self, program: str, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs in the cluster folder, as its account, deaf to environment and Ctrl-C."""
        account = self.place.account
        identity: dict[str, Any] = {}
        if account is not None:
            identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        return subprocess.run(
            [str(self.place.program_folder / program), *arguments],
            cwd=self.place.cluster,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=STARTING_SECONDS,
            start_new_session=True,
            umask=0o077,
            **identity,
        )
