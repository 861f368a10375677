"""Publicity: the sheet, its photos and its result, and what is published anew (relief.md §7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from relief.applications.models import Application, PublicitySheet, SheetEntry
from relief.applications.services.opinions import COUNTYS, void_opinions
from relief.notices.numbers import take_number
from relief.organisations.models import Organisation
from workflows import calendar
from workflows.engine import consequence, verb
from workflows.errors import NotPossible
from workflows.fsm import Moment


def open_sheet(organisation: Organisation, *, starts_on: date, term: Any, place: str, complaint_phone: str) -> Any:
    """A new sheet with its number; its last day follows from the scheme's term in working days."""
    due = calendar.due(starts_on, term.n, term.unit, calendar=calendar.load_calendar())
    if due.due is None:
        raise NotPossible(_("公示期超出已载入的日历，请管理员先补录日历。"))
    return PublicitySheet.objects.create(
        organisation=organisation, number=take_number(organisation, "publicity", starts_on.year).text,
        place=place.strip(), complaint_phone=complaint_phone.strip(), starts_on=starts_on, ends_on=due.due)  # fmt: skip


def publish_on_sheet(m: Moment, *, sheet: PublicitySheet | None, place: str, complaint_phone: str) -> SheetEntry:
    """Put the case on a sheet of its union that starts today, or on a new one."""
    a: Application = m.case
    if sheet is not None and sheet.ends_on < m.today:
        raise NotPossible(_("这张公示表已经期满归卷，不能再加入。"))
    if sheet is None:
        if not place.strip() or not complaint_phone.strip():
            raise NotPossible(_("请填写公示地点和监督电话。"))
        sheet = open_sheet(m.facts.line.own, starts_on=m.occurred_on, term=m.facts.scheme.clock("publicity"),
                           place=place, complaint_phone=complaint_phone)  # fmt: skip
    if sheet.organisation_id != a.organisation_id or sheet.starts_on != m.occurred_on:
        raise NotPossible(_("只能加入本工会当天开始的公示表。"))
    m.facts.__dict__.pop("entry", None)
    return SheetEntry.objects.create(sheet=sheet, application=a, round=a.round, **m.facts.published_fields())


@verb("relief_application", "republish")
def change_of_content(m: Moment, *, reason: str = "", place: str = "", complaint_phone: str = "") -> dict[str, Any]:
    """The county signs anew after the new term."""
    void_opinions(m.case, COUNTYS)
    return {"reason": reason, "place": place, "complaint_phone": complaint_phone}


@consequence("relief_application", "republish")
def republish(m: Moment, event: Any) -> None:
    """A changed content is published again on a new sheet, for a full new term, in the same round.

    It follows the move, since the guard compares the content with what was published before.
    """
    before = m.facts.entry.sheet
    publish_on_sheet(
        m, sheet=None, place=m.given.get("place") or before.place,
        complaint_phone=m.given.get("complaint_phone") or before.complaint_phone)  # fmt: skip


PHOTOS: Mapping[str, tuple[str, str]] = {"start": ("start_photo", "start_photo_on"), "end": ("end_photo", "end_photo_on")}


@verb("relief_application", "record_publicity")
def record_publicity(m: Moment, *, start_photo: Any = None, start_photo_on: date | None = None, end_photo: Any = None,
                     end_photo_on: date | None = None, result: str = "") -> dict[str, Any]:  # fmt: skip
    """Photos (their dates are stated) and the signed result of the sheet the case is on: for all cases of it."""
    sheet = m.facts.entry.sheet if m.facts.entry else None
    if sheet is None:
        raise NotPossible(_("本案没有公示表。"))
    stated = {"start": (start_photo, start_photo_on), "end": (end_photo, end_photo_on)}
    for which, (photo, on) in stated.items():
        if photo is None:
            continue
        if on is None or not sheet.starts_on <= on <= m.today:
            raise NotPossible(_("请填写照片日期；照片日期须在公示开始之后、今天之前。"))
        column, dated = PHOTOS[which]
        setattr(sheet, column, photo)
        setattr(sheet, dated, on)
    if result.strip() and m.occurred_on < sheet.ends_on:
        raise NotPossible(_("公示期最后一天之前不能签署公示结果。"))
    if result.strip():
        sheet.result, sheet.result_signed_by, sheet.result_on = result.strip(), m.actor, m.occurred_on
    sheet.save()
    return {"sheet": sheet.pk, "start_photo_on": start_photo_on, "end_photo_on": end_photo_on, "result": result}
