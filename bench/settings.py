"""The office's settings, plus the tables of the plain alternatives; keys and stored papers of its own."""

import base64
import os
import tempfile
from pathlib import Path

os.environ["RELIEF_OFFICE"] = "real"  # no demo clock: a move in a demo database asks once more what time it is
os.environ["RELIEF_KEYS"] = "bench:" + base64.b64encode(os.urandom(32)).decode()

from relief.settings import *  # noqa: E402, F403
from relief.settings import INSTALLED_APPS as OFFICE  # noqa: E402

INSTALLED_APPS = [*OFFICE, "bench"]
BENCH_FOLDER = tempfile.TemporaryDirectory(prefix="relief-bench-")
VAR_DIR = Path(BENCH_FOLDER.name)
