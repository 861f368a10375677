"""A sheet of several cases, opened through the move of each; its photos and result, written through the act of one
of its cases: they hold for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from relief import office
from relief.applications.models import Application, PublicitySheet
from relief.documents.services import file_papers
from workflows.clock import office_now
from workflows.errors import NotPossible

PHOTO = "PUBLICITY_PHOTO"


def record(*, sheet: PublicitySheet, case: Application, actor: Any, seen: int, values: Mapping[str, Any]) -> None:
    """File the photos in the sheet's file and record them, their stated dates and the result."""
    given: dict[str, Any] = {"result": values.get("result", "")}
    for which in ("start", "end"):
        uploads = values.get(f"{which}_photo")
        if uploads:
            filed = file_papers(dossier=f"publicity_sheet:{sheet.pk}", organisation=sheet.organisation, item=PHOTO,
                                uploads=uploads, by=actor, at=office_now())  # fmt: skip
            given |= {f"{which}_photo": filed[0], f"{which}_photo_on": values[f"{which}_photo_on"]}
    office.perform(case, "record_publicity", actor=actor, seen=seen, **given)


def publish_together(*, entries: Sequence[tuple[Application, int, int]], actor: Any, signature: Mapping[str, Any],
                     opinion: str, place: str, complaint_phone: str) -> PublicitySheet:  # fmt: skip
    """Each case (with the event count it was shown with and its amount) is published; the first opens the sheet."""
    hung: PublicitySheet | None = None
    for case, seen, amount_fen in entries:
        try:
            fired = office.perform(
                case, "publish", actor=actor, seen=seen, opinion=opinion, amount_fen=amount_fen, sheet=hung,
                place=place, complaint_phone=complaint_phone, **signature)  # fmt: skip
        except NotPossible as refusal:
            raise NotPossible(f"{case.number}：{refusal.message}", refusal.missing) from refusal
        hung = fired.moment.facts.entry.sheet
    if hung is None:
        raise NotPossible(_("没有选中申请。"))
    return hung
