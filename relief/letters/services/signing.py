"""Review, signature, and what takes them back (supervision.md §5, §8)."""

from __future__ import annotations

import secrets
from typing import Any

from django.utils.translation import gettext as _

from relief.documents.services import Upload
from relief.letters.facts.chain import LEGAL_OPINION
from relief.letters.models import ApprovalStep, NumberEntry, SupervisionLetter
from relief.letters.naming import issuer_name_of
from relief.letters.register import issue_void, reserve
from relief.letters.services.papers import MACHINE, file_one, filed, written
from workflows.engine import verb
from workflows.errors import NotAllowed
from workflows.fsm import Moment
from workflows.supervision_letter import REVIEW

CODE_BYTES = 16
"""128 random bits in the QR code (§9)."""


def _step(m: Moment, stage: str, verdict: str, opinion: str, document: Any = None) -> ApprovalStep:
    """A line of 文书审批表."""
    return ApprovalStep.objects.create(
        letter=m.case, round=m.case.round, stage=stage, role=m.role, person=m.actor, verdict=verdict,
        opinion=opinion.strip(), document=document, on=m.occurred_on, at=m.at)  # fmt: skip


@verb(MACHINE, "endorse")
def endorse(m: Moment, *, opinion: str = "") -> dict[str, Any]:
    """One step of the chain. Who endorses in the place of a signatory holds the role at the issuing union (§2 ◆)."""
    due = m.facts.due_step
    stage = due.stage if due is not None else "REVIEW"
    if stage == "SIGN" and (m.grant is None or m.grant.path != m.facts.issuer_path):
        raise NotAllowed(_("签发环节须由制发工会本级的人员审签。"))
    _step(m, stage, ApprovalStep.Verdict.AGREE, opinion)
    return {"stage": stage, "opinion": opinion}


@verb(MACHINE, "pass_review")
def pass_review(m: Moment, *, opinion: str = "", legal_opinion: Upload | None = None) -> dict[str, Any]:
    """Counsel's review in writing; where the chain has no counsel, with counsel's opinion on paper."""
    document = file_one(m, LEGAL_OPINION, legal_opinion)
    _step(m, "REVIEW", ApprovalStep.Verdict.AGREE, opinion, document)
    return {"opinion": opinion, **filed({"legal_opinion": document})}


@verb(MACHINE, "return_draft")
def return_draft(m: Moment, *, reason: str = "") -> dict[str, Any]:
    """Back to the drafter; the next submission begins a new round."""
    _step(m, "REVIEW" if m.case.state == REVIEW else "SIGN", ApprovalStep.Verdict.RETURN, reason)
    return {"reason": reason}


@verb(MACHINE, "sign")
def sign(m: Moment, *, opinion: str = "") -> dict[str, Any]:
    """The day of signature, the next number of its year, the code of the QR: from here on nothing on the paper changes."""
    letter: SupervisionLetter = m.case
    _step(m, "SIGN", ApprovalStep.Verdict.AGREE, opinion)
    letter.issued_on = m.occurred_on
    entry = reserve(letter, m.facts.rules, by=m.actor, at=m.at)
    letter.number = entry.text
    letter.issuer_name = issuer_name_of(letter.issuer, letter.organ)
    letter.verify_code = secrets.token_hex(CODE_BYTES)
    letter.save(update_fields=["issued_on", "number", "issuer_name", "verify_code"])
    return {"number": entry.text, "issued_on": letter.issued_on, "opinion": opinion}


@verb(MACHINE, "recall")
def recall(m: Moment, *, reason: str = "") -> dict[str, Any]:
    """Back to the draft before it was sealed; its number is void for ever (§8)."""
    letter: SupervisionLetter = m.case
    entry = issue_void(letter, written(reason, _("理由")), by=m.actor, at=m.at)
    letter.number = letter.issuer_name = letter.verify_code = letter.acknowledged = ""
    letter.issued_on = None
    letter.save(update_fields=["number", "issuer_name", "verify_code", "acknowledged", "issued_on"])
    return {"reason": reason, "void": entry.text}


@verb(MACHINE, "void")
def void(m: Moment, *, reason: str = "") -> dict[str, Any]:
    """Never sent: the letter ends, its number is void."""
    entry: NumberEntry = issue_void(m.case, written(reason, _("理由")), by=m.actor, at=m.at)
    m.case.detail = SupervisionLetter.Detail.VOIDED
    m.case.save(update_fields=["detail"])
    return {"reason": reason, "void": entry.text}


@verb(MACHINE, "discard")
def discard(m: Moment, *, reason: str = "") -> dict[str, Any]:
    """A draft that is not needed; it has no number."""
    m.case.detail = SupervisionLetter.Detail.DISCARDED
    m.case.save(update_fields=["detail"])
    return {"reason": reason}


@verb(MACHINE, "acknowledge_unconfirmed")
def acknowledge_unconfirmed(m: Moment, *, reason: str = "") -> dict[str, Any]:
    """§7: sealed although the profile is not confirmed, on the director's word."""
    m.case.acknowledged = reason.strip()
    m.case.save(update_fields=["acknowledged"])
    return {"reason": reason, "profile": str(m.case.profile)}
