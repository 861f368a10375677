"""编号登记簿: by series and year, every number with its state and why it is void; print and table (supervision.md §8)."""

from __future__ import annotations

import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from xlsxwriter import Workbook

from relief.documents.streaming import file_response
from relief.letters.models import NumberEntry, Series
from relief.letters.register import Page, page_of, pages_of
from relief.letters.selectors import letters_for, register_for
from relief.queue.sitting import Sitting, sitting_of
from relief.supervision.pages.words import rules_banner
from relief.supervision.unions import area_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
State = NumberEntry.State
TONES = {State.RESERVED: "wait", State.ISSUED: "done", State.VOID: "bad"}
WIDTHS = (8, 30, 40, 12, 10, 18, 12, 40)


@require_safe
def number_registers(request: HttpRequest) -> HttpResponse:
    """Every series of one's unions, the newest year first."""
    series = register_for(sitting_of(request).grants)
    years = sorted({s.year for s in series}, reverse=True)
    asked = request.GET.get("year", "")
    chosen = [s for s in series if not asked or str(s.year) == asked]
    options = [{"value": "", "label": _("全部年份"), "selected": not asked}]
    options += [{"value": str(y), "label": str(y), "selected": str(y) == asked} for y in years]
    return render(request, "letters_ui/registers.html", {
        "rows": [_series_row(page) for page in pages_of(chosen)],
        "filters": [{"name": "year", "label": _("年份"), "options": options}] if len(years) > 1 else [],
        "filters_on": bool(asked), "clear_url": request.path, "banner": rules_banner(area_of(sitting_of(request))),
        "empty": {"title": _("还没有编号"), "text": _("文书签发时编号，每一个号都会登记在这里。")},
    })  # fmt: skip


def _series_row(page: Page) -> dict[str, Any]:
    series = page.series
    return {"url": reverse("number_register", args=[series.pk]), "title": _title(series), "union": series.issuer.name,
            "kind": series.get_kind_display(), "year": series.year, "last": page.last, "whole": page.whole,
            "counts": [{"label": State(s).label, "n": page.counts[s]} for s in State]}  # fmt: skip


def _title(series: Series) -> str:
    return f"{series.abbr} · {series.get_kind_display()} · {series.year}"


def _series(request: HttpRequest, pk: int) -> Page:
    """A series of one's unions; another does not exist."""
    series = register_for(sitting_of(request).grants).filter(pk=pk).first()
    if series is None:
        raise Http404
    return page_of(series)


@require_safe
def number_register(request: HttpRequest, pk: int) -> HttpResponse:
    """One series from its first number to its last, without holes."""
    page = _series(request, pk)
    readable = _readable(sitting_of(request), page)
    return render(request, "letters_ui/register.html", {
        "series": _series_row(page), "holes": page.holes, "rows": [_row(e, readable) for e in page.entries],
        "xlsx_url": reverse("number_register_xlsx", args=[pk]), "banner": rules_banner(page.series.issuer.area),
    })  # fmt: skip


def _readable(sitting: Sitting, page: Page) -> set[int]:
    """Letters of the page that the reader may open: the number of a case one stands aside from is all one sees."""
    return set(letters_for(sitting.grants).filter(numbers__in=page.entries).values_list("pk", flat=True))


def _row(entry: NumberEntry, readable: set[int]) -> dict[str, Any]:
    letter, may = entry.letter, entry.letter_id in readable
    return {"n": entry.n, "number": entry.text, "to": letter.addressee if may else "", "on": letter.issued_on,
            "state": TONES[State(entry.state)], "state_label": entry.get_state_display(), "at": entry.at, "by": str(entry.by),
            "reason": entry.reason if may else "", "url": reverse("letter", args=[letter.pk]) if may else ""}  # fmt: skip


@require_safe
def number_register_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a table for Excel; nothing typed is ever a formula in it."""
    page = _series(request, pk)
    readable = _readable(sitting_of(request), page)
    heads = [_("序号"), _("文号"), _("主送"), _("成文日期"), _("状态"), _("登记时间"), _("登记人"), _("作废原因")]
    written = io.BytesIO()
    with Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(str(page.series.year))
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
        for n, entry in enumerate(page.entries, start=1):
            row = _row(entry, readable)
            texts = [row["number"], row["to"], str(row["on"] or ""), row["state_label"],
                     localtime(row["at"]).strftime("%Y-%m-%d %H:%M"), row["by"], row["reason"]]  # fmt: skip
            sheet.write_number(n, 0, entry.n)
            for column, text in enumerate(texts, start=1):
                sheet.write_string(n, column, str(text))
        sheet.freeze_panes(1, 0)
    name = _("编号登记簿-%(title)s.xlsx") % {"title": _title(page.series).replace(" · ", "-")}
    return file_response(written.getvalue(), name, media_type=XLSX, download=True)
