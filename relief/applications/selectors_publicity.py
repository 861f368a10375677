"""What the pages of publicity sheets read: sheets of one's unions, the cases on them, which may be closed now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core import signing
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from relief.applications.models import Application, PublicitySheet, SheetEntry
from relief.applications.selectors import under
from relief.queue.sitting import READERS, Sitting
from relief.schemes.errors import SchemeError
from relief.schemes.selectors import scheme_on
from workflows.relief_application import GRASSROOTS_REVIEW, PUBLICITY
from workflows.roles import Role

SHEET_READERS = frozenset(READERS) - {Role.HOTLINE, Role.CASHIER, Role.PAYMENT_REVIEWER}
RECORDERS = frozenset({Role.CLERK, Role.CHAIR})
SIGNER = signing.Signer(salt="relief.publicity")
LATER = SheetEntry.objects.filter(application=OuterRef("application"), pk__gt=OuterRef("pk"))


def sheets_for(sitting: Sitting) -> QuerySet[PublicitySheet]:
    """Sheets of the unions that this person's grants cover, the latest first; ``open``: cases still published on it."""
    paths = {g.path for g in sitting.grants if g.role in SHEET_READERS}
    hanging = SheetEntry.objects.filter(~Exists(LATER), sheet=OuterRef("pk"), application__state=PUBLICITY)
    counted = hanging.order_by().values("sheet").annotate(n=Count("pk")).values("n")
    found = PublicitySheet.objects.filter(under(paths)).select_related("organisation")
    return found.annotate(
        listed=Count("entries"), open=Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    ).order_by("-starts_on", "-pk")  # fmt: skip


def openers(sitting: Sitting) -> frozenset[str]:
    """Who opens a sheet: the chair signs; a clerk keys it where the 办法 lets the chair sign on paper (relief.md §2)."""
    try:
        keyed = Role.CHAIR in scheme_on(sitting.on).rules.paper_entry.roles
    except SchemeError:
        keyed = False
    return RECORDERS if keyed else frozenset({Role.CHAIR})


def to_publish(sitting: Sitting) -> QuerySet[Application]:
    """Cases in the base's review of the unions whose sheets this person opens."""
    roles = openers(sitting)
    paths = {g.path for g in sitting.grants if g.role in roles}
    found = Application.objects.filter(under(paths), state=GRASSROOTS_REVIEW)
    return found.select_related("organisation", "scheme").order_by("pk")


def sheet_for(sitting: Sitting, pk: int) -> PublicitySheet:
    """One sheet; a foreign one does not exist (404)."""
    return get_object_or_404(sheets_for(sitting).select_related("start_photo", "end_photo", "result_signed_by"), pk=pk)


def entries_of(sheet: PublicitySheet) -> list[SheetEntry]:
    """The sheet's lines as they hang; ``replaced`` where the case was published anew elsewhere."""
    found = sheet.entries.select_related("application__scheme", "application__organisation")
    return list(found.annotate(replaced=Exists(LATER)).order_by("pk"))


def public_sheet(token: str, on: date) -> PublicitySheet | None:
    """The sheet of a public address while it hangs; None once it is taken down. A made-up address does not exist."""
    try:
        pk = int(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError) as error:
        raise Http404 from error
    sheet = get_object_or_404(PublicitySheet.objects.select_related("organisation"), pk=pk)
    hanging = SheetEntry.objects.filter(~Exists(LATER), sheet=sheet, application__state=PUBLICITY).exists()
    return sheet if sheet.starts_on <= on <= sheet.ends_on and hanging else None


@dataclass(frozen=True)
class Hanging:
    """A sheet, its lines and what still lacks before its cases may go on."""

    sheet: PublicitySheet
    entries: Sequence[SheetEntry]
    on: date

    @cached_property
    def open_cases(self) -> list[Application]:
        """Cases that are still published, on this sheet and no later one."""
        return [e.application for e in self.entries if e.application.state == PUBLICITY and not e.replaced]  # type: ignore[attr-defined]

    @property
    def lacks(self) -> list[str]:
        """start, end, result: what is not on record yet."""
        return lacking(self.sheet)

    @property
    def over(self) -> bool:
        return self.sheet.ends_on < self.on

    @cached_property
    def closable(self) -> list[Application]:
        """Cases whose own clock is over too: an objection or a hold adds its days (the engine asks again)."""
        if self.lacks:
            return []
        return [a for a in self.open_cases if a.due_on is not None and a.due_on < self.on]


def lacking(sheet: Any) -> list[str]:
    """start, end, result: what is not on record yet."""
    there = {"start": sheet.start_photo_id, "end": sheet.end_photo_id, "result": sheet.result and sheet.result_on}
    return [name for name, known in there.items() if not known]
