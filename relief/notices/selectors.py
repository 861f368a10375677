"""Reading papers: only those of unions that the reader's grants cover (issue 2 §8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404

from relief.applications.models import Application, PublicitySheet, SheetEntry
from relief.applications.selectors import under
from relief.documents.models import Document
from relief.notices import sheets
from relief.notices.formkinds import FORMS, FormKind
from relief.notices.kinds import KINDS as NOTICES
from relief.notices.models import Delivery, Notice
from relief.queue.registry import KINDS, Kind
from relief.queue.sitting import Sitting
from relief.schemes.rules import Scheme
from relief.schemes.selectors import scheme_on, version_by_key
from workflows.fsm import MACHINES
from workflows.relief_application import RELIEF_APPLICATION

CASE = f"{RELIEF_APPLICATION.name}:"
COLUMNS = {RELIEF_APPLICATION.name: ("id", "number", "scheme_id", "organisation_id", "state")}
"""What is read of the case of a paper; of other machines the number is enough."""


def papers_for(sitting: Sitting) -> QuerySet[Notice]:
    """The papers that speak of cases which this person reads, with their deliveries; sheets hang for all of them."""
    readable = Q(kind=sheets.KIND) & under(sitting.readable, "union__path")
    for machine in sorted({row.machine for row in NOTICES.values()} & set(KINDS)):
        readable |= _of(KINDS[machine], sitting)
    return _whole(Notice.objects.filter(readable))


def _of(kind: Kind, sitting: Sitting) -> Q:
    """The papers of one machine's cases: by their union where that alone decides who reads a case, else case by case."""
    machine = f"{kind.machine.name}:"
    if type(kind).cases is Kind.cases:
        return Q(dossier__startswith=machine) & under(kind.tops(sitting.grants), "union__path")
    files = Concat(Value(machine), Cast("pk", CharField()))
    return Q(dossier__in=kind.cases(sitting).order_by().annotate(file=files).values("file"))


def _whole(papers: QuerySet[Notice]) -> QuerySet[Notice]:
    """With what every list shows of a paper."""
    deliveries = Prefetch("deliveries", Delivery.objects.select_related("entered_by").order_by("id"))
    return papers.select_related("organisation", "union").prefetch_related(deliveries)


def paper_for(sitting: Sitting, pk: int) -> Notice:
    """One paper; a foreign one does not exist (404)."""
    found = papers_for(sitting).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def papers_of(application: Application) -> list[Notice]:
    """The papers of a case, oldest first: its own notices and the filed sheets that it stood on."""
    hung = SheetEntry.objects.filter(application=application).values_list("sheet_id", flat=True)
    files = [f"{CASE}{application.pk}", *(f"publicity_sheet:{pk}" for pk in hung)]
    return list(_whole(Notice.objects.filter(dossier__in=files)).order_by("id"))


def papers_in(dossier: str) -> list[Notice]:
    """The papers of one file, oldest first."""
    return list(_whole(Notice.objects.filter(dossier=dossier)).order_by("id"))


def undelivered(papers: QuerySet[Notice]) -> QuerySet[Notice]:
    """Those that are made and were handed to nobody yet; the publicity sheet hangs and is not handed over."""
    return papers.filter(status=Notice.Status.READY, deliveries=None).exclude(kind=sheets.KIND)


def cases_of(papers: Iterable[Notice]) -> dict[str, Any]:
    """The case of each file, by the file's key; one query a machine."""
    keys: dict[str, set[int]] = {}
    for paper in papers:
        machine, _colon, key = paper.dossier.partition(":")
        if machine in MACHINES:
            keys.setdefault(machine, set()).add(int(key))
    found: dict[str, Any] = {}
    for machine, wanted in keys.items():
        cases = MACHINES[machine].model.objects.filter(pk__in=wanted).only(*COLUMNS.get(machine, ("id", "number")))
        found.update({f"{machine}:{case.pk}": case for case in cases})
    return found


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
    """What the form speaks of, if this person may see such a form there; else 404. A case is seen by its readers."""
    if kind.prefix in KINDS:
        subjects = KINDS[kind.prefix].cases(sitting)
    else:
        subjects = kind.model.objects.none() if kind.prefix in MACHINES else kind.model.objects.all()
    found = subjects.select_related("organisation").filter(pk=pk).first()
    if found is None or not may_read(sitting, kind, found.organisation.path):
        raise Http404
    return found


def form_row(kind: FormKind, subject: Any, asked: str) -> Any:
    """The subject's row that ``asked`` names, None where it names none; 404 where there is no such row."""
    if not kind.each or not asked:
        return None
    found = getattr(subject, kind.each).filter(pk=int(asked)).first() if asked.isdecimal() else None
    if found is None:
        raise Http404
    return found


def scans_of(kind: FormKind, pk: int) -> list[Document]:
    """签字盖章扫描件 of a form, newest first."""
    filed = Document.objects.filter(dossier=kind.dossier(pk), item=kind.slot, removed_at=None)
    return list(filed.select_related("added_by").order_by("-id"))
