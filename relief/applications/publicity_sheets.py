"""Photos and result of a sheet, written through the act of one of its cases: they hold for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from relief import office
from relief.applications.models import Application, PublicitySheet
from relief.documents.services import file_papers
from workflows.clock import office_now

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
