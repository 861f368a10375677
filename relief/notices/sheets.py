"""The publicity sheet as a paper: one number, one list, however many cases (relief.md §7).

The rule: a sheet has its number from the moment it is opened. While it hangs it is printed from its rows, which the
database freezes (the sheet's words, each entry). Only cases published on its first day are on it, so that a print of
the next day is the print that hangs; a paper signed that day may still be keyed until the term ends. When the term is
over the sheet is filed: a Notice with that number, the whole list as content, its PDF stored.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from relief.applications.models import PublicitySheet, SheetEntry
from relief.notices import papers
from relief.notices.kinds import basis_of
from relief.notices.models import Notice
from relief.notices.numbers import place_of
from relief.notices.paperdata import as_json
from relief.schemes.selectors import scheme_on
from workflows.clock import today

KIND = "publicity"


def dossier_of(sheet: Any) -> str:
    """The file of the sheet: its photos, its result, its filed paper."""
    return f"publicity_sheet:{sheet.pk}"


def sheet_paper(sheet: PublicitySheet, entries: list[SheetEntry] | None = None) -> papers.Publicity:
    """The sheet with its entries (all of them unless given): the whitelist and nothing else."""
    rows = list(sheet.entries.select_related("application__scheme").order_by("id")) if entries is None else entries
    scheme = _scheme(sheet, rows)
    return papers.Publicity(
        issuer=sheet.organisation.name, basis=basis_of(scheme), number=sheet.number, issued_on=sheet.starts_on,
        place=sheet.place, from_on=sheet.starts_on, until_on=sheet.ends_on, days_text=_term(scheme.clock("publicity")),
        rows=tuple(papers.PublicityRow(name_masked=e.name_masked, employer=e.employer, cause_label=e.cause_label,
                                       amount_fen=e.amount_fen) for e in rows),
        phone=sheet.complaint_phone)  # fmt: skip


def _scheme(sheet: PublicitySheet, rows: list[SheetEntry]) -> Any:
    frozen = next((e.application.scheme for e in rows if e.application.scheme_id), None)
    return (frozen or scheme_on(sheet.starts_on)).rules


def _term(clock: Any) -> str:
    return (_("%(n)d个工作日") if clock.unit == "wd" else _("%(n)d天")) % {"n": clock.n}


def over(on: date) -> Any:
    """Sheets whose term is over and that are not filed yet; one that never had a case is nothing to file."""
    filed = Notice.objects.filter(kind=KIND, number=OuterRef("number"), organisation=OuterRef("organisation"))
    entries = SheetEntry.objects.filter(sheet=OuterRef("pk"))
    hung = PublicitySheet.objects.filter(Exists(entries), ends_on__lt=on).exclude(number="")
    return hung.filter(~Exists(filed))


@transaction.atomic
def file_sheet(sheet_id: int) -> Notice | None:
    """File a sheet whose term is over; None where that is done already or not yet due."""
    sheet = PublicitySheet.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=sheet_id)
    if not over(today()).filter(pk=sheet.pk).exists():
        return None
    return Notice.objects.create(
        organisation=sheet.organisation, union=sheet.organisation, dossier=dossier_of(sheet), kind=KIND,
        year=sheet.starts_on.year, n=place_of(sheet.number), number=sheet.number,
        title=str(papers.PAPERS[KIND].title), issued_on=sheet.starts_on,
        content=as_json(sheet_paper(sheet)))  # fmt: skip
