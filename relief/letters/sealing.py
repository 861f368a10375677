"""What is sealed, made before the transaction: the frozen snapshot's digest, and the bytes rendered of it.

Rendering takes a second, a move must not. ``prepare`` renders and reads the paper back; the verb ``seal`` compares the
digest with the locked row, so that bytes of another text are never kept.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from relief.letters.models import SupervisionLetter
from relief.letters.paper import letter_pdf
from workflows.errors import NotPossible


@dataclass(frozen=True)
class Rendered:
    """Bytes, and what they were rendered of."""

    snapshot: str
    pdf: bytes


def prepare(letter: SupervisionLetter) -> Rendered:
    """The final bytes of a numbered letter. NotPossible, naming each fault, when the paper is not clean (§9)."""
    facts = letter.machine.facts(letter)
    if facts.question is None or facts.number_entry is None:
        raise NotPossible(_("文书还没有编号，不能生成正式版面。"))
    faults = facts.all_faults("seal")
    if faults:
        told = [f"{fault.field}：{fault.message}" for fault in faults]
        raise NotPossible(_("文书版面检查没有通过：") + "；".join(told), missing=told)
    pdf = letter_pdf(facts.question, status="sealed", verify_url=verify_url(letter.verify_code))
    return Rendered(snapshot_of(facts), pdf)


def verify_url(code: str) -> str:
    """Where the QR code leads."""
    return f"{settings.PUBLIC_ADDRESS}/v/{code}"


def snapshot_of(facts: Any) -> str:
    """SHA-256 of everything that stands on the paper."""
    letter, asked = facts.case, facts.question
    said = {
        "kind": letter.kind, "profile": letter.profile_id, "issuer": asdict(asked.issuer) if asked else None,
        "number": letter.number, "issued_on": str(letter.issued_on), "signatory": facts.signatory,
        "code": letter.verify_code, "content": letter.content,
    }  # fmt: skip
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
