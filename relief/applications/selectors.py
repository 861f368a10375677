"""Reading cases: only what the reader's organisations cover (issue 2 §8). An administrator reads no case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerField, Q, QuerySet, Subquery
from django.http import Http404

from relief.applications.models import Application, SheetEntry
from relief.documents.models import Document
from relief.notices.models import Notice
from relief.organisations.selectors import paths_for
from relief.queue.sitting import READERS
from workflows.models import Event
from workflows.relief_application import RELIEF_APPLICATION
from workflows.roles import HeldGrant, Role

DIAGNOSIS = "DIAGNOSIS"
DIAGNOSIS_READERS = frozenset({Role.VISITOR, Role.REVIEWER, Role.HEAD, Role.APPROVER})
"""relief.md §7 Masking: who may open a diagnosis; the clerk sees what the clerk filed."""


def under(paths: Iterable[str], field: str = "organisation__path") -> Q:
    """Rows of the unions in these subtrees; none where there is no subtree."""
    covered = Q(pk__in=[])
    for path in paths:
        covered |= Q(**{f"{field}__startswith": path})
    return covered


def applications_under(paths: Iterable[str]) -> QuerySet[Application]:
    """The cases of the unions in these subtrees."""
    return Application.objects.filter(under(paths))


def applications_for(user: Any) -> QuerySet[Application]:
    """Every case that this user's grants cover, an administrator's grants apart."""
    return applications_under(paths_for(user, READERS))


def application_under(paths: Iterable[str], pk: int) -> Application:
    """One case with its union and 办法; a foreign one does not exist (404)."""
    found = applications_under(paths).select_related("organisation", "scheme").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def dossier_of(application: Application) -> str:
    """The key of the case's file in journal, documents and papers."""
    return f"{RELIEF_APPLICATION.name}:{application.pk}"


def events_of(application: Application) -> QuerySet[Event]:
    """The whole file's journal, events of its payout lines included, newest first."""
    people = ("actor", "principal", "entered_by")
    return Event.objects.filter(dossier=dossier_of(application)).select_related(*people).order_by("-id")


def documents_of(application: Application) -> list[Document]:
    """What is on file, oldest first."""
    found = Document.objects.filter(dossier=dossier_of(application), removed_at=None)
    return list(found.select_related("added_by").order_by("id"))


def may_open(document: Document, person: Any, grants: Iterable[HeldGrant], path: str) -> bool:
    """May this person open the document? ``path`` is the union's whose case it is."""
    if DIAGNOSIS not in document.item.split(","):
        return True
    if document.added_by_id == person.pk:
        return True
    return any(g.role in DIAGNOSIS_READERS and path.startswith(g.path) for g in grants)


class Counted(Subquery):
    """How many rows a query has, asked along with another one."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


@dataclass(frozen=True)
class Surroundings:
    """What lies around a case: its neighbours in the same state that the reader may see, how much is in its file."""

    before: int | None
    after: int | None
    documents: int
    papers: int


def surroundings(application: Application, paths: Iterable[str]) -> Surroundings:
    """All of it in one query; the publicity sheets of the case count as papers."""
    alike, dossier = applications_under(paths).filter(state=application.state), dossier_of(application)
    before = alike.filter(pk__lt=application.pk).order_by("-pk").values("pk")[:1]
    after = alike.filter(pk__gt=application.pk).order_by("pk").values("pk")[:1]
    filed = Document.objects.filter(dossier=dossier, removed_at=None).values("pk")
    issued = Notice.objects.filter(dossier=dossier).values("pk")
    hung = SheetEntry.objects.filter(application=application).values("pk")
    own = Application.objects.filter(pk=application.pk).values_list(
        Subquery(before), Subquery(after), Counted(filed), Counted(issued), Counted(hung))  # fmt: skip
    first, last, documents, papers, sheets = own.get()
    return Surroundings(first, last, documents, papers + sheets)


def same_person(application: Application, paths: Iterable[str]) -> Application | None:
    """The latest other case of the same identity number that the reader may see."""
    if not application.id_blind:
        return None
    others = applications_under(paths).filter(id_blind=application.id_blind).exclude(pk=application.pk)
    return others.order_by("-pk").first()
