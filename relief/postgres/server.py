"""One embedded server for all commands of a clone: the first one starts it, the last one stops it.

Two lock files decide. Starting and stopping happen under the start lock, one process at a time. Every process that
uses the server holds the users lock shared while it lives; the kernel lets go of it even after kill -9. Who gets it
exclusively at its end was the last one.
"""

import atexit
import fcntl
import functools
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from relief.postgres.cluster import Cluster
from relief.postgres.place import EmbeddedServerError, Place

ENDING_SIGNALS = (signal.SIGTERM, signal.SIGHUP)


@functools.cache
def server_of(clone: str) -> "EmbeddedServer":
    """This process's handle on the server of the clone."""
    return EmbeddedServer(Place.of(Path(clone)))


class EmbeddedServer:
    """What one process does with its clone's server."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._cluster = Cluster(place)
        self._mutex = threading.Lock()
        self._users: int | None = None  # descriptor that holds the users lock
        self._users_of_child: int | None = None
        atexit.register(self.leave)
        os.register_at_fork(
            before=self._before_fork, after_in_parent=self._after_fork, after_in_child=self._after_fork_in_child
        )

    def use(self) -> None:
        """Join the users of the server, starting it when needed. Cheap once joined."""
        if self._users is not None:
            return
        with self._mutex:
            if self._users is not None:
                return
            with _explained(self.place), self._start_lock():
                users = self._join()
                try:
                    self._make_ready()
                except BaseException:
                    os.close(users)
                    raise
                self._users = users

    def revive(self) -> None:
        """After a refused connection: bring back a server that was killed."""
        with self._mutex, _explained(self.place), self._start_lock():
            self._make_ready()

    def leave(self) -> None:
        """Leave the users; the last one stops the server."""
        if not self._mutex.acquire(blocking=False):  # a signal came in the middle of joining: nothing to leave yet
            return
        try:
            users, self._users = self._users, None
            if users is None or not self.place.home.exists():
                return
            with self._start_lock():
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self._cluster.stop()
                except BlockingIOError:
                    pass  # others still work with it
                finally:
                    os.close(users)
        finally:
            self._mutex.release()

    def _make_ready(self) -> None:
        if not self.place.is_of_this_clone():
            self._set_aside()
        if self._cluster.is_ready():
            return
        self.place.make_rest()
        self.place.mark()
        if not self._cluster.data.exists():
            self._cluster.create()
        self._cluster.start()

    def _set_aside(self) -> None:
        """Keep the cluster of an earlier clone at this path, but out of the way."""
        if self._cluster.data.exists() and self._cluster.has_process():
            self._cluster.stop()
        shutil.rmtree(self.place.set_aside, ignore_errors=True)
        self.place.cluster.rename(self.place.set_aside)

    @contextmanager
    def _start_lock(self) -> Iterator[None]:
        self.place.make_home()
        descriptor = _open(self.place.start_lock)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)  # closing alone would not do if another thread forked meanwhile
            os.close(descriptor)

    def _join(self) -> int:
        users = _open(self.place.users_lock)
        fcntl.flock(users, fcntl.LOCK_SH)
        return users

    def _before_fork(self) -> None:
        """A child would share its parent's lock and lose the server with it: get one of its own ready."""
        self._mutex.acquire()
        if self._users is not None:
            self._users_of_child = self._join()

    def _after_fork(self) -> None:
        if self._users_of_child is not None:
            os.close(self._users_of_child)  # the child's copy of the descriptor keeps the lock
            self._users_of_child = None
        self._mutex.release()

    def _after_fork_in_child(self) -> None:
        self._mutex = threading.Lock()
        if self._users is not None:
            os.close(self._users)
        self._users, self._users_of_child = self._users_of_child, None


def leave_on_ending_signals(clone: str) -> None:
    """Make SIGTERM and SIGHUP leave first: by default Python skips atexit on them.

    Called when the engine is loaded, since the first connection may be a worker thread's and only the main thread
    may set handlers. A process that handles these signals itself is left alone.
    """
    if threading.current_thread() is not threading.main_thread():
        return

    def end(number: int, frame: FrameType | None) -> None:
        server_of(clone).leave()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    for number in ENDING_SIGNALS:
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, end)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)


@contextmanager
def _explained(place: Place) -> Iterator[None]:
    """Turn what the file system refuses into a sentence that says what to do."""
    try:
        yield
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EmbeddedServerError(
            f"The embedded database of {place.clone} cannot be used ({error}): "
            "make the folder writable, or set DATABASE_URL."
        ) from error
