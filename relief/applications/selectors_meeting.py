"""What the meeting pages read: cases that wait for a meeting of one's own level, the minutes one may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BigIntegerField, Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.shortcuts import get_object_or_404

from relief.applications.models import AgendaItem, Application, Award, Meeting, SheetEntry, StoredCalculation
from relief.applications.selectors import under
from relief.organisations.models import Organisation
from relief.organisations.selectors import grants_of, paths_for
from relief.queue.sitting import READERS
from relief.schemes.money_terms import MatrixRow
from relief.schemes.rules import Scheme
from workflows import journal
from workflows.clock import today
from workflows.desks import DeskTask, open_tasks
from workflows.errors import Stale
from workflows.relief_application import APPROVAL, RELIEF_APPLICATION
from workflows.roles import Role

MINUTES_READERS = frozenset(READERS) - {Role.CLERK, Role.VISITOR, Role.HOTLINE, Role.CASHIER, Role.PAYMENT_REVIEWER}


def secretariats_of(user: Any) -> list[Organisation]:
    """The unions whose meetings this person writes down: a secretary acts at the own level alone."""
    paths = {g.path for g in grants_of(user.pk, today()) if g.role == Role.SECRETARY}
    return list(Organisation.objects.filter(path__in=paths).order_by("path"))


def _tasks(organisation: Organisation) -> QuerySet[DeskTask]:
    return open_tasks().filter(
        machine=RELIEF_APPLICATION.name, state=str(APPROVAL), role=Role.SECRETARY, path=organisation.path)  # fmt: skip


def waiting_at(organisation: Organisation) -> QuerySet[Application]:
    """The cases that lie before this union's meeting, the most urgent first, with ceiling and end of publicity."""
    hung = SheetEntry.objects.filter(application=OuterRef("pk")).order_by("-id")
    stored = StoredCalculation.objects.filter(application=OuterRef("pk")).order_by("-id")
    found = Application.objects.filter(pk__in=_tasks(organisation).values("case_id")).select_related("organisation")
    found = found.annotate(published_until=Subquery(hung.values("sheet__ends_on")[:1]))
    found = found.annotate(ceiling_fen=Subquery(stored.values("ceiling_fen")[:1], output_field=BigIntegerField()))
    return found.order_by(F("due_on").asc(nulls_last=True), "pk")


def waiting_sum(organisation: Organisation) -> dict[str, int]:
    """How many wait, and what is proposed for them together."""
    cases = Application.objects.filter(pk__in=_tasks(organisation).values("case_id"))
    found = cases.aggregate(n=Count("pk"), fen=Sum("proposed_fen"))
    return {"count": found["n"], "fen": found["fen"] or 0}


def matrix_rows(scheme: Scheme, organisation: Organisation) -> list[MatrixRow]:
    """The rows of the matrix that a meeting of this level decides."""
    return [r for r in scheme.matrix.rows if r.by == Role.SECRETARY and r.level == organisation.level]


def meetings_for(user: Any) -> QuerySet[Meeting]:
    """Minutes of the unions that this person's grants cover, the latest first, with counts and what was granted."""
    seen = under(paths_for(user, MINUTES_READERS))
    agreed = Q(agenda__decision=AgendaItem.Decision.AGREE)
    return (
        Meeting.objects.filter(seen)
        .select_related("organisation", "recorded_by")
        .annotate(lines=Count("agenda"), granted_fen=Sum("agenda__amount_fen", filter=agreed))
        .order_by("-held_on", "-pk")
    )


def meeting_for(user: Any, pk: int) -> Meeting:
    """One meeting; a foreign one does not exist (404)."""
    return get_object_or_404(meetings_for(user), pk=pk)


def agenda_of(meeting: Meeting) -> list[AgendaItem]:
    """The lines with their cases, and what became of each."""
    award = Award.objects.filter(agenda_item=OuterRef("pk")).order_by("-id")
    items = meeting.agenda.select_related("application__organisation").order_by("application_id")
    return list(items.annotate(revoked_on=Subquery(award.values("revoked_on")[:1])))


def chosen(organisation: Organisation, pks: Iterable[str]) -> list[Application]:
    """The waiting cases of an address; all of them where it names none. Raises Stale for one that waits no more."""
    wanted = {int(pk) for pk in pks if pk.isdecimal() and len(pk) < 19}
    waiting = list(waiting_at(organisation))
    if not wanted:
        return waiting
    gone = wanted - {a.pk for a in waiting}
    if gone:
        case = get_object_or_404(Application, pk=min(gone), organisation__path__startswith=organisation.path)
        raise Stale(journal.stale_message(case))
    return [a for a in waiting if a.pk in wanted]
