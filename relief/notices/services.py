"""Issuing papers: number and frozen content with the move, the PDF after commit as a job whose row is the truth."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from relief.documents import store
from relief.notices import sheets
from relief.notices.kinds import KINDS
from relief.notices.models import Notice
from relief.notices.numbers import take_number
from relief.notices.paperdata import Paper, as_json, from_json
from relief.notices.papers import PAPERS
from relief.notices.preflight import preflight_paper
from relief.notices.render import RenderError, render_pdf
from workflows.clock import office_now, today
from workflows.engine import Fired
from workflows.errors import NotPossible

RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))


def issue(fired: Fired) -> Notice | None:
    """The paper that the row names, where it applies. A publicity sheet has its number already: what the case adds to
    it must be printable."""
    named = getattr(fired.row, "notice", "")
    if named == sheets.KIND:
        entry = fired.moment.facts.entry
        refuse_unprintable(sheets.sheet_paper(entry.sheet, [entry]))
    kind = KINDS.get(named)
    if kind is None or not kind.applies(fired):
        return None
    facts, on = fired.moment.facts, fired.moment.occurred_on
    issuer = kind.issuer(fired)
    number = take_number(issuer, kind.kind, on.year)
    head = {"issuer": issuer.name, "basis": kind.basis(fired), "number": number.text, "issued_on": on,
            "phone": _phone(facts, issuer)}  # fmt: skip
    paper = kind.read(fired, head)
    refuse_unprintable(paper)
    notice = Notice.objects.create(
        organisation=issuer, union=facts.line.own, dossier=fired.event.dossier, event=fired.event, kind=kind.kind,
        year=on.year, n=number.n, number=number.text, title=str(kind.paper.title), issued_on=on,
        content=as_json(paper))  # fmt: skip
    schedule(notice)
    return notice


def _phone(facts: Any, issuer: Any) -> str:
    """Whom to ask: the issuer's telephone; where it has none, that of the nearest union above it."""
    above = [u.phone for u in facts.line.units if issuer.path.startswith(u.path) and u.phone]
    return above[-1] if above else ""


def refuse_unprintable(paper: Paper) -> None:
    """A character that no configured font draws stops the move, naming field, position and code point."""
    problems = preflight_paper(paper)
    if problems:
        raise NotPossible(_("文书无法印制：") + "；".join(p.message for p in problems),
                          missing=[p.message for p in problems])  # fmt: skip


def schedule(notice: Notice) -> None:
    """Queue the PDF with the transaction: it exists if and only if the move does."""
    from relief.notices.tasks import make_pdf

    make_pdf.enqueue(notice.pk)


def content_of(notice: Notice) -> Paper:
    """The frozen content, as data of its kind."""
    return from_json(PAPERS[notice.kind].content, notice.content)


def make(notice_id: int, *, now: bool = False) -> Notice:
    """Render a pending paper from its frozen content. A failure is kept in the row and tried again later.

    A row that waits for its next try is left alone, unless somebody asks for it ``now``.
    """
    with transaction.atomic():
        notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice_id)
        waiting = notice.next_try_at is not None and notice.next_try_at > office_now()
        if notice.ready or (waiting and not now):
            return notice
        notice.attempts += 1
        try:
            pdf = render_pdf(PAPERS[notice.kind].template, {"paper": content_of(notice), "title": notice.title})
            notice.pdf_digest = store.keep(pdf)
            notice.status, notice.error, notice.next_try_at = Notice.Status.READY, "", None
        except Exception as error:  # noqa: BLE001 - whatever it was, the row tells it and the sweeper retries
            wait = RETRY_AFTER[min(notice.attempts, len(RETRY_AFTER)) - 1]
            notice.status, notice.error = Notice.Status.FAILED, _told(error)
            notice.next_try_at = office_now() + wait
        notice.save(update_fields=["attempts", "status", "error", "next_try_at", "pdf_digest"])
    return notice


def _told(error: Exception) -> str:
    """What a clerk may read of it: our own words as they are, a foreign error under its name."""
    return str(error) if isinstance(error, RenderError) else f"{type(error).__name__}: {error}"


def sweep() -> int:
    """File the sheets whose term is over; make what a crash or a failure left behind. Returns how many were tried."""
    for sheet_id in sheets.over(today()).values_list("pk", flat=True):
        sheets.file_sheet(sheet_id)
    due = Notice.objects.exclude(status=Notice.Status.READY).exclude(next_try_at__gt=office_now())
    keys = list(due.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        make(key)
    return len(keys)
