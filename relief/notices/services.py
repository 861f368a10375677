"""Issuing papers: number and frozen content with the move, the PDF after commit as a job whose row is the truth."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from relief.documents import store
from relief.notices.kinds import KINDS, basis_of
from relief.notices.models import Notice
from relief.notices.numbers import take_number
from relief.notices.paperdata import as_json, from_json
from relief.notices.papers import PAPERS
from relief.notices.preflight import preflight_paper
from relief.notices.render import render_pdf
from workflows.clock import office_now
from workflows.engine import Fired, consequence
from workflows.errors import NotPossible
from workflows.fsm import Moment

ENTRY_ERROR = "ENTRY_ERROR"
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))


@consequence("relief_application", "*")
def issue_paper(m: Moment, event: Any) -> None:
    """Every move whose row names a paper issues it, in the same transaction."""
    issue(Fired(m.case, m.case.machine.row(event.verb), event, m))


def issue(fired: Fired) -> Notice | None:
    """The paper that the move's row names; none for an entry error (录入错误), none for a sheet that hangs already."""
    kind = KINDS.get(getattr(fired.row, "notice", ""))
    if kind is None or fired.moment.given.get("ground") == ENTRY_ERROR:
        return None
    facts, m = fired.moment.facts, fired.moment
    issuer = _issuer(kind.issuer, facts, fired)
    number = take_number(issuer, kind.kind, m.today.year)
    head = {"issuer": issuer.name, "basis": basis_of(fired), "number": number.text, "issued_on": m.occurred_on,
            "phone": issuer.phone or _("(请向本单位查询)")}  # fmt: skip
    paper = kind.read(fired, head)
    refuse_unprintable(paper)
    notice = Notice.objects.create(
        organisation=issuer, dossier=fired.event.dossier, event=fired.event, kind=kind.kind, year=m.today.year,
        n=number.n, number=number.text, title=str(PAPERS[kind.kind].title), issued_on=m.occurred_on,
        content=as_json(paper))  # fmt: skip
    schedule(notice)
    return notice


def _issuer(word: str, facts: Any, fired: Fired) -> Any:
    if word == "stage":
        return next(u for u in facts.line.units if u.path == fired.event.path)
    return facts.line.own if word == "base" else facts.line.at("county")


def refuse_unprintable(paper: Any) -> None:
    """A character that no configured font draws stops the move, naming field, position and code point."""
    problems = preflight_paper(paper)
    if problems:
        raise NotPossible(_("文书无法印制：") + "；".join(p.message for p in problems),
                          missing=[p.message for p in problems])  # fmt: skip


def schedule(notice: Notice) -> None:
    """Queue the PDF with the transaction: it exists if and only if the move does."""
    from relief.notices.tasks import make_pdf

    make_pdf.enqueue(notice.pk)


def make(notice_id: int) -> Notice:
    """Render a pending paper from its frozen content. A failure is kept in the row and tried again later."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice_id)
        if notice.status == Notice.Status.READY:
            return notice
        notice.attempts += 1
        try:
            content = from_json(PAPERS[notice.kind].content, notice.content)
            pdf = render_pdf(PAPERS[notice.kind].template, {"paper": content, "title": notice.title})
            notice.pdf_digest = store.keep(pdf)
            notice.status, notice.error, notice.next_try_at = Notice.Status.READY, "", None
        except Exception as error:  # noqa: BLE001 - whatever it was, the row tells it and the sweeper retries
            wait = RETRY_AFTER[min(notice.attempts, len(RETRY_AFTER)) - 1]
            notice.status, notice.error = Notice.Status.FAILED, f"{type(error).__name__}: {error}"
            notice.next_try_at = office_now() + wait
        notice.save(update_fields=["attempts", "status", "error", "next_try_at", "pdf_digest"])
    return notice


def sweep() -> int:
    """Make what a crash or a failure left behind; returns how many were tried."""
    due = Notice.objects.exclude(status=Notice.Status.READY).exclude(next_try_at__gt=office_now())
    keys = list(due.values_list("pk", flat=True))
    for key in keys:
        make(key)
    return len(keys)
