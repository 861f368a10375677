"""Letters as data, the demo profile, and what a finished PDF says."""

import copy
import json
import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from relief.jurisdictions.rules import Rules
from relief.letters.content import Issuer, LetterQuestion

FIXTURE = Path(settings.BASE_DIR) / "fixtures" / "jurisdictions" / "demo.yaml"
SAMPLES = Path(__file__).parent / "letters-example.json"
Ask = Callable[..., LetterQuestion]


def samples() -> list[dict[str, Any]]:
    """The three plain letters, one of each kind."""
    return json.loads(SAMPLES.read_text(encoding="utf-8"))["letters"]


@pytest.fixture(scope="session")
def demo_profile() -> dict[str, Any]:
    return next(iter(yaml.safe_load_all(FIXTURE.read_text(encoding="utf-8"))))


@pytest.fixture
def ask(demo_profile: dict[str, Any]) -> Ask:
    """ask("opinion", letter={"facts": …}, n=4) is the sample of a kind, changed; None takes a field away."""

    def question(kind: str = "reminder_letter", letter: Any = None, rules: dict[str, Any] | None = None, **over: Any) -> LetterQuestion:
        row = next(copy.deepcopy(row) for row in samples() if row["kind"] == kind)
        fields = {**row["letter"], **(letter or {})}
        given: dict[str, Any] = {
            "kind": kind, "rules": Rules([{**demo_profile, **(rules or {})}]), "n": row["number"]["n"],
            "issued_on": date.fromisoformat(row["issued_on"]), "issuer": Issuer(**row["issuer"]),
            "letter": {name: value for name, value in fields.items() if value is not None},
            "citable": lambda law, article, clause, on: True,
        }  # fmt: skip
        return LetterQuestion(**{**given, **over})

    return question


@pytest.fixture
def text_of(tmp_path: Path) -> Callable[[bytes], str]:
    """What a PDF says as the samples compare it: pdftotext -raw, without page numbers, without white space."""

    def read(pdf: bytes) -> str:
        return re.sub(r"\s+", "", re.sub(r"(?m)^\f?— \d+ —$", "", raw_text(pdf, tmp_path)))

    return read


def raw_text(pdf: bytes, folder: Path) -> str:
    """pdftotext -raw of a PDF."""
    file = folder / "read.pdf"
    file.write_bytes(pdf)
    run = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    return run.stdout.decode()
