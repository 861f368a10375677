"""The seal: the bytes that were rendered before the transaction are kept with the move (house.md §4)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from relief.documents import store
from relief.documents.services import Upload
from relief.letters.models import SupervisionLetter
from relief.letters.register import issue
from relief.letters.sealing import snapshot_of
from relief.letters.services.papers import MACHINE, file_one, filed
from workflows.engine import verb
from workflows.errors import NotPossible, Stale
from workflows.fsm import Moment

STAMPED = "STAMPED_LETTER"
PDF = b"%PDF-"


@verb(MACHINE, "seal")
def seal(m: Moment, *, snapshot: str, pdf: bytes, copies: int, stamped: Upload | None = None,
         place: str = "") -> dict[str, Any]:  # fmt: skip
    """Compare the snapshot with the row as it is locked now, then freeze bytes and number.

    PHYSICAL: the keeper stamps the print; the stamped scan comes along and is hashed too.
    """
    letter: SupervisionLetter = m.case
    if snapshot != snapshot_of(m.facts):
        raise Stale(_("文书在生成后有变动，请重新生成后再用印。"))
    if not pdf.startswith(PDF):
        raise NotPossible(_("没有收到文书的正式版面，请重新生成后再用印。"))
    physical = m.facts.rules.seal_mode == "PHYSICAL"
    if physical and stamped is None:
        raise NotPossible(_("本地使用实体印章：请上传加盖印章后的扫描件。"))
    letter.stamped = file_one(m, STAMPED, stamped)
    letter.pdf_digest = store.keep(pdf)
    letter.copies, letter.sealed_at, letter.seal_place = copies, m.at, place.strip()
    letter.save(update_fields=["stamped", "pdf_digest", "copies", "sealed_at", "seal_place"])
    entry = issue(letter, by=m.actor, at=m.at)
    return {"number": entry.text, "sha256": letter.pdf_digest, "copies": copies, "snapshot": snapshot,
            **filed({"stamped": letter.stamped})}  # fmt: skip
