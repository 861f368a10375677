"""A meeting's minutes and its decisions in one transaction, on the cases exactly as the secretary saw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from relief.applications.models import Application, Meeting
from relief.applications.services import approval
from relief.documents.services import Upload, file_papers
from workflows import journal
from workflows.clock import office_now
from workflows.errors import Stale
from workflows.relief_application import APPROVAL

MINUTES = "MINUTES"


def record_and_decide(*, organisation: Any, actor: Any, head: Mapping[str, Any], agenda: Sequence[dict[str, Any]],
                      seen: Mapping[int, int], scans: Sequence[Upload] = ()) -> Meeting:  # fmt: skip
    """Type the minutes and let the moves fire line by line. Raises Stale where a case has moved on since ``seen``.

    ``agenda`` as ``record_meeting`` takes it; ``seen``: case → event count of the page.
    """
    cases = Application.objects.select_for_update(of=("self",)).filter(pk__in=seen).order_by("pk").in_bulk()
    for pk, count in seen.items():
        case = cases.get(pk)
        if case is None or case.state != APPROVAL or case.event_count != count:
            raise Stale(journal.stale_message(case) if case else _("有案件已不存在，请刷新后再办。"))
    meeting = approval.record_meeting(organisation=organisation, actor=actor, agenda=agenda, **head)
    if scans:
        add_scan(meeting=meeting, actor=actor, scans=scans)
    approval.decide(meeting=meeting, actor=actor)
    return meeting


def add_scan(*, meeting: Meeting, actor: Any, scans: Sequence[Upload]) -> None:
    """File the signed minutes; the latest is the one shown."""
    filed = file_papers(dossier=f"meeting:{meeting.pk}", organisation=meeting.organisation, item=MINUTES,
                        uploads=scans, by=actor, at=office_now(), original_seen=True)  # fmt: skip
    meeting.scan = filed[-1]
    meeting.save(update_fields=["scan"])
