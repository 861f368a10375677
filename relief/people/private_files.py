"""Files of set-up that only this user may read."""

import os
from collections.abc import Callable
from pathlib import Path


def kept(path: Path, make: Callable[[], str]) -> str:
    """The text of a private file, made at the first call."""
    if not path.exists():
        write_once(path, make() + "\n")
    return path.read_text().strip()


def write_once(path: Path, text: str) -> None:
    """Make a 0600 file in a 0700 folder, whole or not at all, and never over one that is there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another set-up was first: its file counts
    finally:
        draft.unlink()
