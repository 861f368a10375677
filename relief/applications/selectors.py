"""Reading cases: only what the reader's organisations cover (issue 2 §8). An administrator reads no case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from relief.applications.models import Application
from relief.documents.models import Document
from relief.organisations.selectors import paths_for
from relief.queue.registry import under
from relief.queue.sitting import READERS
from workflows.relief_application import RELIEF_APPLICATION
from workflows.roles import HeldGrant, Role

DIAGNOSIS = "DIAGNOSIS"
DIAGNOSIS_READERS = frozenset({Role.VISITOR, Role.REVIEWER, Role.HEAD, Role.APPROVER})
"""relief.md §7 Masking: who may open a diagnosis; the clerk sees what the clerk filed."""


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


def same_person(application: Application, paths: Iterable[str]) -> Application | None:
    """The latest other case of the same identity number that the reader may see."""
    if not application.id_blind:
        return None
    others = applications_under(paths).filter(id_blind=application.id_blind).exclude(pk=application.pk)
    return others.order_by("-pk").first()
