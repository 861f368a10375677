"""Letters given as data, judged and printed as they would look sealed: for acceptance and for trying out a profile.

The same checks and the same renderer as the register's letters, and nothing of the register: no number is used.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from relief.jurisdictions.errors import ProfileError
from relief.jurisdictions.rules import Rules
from relief.jurisdictions.selectors import citable, profile_named
from relief.letters.checks import FACTS, earliest
from relief.letters.content import CONTENTS, Issuer, LetterQuestion
from relief.letters.paper import letter_pages
from relief.letters.reading import as_day
from relief.letters.sealing import verify_url
from relief.letters.terms import Fault

LONGEST_NAME = 200


class BadProofFile(Exception):
    """The file holds no letters; nothing was written."""


@dataclass(frozen=True)
class Proof:
    """The answer for one letter (commands.md)."""

    id: str
    outcome: str
    refused_at: str | None
    errors: tuple[Fault, ...]
    number: str | None = None
    pages: int | None = None
    sha256: str | None = None
    file: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "errors": [fault.as_json() for fault in self.errors]}


def read_letters(data: Any) -> list[Mapping[str, Any]]:
    """The letters of a proof file: an object with ``letters``, or a list. Raises BadProofFile."""
    rows = data.get("letters") if isinstance(data, Mapping) else data
    if not isinstance(rows, list):
        raise BadProofFile(_("文件里没有letters列表"))
    seen: set[str] = set()
    for index, row in enumerate(rows):
        name = row.get("id") if isinstance(row, Mapping) else None
        if not isinstance(name, str) or not name.strip():
            raise BadProofFile(_("letters[%(n)s]缺少文字的id") % {"n": index})
        if name in seen:
            raise BadProofFile(_("letters[%(n)s]的id重复") % {"n": index})
        seen.add(name)
    return rows


def prove(row: Mapping[str, Any], folder: Path) -> Proof:
    """Judge one letter; where nothing refuses it, its PDF is written into the folder."""
    question, wrong = read_question(row)
    if question is None:
        return Proof(row["id"], "REFUSED", "submit", tuple(wrong))
    stage, found = earliest(question)
    if wrong:
        stage, found = "submit", [*wrong, *(found if stage == "submit" else [])]
    if found:
        return Proof(row["id"], "REFUSED", stage, tuple(found))
    made = letter_pages(question, status="sealed", verify_url=proof_url(question))
    file = folder / file_name(row["id"])
    write(file, made.pdf)
    digest = hashlib.sha256(made.pdf).hexdigest()
    return Proof(row["id"], "ISSUED", None, (), question.number, len(made.pages), digest, str(file))


def read_question(row: Mapping[str, Any]) -> tuple[LetterQuestion | None, list[Fault]]:
    """The question of a letter given as data, and what is wrong with the frame around its fields. None: it cannot be
    asked at all."""
    faults: list[Fault] = []
    kind, rules, on = row.get("kind"), _rules(row.get("profile"), faults), as_day(row.get("issued_on"))
    if not isinstance(kind, str) or kind not in CONTENTS:
        faults.append(Fault(FACTS, "kind", _("没有这种文书")))
    if on is None:
        faults.append(Fault(FACTS, "issued_on", _("应当是日期，如2026-03-20")))
    if not isinstance(row.get("letter"), Mapping):
        faults.append(Fault(FACTS, "letter", _("应当是一组字段")))
    if faults or rules is None or on is None:
        return None, faults
    question = LetterQuestion(
        kind=str(kind), rules=rules, issued_on=on, issuer=_issuer(row.get("issuer"), faults),
        n=_number(row.get("number"), rules, faults), letter=row["letter"], citable=_citable_once(),
        case_workers=_workers(row.get("case_workers"), faults),
        skip_reminder_reason=_text(row, "skip_reminder_reason", "", faults))  # fmt: skip
    return question, faults


def _citable_once() -> Callable[[str, str, str, date], bool]:
    return cache(citable)


def _rules(name: Any, faults: list[Fault]) -> Rules | None:
    try:
        if isinstance(name, str):
            return profile_named(name).rules
        faults.append(Fault(FACTS, "profile", _("应当是文字")))
    except ProfileError:
        faults.append(Fault(FACTS, "profile", _("没有这个版本的地区规则")))
    return None


def _issuer(data: Any, faults: list[Fault]) -> Issuer:
    if not isinstance(data, Mapping):
        faults.append(Fault(FACTS, "issuer", _("应当是一组字段")))
        data = {"name": "", "abbr": "", "organ": "", "level": ""}
    return Issuer(**{name: _text(data, name, "issuer.", faults) for name in ("name", "abbr", "organ", "level")})


def _number(data: Any, rules: Rules, faults: list[Fault]) -> int:
    """The number of the proof; without one, the first of a series."""
    n = data.get("n") if isinstance(data, Mapping) else data
    if n is None and (data is None or isinstance(data, Mapping)):
        return rules.first_number
    if isinstance(n, bool) or not isinstance(n, int) or not 1 <= n < 10**9:
        faults.append(Fault(FACTS, "number.n", _("应当是整数")))
        return rules.first_number
    return n


def _workers(data: Any, faults: list[Fault]) -> Sequence[tuple[str, str]]:
    if data is None:
        return ()
    if not isinstance(data, list):
        faults.append(Fault(FACTS, "case_workers", _("应当是列表")))
        return ()
    found = []
    for index, row in enumerate(data):
        where = f"case_workers[{index}]"
        if not isinstance(row, Mapping):
            faults.append(Fault(FACTS, where, _("应当是一组字段")))
            continue
        found.append((_text(row, "name", f"{where}.", faults), _text(row, "pseudonym", f"{where}.", faults)))
    return found


def _text(data: Mapping[str, Any], name: str, where: str, faults: list[Fault]) -> str:
    value = data.get(name)
    if value is None or isinstance(value, str):
        return value or ""
    faults.append(Fault(FACTS, f"{where}{name}", _("应当是文字")))
    return ""


def proof_url(question: LetterQuestion) -> str:
    """The address of the QR code: the letter's own code, else one made from its contents, which no register knows."""
    given = question.content.verify_code
    said = repr((question.kind, question.number, question.issuer, question.issued_on, question.content))
    return verify_url(given or hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()[:32])


def file_name(name: str) -> str:
    """A file name for an id: letters, digits, point and hyphen stand, everything else is written %XX, so that no id
    leaves the folder and no two ids share a file."""
    shown = "".join(c if c.isalnum() and c.isprintable() or c in "_-." else _escaped(c) for c in name)
    if len(shown.encode()) > LONGEST_NAME:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
        shown = f"{shown[:40]}%{digest}"
    return f"{shown}.pdf"


def _escaped(character: str) -> str:
    return quote(character.encode("utf-8", "surrogatepass"), safe="")


def write(file: Path, pdf: bytes) -> None:
    """Whole or not at all, and never through a link that lies there."""
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(pdf)
        os.chmod(draft, 0o644)
        os.replace(draft, file)
    except BaseException:
        os.unlink(draft)
        raise
