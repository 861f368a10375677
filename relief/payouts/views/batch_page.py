"""The page of one batch with something of its own on it: a report, what was keyed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from relief.casework import panel
from relief.casework.stand import stand
from relief.payouts.batch_shown import batch_context
from relief.payouts.models import PayoutBatch
from relief.payouts.rooms import BATCH_ROOM
from relief.queue.sitting import sitting_of


def batch_page(request: HttpRequest, batch: PayoutBatch, *, status: int = 200, **more: Any) -> HttpResponse:
    """Render it. ``more``: report of a result file; keyed forms."""
    standing = stand(BATCH_ROOM, batch, request.user)
    context = {**batch_context(request, standing, **more), "actions": panel.actions(standing, sitting_of(request))}
    return render(request, BATCH_ROOM.case_template, context, status=status)
