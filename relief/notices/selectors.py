"""Reading papers: only those of unions that the reader's grants cover (issue 2 §8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from relief.applications.models import Application, PublicitySheet, SheetEntry
from relief.applications.selectors import under
from relief.documents.models import Document
from relief.notices import sheets
from relief.notices.formkinds import FORMS, FormKind
from relief.notices.models import Delivery, Notice
from relief.queue.sitting import Sitting
from relief.schemes.rules import Scheme
from relief.schemes.selectors import scheme_on, version_by_key
from workflows.relief_application import RELIEF_APPLICATION

CASE = f"{RELIEF_APPLICATION.name}:"


def papers_under(paths: Iterable[str]) -> QuerySet[Notice]:
    """The papers that speak of cases of these subtrees, with their deliveries."""
    return _whole(Notice.objects.filter(under(paths, "union__path")))


def _whole(papers: QuerySet[Notice]) -> QuerySet[Notice]:
    """With what every list shows of a paper."""
    deliveries = Prefetch("deliveries", Delivery.objects.select_related("entered_by").order_by("id"))
    return papers.select_related("organisation", "union").prefetch_related(deliveries)


def paper_under(paths: Iterable[str], pk: int) -> Notice:
    """One paper; a foreign one does not exist (404)."""
    found = papers_under(paths).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def papers_of(application: Application) -> list[Notice]:
    """The papers of a case, oldest first: its own notices and the filed sheets that it stood on."""
    hung = SheetEntry.objects.filter(application=application).values_list("sheet_id", flat=True)
    files = [f"{CASE}{application.pk}", *(f"publicity_sheet:{pk}" for pk in hung)]
    return list(_whole(Notice.objects.filter(dossier__in=files)).order_by("id"))


def undelivered(papers: QuerySet[Notice]) -> QuerySet[Notice]:
    """Those that are made and were handed to nobody yet; the publicity sheet hangs and is not handed over."""
    return papers.filter(status=Notice.Status.READY, deliveries=None).exclude(kind=sheets.KIND)


def cases_of(papers: Iterable[Notice]) -> dict[str, Application]:
    """The case of each file, by the file's key; one query."""
    keys = {int(p.dossier.removeprefix(CASE)) for p in papers if p.dossier.startswith(CASE)}
    found = Application.objects.filter(pk__in=keys).only("id", "number", "scheme_id", "organisation_id", "state")
    return {f"{CASE}{a.pk}": a for a in found}


def scheme_of_paper(notice: Notice) -> Scheme:
    """The 办法 whose delivery rules the paper follows: the case's own, else the one in force on the paper's day."""
    case = cases_of([notice]).get(notice.dossier)
    version = version_by_key(case.scheme_id) if case and case.scheme_id else scheme_on(notice.issued_on)
    rules: Scheme = version.rules
    return rules


def sheet_under(paths: Iterable[str], pk: int) -> PublicitySheet:
    """A publicity sheet of one of these subtrees, or 404."""
    found = PublicitySheet.objects.filter(under(paths), pk=pk).select_related("organisation").first()
    if found is None:
        raise Http404
    return found


def filed_sheet(sheet: PublicitySheet) -> Notice | None:
    """The filed paper of a sheet, once its term is over."""
    return Notice.objects.filter(kind=sheets.KIND, dossier=sheets.dossier_of(sheet)).first()


def form_kind(kind: str) -> FormKind:
    """A row of the registry, or 404."""
    if kind not in FORMS:
        raise Http404
    return FORMS[kind]


def may_read(sitting: Sitting, kind: FormKind, path: str) -> bool:
    """Does one of the grants let this person see such a paper at ``path``?"""
    return any(g.role in kind.readers and path.startswith(g.path) for g in sitting.grants)


def form_subject(sitting: Sitting, kind: FormKind, pk: int) -> Any:
    """What the form speaks of, if this person may see such a form there; else 404."""
    found = kind.model.objects.select_related("organisation").filter(pk=pk).first()
    if found is None or not may_read(sitting, kind, found.organisation.path):
        raise Http404
    return found


def scans_of(kind: FormKind, pk: int) -> list[Document]:
    """签字盖章扫描件 of a form, newest first."""
    filed = Document.objects.filter(dossier=kind.dossier(pk), item=kind.slot, removed_at=None)
    return list(filed.select_related("added_by").order_by("-id"))
