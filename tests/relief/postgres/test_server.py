"""The embedded server is shared by all commands of a clone, stopped by the last and alive again after any kill."""

import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from .conftest import ScratchClone, first_line

IDENTITY = "SELECT system_identifier FROM pg_control_system()"


def test_commands_at_once_share_one_server_and_the_last_stops_it(clone: ScratchClone) -> None:
    with clone.command() as one, clone.command() as two, clone.command() as three:
        started = {first_line(process) for process in (one, two, three)}
        one.communicate()
        two.communicate()
        assert clone.is_running()
    assert len(started) == 1
    assert not clone.is_running()


def test_nothing_outside_its_folder_changes_and_nothing_listens(clone: ScratchClone) -> None:
    outside = [clone.folder, *clone.folder.parents, Path("/var/lib")]
    before = [(folder.stat().st_mode, folder.stat().st_uid) for folder in outside]
    assert clone.answer("SELECT current_setting('listen_addresses')") == ""
    assert [(folder.stat().st_mode, folder.stat().st_uid) for folder in outside] == before
    assert clone.place.cluster.stat().st_mode & 0o777 == 0o700


def test_what_is_confirmed_is_on_disk(clone: ScratchClone) -> None:
    assert clone.answer("SELECT current_setting('fsync') || current_setting('synchronous_commit')") == "onon"


def test_killed_server_is_back_with_every_row(clone: ScratchClone) -> None:
    clone.answer("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n; SELECT 1")
    with clone.command() as process:
        first_line(process)
        os.kill(clone.postmaster(), signal.SIGKILL)
        assert clone.answer("SELECT count(*) FROM kept") == "1000"


def test_server_of_a_killed_command_is_taken_over(clone: ScratchClone) -> None:
    with clone.command() as process:
        started = first_line(process)
        process.kill()
        process.wait()
        assert clone.is_running()
        assert clone.answer() == started
    assert not clone.is_running()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_an_ended_command_stops_the_server(clone: ScratchClone, number: signal.Signals) -> None:
    with clone.command() as process:
        first_line(process)
        process.send_signal(number)
        assert process.wait() == -number
    assert not clone.is_running()


def test_a_forked_child_outlives_its_parent(clone: ScratchClone) -> None:
    with clone.command(then="import os, time\nif os.fork() == 0: time.sleep(0.5)") as process:
        first_line(process)
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
        process.wait()
        assert clone.is_running()
    give_up = time.monotonic() + 10
    while clone.is_running():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def test_stale_pid_files_that_name_a_living_process_do_no_harm(clone: ScratchClone) -> None:
    clone.answer()
    for path in (clone.cluster.data / "postmaster.pid", clone.place.socket_folder / ".s.PGSQL.5432.lock"):
        path.write_text(f"{os.getpid()}\n")
    assert clone.answer("SELECT 1") == "1"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's folder outlives the clone")
def test_a_new_clone_at_the_path_of_a_removed_one_starts_empty(clone: ScratchClone) -> None:
    before = clone.answer(IDENTITY)
    shutil.rmtree(clone.folder / ".postgres")
    assert clone.answer(IDENTITY) != before
    assert clone.place.set_aside.exists()
